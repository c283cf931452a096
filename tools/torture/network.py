"""A network for one house: each of its processes in a namespace of its own, all on one bridge, so that any of them can be cut
off. Inside a namespace that is private already; nothing of the machine's own network is touched."""
import os
import shutil
import subprocess
import time

BRIDGE = 'fvbridge'
OURS = '10.77.0.1'
FIRST = 10
WAIT_SECONDS = 10


def ip(*words, inside=None):
    before = ['nsenter', '-t', str(inside), '-n'] if inside else []
    done = subprocess.run([*before, 'ip', *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f'ip {" ".join(words)} failed: {done.stderr.strip()}')


def possible():
    """Whether this kernel and this user can have it; asked inside the private namespace."""
    if not shutil.which('ip') or not shutil.which('nsenter'):
        return False
    if subprocess.run(['ip', 'link', 'add', BRIDGE, 'type', 'bridge'], capture_output=True).returncode != 0:
        return False
    ip('link', 'del', BRIDGE)
    return True


class Network:
    """On a bridge of its own; `close` ends it."""

    def __init__(self, names):
        ip('link', 'add', BRIDGE, 'type', 'bridge')
        ip('addr', 'add', f'{OURS}/24', 'dev', BRIDGE)
        ip('link', 'set', BRIDGE, 'up')
        self.holders, self.hosts = {}, {}
        for number, name in enumerate(names):
            holder = subprocess.Popen(['unshare', '-n', 'sleep', 'infinity'], start_new_session=True)
            self.holders[name] = holder
            self.await_namespace(holder.pid)
            self.hosts[name] = f'10.77.0.{FIRST + number}'
            ip('link', 'add', self.cable(name), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', str(holder.pid))
            ip('link', 'set', self.cable(name), 'master', BRIDGE, 'up')
            ip('addr', 'add', f'{self.hosts[name]}/24', 'dev', 'eth0', inside=holder.pid)
            for device in ('lo', 'eth0'):
                ip('link', 'set', device, 'up', inside=holder.pid)

    @staticmethod
    def await_namespace(pid):
        deadline = time.monotonic() + WAIT_SECONDS
        while os.readlink(f'/proc/{pid}/ns/net') == os.readlink('/proc/self/ns/net'):
            if time.monotonic() > deadline:
                raise RuntimeError('unshare made no network namespace')
            time.sleep(0.005)

    def cable(self, name):
        return f'fv{list(self.holders).index(name)}'

    def into(self, name):
        """What a command begins with to run there."""
        return ['nsenter', '-t', str(self.holders[name].pid), '-n', '--']

    def cut(self, name):
        """Nothing comes through any more, and nobody is told."""
        ip('link', 'set', self.cable(name), 'down')

    def mend(self, name):
        ip('link', 'set', self.cable(name), 'up')

    def close(self):
        for holder in self.holders.values():
            holder.kill()
            holder.wait()
        subprocess.run(['ip', 'link', 'del', BRIDGE], capture_output=True)
