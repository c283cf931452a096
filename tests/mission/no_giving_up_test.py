"""Giving up, letting go and blaming have no word in the contract: no call, no event, no code (B1, B3, N15, A22)."""
import pathlib
import re
import unittest

PROTO = pathlib.Path(__file__).resolve().parents[2] / 'proto'
LETS_GO = ('DISCHARGE', 'DISMISS', 'EXPEL', 'GIVE_UP', 'ABANDON', 'EVICT', 'REMOVE', 'TERMINATE', 'LET_GO', 'CLOSE_CASE')
FORBIDDEN = ('COOPERAT', 'NOT_SUITABLE', 'UNFIT', 'NO_PLACE', 'COST', 'RULE_BREAK', 'MOVED_AWAY', 'PROVIDER_DECLINES', 'AGE_18')
BLAMES = ('BLAME', 'PUNISH', 'SANCTION', 'GUILT', 'UNWILLING', 'REFUSER', 'NO_SHOW', 'TRUANT')
# What counts attempts to discharge has to name them (B3).
COUNTS_ATTEMPTS = {'DISCHARGE_ATTEMPTS', 'DISCHARGE_ATTEMPTS_ONLY', 'REJECTED_DISCHARGE_ATTEMPTS'}


def upper(name):
    return re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', name).upper()


def named(pattern, files='*.proto'):
    """Each name the pattern finds in those files of the contract, as WORDS_IN_CAPITALS."""
    found = set()
    for file in PROTO.rglob(files):
        found |= {upper(name) for name in re.findall(pattern, file.read_text(), flags=re.M)}
    return found


def saying(names, words):
    return sorted(name for name in names for word in words if word in name and name not in COUNTS_ATTEMPTS)


class NoGivingUp(unittest.TestCase):
    def test_no_call_asks_for_it(self):  # B1
        calls = named(r'^ *rpc (\w+)\(')
        self.assertGreater(len(calls), 100)
        self.assertEqual(saying(calls, LETS_GO), [])

    def test_no_event_says_it(self):  # B3, D10
        events = named(r'^message (\w+)', '*_events.proto') | named(r'^ *[\w.]+ (\w+) = \d+', '*_events.proto')
        self.assertGreater(len(events), 200)
        self.assertEqual(saying(events, LETS_GO), [])

    def test_no_code_is_a_forbidden_reason(self):  # N15
        codes = named(r'^ *([A-Z][A-Z0-9_]+) = \d+')
        self.assertGreater(len(codes), 300)
        self.assertEqual(saying(codes, LETS_GO + FORBIDDEN), [])

    def test_no_code_blames_anybody(self):  # A22: the good reason has a field, blame has none
        self.assertEqual(saying(named(r'^ *([A-Z][A-Z0-9_]+) = \d+'), BLAMES), [])
        self.assertIn('GOOD_REASON', named(r'^ *[\w.]+ (\w+) = \d+', 'case_events.proto'))


if __name__ == '__main__':
    unittest.main()
