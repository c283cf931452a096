"""A second instance begins with a snapshot of the first and reads only what came after; one that does not fit is refused, and
nothing of it is left. NEXT_CASE is the case service of a later day. Called by ctest with the bus in NATS_SERVER."""
import os
import pathlib
import shutil
import unittest

from ops_house import CASE_LAYOUT, OpsHouse, call, events, folder_for
from ops_load import wait_until

NEXT = os.environ['NEXT_CASE']


class Snapshot(unittest.TestCase):
    def setUp(self):
        self.folder = folder_for(type(self))
        self.house = OpsHouse(self.folder / 'house')
        self.house.play()
        self.house.up()
        self.addCleanup(self.house.down)

    def take(self, service):
        """A snapshot of the instance that runs, taken beside it."""
        pid, command = self.house.command(f'{service}-1')
        to = self.folder / f'snapshot-{service}'
        done = call(*command, '--snapshot-to', to)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.house.command(f'{service}-1')[0], pid)
        self.assertEqual(to.stat().st_mode & 0o777, 0o700)
        return to, {line['of']: line['position'] for line in events(done.stderr, 'snapshot_taken')}

    def second(self, service, data):
        """The command line of one more instance, on a folder of its own."""
        _, command = self.house.command(f'{service}-1')
        for option in ('--port-file', '--metrics-port-file', '--data', '--listen'):
            at = command.index(option) + 1
            command[at] = {'--data': str(data), '--listen': '127.0.0.1:0'}.get(option, command[at].replace('-1.', '-2.'))
        for option in [one for one in command if one.startswith('--seal-')]:  # one instance seals
            at = command.index(option)
            del command[at:at + 2]
        return command

    def refused(self, command, snapshot, why):
        """Started with it, the instance ends with 1 and says why and what to do; there is no projection."""
        data = pathlib.Path(command[command.index('--data') + 1])
        done = call(*command, '--snapshot-from', snapshot)
        self.assertEqual(done.returncode, 1, done.stderr)
        [line] = events(done.stderr, 'cannot_start')
        self.assertIn(why, line['cause'])
        self.assertIn('without --snapshot-from the service reads the log', line['cause'])
        self.assertEqual(list(data.glob('*')), [])

    def test_a_second_instance_reads_only_what_came_after(self):
        for service in ('case', 'audit', 'keys'):
            with self.subTest(service=service):
                snapshot, positions = self.take(service)
                self.assertEqual(set(positions), {'projection', 'journal'} if service == 'audit' else {'projection'})
                self.house.contact('Notiz der Schule')  # what comes after
                name = f'{service}-2'
                command = self.second(service, self.house.data / 'services' / name)
                self.house.spawn(self, name, [*command, '--snapshot-from', str(snapshot)])
                log = self.house.data / 'logs' / f'{name}.log'
                wait_until(lambda: events(log.read_text(), 'log_read'), f'ready: {name}')
                [read] = events(log.read_text(), 'log_read')
                self.assertEqual(read['from'], positions['projection'])
                self.assertGreater(read['to'], read['from'])
                self.assertLess(read['to'] - read['from'], 20)
                self.house.restart(self, name, [*command, '--snapshot-from', str(snapshot)])  # is used once, and may stay
                self.house.rows_are_those_of_a_rebuild(self, name, f'{service}-1')

    def test_what_does_not_fit_is_refused(self):
        snapshot, _ = self.take('case')
        again = call(*self.house.command('case-1')[1], '--snapshot-to', snapshot)
        self.assertEqual(again.returncode, 1)
        self.assertIn('is there already', again.stderr)
        command = self.second('case', self.folder / 'new')

        self.refused([NEXT, *command[1:]], snapshot, f'this program needs 3-{CASE_LAYOUT + 1}')
        self.refused(self.second('team', self.folder / 'new-team'), snapshot, 'it is of the service case')
        broken = self.folder / 'broken'
        for name, change, why in (
                ('projection.rows', lambda was: was[:1000] + bytes([was[1000] ^ 1]) + was[1001:], 'its rows are damaged'),
                ('projection.rows', lambda was: was[:-1], 'its rows are damaged'),
                ('projection.manifest', lambda was: was[:-40], 'its manifest is damaged or cut off'),
                ('projection.manifest', lambda was: was.replace(f'\nlayout {CASE_LAYOUT}\n'.encode(), b'\nlayout 1\n'), f'this program needs 3-{CASE_LAYOUT}'),
                ('projection.manifest', lambda was: was.replace(b'\nrows ', b'\nrows 1'), 'its signature is not that of this service')):
            with self.subTest(why=why):
                shutil.copytree(snapshot, broken)
                file = broken / name
                file.write_bytes(change(file.read_bytes()))
                self.refused(command, broken, why)
                shutil.rmtree(broken)
        self.refused(command, self.folder / 'no-such-folder', 'cannot be read')


if __name__ == '__main__':
    unittest.main(verbosity=2)
