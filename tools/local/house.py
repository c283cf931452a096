#!/usr/bin/env python3
# Long, because a house is founded, run, looked at and ended in one place.
"""Runs the whole house on this machine: certificates, bus, witnesses, services, and a story played through them.

Called by tools/dev with the built programs and the bus in the environment:
  house.py run  --data DIR --story FILE    a fresh house, the story, the verdict, its proofs, and all processes ended
  house.py up   --data DIR                 the house on the data that lies there, or a fresh one; keeps running
  house.py down [--data DIR]               ends what `up` started
With --instances N each service runs N times, with --replicas 3 the bus is a cluster of three servers.

Everything the system writes lies under DIR; DIR/clients is the partners' side (certificates, profiles, names).
"""
import argparse
import hashlib
import json
import os
import pathlib
import secrets
import shlex
import shutil
import sys

import clock_file
import interrupt
import processes
from authority import Authority
from bus import Bus
from crew import Crew
from interrupt import Interrupted, end_with_us
from sealing import WITNESSES, Sealing

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / 'build/dev/bin'
FVCTL = str(BIN / 'fvctl')
CURRENT = ROOT / '.dev/up'  # names the folder whose house is up
SERVICES = ['keys', 'team', 'intake', 'case', 'crisis', 'audit']
SEALER = 'audit-1'  # the one instance that seals the log
URI = 'spiffe://fallverbund.example/'


def say(text):
    print(text, flush=True)


def die(text):
    print(f'tools/dev: {text}', file=sys.stderr)
    sys.exit(1)


def bootstrap_organisation(association):
    """The fixed id of an association's first youth office (see the directory's Bootstrap)."""
    return hashlib.sha256(f'fallverbund.bootstrap/v1\n{association}'.encode()).hexdigest()[:32]


