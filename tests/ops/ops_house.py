"""A real house for drills: founded by tools/local/house.py in a folder of the test's own, asked through fvctl."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORY = ROOT / 'tests/stories/01-milo.story'
FVCTL = ROOT / 'build/dev/bin/fvctl'
sys.path.insert(0, str(ROOT / 'tools/local'))
import processes  # noqa: E402
from ops_load import wait_until  # noqa: E402

SERVICES = ('team', 'intake', 'case', 'crisis', 'audit')
# Of the case service's rows as built; fv_next_case has the next one.
CASE_LAYOUT = int(re.search(r'kLayout = (\d+);', (ROOT / 'services/case/rpc/case_module.h').read_text())[1])


def call(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT, timeout=600,
                          stdin=subprocess.DEVNULL, **more)


def done(*command, **more):
    """What the command said; it must have gone well."""
    result = call(*command, **more)
    if result.returncode != 0:
        raise AssertionError(f'{" ".join(map(str, command))} ended with {result.returncode}:\n{result.stdout}{result.stderr}')
    return result.stdout


def folder_for(test):
    folder = pathlib.Path(tempfile.mkdtemp(prefix='fallverbund-ops-'))
    test.addClassCleanup(shutil.rmtree, folder)
    return folder


def events(text, name):
    """The lines of a log that tell of this event."""
    lines = [json.loads(line) for line in text.splitlines() if line.startswith('{')]
    return [line for line in lines if line['event'] == name]


class OpsHouse:
    def __init__(self, data):
        self.data = pathlib.Path(data)
        self.clients = self.data / 'clients'

    def verb(self, name, *more):
        return done(sys.executable, ROOT / 'tools/local/house.py', name, '--data', self.data, *more)

    def play(self):
        return self.verb('run', '--story', STORY)

    def up(self):
        return self.verb('up')

    def down(self):
        return self.verb('down')

    def ask(self, who, method, request=None, *more):
        """The answer of a method; AssertionError with its words when it is a refusal."""
        return json.loads(done(FVCTL, '--clients', self.clients, '--as', who, '--json', 'call', method,
                               json.dumps(request or {}), *more))

    def ready(self):
        done(FVCTL, '--clients', self.clients, '--as', 'operator', 'ready')

    def command(self, name):
        """(pid, command line) of one process, such as case-1, as it runs."""
        pid = dict(processes.with_argument_in(self.data))[self.data / 'run' / f'{name}.port']
        return pid, [word.decode() for word in pathlib.Path(f'/proc/{pid}/cmdline').read_bytes().split(b'\0')[:-1]]

    def restart(self, test, name, command=None):
        """Ends one process in order, and starts it again, or `command` in its place; returns when it listens."""
        pid, same = self.command(name)
        port_file = self.data / 'run' / f'{name}.port'
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not processes.runs(pid, port_file), f'ended: {name}')
        port_file.unlink()
        self.spawn(test, name, command or same)

    def spawn(self, test, name, command):
        """Starts one more process of the house; returns when it listens."""
        with open(self.data / 'logs' / f'{name}.log', 'ab') as log:
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        test.addCleanup(child.wait)
        test.addCleanup(child.terminate)
        wait_until((self.data / 'run' / f'{name}.port').exists, f'listening: {name}')

    def projection(self, name):
        """Position and state hash of one instance, such as case-1."""
        service, port = name.split('-')[0], (self.data / 'run' / f'{name}.port').read_text().strip()
        (self.clients / f'only-{name}.endpoints').write_text(json.dumps({service: f'127.0.0.1:{port}'}))
        operator = json.loads((self.clients / 'operator.json').read_text())
        (self.clients / f'only-{name}.json').write_text(json.dumps(operator | {'endpoints_file': f'only-{name}.endpoints'}))
        return self.ask(f'only-{name}', 'GetProjection', {'with_state_hash': True}, '--service', service)

    def rows_are_those_of_a_rebuild(self, test, name, other):
        """The rows of one instance are the same as those of another one that reads the whole log now."""
        _, command = self.command(other)
        command[command.index('--data') + 1] += '-anew'
        self.restart(test, other, command)
        self.ready()

        def both():
            return self.projection(name), self.projection(other)
        wait_until(lambda: len({each['position'] for each in both()}) == 1, 'at one position')
        one, rebuilt = both()
        test.assertEqual(one['state_sha256'], rebuilt['state_sha256'])

    def projections(self):
        """Position, state hash and open work of each projection, by service."""
        return {service: self.ask('operator', 'GetProjection', {'with_state_hash': True}, '--service', service)
                for service in SERVICES}

    def report(self):
        """Who was responsible when, and the verdict, without the line on the journal: it counts our own reads."""
        text = done(FVCTL, '--clients', self.clients, '--as', 'auditor', 'audit', 'report')
        return [line for line in text.splitlines() if not line.startswith('journal ')]

    def case_id(self):
        return self.ask('auditor', 'ListCases')['cases'][0]['case_id']

    def texts(self):
        """What stands in the case's documents, opened through the key vault."""
        answer = self.ask('adler', 'ListCaseDocuments', {'case_id': self.case_id()})
        return [(each['field'], each['state'], each.get('text')) for each in answer['documents']]

    def contact(self, summary):
        """One write with a sealed text; (its id, its position)."""
        organisations = json.loads((self.clients / 'organisations.json').read_text())
        owner = json.loads((self.clients / 'wachtel.json').read_text())['person_id']
        answer = self.ask('lerche', 'ReceiveContact', {
            'source': 'CONTACT_SOURCE_SCHOOL', 'receiving_organisation_id': organisations['kosydo'],
            'owner_person_id': owner, 'young_person_identifiable': True, 'young_person_name': 'Mika Ente',
            'summary': summary})
        return answer['contact_id'], int(answer['result']['position'])

    def summary_of(self, contact_id):
        return self.ask('wachtel', 'GetContact', {'contact_id': contact_id})['contact']['summary']

    def back_up(self, to):
        return done(ROOT / 'deploy/backup.py', 'take', '--store', self.data / 'bus/bus-1/store',
                    '--bus-pid-file', self.data / 'run/bus-1.pid', '--keys', self.data / 'keys', '--configuration',
                    *(self.data / name for name in ('house.json', 'shape.json', 'ca', 'certificates', 'clients', 'clock.json')),
                    '--to', to)


def restore(backup, data):
    """The house of a backup, in a new folder; its projections are not in a backup, they are read again from the log."""
    for part, place in (('configuration', ''), ('keys', 'keys'), ('log', 'bus/bus-1/store')):
        done(ROOT / 'deploy/backup.py', 'restore', '--from', backup / part, '--to', data / place)
    return OpsHouse(data)
