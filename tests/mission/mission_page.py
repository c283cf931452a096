#!/usr/bin/env python3
"""Writes tests/mission/mission.md: each row of the mission, by which call it is asked, and the test that fails without it.

rows.csv says for each row the commands or queries and the tests. A test counts if it fails when the row is left out, and that is so
in one of two ways: it expects a refusal by the row from a rule whose room leaves out each guard in turn (`ctest -R _guards`), or
rows.csv names the line of the program without which it fails (leave_out.py leaves that out and runs it). A row without either is wrong;
where a guard of the row is not its core, the line says that.
Beside that the page shows what is read from where it is decided: guards from Require(Reason::k...) in the rules, and rows that
calls and events name. What is open, and why, is in open.csv; which test shows which real edge case in edge_cases.csv. `--check`
compares, and is run as a test.
"""
import argparse
import collections
import csv
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / 'tests/mission'
ROW = r'(?:[A-E]\d{1,2}|N\d{1,2}|R0)'
MENTION = re.compile(rf'(?<![\w.-]){ROW}(?![\w-])')
RANGE = re.compile(r'(?<![\w.-])([A-EN])(\d{1,2}) (?:to|and|bis) (?:\1)?(\d{1,2})(?!\w)')


def rows_in(text):
    """The rows a text names; `N3 to N5` names three."""
    found = set(MENTION.findall(text))
    for block, first, last in RANGE.findall(text):
        found |= {f'{block}{number}' for number in range(int(first), int(last) + 1)}
    return found


def read_reasons():
    """{C++ name: (code, row)}"""
    text = (ROOT / 'libs/refusal/reasons.def').read_text()
    return {name: (code, row) for name, code, row in re.findall(r'FV_REASON\((k\w+), "(\w+)", "([^"]+)"', text)}


def read_calls():
    """{row: {call}} by the access option and by the comment above the call."""
    calls = collections.defaultdict(set)
    for file in sorted((ROOT / 'proto').rglob('*_service.proto')):
        comment, call = [], None
        for line in file.read_text().splitlines():
            told = line.strip()
            if told.startswith('//'):
                comment.append(told)
                continue
            if match := re.match(r'rpc (\w+)\(', told):
                call = match[1]
                for row in rows_in(' '.join(comment)):
                    calls[row].add(call)
            if call and (match := re.match(r'row: "([^"]+)"', told)):
                calls[match[1]].add(call)
            if told == '}' and line.startswith('  }'):
                call = None
            comment = []
    return calls


def every_call():
    found = set()
    for file in (ROOT / 'proto').rglob('*_service.proto'):
        found |= set(re.findall(r'^ *rpc (\w+)\(', file.read_text(), flags=re.M))
    return found


def read_events():
    """{row: {event}} by the comments of what is stored."""
    events = collections.defaultdict(set)
    for file in sorted((ROOT / 'proto').rglob('*_events.proto')):
        comment, message = [], None
        for line in file.read_text().splitlines():
            told = line.strip()
            if told.startswith('//'):
                comment.append(told)
                continue
            if match := re.match(r'(?:message|enum) (\w+) {', line):
                message = match[1]
                for row in rows_in(' '.join(comment)):
                    events[row].add(message)
            elif message and '//' in told:
                for row in rows_in(told):
                    events[row].add(message)
            if line == '}':
                message = None
            comment = []
    return events


def read_guards(reasons):
    """{row: {(file, code)}}: where a rule refuses by the row."""
    guards = collections.defaultdict(set)
    for file in sorted((ROOT / 'services').rglob('*.cc')) + sorted((ROOT / 'libs').rglob('*.cc')):
        if file.name.endswith('_test.cc') or 'testing' in file.parts:
            continue
        for name in set(re.findall(r'Reason::(k\w+)', file.read_text())):
            if name in reasons:
                code, row = reasons[name]
                guards[row].add((str(file.relative_to(ROOT)), code))
    return guards


def sentences():
    """(name, text) of every test; what stands before the first of a file bears the file's name."""
    yield from ((name, text) for name, text, _ in told())


