#!/usr/bin/env python3
"""Backs up log, keys and configuration of one association while the house runs, and brings them back; see --help.

  backup.py take --store DIR --bus-pid-file FILE --keys DIR --configuration PATH... --to NEW_DIR
  backup.py restore --from NEW_DIR/log --to DIR       likewise keys and configuration
  backup.py check NEW_DIR/log                         every byte as it was taken?

Owners are kept by name and come back with a restore by root, on a host that has the same users.

The store is copied twice: at leisure while the bus runs, and then what has changed meanwhile, with the server paused
(SIGSTOP). Every acknowledged message has been synced to its file, so the copy is what a server finds after kill -9 at that
moment, which loses nothing. Callers wait for the length of the pause. Of a cluster one server's copy will do, and nobody waits.

The keys are copied within the same pause: the key bucket lies in the store and opens only with the key-encryption keys of
its epoch. Who has log and keys can read everything, so keep them in two places. Once an epoch has ended, older
backups of keys and log must go: what was forgotten since stays readable in them.
"""
import argparse
import datetime
import grp
import hashlib
import json
import os
import pathlib
import pwd
import shutil
import signal
import time

MANIFEST = 'MANIFEST.json'
TRIES = 3
SAME_TICK_SECONDS = 1  # a file changed this lately may change again without a new date
STOPPING_SECONDS = 5


def die(text):
    raise SystemExit(f'backup.py: {text}')


def digest(path):
    with open(path, 'rb') as file:
        return hashlib.file_digest(file, 'sha256').hexdigest()


def files_below(folder):
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob('*')) if path.is_file()}


class Bus:
    """The server that writes the store. Whatever happens to us, also SIGKILL, it goes on: a child sees to it."""

    def __init__(self, pid_file):
        try:
            self.pid = int(pathlib.Path(pid_file).read_text())
            name = pathlib.Path(f'/proc/{self.pid}/comm').read_text().strip()
        except (OSError, ValueError) as error:
            die(f'--bus-pid-file {pid_file} names no running process ({error}); is the server up, with pid_file configured?')
        if not name.startswith('nats-server'):
            die(f'--bus-pid-file {pid_file} names process {self.pid}, which is {name} and no nats-server')

    def __enter__(self):
        end, self.alive = os.pipe()
        self.guardian = os.fork()
        if self.guardian == 0:
            os.setsid()  # a Ctrl-C is not for it
            os.close(self.alive)
            os.read(end, 1)  # until we are done or dead
            os.kill(self.pid, signal.SIGCONT)
            os._exit(0)
        os.close(end)
        os.kill(self.pid, signal.SIGSTOP)
        deadline = time.monotonic() + STOPPING_SECONDS
        while not self.stands():
            if time.monotonic() > deadline:
                die(f'process {self.pid} does not stop; it goes on')
            time.sleep(0.001)
        return self

    def stands(self):
        states = [task.read_text().rsplit(')', 1)[1].split()[0]
                  for task in pathlib.Path(f'/proc/{self.pid}/task').glob('*/stat')]
        return bool(states) and all(state == 'T' for state in states)

    def __exit__(self, *_):
        os.close(self.alive)
        os.waitpid(self.guardian, 0)


class Copy:
    """A folder's copy, made in passes; `deadline` is the moment at which a pass gives up."""

    def __init__(self, source, target):
        self.source, self.target = pathlib.Path(source), pathlib.Path(target)
        self.seen = {}  # name -> (size, date) of what the target holds for good

    def catch_up(self, deadline=None):
        now = files_below(self.source)
        for name, path in files_below(self.target).items():
            if name not in now:
                path.unlink()
                self.seen.pop(name, None)
        for name, path in now.items():
            if deadline and time.monotonic() > deadline:
                return False
            try:
                stat = path.stat()
                mark = (stat.st_size, stat.st_mtime_ns)
                if self.seen.get(name) == mark:
                    continue
                target = self.target / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)
            except FileNotFoundError:  # gone while we looked; the pause will tell
                continue
            if time.time() - stat.st_mtime > SAME_TICK_SECONDS:
                self.seen[name] = mark
            else:
                self.seen.pop(name, None)
        return True


def named(number, look_up):
    """Numbers differ from host to host."""
    try:
        return look_up(number)[0]
    except KeyError:
        return number


def own_like(source, target):
    """Gives a copy the owners and folder modes of what it is a copy of; only root can give something away."""
    for path in [target, *target.rglob('*')]:
        try:
            original = (source / path.relative_to(target)).stat()
        except FileNotFoundError:  # gone since it was copied
            continue
        if path.is_dir():
            path.chmod(original.st_mode & 0o7777)
        if os.geteuid() == 0:
            os.chown(path, original.st_uid, original.st_gid)


def owner_of(path):
    stat = path.stat()
    return {'owner': named(stat.st_uid, pwd.getpwuid), 'group': named(stat.st_gid, grp.getgrgid)}


def keep(folder):
    """Writes the manifest and syncs everything: a backup that a power cut takes is none."""
    entries = {}
    for name, path in files_below(folder).items():
        entries[name] = {'sha256': digest(path), 'size': path.stat().st_size, **owner_of(path)}
    folders = {str(path.relative_to(folder)): {'mode': path.stat().st_mode & 0o7777, **owner_of(path)}
               for path in [folder, *sorted(folder.rglob('*'))] if path.is_dir()}
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps(
        {'taken_at': datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ'), 'files': entries,
         'folders': folders}, indent=1))
    os.sync()


