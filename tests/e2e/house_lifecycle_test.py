"""A house that is interrupted, killed, robbed of its folder or started twice: nothing keeps running, nobody else's
process is ended, and the folder is usable again. Called by ctest with the bus in NATS_SERVER, and the shape in HOUSE_SHAPE."""
import datetime
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from house_test import ROOT, SHAPE, call, processes_of
from scrape import published, wait_until

sys.path.insert(0, str(ROOT / 'tools/local'))
import clock_file  # noqa: E402

HOUSE = ROOT / 'tools/local/house.py'
alike = unittest.skipIf(SHAPE, 'the same in every shape')  # keeps the second run short


def instant(clock):
    return clock_file.read(json.loads(clock.read_text())['at'])


def house(*arguments):
    return call(sys.executable, HOUSE, *arguments)


class Lifecycle(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='fallverbund-life-'))
        self.data = self.folder / 'a house'  # with a space
        self.addCleanup(shutil.rmtree, self.folder)
        self.addCleanup(house, 'down', '--data', self.data)

    def up(self):
        done = house('up', '--data', self.data, *SHAPE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def down(self):
        done = house('down')
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(processes_of(self.data), [])

    def check_processes(self):
        """Bus, services and both witnesses, and one of the audits seals."""
        shape = json.loads((self.data / 'shape.json').read_text())
        running = processes_of(self.data)
        self.assertEqual(len(running), shape['replicas'] + 6 * shape['instances'] + 2, running)
        self.assertEqual(sum('/fallverbund-witness ' in line for line in running), 2, running)
        self.assertEqual(sum(' --seal-into ' in line for line in running), 1, running)

    def goes_on_from(self, size):
        """Whether the audit that seals has begun again where the published log was; it says so of log and journal, each time."""
        lines = [json.loads(line) for line in (self.data / 'logs/audit-1.log').read_text().splitlines() if '"seals"' in line]
        return len(lines) == 4 and size in [line['published'] for line in lines[2:]]

    def interrupt_when(self, ready, number):
        """Founds a house and sends the signal once `ready`."""
        founding = subprocess.Popen([sys.executable, str(HOUSE), 'up', '--data', str(self.data), *SHAPE],
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while not ready() and founding.poll() is None:
            time.sleep(0.005)  # a look, not a wait for luck: the condition decides
        self.assertIsNone(founding.poll(), 'it was up before it could be interrupted')
        founding.send_signal(number)
        said, _ = founding.communicate(timeout=240)
        self.assertEqual(founding.returncode, 1, said)
        self.assertIn('interrupted', said)
        self.assertEqual(processes_of(self.data), [])

    def is_removed(self):
        """Whoever runs in it may have made one more file meanwhile."""
        shutil.rmtree(self.data, ignore_errors=True)
        return not self.data.exists()

    def test_an_interrupted_founding_leaves_nothing_running_and_is_begun_anew(self):
        self.interrupt_when(lambda: (self.data / 'run/bus-1.pid').exists(), signal.SIGTERM)
        self.assertFalse((self.data / 'house.json').exists())
        self.up()
        self.down()

    @alike
    def test_the_end_of_the_terminal_ends_what_was_started(self):
        self.interrupt_when(lambda: (self.data / 'run/team-1.pid').exists(), signal.SIGHUP)
        self.up()
        self.down()

    @alike
    def test_a_pid_that_is_somebody_elses_by_now_is_left_alone(self):
        self.up()
        stranger = subprocess.Popen(['sleep', '600'])
        self.addCleanup(stranger.wait)
        self.addCleanup(stranger.kill)
        for name in ('keys-1', 'bus-1'):
            (self.data / f'run/{name}.pid').write_text(str(stranger.pid))
        self.down()
        self.assertIsNone(stranger.poll())

    @alike
    def test_a_house_whose_folder_is_gone_goes_down(self):
        self.up()
        wait_until(self.is_removed, lambda: 'the folder does not go')
        self.down()

    @alike
    def test_a_house_that_runs_is_not_started_again_whoever_asks(self):
        self.up()
        marker = ROOT / '.dev/up'
        marker.unlink()  # as if another working copy had started it
        again = house('up', '--data', self.data)
        self.assertEqual(again.returncode, 1)
        self.assertIn('still runs', again.stderr)
        done = house('down', '--data', self.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(processes_of(self.data), [])

    def test_after_a_power_cut_the_clock_and_the_published_log_go_on_and_not_back(self):
        self.up()
        clock = self.data / 'clock.json'
        began = instant(clock)
        self.check_processes()
        wait_until(lambda: published(self.data), lambda: 'nothing was published')
        for pid_file in (self.data / 'run').glob('*.pid'):
            os.kill(int(pid_file.read_text()), signal.SIGKILL)
        wait_until(lambda: not processes_of(self.data), lambda: 'a killed process does not go')
        sealed = published(self.data)
        an_hour_ago = clock_file.read(json.loads(clock.read_text())['ticks_since']) - datetime.timedelta(hours=1)
        setting = json.loads(clock.read_text()) | {'ticks_since': clock_file.instant(an_hour_ago)}
        clock.write_text(json.dumps(setting))  # as if it had run for an hour
        self.up()
        self.assertGreaterEqual(instant(clock), began + datetime.timedelta(hours=1))
        self.check_processes()
        wait_until(lambda: self.goes_on_from(sealed), lambda: 'sealing did not begin again where it was')
        self.down()

    @alike
    def test_a_folder_that_is_not_ours_is_not_touched(self):
        self.data.mkdir()
        (self.data / 'letters').write_text('dear')
        refused = house('up', '--data', self.data)
        self.assertEqual(refused.returncode, 1)
        self.assertIn('holds no house', refused.stderr)
        self.assertEqual((self.data / 'letters').read_text(), 'dear')

    @alike
    def test_a_folder_that_cannot_be_made_says_so(self):
        refused = house('up', '--data', '/proc/no-such-folder/house')
        self.assertEqual(refused.returncode, 1)
        self.assertIn('--data', refused.stderr)
        self.assertNotIn('Traceback', refused.stderr)


if __name__ == '__main__':
    unittest.main(verbosity=2)
