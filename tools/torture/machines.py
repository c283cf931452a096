"""The processes of a house, each of which can be killed, stopped, started and frozen by itself; what ends uncalled is started
again, as systemd would (deploy/)."""
import json
import os
import pathlib
import shutil
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'local'))
import house as local  # noqa: E402

RESTART_PAUSE = 0.5  # between two starts of a process that ends by itself


def names():
    """Everything in a house that can be broken."""
    return ['bus', *local.SERVICES]


def crashed(code):
    """A signal that nobody of us sent: a failed check, a bad access."""
    return code < 0 and -code not in (signal.SIGKILL, signal.SIGTERM)


class Machines(local.House):
    """A house whose processes keep their ports for life, so that whoever knew a process finds it again."""

    def __init__(self, data):
        super().__init__(data)
        self.ports = {}
        self.running_now = {}   # name -> Popen
        self.wanted = set()     # names that should run
        self.frozen = set()
        self.asked_to_end = set()
        self.started_at = {}
        self.ended_by_itself = []  # (name, code, the last words)

    # --- places ---

    def places(self, service):
        return [f'127.0.0.1:{self.ports[service]}']

    # --- one process ---

    def spawn(self, name, command):
        child = super().spawn(name, command)
        self.running_now[name] = child
        self.started_at[name] = time.monotonic()
        self.wanted.add(name)
        return child

    def command(self, name, endpoints):
        command = super().command(name, endpoints)
        if name in self.ports:
            command[command.index('--listen') + 1] = f'127.0.0.1:{self.ports[name]}'
        return command

    def open(self):
        """The whole house, with ports that stay."""
        self.start_services()
        endpoints = json.loads(self.path('clients', 'endpoints.json').read_text())
        self.ports = {name: place.rsplit(':', 1)[1] for name, place in endpoints.items()}
        self.endpoints = endpoints

    def start(self, name):
        if name == 'bus':
            self.spawn('bus', [os.environ['NATS_SERVER'], '-c', str(self.path('bus', 'nats.conf'))])
        else:
            self.spawn(name, self.command(name, self.endpoints))

    def kill(self, name):
        self.wanted.discard(name)
        self.frozen.discard(name)
        self.asked_to_end.discard(name)
        child = self.running_now[name]
        if child.poll() is None:
            child.kill()
        child.wait()

    def restart(self, name):
        """As somebody does who installs a new program: asked to end, and started again once it has ended. Does not wait."""
        child = self.running_now[name]
        if child.poll() is None:
            child.terminate()
            self.asked_to_end.add(name)

    def freeze(self, name):
        if self.running_now[name].poll() is None:
            self.running_now[name].send_signal(signal.SIGSTOP)
            self.frozen.add(name)

    def thaw(self, name):
        if name in self.frozen:
            self.running_now[name].send_signal(signal.SIGCONT)
            self.frozen.discard(name)

    def look_after(self):
        """Starts again what ended by itself."""
        for name in sorted(self.wanted):
            child = self.running_now[name]
            if child.poll() is None or time.monotonic() - self.started_at[name] < RESTART_PAUSE:
                continue
            if name not in self.asked_to_end or child.returncode != 0:
                self.ended_by_itself.append((name, child.returncode, self.last_words(name)))
            self.asked_to_end.discard(name)
            self.start(name)

    def last_words(self, name):
        lines = [line for line in self.tail(name).splitlines() if line.strip()]
        return next((line for line in reversed(lines) if '"error"' in line or 'fatal' in line.lower()), lines[-1] if lines else '')

    def stop(self):
        self.wanted.clear()
        for name in list(self.frozen):
            self.thaw(name)
        super().stop()

    # --- a second instance that has read nothing yet ---

    def start_fresh(self, name):
        """An instance of `name` on an empty folder, beside the one that serves; answers where it listens."""
        shutil.rmtree(self.dir / 'fresh' / name, ignore_errors=True)
        command = super().command(name, self.endpoints)
        port_file = self.path('run', f'fresh-{name}.port')
        port_file.unlink(missing_ok=True)
        command[command.index('--port-file') + 1] = str(port_file)
        command[command.index('--data') + 1] = str(self.path('fresh', name))
        child = super().spawn(f'fresh-{name}', command)
        self.wait_for(child, lambda: port_file.exists() and port_file.read_text().strip(), 'listening')
        return child, '127.0.0.1:' + port_file.read_text().strip().rsplit(':', 1)[-1]

    def memory(self, name, which='VmRSS'):
        """In bytes; `VmHWM`: the most it ever had."""
        for line in pathlib.Path(f'/proc/{self.running_now[name].pid}/status').read_text().splitlines():
            if line.startswith(which + ':'):
                return int(line.split()[1]) * 1024
        return 0
