"""The benchmark's doors for watchers run to their end and tell their keys, with few watchers and for a second. Numbers are not
judged here: a timed test would fail on every busy machine. Called by ctest with the bus in NATS_SERVER."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Bench(unittest.TestCase):
    def test_commands_beside_watchers_and_alarms_to_their_watchers_are_measured(self):
        with tempfile.TemporaryDirectory() as folder:
            told = pathlib.Path(folder) / 'told.json'
            done = subprocess.run([sys.executable, ROOT / 'tools/bench/bench.py', '--quick', '--only', 'watchers', '--json', told],
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            keys = json.loads(told.read_text())
        self.assertEqual(set(keys), {
            'command_with_watchers_vs_without', 'watchers_open', 'watcher_connections', 'alarm_to_watchers_p50_ms',
            'alarm_to_watchers_p99_ms', 'alarm_to_watchers_loaded_p50_ms', 'alarm_to_watchers_loaded_p99_ms'})
        self.assertEqual((keys['watchers_open'], keys['watcher_connections']), (200, 2))
        self.assertTrue(all(value > 0 for value in keys.values()), keys)
        self.assertIn('Every acknowledgement is on disk (sync_interval', done.stdout)


if __name__ == '__main__':
    unittest.main(verbosity=2)
