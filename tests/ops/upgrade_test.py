"""A projection's next version is built beside the one that serves, and swapped in without a failed call: two instances of the case
service, one after the other, under load. NEXT_CASE is the program of the next version. Called by ctest with the bus in NATS_SERVER."""
import os
import unittest

from ops_house import CASE_LAYOUT, OpsHouse, call, events, folder_for
from ops_load import Load, wait_until

NEXT = os.environ['NEXT_CASE']


class Upgrade(unittest.TestCase):
    def setUp(self):
        self.house = OpsHouse(folder_for(type(self)) / 'house')
        self.house.play()
        self.house.verb('up', '--instances', '2')
        self.addCleanup(self.house.down)

    def versions(self, name):
        return sorted(path.name for path in (self.house.data / 'services' / name).glob('projection-*'))

    def prepare(self, name):
        """What the next program says when it prepares itself beside the running one."""
        _, command = self.house.command(name)
        done = call(NEXT, *command[1:], '--prepare')
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr

    def log(self, name):
        return (self.house.data / 'logs' / f'{name}.log').read_text()

    def test_the_next_version_is_built_beside_and_swapped_in_and_no_call_fails(self):
        with Load(self.house) as load:
            load.goes_on()
            for name in ('case-1', 'case-2'):
                pid, command = self.house.command(name)
                [old] = self.versions(name)
                [prepared] = events(self.prepare(name), 'prepared')
                self.assertGreaterEqual(prepared['position'], prepared['head'])
                self.assertGreater(prepared['head'], 50)
                self.assertIn(old, self.versions(name))
                self.assertEqual(self.house.command(name)[0], pid)  # and serves
                load.goes_on()

                self.house.restart(self, name, [NEXT, *command[1:]])
                self.house.ready()
                wait_until(lambda: old not in self.versions(name), 'rid of the older version')
                read = events(self.log(name), 'log_read')[-1]
                self.assertEqual(read['from'], prepared['position'])  # it read only what came since
                self.assertLess(read['to'] - read['from'], prepared['position'])
                load.goes_on()
        self.assertEqual(load.failed, [])
        self.assertEqual(events(self.prepare('case-1'), 'nothing_to_prepare')[0]['layout'], CASE_LAYOUT + 1)
        self.assertEqual(len(self.versions('case-1')), 1)
        self.house.rows_are_those_of_a_rebuild(self, 'case-1', 'case-2')


if __name__ == '__main__':
    unittest.main(verbosity=2)
