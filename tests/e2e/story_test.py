"""Every story but Milo's, which house_test.py plays: it plays to its end, the audit finds nothing, no text of it is readable
on any disk. Called by ctest with the bus in NATS_SERVER, and the house's shape in HOUSE_SHAPE."""
import pathlib
import shutil
import sys
import tempfile
import unittest

from case_pages import assert_has_a_page_for_each_case
from house_test import ROOT, SHAPE, STORY, call, canaries, find_texts, processes_of

STORIES = sorted(set((ROOT / 'tests/stories').glob('*.story')) - {STORY})


class Stories(unittest.TestCase):
    def play(self, story):
        folder = pathlib.Path(tempfile.mkdtemp(prefix='fallverbund-story-'))
        self.addCleanup(shutil.rmtree, folder)
        run = call(sys.executable, ROOT / 'tools/local/house.py', 'run', '--data', folder / 'data', '--story', story,
                   *SHAPE)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn('gaps: 0', run.stdout)
        self.assertEqual(run.stdout.count('findings: 0\n'), 2, 'the audit and the archive:\n' + run.stdout)
        self.assertRegex(run.stdout, r'Position \d+ of log\.do\.example/events stands in the log')
        assert_has_a_page_for_each_case(self, folder / 'data', run.stdout)
        texts = canaries(story)
        self.assertGreater(len(texts), 10)
        self.assertEqual(find_texts(folder / 'data', texts), [])
        self.assertEqual(processes_of(folder / 'data'), [])

    def test_each_plays_to_its_end(self):
        self.assertTrue(STORIES)
        for story in STORIES:
            with self.subTest(story.name):
                self.play(story)


if __name__ == '__main__':
    unittest.main()
