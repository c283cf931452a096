"""What a backup promises of itself, with a process that only looks like a bus: that goes on whatever happens to the backup,
and damage is told."""
import argparse
import contextlib
import io
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import time
import unittest
import unittest.mock

from ops_house import ROOT, call, done, folder_for

sys.path.insert(0, str(ROOT / 'deploy'))
import backup  # noqa: E402

BACKUP = ROOT / 'deploy/backup.py'
SECONDS = 60


def state_of(pid):
    return pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[0]


def wait_until(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError('it did not become so')
        time.sleep(0.002)  # a look, not a wait for luck: the condition decides


class Backup(unittest.TestCase):
    def setUp(self):
        self.folder = folder_for(type(self)) / self.id().rsplit('.', 1)[1]
        self.store, self.keys, self.to = self.folder / 'store', self.folder / 'keys', self.folder / 'backup'
        for path, text in ((self.store / 'streams/1.blk', 'messages'), (self.keys / 'encryption/kek-3', 'key')):
            path.parent.mkdir(parents=True)
            path.write_text(text)
        program = self.folder / 'nats-server'
        shutil.copy(shutil.which('sleep'), program)
        self.bus = subprocess.Popen([program, str(10 * SECONDS)])
        self.addCleanup(self.bus.wait)
        self.addCleanup(self.bus.kill)
        self.pid_file = self.folder / 'bus.pid'
        self.pid_file.write_text(str(self.bus.pid))
        wait_until(lambda: pathlib.Path(f'/proc/{self.bus.pid}/comm').read_text().strip() == 'nats-server')

    def take(self, *more):
        return [sys.executable, str(BACKUP), 'take', '--store', str(self.store), '--bus-pid-file', str(self.pid_file),
                '--keys', str(self.keys), '--to', str(self.to), *more]

    def test_what_was_taken_comes_back_and_the_bus_goes_on(self):
        said = done(*self.take())
        self.assertIn('epochs 3', said)
        self.assertNotEqual(state_of(self.bus.pid), 'T')
        done(BACKUP, 'restore', '--from', self.to / 'log', '--to', self.folder / 'new')
        self.assertEqual((self.folder / 'new/streams/1.blk').read_text(), 'messages')
        self.assertEqual(os.listdir(self.folder / 'new'), ['streams'])

    @unittest.skipIf(os.geteuid() != 0, 'only root can give a file away')
    def test_each_file_and_folder_has_its_owner_and_mode_again(self):
        nobody, daemon = pwd.getpwnam('nobody'), pwd.getpwnam('daemon')
        key, folder, block = self.keys / 'encryption/kek-3', self.keys / 'encryption', self.store / 'streams/1.blk'
        key.chmod(0o600)
        folder.chmod(0o711)
        os.chown(key, nobody.pw_uid, nobody.pw_gid)
        os.chown(folder, daemon.pw_uid, daemon.pw_gid)
        os.chown(block, daemon.pw_uid, nobody.pw_gid)
        done(*self.take('--configuration', str(key)))
        for part in ('log', 'keys', 'configuration'):
            done(BACKUP, 'restore', '--from', self.to / part, '--to', self.folder / 'new' / part)
        back = {name: ((self.folder / 'new' / name).stat().st_uid, (self.folder / 'new' / name).stat().st_gid,
                       (self.folder / 'new' / name).stat().st_mode & 0o777)
                for name in ('keys/encryption/kek-3', 'keys/encryption', 'log/streams/1.blk', 'configuration/kek-3')}
        self.assertEqual(back['keys/encryption/kek-3'], (nobody.pw_uid, nobody.pw_gid, 0o600))
        self.assertEqual(back['configuration/kek-3'], (nobody.pw_uid, nobody.pw_gid, 0o600))
        self.assertEqual(back['keys/encryption'], (daemon.pw_uid, daemon.pw_gid, 0o711))
        self.assertEqual(back['log/streams/1.blk'][:2], (daemon.pw_uid, nobody.pw_gid))

    @unittest.skipIf(os.geteuid() != 0, 'only root can give a file away')
    def test_an_owner_whom_this_host_does_not_know_is_told_before_anything_is_copied(self):
        done(*self.take())
        manifest = self.to / 'keys/MANIFEST.json'
        manifest.write_text(manifest.read_text().replace('"root"', '"fallverbund-nobody-knows"'))
        refused = call(BACKUP, 'restore', '--from', self.to / 'keys', '--to', self.folder / 'new')
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn('fallverbund-nobody-knows', refused.stderr)
        self.assertFalse((self.folder / 'new').exists())

    def test_the_bus_goes_on_when_the_backup_is_killed_in_its_pause(self):
        ours, theirs = os.openpty()
        self.addCleanup(os.close, ours)
        self.addCleanup(os.close, theirs)
        (self.keys / 'slow').symlink_to(os.ttyname(theirs))  # the copy stands there for ever, within the pause
        taking = subprocess.Popen(self.take(), stdout=subprocess.DEVNULL)
        wait_until(lambda: state_of(self.bus.pid) == 'T')
        taking.kill()
        taking.wait()
        wait_until(lambda: state_of(self.bus.pid) != 'T')

    def test_a_second_pass_brings_what_changed_and_drops_what_went(self):
        gone = self.store / 'streams/2.blk'
        gone.write_text('soon compacted')
        copy = backup.Copy(self.store, self.folder / 'copy')
        copy.catch_up()
        gone.unlink()
        (self.store / 'streams/1.blk').write_text('Messages')  # same length, and within the same tick
        (self.store / 'streams/3.blk').write_text('new')
        copy.catch_up()
        there = {path.name: path.read_text() for path in (self.folder / 'copy/streams').iterdir()}
        self.assertEqual(there, {'1.blk': 'Messages', '3.blk': 'new'})

    def test_what_was_written_before_the_pause_is_in_the_backup(self):
        stop = backup.Bus.__enter__

        def write_and_stop(bus):
            (self.store / 'streams/1.blk').write_text('messages, and more')
            return stop(bus)

        options = argparse.Namespace(store=self.store, bus_pid_file=self.pid_file, keys=self.keys, configuration=[],
                                     to=self.to, longest_pause=SECONDS)
        with unittest.mock.patch.object(backup.Bus, '__enter__', write_and_stop), contextlib.redirect_stdout(io.StringIO()):
            backup.take(options)
        self.assertEqual((self.to / 'log/streams/1.blk').read_text(), 'messages, and more')

    def test_damage_is_named_and_nothing_restored(self):
        done(*self.take())
        (self.to / 'log/streams/1.blk').write_text('Messages')
        (self.to / 'log/2.blk').write_text('more')
        refused = call(BACKUP, 'restore', '--from', self.to / 'log', '--to', self.folder / 'new')
        self.assertEqual(refused.returncode, 1)
        self.assertIn('streams/1.blk has changed', refused.stderr)
        self.assertIn('2.blk was not in it', refused.stderr)
        self.assertFalse((self.folder / 'new').exists())
        self.assertEqual(call(BACKUP, 'check', self.to / 'log').returncode, 1)
        self.assertEqual(call(BACKUP, 'check', self.to / 'keys').returncode, 0)

    def test_a_pause_that_would_be_too_long_is_given_up(self):
        refused = call(*self.take('--longest-pause', '0'))
        self.assertEqual(refused.returncode, 1)
        self.assertIn('--longest-pause', refused.stderr)
        self.assertNotEqual(state_of(self.bus.pid), 'T')
        self.assertFalse(self.to.exists())

    def test_only_a_bus_is_paused(self):
        self.pid_file.write_text(str(os.getpid()))
        refused = call(*self.take())
        self.assertEqual(refused.returncode, 1)
        self.assertIn('no nats-server', refused.stderr)
        self.pid_file.write_text('')
        self.assertIn('names no running process', call(*self.take()).stderr)
        self.assertFalse(self.to.exists())

    def test_nothing_is_overwritten(self):
        done(*self.take())
        self.assertIn('there already', call(*self.take()).stderr)
        again = call(BACKUP, 'restore', '--from', self.to / 'log', '--to', self.store)
        self.assertEqual(again.returncode, 1)
        self.assertIn('not empty', again.stderr)


if __name__ == '__main__':
    unittest.main(verbosity=2)
