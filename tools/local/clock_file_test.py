"""The clock file stands where it was put, or goes on with the machine's clock; it never goes back."""
import datetime
import json
import pathlib
import tempfile
import unittest

import clock_file


class ClockFileTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name) / 'clock.json'

    def test_a_clock_that_stands_still_stays_where_it_was_put(self):
        clock_file.write(self.path, '2026-03-02T09:00:00Z', running=False)
        self.assertEqual(clock_file.stands_at(self.path), '2026-03-02T09:00:00Z')

    def test_a_clock_that_was_running_when_its_house_crashed_has_gone_on(self):
        an_hour_ago = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
        self.path.write_text(json.dumps({'at': '2026-03-02T09:00:00Z', 'ticks_since': clock_file.instant(an_hour_ago)}))
        self.assertGreaterEqual(clock_file.stands_at(self.path), '2026-03-02T10:00:00Z')
        self.assertLess(clock_file.stands_at(self.path), '2026-03-02T10:05:00Z')


if __name__ == '__main__':
    unittest.main()