class House:
    """One association's house on a folder; also a library for whoever starts, kills and pauses single processes:

        house = House(folder, instances=2, replicas=3)
        house.found(start); house.start_services()
        house.crew.kill('case-1'); house.start_one('case', 1); house.wait_one('case', 1)
        house.crew.pause('bus-2'); house.crew.resume('bus-2'); house.bus.spawn('bus-2'); house.bus.wait_listening('bus-2')
        house.stop()
    """

    def __init__(self, data, association='do', instances=None, replicas=None):
        self.dir = pathlib.Path(data).resolve()
        self.association = association
        self.clock = self.dir / 'clock.json'
        self.authority = Authority(self.dir / 'ca')
        self.crew = Crew(self.dir)
        self.path = self.crew.path
        self.sealing = Sealing(self.crew, association, BIN)
        shape = json.loads(self.shape().read_text()) if self.exists() and self.shape().exists() else {}
        self.instances = instances or shape.get('instances', 1)
        self.bus = Bus(self.crew, association, shape.get('replicas', replicas or 1), self.authority.certificate,
                       self.dir / 'certificates/nats')
        if replicas not in (None, self.bus.replicas):
            raise RuntimeError(f'the house on {self.dir} was founded with --replicas {self.bus.replicas}, and its streams '
                               'stay so; leave --replicas out, or name a new folder with --data')

    # --- what lies on disk ---

    def exists(self):
        return (self.dir / 'house.json').exists() and not self.unfinished().exists()

    def shape(self):
        """How many instances it ran with last, and how many copies its streams have."""
        return self.dir / 'shape.json'

    def unfinished(self):
        """Lies there while a house is being founded: nobody has written anything into it yet."""
        return self.dir / 'unfinished'

    def found(self, start):
        """Makes a new house: authority, certificates of the services, keys, the bus and what it holds."""
        if self.unfinished().exists():
            shutil.rmtree(self.dir)  # somebody was interrupted here
        if self.dir.exists() and (not self.dir.is_dir() or any(self.dir.iterdir())):
            raise RuntimeError(f'{self.dir} is not empty and holds no house. Name an empty or new folder with --data.')
        try:
            self.dir.mkdir(parents=True, exist_ok=True)
            self.unfinished().touch()
        except OSError as error:
            raise RuntimeError(f'{self.dir} cannot be made: {error.strerror}. Name a folder you may write to with --data.')
        self.authority.make()
        for name in SERVICES + ['prov', 'log']:
            self.authority.issue(f'{URI}svc/{name}', self.path('certificates', f'svc-{name}'), server=True)
        self.authority.issue(f'{URI}svc/nats', self.path('certificates', 'nats'), server=True)
        self.authority.issue(f'{URI}ops/operator', self.path('clients', 'operator'))
        shutil.copy(self.authority.certificate, self.path('clients', 'ca.pem'))
        self.set_clock(start, running=False)
        self.path('keys', 'x').parent.chmod(0o700)
        self.bus.start(change_window=True)
        self.crew.program('provision', [
            FVCTL, 'provision', '--association', self.association, '--nats-url', self.bus.urls(),
            '--replicas', str(self.bus.replicas),
            '--ca', str(self.authority.certificate), '--certificates', str(self.dir / 'certificates'),
            '--keys', str(self.dir / 'keys'), '--streams', str(ROOT / 'deploy/nats/streams'),
            '--out', str(self.dir / 'house.json'),
            '--test-clock', str(self.clock)])
        self.bus.set_change_window(False)
        self.crew.program('the key vault', self.command('keys', 1) + ['--provision', 'yes'])
        self.remember_shape()
        self.unfinished().unlink()

    def remember_shape(self):
        self.shape().write_text(json.dumps({'instances': self.instances, 'replicas': self.bus.replicas}))

    def set_clock(self, at, running):
        clock_file.write(self.clock, at, running)

    # --- the services ---

    def names(self, service):
        return [f'{service}-{i}' for i in range(1, self.instances + 1)]

    def start_services(self):
        self.sealing.start()
        for group in (SERVICES[:1], SERVICES[1:]):  # the key vault first
            for service in group:
                for i in range(1, self.instances + 1):
                    self.start_one(service, i)
            for service in group:
                for i in range(1, self.instances + 1):
                    self.wait_one(service, i)
        self.write_endpoints()
        self.profile('operator', 'operator', '', '', '', '')
        self.crew.program('fvctl ready', [FVCTL, '--profile', str(self.dir / 'clients/operator.json'), 'ready'])

    def target(self, service):
        """Where the service is, as gRPC writes it."""
        addresses = [self.address(service, i) for i in range(1, self.instances + 1)]
        return addresses[0] if len(addresses) == 1 else 'ipv4:' + ','.join(addresses)

    def address(self, service, instance):
        return self.crew.address(f'{service}-{instance}')

    def write_endpoints(self):
        self.path('clients', 'endpoints.json').write_text(json.dumps({s: self.target(s) for s in SERVICES}, indent=1))

    def command(self, service, instance):
        """The command line of one instance of a service's program."""
        pins = json.loads(self.path('house.json').read_text())
        name = f'{service}-{instance}'
        certificate = self.path('certificates', f'svc-{service}')
        command = [str(BIN / f'fallverbund-{service}'), '--association', self.association,
                   '--listen', self.address(service, instance),
                   '--port-file', str(self.path('run', f'{name}.port')),
                   '--metrics-listen', '127.0.0.1:0',
                   '--metrics-port-file', str(self.path('run', f'{name}.metrics')), '--data', str(self.path('services', name)),
                   '--tls-ca', str(self.authority.certificate), '--tls-cert', f'{certificate}.pem',
                   '--tls-key', f'{certificate}.key', '--nats-url', self.bus.urls(),
                   '--nats-ca', str(self.authority.certificate), '--nats-cert', f'{certificate}.pem',
                   '--nats-key', f'{certificate}.key', '--genesis-sha256', pins['genesis_sha256'],
                   '--signer-key', str(self.path('keys', f'signer-{service}')),
                   '--signer-key-id', pins['signers'][service], '--test-clock', str(self.clock)]
        if service == 'keys':
            return command + ['--key-encryption-keys', str(self.path('keys', 'encryption'))]
        if service == 'audit':  # holds no keys
            command += ['--journal-genesis-sha256', pins['journal_genesis_sha256']]
            return command + (self.sealing.options() if name == SEALER else self.sealing.reading())
        return command + ['--vault', self.target('keys')]

    def start_one(self, service, instance):
        """Starts it on the folder and the port it had, or on new ones; returns at once."""
        name = f'{service}-{instance}'
        for told in ('port', 'metrics'):
            self.path('run', f'{name}.{told}').unlink(missing_ok=True)
        self.crew.spawn(name, self.command(service, instance))

    def wait_one(self, service, instance):
        """Until it listens; `fvctl ready` says when it has read the log."""
        name = f'{service}-{instance}'
        port_file = self.path('run', f'{name}.port')
        self.crew.wait_for(name, lambda: port_file.exists() and port_file.read_text().strip(), 'listening')

    def running(self):
        """(name, pid) of what runs of this house, whoever started it: services first, the witnesses, the bus last."""
        found = [(name, child.pid) for name, child in self.crew.children.items() if child.poll() is None]
        ours = [pid for _, pid in found]
        for file, pid in processes.with_argument_in(self.dir):
            if pid in ours:
                continue
            if file.parent == self.dir / 'run' and file.suffix == '.port':
                found.append((file.stem, pid))
            elif file.parent.parent == self.dir / 'bus' and file.name == 'nats.conf':
                found.append((file.parent.name, pid))
        order = [*reversed(SERVICES), 'witness', 'bus']
        return sorted(found, key=lambda one: (order.index(one[0].rsplit('-', 1)[0]), one[0]))

    def refuse_if_running(self):
        running = ', '.join(f'{name} ({pid})' for name, pid in self.running())
        if running:
            raise RuntimeError(f'of the house on {self.dir} there still runs: {running}. '
                               f'End it: ./tools/dev down --data {shlex.quote(str(self.dir))}')

    def stop(self):
        """Services first, then witnesses and bus: whatever is still running of this house."""
        for name, pid in self.running():
            processes.end(pid, self.dir, next((c for c in self.crew.children.values() if c.pid == pid), None))
        for file in (self.dir / 'run').glob('*.pid'):
            file.unlink()

    # --- the published log ---

    def show_proofs(self):
        """What stays of the house when it is gone: a proof of the last position, and the log as a folder with its verdict."""
        auditor = [FVCTL, '--profile', str(self.dir / 'clients/auditor.json'), '--json', 'audit', 'verify']
        verdict = json.loads(self.crew.program('fvctl audit verify', auditor))
        position = int(verdict['position'])
        self.sealing.wait_published(position, int(verdict['journal_position']), SEALER)
        proof, checked = self.sealing.prove(position)
        say(f'\nThe last position, proved by {shown(proof)}:\n{checked}')
        folder, verdict = self.sealing.archive([
            '--association', self.association, '--nats-url', self.bus.urls(), '--ca', str(self.authority.certificate),
            '--certificates', str(self.dir / 'certificates')])
        say(f'The whole log, audited from {shown(folder)} alone:\n{verdict.rstrip()}')
        self.write_pages(auditor[:3])

    def write_pages(self, auditor):
        """One page for each case of the story, as an auditor sees it; no name stands on it."""
        listed = self.crew.program('fvctl call ListCases', [*auditor, '--json', 'call', 'ListCases', '{}'])
        for number, case in enumerate(json.loads(listed)['cases'], 1):
            page = self.path('pages', f'{number}.html')
            self.crew.program('fvctl audit report', [
                *auditor, 'audit', 'report', '--html', case['case_id'] or case['origin_id'], str(page), '--lang', 'en'])
            say(f'Who was responsible when, as a page to print: {shown(page)}')

    # --- the partners' side ---

    def profile(self, name, certificate, organisation_id, unit_id, person_id, role):
        self.path('clients', f'{name}.json').write_text(json.dumps({
            'ca': 'ca.pem', 'cert': f'{certificate}.pem', 'key': f'{certificate}.key',
            'organisation_id': organisation_id, 'unit_id': unit_id, 'person_id': person_id, 'role': role,
            'endpoints_file': 'endpoints.json', 'labels_file': 'labels.json'}, indent=1))

    def invite(self, story):
        """Certificates for the organisations of a story; the first is the association's own youth office."""
        organisations = {}
        for line in story.read_text().splitlines():
            words = line.split()
            if words[:1] == ['organisation']:
                first = not organisations
                identity = bootstrap_organisation(self.association) if first else secrets.token_hex(16)
                organisations[words[1]] = identity
                self.authority.issue(f'{URI}org/{identity}', self.path('clients', f'org-{words[1]}'))
        self.path('clients', 'organisations.json').write_text(json.dumps(organisations, indent=1))


