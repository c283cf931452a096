"""The processes of one house, by name (`bus-1`, `case-2`): started, waited for, paused, ended. Used by House."""
import pathlib
import random
import signal
import socket
import subprocess
import time

import interrupt
import processes

START_SECONDS = 180  # who is not ready by then is stuck
LOWEST_PORT = 10000


class Crew:
    def __init__(self, folder):
        self.dir = pathlib.Path(folder).resolve()
        self.children = {}  # name -> Popen, the last of that name
        self.ports = {}
        self.hosts = {}   # name -> the address it listens on, where that is not the loopback's
        self.before = {}  # name -> words before its command, such as those that enter a network namespace

    def path(self, *parts):
        path = self.dir.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def port(self, name):
        """The port of this name as long as we live, also when its process is started again: so whoever knows its
        address finds it there. Below those that connections take by themselves, else one could have it meanwhile."""
        if name not in self.ports:
            self.ports[name] = free_port(self.ports.values())
        return self.ports[name]

    def address(self, name):
        return f'{self.hosts.get(name, "127.0.0.1")}:{self.port(name)}'

    def spawn(self, name, command):
        with open(self.path('logs', f'{name}.log'), 'ab') as log, interrupt.held():  # in between it would be nobody's
            child = subprocess.Popen([*self.before.get(name, []), *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
            self.children[name] = child
        self.path('run', f'{name}.pid').write_text(str(child.pid))
        return child

    def program(self, name, command):
        done = interrupt.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise RuntimeError(f'{name} failed:\n{done.stdout}{done.stderr}')
        return done.stdout

    def wait_for(self, name, ready, what):
        """Until `ready()` is true; says why if the process ends first or it takes too long."""
        child = self.children[name]
        deadline = time.monotonic() + START_SECONDS
        while not ready():
            if child.poll() is not None:
                raise RuntimeError(f'{name} ended with code {child.returncode} before {what}:\n{self.tail(name)}')
            if time.monotonic() > deadline:
                raise RuntimeError(f'{name} was not {what} within {START_SECONDS} s:\n{self.tail(name)}')
            time.sleep(0.02)

    def tail(self, name):
        text = self.path('logs', f'{name}.log').read_text(errors='replace').splitlines()
        return '\n'.join(text[-20:])

    def log_size(self, name):
        log = self.path('logs', f'{name}.log')
        return log.stat().st_size if log.exists() else 0

    def said(self, name, text, since=0):
        """Whether the log of this name holds `text` after its first `since` bytes."""
        log = self.path('logs', f'{name}.log')
        return log.exists() and text.encode() in log.read_bytes()[since:]

    def alive(self, name):
        return name in self.children and self.children[name].poll() is None

    def kill(self, name):
        """As kill -9 does; the process is gone when this returns."""
        self.children[name].kill()
        self.children[name].wait()

    def pause(self, name):
        """It stands still, its connections stay open."""
        self.children[name].send_signal(signal.SIGSTOP)

    def resume(self, name):
        self.children[name].send_signal(signal.SIGCONT)

    def end(self, name):
        """SIGTERM and a while to drain; then as kill."""
        child = self.children[name]
        processes.end(child.pid, self.dir, child)


def free_port(taken):
    first = int(pathlib.Path('/proc/sys/net/ipv4/ip_local_port_range').read_text().split()[0])
    while True:
        port = random.randrange(LOWEST_PORT, first) if first > 2 * LOWEST_PORT else 0
        with socket.socket() as probe:
            try:
                probe.bind(('127.0.0.1', port))
            except OSError:
                continue  # somebody listens there
            port = probe.getsockname()[1]
        if port not in taken:
            return port
