"""The processes of a house, each of which can be killed, stopped, started and frozen by itself; what ends uncalled is started
again, as systemd would (deploy/)."""
import pathlib
import shutil
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'local'))
import house as local  # noqa: E402
from network import OURS  # noqa: E402
from sealing import WITNESSES  # noqa: E402

RESTART_PAUSE = 0.5  # between two starts of a process that ends by itself


def parts(instances, replicas):
    """Everything in a house that can be broken, by name."""
    servers = [f'bus-{i}' for i in range(1, replicas + 1)]
    return servers + [f'{service}-{i}' for service in local.SERVICES for i in range(1, instances + 1)]


def crashed(code):
    """A signal that nobody of us sent: a failed check, a bad access."""
    return code < 0 and -code not in (signal.SIGKILL, signal.SIGTERM)


class Machines(local.House):
    def __init__(self, data, instances=1, replicas=1, network=None):
        super().__init__(data, instances=instances, replicas=replicas)
        self.network = network  # where each process can be cut off
        if network:
            self.crew.hosts = network.hosts | {f'{name}-route': host for name, host in network.hosts.items()}
            self.crew.hosts |= dict.fromkeys(WITNESSES, OURS)  # no part of what is broken, but the audit must reach them
            self.crew.before = {name: network.into(name) for name in network.hosts}
            self.authority.hosts += network.hosts.values()
        self.wanted = set()        # names that should run
        self.frozen = set()
        self.asked_to_end = set()
        self.more = {}             # instances of a service beside those that each service has
        self.programs = {}         # by name, where it is another than the one that was built
        self.started_at = {}
        self.ended_by_itself = []  # (name, code, the last words)

    def count(self, service):
        return self.instances + self.more.get(service, 0)

    def parts(self):
        added = [f'{service}-{self.instances + i}' for service, more in self.more.items() for i in range(1, more + 1)]
        return parts(self.instances, self.bus.replicas) + added

    def places(self, service):
        return [self.address(service, i) for i in range(1, self.count(service) + 1)]

    def command(self, service, instance):
        program, *options = super().command(service, instance)
        return [self.programs.get(f'{service}-{instance}', program), *options]

    def open(self):
        self.start_services()
        self.started_at = dict.fromkeys(self.parts(), time.monotonic())
        self.wanted = set(self.parts())

    # --- one process ---

    def start(self, name):
        """Does not wait: what it needs may be broken, too."""
        service, number = name.rsplit('-', 1)
        if service == 'bus':
            self.bus.spawn(name)
        else:
            self.start_one(service, int(number))
        self.started_at[name] = time.monotonic()
        self.wanted.add(name)

    def add(self, service):
        """One more instance of this service, on an empty folder; answers its name. Does not wait."""
        self.more[service] = self.more.get(service, 0) + 1
        name = f'{service}-{self.count(service)}'
        self.start(name)
        return name

    def kill(self, name):
        self.wanted.discard(name)
        self.frozen.discard(name)
        self.asked_to_end.discard(name)
        self.crew.kill(name)

    def restart(self, name):
        """As somebody does who installs a new program: asked to end, and started again once it has ended. Does not wait."""
        if self.crew.alive(name):
            self.crew.children[name].terminate()
            self.asked_to_end.add(name)

    def freeze(self, name):
        if self.crew.alive(name):
            self.crew.pause(name)
            self.frozen.add(name)

    def thaw(self, name):
        if name in self.frozen:
            self.crew.resume(name)
            self.frozen.discard(name)

    def look_after(self):
        """Starts again what ended by itself."""
        for name in sorted(self.wanted):
            if self.crew.alive(name) or time.monotonic() - self.started_at[name] < RESTART_PAUSE:
                continue
            code = self.crew.children[name].returncode
            if name not in self.asked_to_end or code != 0:
                self.ended_by_itself.append((name, code, self.last_words(name)))
            self.asked_to_end.discard(name)
            self.start(name)

    def last_words(self, name):
        lines = [line for line in self.crew.tail(name).splitlines() if line.strip()]
        loud = [line for line in lines if '"error"' in line or 'fatal' in line.lower()]
        return (loud or lines or [''])[-1]

    def stop(self):
        self.wanted.clear()
        for name in list(self.frozen):
            self.thaw(name)
        super().stop()

    # --- one more instance that has read nothing yet ---

    def start_fresh(self, service):
        """Beside those that serve; answers where it listens."""
        number = self.count(service) + 1
        self.start_one(service, number)
        self.wait_one(service, number)
        return self.address(service, number)

    def end_fresh(self, service):
        name = f'{service}-{self.count(service) + 1}'
        self.crew.end(name)
        shutil.rmtree(self.dir / 'services' / name)

    def memory(self, name, which='VmRSS'):
        """In bytes; `VmHWM`: the most it ever had."""
        for line in pathlib.Path(f'/proc/{self.crew.children[name].pid}/status').read_text().splitlines():
            if line.startswith(which + ':'):
                return int(line.split()[1]) * 1024
        return 0