def told():
    """(name, text, folder) of every test."""
    for file in sorted(HERE.glob('no_*_test.py')):
        pieces = re.split(r'^(class \w+)\(.*|^    def test_(\w+)', file.read_text(), flags=re.M)
        suite = ''
        for named, test, body in zip(pieces[1::3], pieces[2::3], pieces[3::3]):
            suite = named.removeprefix('class ') if named else suite
            if test:
                yield f'{suite}.{test}', body, folder_of(file)
    for folder in ('services', 'libs', 'tests'):
        for file in sorted((ROOT / folder).rglob('*_test.cc')):
            pieces = re.split(r'^TEST(?:_[FP])?\((\w+),\s*(\w+)\)', file.read_text(), flags=re.M)
            yield file.name, pieces[0], folder_of(file)
            for suite, test, body in zip(pieces[1::3], pieces[2::3], pieces[3::3]):
                yield f'{suite}.{test}', body, folder_of(file)
    for story in sorted((ROOT / 'tests/stories').glob('*.story')):
        yield story.name, story.read_text(), folder_of(story)


def folder_of(file):
    return str(file.parent.relative_to(ROOT))


def read_tests(reasons):
    """({code: {test}}, {row: {test}}): the tests that name a refusal, or a row, and so miss it when it is left out."""
    by_code, by_row = collections.defaultdict(set), collections.defaultdict(set)
    codes = {code for code, _ in reasons.values()}
    for name, text in sentences():
        named = {reasons[each][0] for each in re.findall(r'Reason::(k\w+)', text) if each in reasons}
        for code in named | (codes & set(re.findall(r'\b[A-Z][A-Z_]{5,}\b', text))):
            by_code[code].add(name)
        for row in rows_in(text):
            by_row[row].add(name)
    return by_code, by_row


def short(names, at_most=4):
    names = sorted(names)
    return ', '.join(names[:at_most]) + (f' and {len(names) - at_most} more' if len(names) > at_most else '')


def read_rows():
    """{row: its line in rows.csv}"""
    with open(HERE / 'rows.csv', newline='') as file:
        return {line['row']: line for line in csv.DictReader(file)}


def guarded_rooms():
    """{folder of rules: folder of their sentences}: they are compiled once more, with each guard left out in turn."""
    rooms = {}
    for top in ('services', 'tests'):
        for file in sorted((ROOT / top).rglob('CMakeLists.txt')):
            text, here = file.read_text(), folder_of(file)
            elsewhere = re.findall(r'fv_guards_test\(NAME \w+ FOLDER \${PROJECT_SOURCE_DIR}/(\S+)', text)
            rooms |= {folder: here for folder in elsewhere}
            if not elsewhere and re.search(r'fv_guards_test\(|case_guards', text):
                rooms[here] = here
    return rooms


def how_it_fails(line, known, guards, rooms):
    """(what is left out for the tests of this row to fail, what is wrong with the line)."""
    by_guard = {(str(pathlib.PurePath(file).parent), code) for file, code in guards}
    missed = sorted({code for room, code in by_guard if room in rooms
                     and any((rooms[room], code) in known.get(test, ()) for test in line['tests'].split())})
    left_out, wrong = [short(missed)] if missed else [], []
    if line['file']:
        file = ROOT / line['file']
        count = file.read_text().count(line['left out']) if file.exists() else 0
        if count != 1:
            wrong.append(f'{line["file"]} says {count} times, not once: {line["left out"]}')
        if not line['program']:
            wrong.append('name the program whose test fails without that line')
        instead = f' turned into `{line["instead"]}`' if line['instead'] else ''
        left_out.append(f'`{line["left out"]}`{instead} in {line["file"]}'.replace('|', r'\|'))
    if not left_out:
        wrong.append('none of its tests expects, in the room of the rule, a refusal by it, and no line of the program is named without which one fails')
    return '; '.join(left_out), wrong


def judge_rows(mission, still_open, calls_there, known, guards):
    """{row: (calls, tests, what is left out)}, and what is wrong."""
    lines, rooms, wrong = read_rows(), guarded_rooms(), []
    wrong += [f'rows.csv names {row}, which the mission does not know' for row in lines if row not in mission]
    judged = {}
    for row in mission:
        if row not in lines:
            wrong += [] if row in still_open else [f'{row}: rows.csv says neither its call nor the test that fails without it']
            continue
        line = lines[row]
        asked, tests = line['calls'].split(), line['tests'].split()
        left_out, flaws = how_it_fails(line, known, guards[row], rooms)
        flaws += [f'there is no call {call}' for call in asked if call not in calls_there]
        flaws += [f'there is no test {test}' for test in tests if test not in known]
        if not asked or not tests:
            flaws.append('name a command or query, and a test')
        wrong += [f'{row}: {flaw}' for flaw in flaws]
        judged[row] = (', '.join(asked), ', '.join(tests), left_out)
    return judged, wrong


