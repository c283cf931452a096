#!/usr/bin/env python3
"""What somebody who kept a checkpoint hears of the operator's published folder: `fvctl audit follow`, and with which exit code. The
operator has the log's key and both witnesses' and signs whatever is asked for. FVCTL and FVMANYLOG name the programs."""
import os
import pathlib
import subprocess
import tempfile
import unittest


def publish(folder, messages, minutes=10):
    """A log and its published folder; the same numbers give the same log, and other minutes another one under the same keys."""
    subprocess.run([os.environ['FVMANYLOG'], 'make', folder, '--messages', str(messages), '--new-case-every-minutes', str(minutes)],
                   check=True, timeout=60)
    return folder / 'published'


class Follow(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        cls.kept = publish(root / 'kept', 300) / 'checkpoint'
        cls.policy = root / 'kept' / 'policy'
        cls.grown, cls.rewritten = publish(root / 'grown', 400), publish(root / 'rewritten', 400, 11)
        cls.anew, cls.cut = publish(root / 'anew', 300, 11), publish(root / 'cut', 200)

    def follow(self, published):
        return subprocess.run([os.environ['FVCTL'], 'audit', 'follow', self.kept, '--folder', published, '--policy', self.policy],
                              capture_output=True, text=True, timeout=60)

    def test_a_log_that_goes_on_ends_with_0(self):
        for published in (self.grown, self.kept.parent):
            done = self.follow(published)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn('nothing before was changed', done.stdout)

    def test_a_log_that_was_rewritten_ends_with_5(self):
        for published in (self.rewritten, self.anew):
            done = self.follow(published)
            self.assertEqual(done.returncode, 5, done.stdout + done.stderr)
            self.assertIn('does NOT go on from the one of 300 that you kept: log.do.example/events was rewritten', done.stdout)

    def test_of_a_log_that_was_cut_off_nobody_says_that_it_goes_on(self):
        done = self.follow(self.cut)
        self.assertNotIn(done.returncode, (0, 5))
        self.assertEqual(done.stdout, '')


if __name__ == '__main__':
    unittest.main()
