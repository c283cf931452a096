#!/usr/bin/env python3
"""Prints the files of the pure rooms that clang-tidy checks, and writes BUILD/tidy/compile_commands.json for them.

usage: tidy_files.py BUILD
Precompiled headers are g++'s own, so the commands written there read all headers themselves.
Left out: tests, and the second build of the rules in which guards can be skipped: it needs std::source_location, which
clang 14 does not know, and it compiles the same files.
"""
import json
import os
import pathlib
import re
import sys

SECOND_BUILD = 'FALLVERBUND_SKIPPABLE_GUARDS'
PRECOMPILED = re.compile(r'-Winvalid-pch -include \S*cmake_pch\.hxx ')


def main():
    build = pathlib.Path(sys.argv[1])
    folders = [line.split('|')[1] for line in (build / 'rooms.txt').read_text().splitlines() if line.split('|')[2:3] == ['TRUE']]
    commands = [c for c in json.loads((build / 'compile_commands.json').read_text()) if SECOND_BUILD not in c['command']]
    for command in commands:
        command['command'] = PRECOMPILED.sub('', command['command'])
    (build / 'tidy').mkdir(exist_ok=True)
    (build / 'tidy/compile_commands.json').write_text(json.dumps(commands))
    files = {os.path.relpath(c['file']) for c in commands}
    for file in sorted(files):
        if os.path.dirname(file) in folders and not file.endswith('_test.cc'):
            print(file)


if __name__ == '__main__':
    main()