def shown(path):
    """As somebody types it who stands in the working copy."""
    return os.path.relpath(path, ROOT) if path.is_relative_to(ROOT) else path


def story_start(story):
    for line in story.read_text().splitlines():
        if line.startswith('clock '):
            return line.split()[1]
    die(f'{story} does not say when it begins; give it a line: clock 2026-03-02T08:00:00Z')


def fvctl(*arguments):
    """Runs fvctl with its output going straight to the terminal."""
    return interrupt.run([FVCTL, *arguments], cwd=ROOT).returncode


def run(options):
    story = pathlib.Path(options.story)
    named = ROOT / 'tests/stories' / f'{options.story}.story'
    if not story.is_file() and named.is_file():
        story = named
    if not story.is_file():
        known = ', '.join(sorted(p.stem for p in (ROOT / 'tests/stories').glob('*.story')))
        die(f'there is no story {story}. Give a file, or one of: {known}.')
    data = pathlib.Path(options.data) if options.data else ROOT / '.dev/data' / story.stem
    House(data).refuse_if_running()
    if not options.data and data.exists():
        shutil.rmtree(data)
    house = House(data, instances=options.instances, replicas=options.replicas)
    if house.exists():
        die(f'{data} holds a house already. Look around in it with ./tools/dev up --data {shlex.quote(str(data))}, or name a new folder.')
    code = 1
    try:
        say(f'Starting the house: {describe(house)}.')
        house.found(story_start(story))
        house.invite(story)
        house.start_services()
        clients = str(house.dir / 'clients')
        code = fvctl('story', 'play', str(story), '--clients', clients,
                     '--clock', str(house.clock))
        if code == 0:
            code = fvctl('--profile', f'{clients}/auditor.json', 'audit', 'report')
        if code == 0:
            house.show_proofs()
    finally:
        house.stop()
    if code != 0:
        die(f'the story did not end as written; logs lie in {house.dir}/logs')
    who = first_person(story)
    say('\nLook around on the data just written:\n'
        f'  ./tools/dev up --data {shlex.quote(str(shown(data)))}\n'
        f'  ./tools/dev fvctl --as {who} inbox\n'
        '  ./tools/dev down')


