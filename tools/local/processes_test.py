"""A pid in a file is believed only if the process there is one of the house."""
import pathlib
import signal
import subprocess
import sys
import unittest

import processes


def waits(mark):
    """A process that does nothing until it is ended, with `mark` on its command line."""
    child = subprocess.Popen([sys.executable, '-c', 'import sys; print(flush=True); sys.stdin.read()', mark],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdout.readline()
    return child


class ProcessesTest(unittest.TestCase):
    def setUp(self):
        self.child = waits('/data/house')
        self.addCleanup(self.child.wait)
        self.addCleanup(self.child.kill)
        self.addCleanup(self.child.stdout.close)
        self.addCleanup(self.child.stdin.close)

    def test_ends_a_process_of_the_house(self):
        processes.end(self.child.pid, '/data/house', self.child)
        self.assertIsNotNone(self.child.poll())

    def test_leaves_a_process_alone_that_got_the_pid_later(self):
        self.assertFalse(processes.runs(self.child.pid, '/data/other'))
        processes.end(self.child.pid, '/data/other')
        self.assertIsNone(self.child.poll())

    def test_ends_a_child_that_has_no_command_line_yet(self):
        """As for a moment after it was started, until its program is in place."""
        processes.end(self.child.pid, '/data/not-written-yet', self.child)
        self.assertIsNotNone(self.child.poll())

    def test_ends_a_process_that_stands_still(self):
        self.child.send_signal(signal.SIGSTOP)
        processes.end(self.child.pid, '/data/house', self.child)
        self.assertEqual(self.child.poll(), -signal.SIGTERM)

    def test_finds_who_was_started_with_a_path_in_the_folder(self):
        inside = waits('/data/house/run/case-2.port')
        for close in (inside.wait, inside.kill, inside.stdout.close, inside.stdin.close):
            self.addCleanup(close)
        self.assertEqual(processes.with_argument_in('/data/house'),
                         [(pathlib.Path('/data/house/run/case-2.port'), inside.pid)])

    def test_a_process_that_is_gone_does_not_run(self):
        self.child.kill()
        self.child.wait()
        self.assertFalse(processes.runs(self.child.pid, '/data/house'))


if __name__ == '__main__':
    unittest.main()
