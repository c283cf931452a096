#!/usr/bin/env python3
"""Runs clang-tidy over the pure rooms. usage: tidy.py BUILD, which must be built, since headers are made there

Nearly all of a run is walking through the headers of others: 111 files took six and a half minutes on two cores. So files
that are compiled alike are read as one text, a few times. What such a text is said to break is asked of each of its files
alone, and only that counts: files need not suit one another.
The commands written here read all headers themselves, none precompiled: so a file that does not include what it uses is found.
Left out: tests, and the second build of the rules in which guards can be skipped, which compiles the same files.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

TOGETHER = 14  # files in one text; more would leave a core idle at the end
SECOND_BUILD = 'FALLVERBUND_SKIPPABLE_GUARDS'
PRECOMPILED = re.compile(r'-Winvalid-pch |-Xclang -include(-pch)? -Xclang \S*cmake_pch\.hxx(\.pch)? |-include \S*cmake_pch\.hxx ')
ITS_OWN = re.compile(r' -o \S+ -c \S+$')


def commands_of(build):
    """How each file of the pure rooms is compiled: {file: command without names of files}."""
    folders = [line.split('|')[1] for line in (build / 'rooms.txt').read_text().splitlines() if line.split('|')[2:3] == ['TRUE']]
    found = {}
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        file = os.path.relpath(entry['file'])
        if SECOND_BUILD not in entry['command'] and os.path.dirname(file) in folders and not file.endswith('_test.cc'):
            found[file] = ITS_OWN.sub('', PRECOMPILED.sub('', entry['command']))
            if 'cmake_pch' in found[file]:
                sys.exit(f'tidy would read precompiled headers: {found[file]}')
    return found


def texts_of(commands, folder):
    """Writes the texts; answers {text: its files}. Neighbours come into different texts: they share names most often."""
    texts = {}
    for command in sorted(set(commands.values())):
        alike = sorted(file for file in commands if commands[file] == command)
        count = -(-len(alike) // TOGETHER)
        for i in range(count):
            text = folder / f'text_{len(texts)}.cc'
            text.write_text('\n'.join(pathlib.Path(file).read_text() for file in alike[i::count]))
            texts[str(text)] = alike[i::count]
            commands[str(text)] = command
    return texts


def tidy(file, folder):
    return subprocess.run(['clang-tidy-14', '-p', str(folder), '--quiet', '--warnings-as-errors=*', file],
                          capture_output=True, text=True)


def main():
    build = pathlib.Path(sys.argv[1])
    folder = build / 'tidy'
    folder.mkdir(exist_ok=True)
    commands = commands_of(build)
    texts = texts_of(commands, folder)
    (folder / 'compile_commands.json').write_text(json.dumps(
        [{'directory': os.path.abspath(build), 'file': os.path.abspath(file), 'command': f'{command} -c {os.path.abspath(file)}'}
         for file, command in commands.items()]))
    clean = True
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        suspects = [file for text, done in zip(texts, pool.map(lambda text: tidy(text, folder), texts))
                    if done.returncode != 0 for file in texts[text]]
        for done in pool.map(lambda file: tidy(file, folder), suspects):
            if done.returncode != 0:
                clean = False
                print(done.stdout, re.sub(r'^\d+ warnings? generated\.\n', '', done.stderr, flags=re.MULTILINE), sep='', end='')
    print(f'{sum(map(len, texts.values()))} files of pure rooms checked, {len(suspects)} of them alone')
    return 0 if clean and texts else 1


if __name__ == '__main__':
    sys.exit(main())
