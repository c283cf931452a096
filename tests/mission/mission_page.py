#!/usr/bin/env python3
"""Writes tests/mission/mission.md: each row of the mission, what carries it, and the tests that miss its guard.

Everything in it is read from where it is decided: rows from libs/care/mission.csv, calls from the .proto files (the row of
the access option, rows in the comments), guards from Require(Reason::k...) in the rules, tests by the reason they name. Only
what is open, and why, is written by hand: open.csv; and which test shows which real edge case: edge_cases.csv. `--check` compares,
and is run as a test.
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
    for folder in ('services', 'libs', 'tests'):
        for file in sorted((ROOT / folder).rglob('*_test.cc')):
            pieces = re.split(r'^TEST(?:_[FP])?\((\w+),\s*(\w+)\)', file.read_text(), flags=re.M)
            yield file.name, pieces[0]
            for suite, test, body in zip(pieces[1::3], pieces[2::3], pieces[3::3]):
                yield f'{suite}.{test}', body
    for story in sorted((ROOT / 'tests/stories').glob('*.story')):
        yield story.name, story.read_text()


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


def page():
    reasons = read_reasons()
    calls, events, guards = read_calls(), read_events(), read_guards(reasons)
    tests, told_by = read_tests(reasons)
    with open(ROOT / 'libs/care/mission.csv', newline='') as file:
        mission = [row for row in csv.DictReader(file) if re.fullmatch(ROW, row['row'])]
    with open(HERE / 'open.csv', newline='') as file:
        still_open = {row['row']: row['reason'] for row in csv.DictReader(file)}
    wrong = [f'open.csv names {row}, which the mission does not know' for row in still_open if row not in {m['row'] for m in mission}]
    lines = ['<!-- Written by tests/mission/mission_page.py; do not edit. -->',
             '# The mission, row by row', '',
             f'{len(mission) - len(still_open)} of {len(mission)} rows are carried; {len(still_open)} are open, each with its reason. The tests are those that name the row',
             'or a refusal by it; for the case service `ctest -R case_guards` leaves out each guard in turn and sees one of them fail.', '',
             '| row | what | carried by | guards | tests | |', '|---|---|---|---|---|---|']
    for entry in mission:
        row = entry['row']
        codes = {code for _, code in guards[row]}
        noticed = set().union(*(tests[code] for code in codes)) if codes else set()
        carriers = calls[row] | events[row]
        for code in sorted(codes):
            if not tests[code]:
                wrong.append(f'{row}: no test names {code}')
        if row not in still_open:
            if not carriers and not codes and not told_by[row]:
                wrong.append(f'{row} is not open, but no call, event, guard or test names it: say so in a .proto comment, or list it in open.csv')
            if 'INV' in entry['type'] and not noticed and not told_by[row]:
                wrong.append(f'{row} is an invariant, but no test names it or a refusal by it')
        state = f'open: {still_open[row]}' if row in still_open else ''
        lines.append(f'| {row} | {entry["term"]} ({entry["type"]}) | {short(carriers)} | {short(codes)} | {short(noticed | told_by[row])} | {state} |')
    cases, missing = edge_cases({m['row'] for m in mission})
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
