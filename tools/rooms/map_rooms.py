#!/usr/bin/env python3
"""Writes the map of rooms and arrows into ARCHITECTURE.md, from the arrows declared in CMake.

usage: map_rooms.py SOURCE_ROOT ROOMS_TXT [--check]
--check writes nothing and exits 1 when the map there is not the one CMake declares.
"""
import pathlib
import sys

from check_rooms import read_rooms

BEGIN, END = '<!-- rooms:begin -->', '<!-- rooms:end -->'


def room_map(rooms):
    """One line a room: its folder, pure or not, and the rooms it may include. Test helpers and protos are left out."""
    shown = [r for r in rooms if not r.name.endswith('_testing')]
    names = {r.name for r in shown}
    lines = ['| room | | may include |', '|---|---|---|']
    for r in sorted(shown, key=lambda room: room.folder):
        arrows = ' '.join(sorted(dep for dep in r.deps if dep in names))
        lines.append(f"| `{r.folder}` {'' if r.folder.endswith(r.name) else r.name} | {'pure' if r.pure else ''} | {arrows} |")
    return '\n'.join(lines)


def main():
    root, rooms_txt, check = pathlib.Path(sys.argv[1]), sys.argv[2], '--check' in sys.argv
    page = root / 'ARCHITECTURE.md'
    text = page.read_text()
    before, rest = text.split(BEGIN, 1)
    wanted = f'{before}{BEGIN}\n{room_map(read_rooms(rooms_txt))}\n{END}{rest.split(END, 1)[1]}'
    if text == wanted:
        return 0
    if check:
        print('ARCHITECTURE.md: the map of rooms is not what CMake declares; run ./tools/dev rooms --map')
        return 1
    page.write_text(wanted)
    return 0


if __name__ == '__main__':
    sys.exit(main())
