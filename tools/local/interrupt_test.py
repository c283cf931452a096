#!/usr/bin/env python3
"""What is held is done whole before somebody ends us, and then we do end."""
import os
import signal
import subprocess
import sys
import unittest
import unittest.mock

import interrupt


class InterruptTest(unittest.TestCase):
    def setUp(self):
        interrupt._waiting = False
        self.before = {number: signal.getsignal(number) for number in interrupt.ENDING_SIGNALS}
        interrupt.end_with_us()

    def tearDown(self):
        for number, handler in self.before.items():
            signal.signal(number, handler)

    def test_ends_at_once_where_nothing_is_held(self):
        with self.assertRaises(interrupt.Interrupted):
            os.kill(os.getpid(), signal.SIGHUP)

    def test_waits_for_what_is_held_also_within_another(self):
        done = []
        with self.assertRaises(interrupt.Interrupted):
            with interrupt.held():
                with interrupt.held():
                    os.kill(os.getpid(), signal.SIGTERM)
                    done.append('inner')
                done.append('outer')
            done.append('never')
        self.assertEqual(done, ['inner', 'outer'])

    def test_a_failure_in_what_is_held_is_told(self):
        with self.assertRaises(OSError):
            with interrupt.held():
                raise OSError

    def test_ends_what_is_just_being_started(self):
        begin, started = subprocess.Popen, []

        def begin_and_be_ended(*arguments, **options):
            started.append(begin(*arguments, **options))
            self.addCleanup(started[-1].kill)
            os.kill(os.getpid(), signal.SIGTERM)
            return started[-1]

        with unittest.mock.patch('subprocess.Popen', begin_and_be_ended), self.assertRaises(interrupt.Interrupted):
            interrupt.run([sys.executable, '-c', 'import signal; signal.pause()'])
        self.assertEqual(started[0].returncode, -signal.SIGKILL)

    def test_tells_what_the_program_said_and_how_it_ended(self):
        done = interrupt.run([sys.executable, '-c', 'print("said"); raise SystemExit(3)'], stdout=subprocess.PIPE, text=True)
        self.assertEqual((done.stdout, done.returncode), ('said\n', 3))


if __name__ == '__main__':
    unittest.main()