def copy_path(source, target):
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def take(options):
    store, keys, to = pathlib.Path(options.store), pathlib.Path(options.keys), pathlib.Path(options.to)
    for name, path in [('--store', store), ('--keys', keys)]:
        if not path.is_dir():
            die(f'{name} {path} is no folder')
    configuration = [pathlib.Path(path) for path in options.configuration]
    for path in configuration:
        if not path.exists():
            die(f'--configuration {path} does not exist')
    if to.exists():
        die(f'--to {to} is there already; name a new folder')
    bus = Bus(options.bus_pid_file)
    to.mkdir(parents=True, mode=0o700)
    log = Copy(store, to / 'log')
    log.target.mkdir(mode=0o700)
    for left in reversed(range(TRIES)):
        log.catch_up()
        began = time.monotonic()
        with bus:
            done = log.catch_up(began + options.longest_pause)
            if done:
                copy_path(keys, to / 'keys')
        pause = time.monotonic() - began
        if done:
            break
        if left == 0:
            shutil.rmtree(to)
            die(f'what changes within one copy takes longer than {options.longest_pause} s to copy; allow a longer pause '
                'with --longest-pause, or take the backup from another replica or at a quiet hour')
    (to / 'configuration').mkdir(mode=0o700)
    for path in configuration:
        copy_path(path, to / 'configuration' / path.name)
    own_like(store, to / 'log')
    own_like(keys, to / 'keys')
    for path in configuration:
        own_like(path, to / 'configuration' / path.name)
    for part in ('log', 'keys', 'configuration'):
        keep(to / part)
    epochs = sorted(int(path.name[4:]) for path in (to / 'keys').rglob('kek-*') if path.name[4:].isdigit())
    print(f'backed up to {to}: log, keys (epochs {", ".join(map(str, epochs)) or "none"}), configuration; '
          f'the bus stood still for {pause * 1000:.0f} ms')
    print(f'Now move {to}/keys to a place of its own. Delete backups whose newest epoch is older than {min(epochs, default=0)}.')


def check(folder):
    """What of a part of a backup is not as it was taken; empty: nothing."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())['files']
    except (OSError, ValueError, KeyError) as error:
        die(f'{folder} is no part of a backup: {MANIFEST} cannot be read ({error})')
    there = files_below(folder)
    there.pop(MANIFEST, None)
    wrong = [f'{name} is missing' for name in manifest if name not in there]
    wrong += [f'{name} was not in it' for name in there if name not in manifest]
    wrong += [f'{name} has changed' for name, path in there.items()
              if name in manifest and digest(path) != manifest[name]['sha256']]
    return wrong


def check_or_die(folder):
    if wrong := check(folder):
        die(f'{folder} is damaged, use another backup:\n  ' + '\n  '.join(wrong))


def check_owners_or_die(owned):
    """Before anything is copied."""
    if os.geteuid() != 0:
        return
    for entry in owned.values():
        for kind, look_up in (('owner', pwd.getpwnam), ('group', grp.getgrnam)):
            try:
                if isinstance(entry.get(kind), str):
                    look_up(entry[kind])
            except KeyError:
                die(f'there is no {"user" if kind == "owner" else kind} {entry[kind]} here: make the users of the house first (systemd-sysusers)')


def restore(options):
    source, to = pathlib.Path(options.source), pathlib.Path(options.to)
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        die(f'--to {to} is not empty; name a new folder, and keep what lies there until the audit has spoken')
    check_or_die(source)
    manifest = json.loads((source / MANIFEST).read_text())
    owned = {**manifest.get('folders', {}), **manifest['files']}
    check_owners_or_die(owned)
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(source, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns(MANIFEST))
    for name, entry in owned.items():
        if 'mode' in entry:
            (to / name).chmod(entry['mode'])
        if os.geteuid() == 0 and 'owner' in entry:  # a backup of before 2026-11-28 names none
            shutil.chown(to / name, entry['owner'], entry['group'])
    print(f'restored {source} to {to}, every file as it was taken')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest='verb', required=True)
    taking = verbs.add_parser('take', help='a backup into a new folder, of a server that runs')
    taking.add_argument('--store', required=True, help="the nats-server's store_dir")
    taking.add_argument('--bus-pid-file', required=True, help="the nats-server's pid_file")
    taking.add_argument('--keys', required=True, help='folder with the signer keys and the key-encryption keys')
    taking.add_argument('--configuration', nargs='+', default=[], help='files and folders: pins, option files, certificates')
    taking.add_argument('--to', required=True, help='a new folder')
    taking.add_argument('--longest-pause', type=float, default=5, metavar='SECONDS',
                        help='then the bus goes on and the copy is begun again, three times at most (default %(default)s)')
    restoring = verbs.add_parser('restore', help='one part of a backup into a new or empty folder')
    restoring.add_argument('--from', dest='source', required=True, help='log, keys or configuration of a backup')
    restoring.add_argument('--to', required=True, help='a new or empty folder')
    checking = verbs.add_parser('check', help='whether one part of a backup is as it was taken')
    checking.add_argument('folder')
    options = parser.parse_args()
    if options.verb == 'take':
        take(options)
    elif options.verb == 'restore':
        restore(options)
    else:
        check_or_die(pathlib.Path(options.folder))
        print(f'{options.folder} is as it was taken')


if __name__ == '__main__':
    try:
        main()
    except OSError as error:
        die(f'{error.filename or "the system"}: {error.strerror}')