def describe(house):
    bus = 'bus' if house.bus.replicas == 1 else f'a bus of {house.bus.replicas} servers'
    each = '' if house.instances == 1 else f', {house.instances} of each'
    return f'{bus}, key vault, team, intake, case, crisis, audit{each}, {len(WITNESSES)} witnesses'


def first_person(story):
    for line in story.read_text().splitlines():
        if line.startswith('person '):
            return line.split()[1]
    return 'operator'


def up(options):
    data = pathlib.Path(options.data) if options.data else ROOT / '.dev/data/house'
    if CURRENT.exists():
        there = House(CURRENT.read_text().strip())
        if there.running():
            die(f'a house is up already, on {there.dir}. End it with ./tools/dev down.')
    house = House(data, instances=options.instances, replicas=options.replicas)
    house.refuse_if_running()
    try:
        if house.exists():
            house.bus.start()
            house.remember_shape()
        else:
            house.found(clock_file.machine_now())
        house.set_clock(clock_file.stands_at(house.clock), running=True)
        house.start_services()
    except BaseException:
        house.stop()
        raise
    CURRENT.parent.mkdir(exist_ok=True)
    CURRENT.write_text(str(house.dir))
    people = sorted(p.stem for p in (house.dir / 'clients').glob('*.json')
                    if p.stem not in ('endpoints', 'labels', 'organisations'))
    say(f'The house is up on {house.dir}.\n'
        f'Profiles in {house.dir}/clients: {", ".join(people)}\n'
        f'The published log: {house.sealing.published}, and whom to trust: {house.sealing.policy}\n'
        f'Metrics: http://127.0.0.1:PORT/metrics, the PORT of each process in {house.dir}/run/*.metrics\n'
        f'  ./tools/dev fvctl --as {people[0]} --help\n'
        '  ./tools/dev down')


def down(options):
    current = CURRENT.read_text().strip() if CURRENT.exists() else None
    if not options.data and not current:
        say('No house is up.')
        return
    house = House(options.data or current)
    if current == str(house.dir):
        CURRENT.unlink()
    elif not house.running():
        say(f'No house is up on {house.dir}.')
        return
    if house.exists():
        house.set_clock(clock_file.stands_at(house.clock), running=False)  # the next `up` goes on from here
    house.stop()
    say(f'The house on {house.dir} is down; ' + ('its data stay there.' if house.exists() else 'its folder is gone.'))


def main():
    parser = argparse.ArgumentParser(prog='tools/dev', description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    verbs = parser.add_subparsers(dest='verb', required=True)
    run_options = verbs.add_parser('run', help='a fresh house, a story played through it, the verdict')
    run_options.add_argument('--story', default=str(ROOT / 'tests/stories/01-milo.story'), help='a file, or the name of one in tests/stories')
    run_options.add_argument('--data', help='a new folder for everything the system writes; stays there')
    up_options = verbs.add_parser('up', help='keeps the house up')
    up_options.add_argument('--data', help='a folder with a house, or a new one')
    for shaped in (run_options, up_options):
        shaped.add_argument('--instances', type=int, choices=range(1, 10), metavar='N',
                            help='how often each service runs, 1 to 9; as last time, or 1')
        shaped.add_argument('--replicas', type=int, choices=(1, 3),
                            help='servers of the bus, each with a copy of every stream; stays as founded, or 1')
    down_options = verbs.add_parser('down', help='ends what `up` started')
    down_options.add_argument('--data', help='the house on this folder, whoever started it')
    options = parser.parse_args()
    fetched = ROOT / '.dev/nats/usr/sbin/nats-server'
    if 'NATS_SERVER' not in os.environ and fetched.exists():
        os.environ['NATS_SERVER'] = str(fetched)
    if 'NATS_SERVER' not in os.environ:
        die('call it through ./tools/dev, which brings the bus')
    end_with_us()
    {'run': run, 'up': up, 'down': down}[options.verb](options)


if __name__ == '__main__':
    try:
        main()
    except Interrupted:
        die('interrupted; everything that was started has been ended')
    except OSError as error:
        die(f'{error.filename or "the system"}: {error.strerror}')
    except RuntimeError as error:
        die(str(error))