def edge_cases(rows):
    """(lines, wrong): each edge case with the tests that show it, which must exist, and what is missing."""
    known = {name for name, _ in sentences()}
    for file in sorted((ROOT / 'libs').rglob('testing/*_contract.h')):
        known |= {f'{suite}.{test}' for suite, test in re.findall(r'^TEST_P\((\w+),\s*(\w+)\)', file.read_text(), flags=re.M)}
    lines, wrong = [], []
    with open(HERE / 'edge_cases.csv', newline='') as file:
        for entry in csv.DictReader(file):
            case, shown_by, missing = entry['edge case'], entry['shown by'].split(), entry['not yet']
            wrong += [f'edge_cases.csv: {case}: there is no test {name}' for name in shown_by if name not in known]
            wrong += [f'edge_cases.csv: {case}: the mission does not know {row}' for row in entry['rows'].split() if row not in rows]
            if not shown_by and not missing:
                wrong.append(f'edge_cases.csv: {case}: name a test, or say why not yet')
            lines.append(f'| {case} | {", ".join(entry["rows"].split())} | {", ".join(shown_by)} | {missing} |')
    return lines, wrong


def codes_by_test(reasons):
    """{test: {(folder, code)}}: where a test is, and the refusals that it names."""
    codes, by_test = {code for code, _ in reasons.values()}, {}
    for name, text, folder in told():
        named = {reasons[each][0] for each in re.findall(r'Reason::(k\w+)', text) if each in reasons}
        named |= codes & set(re.findall(r'\b[A-Z][A-Z_]{5,}\b', text))
        by_test.setdefault(name, set()).update((folder, code) for code in named)
    return by_test


def page():
    reasons = read_reasons()
    calls, events, guards = read_calls(), read_events(), read_guards(reasons)
    tests, told_by = read_tests(reasons)
    with open(ROOT / 'libs/care/mission.csv', newline='') as file:
        mission = [row for row in csv.DictReader(file) if re.fullmatch(ROW, row['row'])]
    with open(HERE / 'open.csv', newline='') as file:
        still_open = {row['row']: row['reason'] for row in csv.DictReader(file)}
    names = {entry['row'] for entry in mission}
    wrong = [f'open.csv names {row}, which the mission does not know' for row in still_open if row not in names]
    judged, flaws = judge_rows([entry['row'] for entry in mission], still_open, every_call(), codes_by_test(reasons), guards)
    wrong += flaws
    lines = ['<!-- Written by tests/mission/mission_page.py; do not edit. -->',
             '# The mission, row by row', '',
             f'{len(judged.keys() - still_open.keys())} of {len(mission)} rows have a test that fails without them; {len(still_open)} are open, each with its reason.',
             '"Without" is a refusal whose guard is left out in turn (`ctest -R _guards`), or a line of the program that',
             '`tests/mission/leave_out.py` leaves out before it runs the test.', '',
             '| row | what | asked by | test | fails without | also in | |', '|---|---|---|---|---|---|---|']
    for entry in mission:
        row = entry['row']
        codes = {code for _, code in guards[row]}
        wrong += [f'{row}: no test names {code}' for code in sorted(codes) if not tests[code]]
        asked, shown, left_out = judged.get(row, ('', '', ''))
        also = set().union(*(tests[code] for code in codes), told_by[row]) - set(shown.split(', '))
        also |= calls[row] | events[row]
        state = f'open: {still_open[row]}' if row in still_open else ''
        lines.append(f'| {row} | {entry["term"]} ({entry["type"]}) | {asked} | {shown} | {left_out} | {short(also - set(asked.split(", ")), 3)} | {state} |')
    cases, missing = edge_cases(names)
    lines += ['', '## Real edge cases', '', 'No row says them by itself; what shows each, and what is not carried yet.', '',
              '| edge case | rows | shown by | not yet |', '|---|---|---|---|', *cases]
    return '\n'.join(lines) + '\n', wrong + missing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--check', action='store_true', help='says what is wrong or out of date, and writes nothing')
    options = parser.parse_args()
    text, wrong = page()
    written = HERE / 'mission.md'
    if not options.check:
        written.write_text(text)
    elif not written.exists() or written.read_text() != text:
        wrong.append('mission.md is out of date: run python3 tests/mission/mission_page.py')
    for each in wrong:
        print(each, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
