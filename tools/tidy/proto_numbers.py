#!/usr/bin/env python3
"""Keeps proto/numbers.lock: every number that was ever given to a field or value of what is stored for ever, that is
the events, the envelope, wrapped keys, and all they consist of. A line is `message number name type`. Lines are only added.

usage: proto_numbers.py SOURCE_ROOT [--check]
Adds what is new; with --check only says whether something is missing. house_rules.py holds the lines.
"""
import pathlib
import sys

from protos import read_protos

STORED = ("_events.proto", "eventlog/v1/commit.proto", "keys/v1/key_record.proto")


def lines(protos):
    for name in protos.reachable_from(lambda file: file.endswith(STORED)):
        for field in (protos.messages.get(name) or protos.enums[name]).fields:
            yield f"{name} {field.number} {field.name} {field.type}".rstrip()


def broken(lock, protos):
    """Lines of the lock that do not hold any more."""
    now = set(lines(protos))
    for line in lock.splitlines():
        name, number, what = line.split(" ", 2)
        declared = protos.messages.get(name) or protos.enums.get(name)
        if line not in now and not (declared and int(number) in declared.reserved):
            yield (f"proto/numbers.lock: {name} {number} is stored as '{what}'; put it back, or delete it and say "
                   "`reserved` (if nothing was ever stored so, delete the line)")


def main():
    root = pathlib.Path(sys.argv[1])
    lock = root / "proto" / "numbers.lock"
    known = lock.read_text().splitlines() if lock.exists() else []
    new = sorted(set(lines(read_protos(root))) - set(known))
    if new and "--check" in sys.argv:
        sys.exit(f"proto/numbers.lock lacks {len(new)} lines, such as '{new[0]}'; ./tools/dev fmt adds them.")
    if new:
        lock.write_text("".join(f"{line}\n" for line in sorted(known + new)))


if __name__ == "__main__":
    main()
