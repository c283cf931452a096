#!/usr/bin/env python3
"""Builds the verifier in this folder from Debian's Go and golang-golang-x-mod-dev, without a network, and has it judge
what fv_tlog_vectors makes. TLOG_VECTORS names that program, GO_CACHE a folder for Go's compiler."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SIZES = 300
PAIRS = SIZES * (SIZES + 1) // 2  # of an index or an older size and a size
LARGE, STEP = 70_000, 499


def build(folder):
    """GOPATH mode: what Debian has under /usr/share/gocode and nothing else."""
    verifier = folder / 'verify'
    environment = os.environ | {'GO111MODULE': 'off', 'GOPATH': '/usr/share/gocode', 'GOFLAGS': '', 'CGO_ENABLED': '0',
                                'GOPROXY': 'off', 'GOCACHE': os.environ['GO_CACHE'], 'GOTOOLCHAIN': 'local'}
    sources = sorted(str(file) for file in HERE.glob('*.go'))
    subprocess.run(['go', 'build', '-o', verifier, *sources], env=environment, check=True, timeout=200)
    return verifier


class Foreign(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            verifier = build(folder)
            with subprocess.Popen([os.environ['TLOG_VECTORS'], folder / 'log'], stdout=subprocess.PIPE) as vectors:
                judged = subprocess.run([verifier], stdin=vectors.stdout, stdout=subprocess.PIPE, check=True, timeout=100)
            assert vectors.returncode == 0, 'fv_tlog_vectors failed'
        answer = json.loads(judged.stdout)
        cls.tally, cls.findings = answer['Tally'], answer['Findings'] or []
        print(json.dumps(cls.tally, indent=1, sort_keys=True), file=sys.stderr)

    def cases(self, kind, ours=None, theirs=None):
        """How many cases of that kind and class had these verdicts; without verdicts, how many there were."""
        verdicts = '' if ours is None else f'ours={ours} theirs={theirs}'
        return sum(count for case, count in self.tally.items() if case.startswith(kind + ' ') and case.endswith(verdicts))

    def test_nothing_was_found(self):
        self.assertEqual(self.findings, [])

    def test_every_checkpoint_and_proof_is_accepted_by_both(self):
        for kind, count in (('note', SIZES + 1), ('inclusion', PAIRS), ('consistency', PAIRS), ('file', SIZES)):
            self.assertEqual((self.cases(f'{kind} genuine'), self.cases(f'{kind} genuine', 1, 1)), (count, count), kind)

    def test_everything_mutated_is_refused_by_both(self):
        for kind, count in (('note', 4000), ('inclusion', 3000), ('consistency', 3000), ('file', 2000)):
            self.assertEqual((self.cases(f'{kind} mutated'), self.cases(f'{kind} mutated', 0, 0)), (count, count), kind)

    def test_no_tree_that_was_rewritten_goes_on_from_any_older_one(self):
        self.assertEqual((self.cases('consistency rewritten'), self.cases('consistency rewritten', 0, 0)), (2 * PAIRS, 2 * PAIRS))

    def test_of_other_sizes_both_say_the_same(self):
        for kind in ('inclusion', 'consistency'):
            same = self.cases(f'{kind} resized', 0, 0) + self.cases(f'{kind} resized', 1, 1)
            self.assertGreater(same, 1000)
            self.assertEqual(self.cases(f'{kind} resized'), same, kind)

    def test_our_tiles_are_read_and_give_the_same_proofs(self):
        self.assertEqual(self.tally.get('entry'), LARGE)
        for kind in ('tile_inclusion', 'tile_consistency'):
            self.assertEqual(self.tally.get(kind), (LARGE + STEP - 1) // STEP, kind)


if __name__ == '__main__':
    unittest.main(verbosity=2)
