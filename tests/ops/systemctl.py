#!/usr/bin/env python3
"""systemctl for a machine without systemd as its first process: runs what the units in /etc/systemd/system say, as the users they
name, in the folders they name. Knows the verbs and lines that the operations guide uses, and stops at any other."""
import configparser
import os
import pathlib
import pwd
import shlex
import signal
import subprocess
import sys
import time

UNITS = pathlib.Path('/etc/systemd/system')
STARTED = pathlib.Path('/run/started-units')
FOLDERS = {'StateDirectory': '/var/lib', 'RuntimeDirectory': '/run'}
STOP_SECONDS = 60


class Unit:
    def __init__(self, name):
        template, _, self.instance = name.partition('@')
        self.name = name
        file = UNITS / (f'{template}@.service' if self.instance else f'{template}.service')
        if not file.exists():
            raise SystemExit(f'systemctl: there is no unit {name}: {file} is missing')
        parser = configparser.RawConfigParser(strict=False, interpolation=None)
        parser.optionxform = str
        parser.read(file)
        self.lines = {key: value.replace('%i', self.instance) for key, value in parser['Service'].items()}
        self.pid_file = STARTED / f'{name}.pid'

    def pid(self):
        """Of the process that was started, while it runs."""
        try:
            pid = int(self.pid_file.read_text())
            state = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[0]
        except (OSError, ValueError):
            return None
        return None if state == 'Z' else pid

    def start(self):
        if self.pid():
            return
        user = pwd.getpwnam(self.lines['User'])
        for kind, top in FOLDERS.items():
            if kind in self.lines:
                folder = pathlib.Path(top, self.lines[kind])
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700 if kind == 'StateDirectory' else 0o755)
                subprocess.run(['chown', '-R', f'{user.pw_uid}:{user.pw_gid}', str(folder)], check=True)
        STARTED.mkdir(exist_ok=True)
        log = open(STARTED / f'{self.name}.log', 'ab')
        child = subprocess.Popen(['setpriv', '--reuid', user.pw_name, '--regid', str(user.pw_gid), '--init-groups',
                                  *shlex.split(self.lines['ExecStart'])], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                 start_new_session=True, cwd='/', umask=0o077)
        self.pid_file.write_text(str(child.pid))

    def reload(self):
        words = [str(self.pid()) if word == '$MAINPID' else word for word in shlex.split(self.lines['ExecReload'])]
        subprocess.run(words, check=True)

    def stop(self):
        pid = self.pid()
        if not pid:
            return
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self.pid():
            if time.monotonic() > deadline:
                raise SystemExit(f'systemctl: {self.name} does not stop')
            time.sleep(0.02)

    def restart(self):
        self.stop()
        self.start()

    def is_active(self):
        if not self.pid():
            raise SystemExit(3)


def main():
    verb, names = sys.argv[1], [name for name in sys.argv[2:] if name != '--now']
    if verb == 'daemon-reload':
        return
    if verb == 'enable' and '--now' not in sys.argv:
        raise SystemExit('systemctl: only enable --now is known here')
    for name in names:
        getattr(Unit(name), {'enable': 'start', 'is-active': 'is_active'}.get(verb, verb))()


if __name__ == '__main__':
    main()
