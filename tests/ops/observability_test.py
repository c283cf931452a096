#!/usr/bin/env python3
"""Dashboard, alerts, scrape example and list of metrics name only what the programs tell, and every alert fires.

usage: observability_test.py [--write]   --write makes deploy/observability/metrics.md anew from the table
promtool comes from ./tools/dev test, or by PROMTOOL=/path.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools/tidy'))
import protos  # noqa: E402
FILES = ROOT / 'deploy/observability'
FETCHED = ROOT / '.dev/promtool/usr/bin/promtool'
ROW = re.compile(r'FV_METRIC\(\w+, k(\w+), "(\w+)", "([\w,]*)",\s*((?:"[^"]*"\s*)+)\)')
NAME = re.compile(r'\b(?:fallverbund|process)_[a-z_]+\b')
OF_HISTOGRAM = ('_bucket', '_sum', '_count')


def table():
    """(name, kind, labels, help) of every metric."""
    text = '\n'.join(line for line in (ROOT / 'libs/metrics/metrics.def').read_text().splitlines()
                     if not line.startswith('//'))
    rows = [(name, kind.lower(), labels.split(',') if labels else [], ''.join(re.findall(r'"([^"]*)"', words)))
            for kind, name, labels, words in ROW.findall(text)]
    assert len(rows) == text.count('FV_METRIC('), 'a row of metrics.def is written in another way'
    return rows


def known():
    names = {name for name, *_ in table()}
    return names | {name + end for name, kind, *_ in table() if kind == 'histogram' for end in OF_HISTOGRAM}


def page():
    lines = ['# Metrics', '', 'Made from `libs/metrics/metrics.def` by `tests/ops/observability_test.py --write`. `service` stands on each.', '',
             '| metric | kind | labels | |', '|---|---|---|---|']
    lines += [f'| `{name}` | {kind} | {" ".join(labels)} | {words} |' for name, kind, labels, words in table()]
    return '\n'.join(lines) + '\n'


def promtool():
    tool = os.environ.get('PROMTOOL') or (str(FETCHED) if FETCHED.exists() else 'promtool')
    return tool


def run(*arguments):
    try:
        return subprocess.run([promtool(), *map(str, arguments)], capture_output=True, text=True, timeout=60)
    except FileNotFoundError:
        raise AssertionError('there is no promtool: run ./tools/dev test, which fetches it, or name one by PROMTOOL=/path') from None


def expressions(panel):
    yield from (target['expr'] for target in panel.get('targets', []))
    for inner in panel.get('panels', []):
        yield from expressions(inner)


def indicators():
    """Names of the audit's own indicators; * where one stands for each code."""
    text = (ROOT / 'services/audit/views/indicators.cc').read_text()
    calls = re.findall(r'indicators\.[A-Z]\w+\(([^;]*);', text)
    return {'*'.join(re.findall(r'"(\w+)"', call)) for call in calls if '"' in call}


def figure_exists(found, path):
    """Whether the CSV has this figure: a field of the report, and of what that consists of."""
    scope = 'fallverbund.audit.v1.GetReportResponse'
    for step in path.split('.'):
        if step == '*':
            continue
        fields = {field.name + ('_seconds' if field.type == 'google.protobuf.Duration' else ''): field
                  for field in found.messages[scope].fields} if scope else {}
        if step not in fields:
            return False
        scope = found.full_name(fields[step].value_type, scope)
    return True


class Observability(unittest.TestCase):
    def test_the_guide_names_every_indicator_and_figures_that_exist(self):
        rows = [[set(re.findall(r'`([\w.*]+)`', cell)) for cell in line.split('|')[2:4]]
                for line in (ROOT / 'deploy/indicators.md').read_text().splitlines() if line.startswith('| ') and '`' in line]
        named = set().union(*(metrics for _, metrics in rows))
        self.assertEqual({name for name in named if not name.startswith('fallverbund_')}, indicators())
        self.assertEqual({name for name in named if name.startswith('fallverbund_')} - known(), set())
        found = protos.read_protos(ROOT)
        figures = set().union(*(figures for figures, _ in rows))
        self.assertGreater(len(figures), 50)
        self.assertEqual([figure for figure in sorted(figures) if not figure_exists(found, figure)], [])

    def test_every_metric_that_is_named_exists(self):
        for path in sorted(FILES.iterdir()):
            unknown = set(NAME.findall(path.read_text())) - known()
            self.assertEqual(unknown, set(), f'{path.name} names metrics that no program tells')

    def test_every_metric_can_be_seen(self):
        shown = set()
        for panel in json.loads((FILES / 'dashboard.json').read_text())['panels']:
            for expression in expressions(panel):
                shown.update(NAME.findall(expression))
        for name, kind, *_ in table():
            seen = shown & ({name} | {name + end for end in OF_HISTOGRAM})
            self.assertTrue(seen, f'{name} stands on no panel of the dashboard')

    def test_panels_have_ids_and_places_of_their_own(self):
        panels = json.loads((FILES / 'dashboard.json').read_text())['panels']
        self.assertEqual(len({panel['id'] for panel in panels}), len(panels))
        self.assertEqual(len({(p['gridPos']['x'], p['gridPos']['y']) for p in panels}), len(panels))

    def test_the_list_of_metrics_is_current(self):
        self.assertEqual((FILES / 'metrics.md').read_text(), page(), 'run tests/ops/observability_test.py --write')

    def test_rules_and_scrape_example_are_valid(self):
        for arguments in (['check', 'rules', FILES / 'alerts.yml'], ['check', 'config', FILES / 'prometheus.yml']):
            done = run(*arguments)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_panel_asks_what_prometheus_understands(self):
        asked = [expression for panel in json.loads((FILES / 'dashboard.json').read_text())['panels']
                 for expression in expressions(panel)]
        rules = [{'record': f'panel:{number}', 'expr': expression.replace('$__rate_interval', '1m')}
                 for number, expression in enumerate(asked)]
        with tempfile.NamedTemporaryFile('w', suffix='.yml') as file:  # JSON is YAML, too
            json.dump({'groups': [{'name': 'dashboard', 'rules': rules}]}, file)
            file.flush()
            done = run('check', 'rules', file.name)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_alert_fires_and_no_other(self):
        done = run('test', 'rules', FILES / 'alerts_test.yml')
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_alert_says_whom_to_wake_and_what_to_do_and_is_tried(self):
        alerts = re.split(r'^ +- alert: ', (FILES / 'alerts.yml').read_text(), flags=re.M)[1:]
        tried = set(re.findall(r'alertname="(\w+)"', (FILES / 'alerts_test.yml').read_text()))
        self.assertEqual({alert.split()[0] for alert in alerts}, tried)
        for alert in alerts:
            for needed in (r'severity: (page|ticket)', r'summary: "', r'runbook: >-\n +\S'):
                self.assertRegex(alert, needed)


if __name__ == '__main__':
    if sys.argv[1:] == ['--write']:
        (FILES / 'metrics.md').write_text(page())
    else:
        unittest.main(verbosity=2)
