#!/usr/bin/env python3
"""Leaves out what rows.csv says the tests of a row fail without, and looks whether they do.

usage: leave_out.py [--build "ninja -C build/dev"] [--some N [--seed S]] [ROW...]; without rows, each that names a line
One after the other: the line is replaced (by nothing, or by what stands beside it), its program built, its tests run and the line put
back, also when this is interrupted; with the line they have to pass again. Rows without a line have a guard: `ctest -R _guards` leaves
those out. `--some N` draws N of the rows by the seed, which is the day's unless one is given: each has its turn now and then.
"""
import argparse
import contextlib
import datetime
import os
import random
import shlex
import subprocess
import sys

from mission_page import HERE, ROOT, read_rows


@contextlib.contextmanager
def without(line):
    """The program without that line, for as long as this lasts."""
    file = ROOT / line['file']
    whole = file.read_text()
    if whole.count(line['left out']) != 1:
        sys.exit(f'{line["file"]} does not say once: {line["left out"]}')
    before = file.stat()
    file.write_text(whole.replace(line['left out'], line['instead']))
    try:
        yield
    finally:
        file.write_text(whole)
        if line['program'].endswith('.py'):  # nothing was built without the line, so nothing is built anew
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def fails(line, build):
    """Whether one of the row's tests fails now; None: it could not be built."""
    program = line['program']
    if program.endswith('.py'):
        return subprocess.run([sys.executable, HERE / program], capture_output=True).returncode != 0
    if subprocess.run([*shlex.split(build), program], capture_output=True, cwd=ROOT).returncode != 0:
        return None
    built = next(each for each in (ROOT / 'build/dev').rglob(program) if each.is_file())
    tests = ':'.join(line['tests'].split())
    return subprocess.run([built, f'--gtest_filter={tests}'], capture_output=True, timeout=300).returncode != 0


def judge(line, build):
    """What is to be said of this line; None: it is missed, as it should be."""
    with without(line):
        failed = fails(line, build)
    if failed is None:
        return 'DOES NOT BUILD WITHOUT THAT LINE'
    if not failed:
        return 'IS MISSED BY NO TEST'
    return None if fails(line, build) is False else 'FAILS WITH THAT LINE, TOO'


def drawn(rows, some, seed):
    """That many of the rows, the same for the same seed."""
    return sorted(random.Random(seed).sample(sorted(rows), min(some, len(rows))))


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--build', default='ninja -C build/dev')
    parser.add_argument('--some', type=int, metavar='N')
    parser.add_argument('--seed', default=datetime.date.today().isoformat())
    parser.add_argument('rows', nargs='*', metavar='ROW')
    options = parser.parse_args(arguments)
    lines = {row: line for row, line in read_rows().items() if line['file']}
    if nameless := set(options.rows) - set(lines):
        sys.exit(f'no line is named for {", ".join(sorted(nameless))}')
    rows = options.rows or list(lines)
    if options.some:
        rows = drawn(rows, options.some, options.seed)
        print(f'seed {options.seed}', flush=True)
    unnoticed = 0
    for row in rows:
        wrong = judge(lines[row], options.build)
        unnoticed += wrong is not None
        print(row, wrong or 'is missed', flush=True)
    return 1 if unnoticed else 0


if __name__ == '__main__':
    sys.exit(main())
