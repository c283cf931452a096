#!/usr/bin/env python3
"""Runs the whole house on this machine: certificates, bus, services, and a story played through them.

Called by tools/dev with the built programs and the bus in the environment:
  house.py run  --data DIR --story FILE    a fresh house, the story, the verdict, and all processes ended
  house.py up   --data DIR                 the house on the data that lies there, or a fresh one; keeps running
  house.py down [--data DIR]               ends what `up` started

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
import signal
import subprocess
import sys
import time

import clock_file
import processes
from authority import Authority

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / 'build/dev/bin'
FVCTL = str(BIN / 'fvctl')
CURRENT = ROOT / '.dev/up'  # names the folder whose house is up
SERVICES = ['keys', 'team', 'intake', 'case', 'crisis', 'audit']
URI = 'spiffe://fallverbund.example/'
START_SECONDS = 60  # a service that is not ready by then is stuck
ENDING_SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def say(text):
    print(text, flush=True)


def die(text):
    print(f'tools/dev: {text}', file=sys.stderr)
    sys.exit(1)


def bootstrap_organisation(association):
    """The fixed id of an association's first youth office (see the directory's Bootstrap)."""
    return hashlib.sha256(f'fallverbund.bootstrap/v1\n{association}'.encode()).hexdigest()[:32]


class Interrupted(BaseException):
    """Somebody ends us: Ctrl-C, a SIGTERM, or the terminal is gone. What we started ends with us."""


def end_with_us():
    def interrupt(_number, _frame):
        for number in ENDING_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # the tidying up is bounded; nothing cuts it short
        raise Interrupted

    for number in ENDING_SIGNALS:
        signal.signal(number, interrupt)


class House:
    def __init__(self, data, association='do'):
        self.dir = pathlib.Path(data).resolve()
        self.association = association
        self.clock = self.dir / 'clock.json'
        self.authority = Authority(self.dir / 'ca')
        self.children = []

    # --- what lies on disk ---

    def path(self, *parts):
        path = self.dir.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def exists(self):
        return (self.dir / 'house.json').exists() and not self.unfinished().exists()

    def unfinished(self):
        """Lies there while a house is being founded: nobody has written anything into it yet."""
        return self.dir / 'unfinished'

    def found(self, start):
        """Makes a new house: authority, certificates of the services, keys, the bus and what it holds."""
        if self.unfinished().exists():
            shutil.rmtree(self.dir)  # somebody was interrupted here
        if self.dir.exists() and (not self.dir.is_dir() or any(self.dir.iterdir())):
            die(f'{self.dir} is not empty and holds no house. Name an empty or new folder with --data.')
        try:
            self.dir.mkdir(parents=True, exist_ok=True)
            self.unfinished().touch()
        except OSError as error:
            die(f'{self.dir} cannot be made: {error.strerror}. Name a folder you may write to with --data.')
        self.authority.make()
        for name in SERVICES + ['prov', 'log']:
            self.authority.issue(f'{URI}svc/{name}', self.path('certificates', f'svc-{name}'), server=True)
        self.authority.issue(f'{URI}svc/nats', self.path('certificates', 'nats'), server=True)
        self.authority.issue(f'{URI}ops/operator', self.path('clients', 'operator'))
        shutil.copy(self.authority.certificate, self.path('clients', 'ca.pem'))
        self.set_clock(start, running=False)
        self.path('keys', 'x').parent.chmod(0o700)
        self.start_bus(change_window=True)
        self.program('provision', [
            FVCTL, 'provision', '--association', self.association, '--nats-url', self.bus_url(),
            '--ca', str(self.authority.certificate), '--certificates', str(self.dir / 'certificates'),
            '--keys', str(self.dir / 'keys'), '--streams', str(ROOT / 'deploy/nats/streams'),
            '--out', str(self.dir / 'house.json'),
            '--test-clock', str(self.clock)])
        self.write_bus_config(change_window=False)
        self.reload_bus()
        self.program('the key vault', self.command('keys', {}) + ['--provision', 'yes'])
        self.unfinished().unlink()

    def set_clock(self, at, running):
        clock_file.write(self.clock, at, running)

    # --- processes ---

    def spawn(self, name, command):
        log = open(self.path('logs', f'{name}.log'), 'ab')
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        child.name = name
        self.children.append(child)
        self.path('run', f'{name}.pid').write_text(str(child.pid))
        return child

    def program(self, name, command):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            die(f'{name} failed:\n{done.stdout}{done.stderr}')
        return done.stdout

    def wait_for(self, child, ready, what):
        """Until `ready()` is true; says why if the process ends first or it takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            if ready():
                return
            if child.poll() is not None:
                die(f'{child.name} ended with code {child.returncode} before {what}:\n{self.tail(child.name)}')
            if time.monotonic() > deadline:
                die(f'{child.name} was not {what} within {START_SECONDS} s:\n{self.tail(child.name)}')
            time.sleep(0.02)

    def tail(self, name):
        text = self.path('logs', f'{name}.log').read_text(errors='replace').splitlines()
        return '\n'.join(text[-20:])

    # --- the bus ---

    def write_bus_config(self, change_window):
        port = self.dir / 'run' / 'bus-port'
        command = [sys.executable, str(ROOT / 'deploy/nats/render.py'), '--association', self.association,
                   '--listen', '127.0.0.1:' + (port.read_text() if port.exists() else '-1'),
                   '--store-dir', str(self.path('bus', 'store')), '--ports-dir', str(self.path('run')),
                   '--tls-ca', str(self.authority.certificate), '--tls-cert', str(self.path('certificates', 'nats.pem')),
                   '--tls-key', str(self.path('certificates', 'nats.key')), '--output', str(self.path('bus', 'nats.conf'))]
        if change_window:
            command.append('--change-window')
        self.program('deploy/nats/render.py', command)

    def start_bus(self, change_window=False):
        for old in (self.dir / 'run').glob('*.ports'):
            old.unlink()
        self.path('run', 'bus-port').unlink(missing_ok=True)
        self.write_bus_config(change_window)
        server = os.environ['NATS_SERVER']
        child = self.spawn('bus', [server, '-c', str(self.path('bus', 'nats.conf'))])
        self.wait_for(child, lambda: list((self.dir / 'run').glob('*.ports')), 'listening')
        ports = json.loads(next((self.dir / 'run').glob('*.ports')).read_text())
        self.path('run', 'bus-port').write_text(ports['nats'][0].rsplit(':', 1)[1])

    def bus_url(self):
        return 'tls://127.0.0.1:' + self.path('run', 'bus-port').read_text()

    def reload_bus(self):
        bus = next(child for child in self.children if child.name == 'bus')
        log = self.path('logs', 'bus.log')
        seen = log.stat().st_size
        bus.send_signal(signal.SIGHUP)
        self.wait_for(bus, lambda: b'Reloaded server configuration' in log.read_bytes()[seen:], 'reloaded')

    # --- the services ---

    def start_services(self):
        endpoints = {}
        self.start_one('keys', endpoints)
        endpoints['keys'] = self.wait_one('keys')
        for name in SERVICES[1:]:
            self.start_one(name, endpoints)
        for name in SERVICES[1:]:
            endpoints[name] = self.wait_one(name)
        self.path('clients', 'endpoints.json').write_text(json.dumps(endpoints, indent=1))
        self.profile('operator', 'operator', '', '', '', '')
        self.program('fvctl ready', [FVCTL, '--profile', str(self.dir / 'clients/operator.json'), 'ready'])

    def command(self, name, endpoints):
        """The command line of one service's program."""
        pins = json.loads(self.path('house.json').read_text())
        certificate = self.path('certificates', f'svc-{name}')
        command = [str(BIN / f'fallverbund-{name}'), '--association', self.association, '--listen', '127.0.0.1:0',
                   '--port-file', str(self.path('run', f'{name}.port')),
                   '--metrics-listen', '127.0.0.1:0',
                   '--metrics-port-file', str(self.path('run', f'{name}.metrics')), '--data', str(self.path('services', name)),
                   '--tls-ca', str(self.authority.certificate), '--tls-cert', f'{certificate}.pem',
                   '--tls-key', f'{certificate}.key', '--nats-url', self.bus_url(),
                   '--nats-ca', str(self.authority.certificate), '--nats-cert', f'{certificate}.pem',
                   '--nats-key', f'{certificate}.key', '--genesis-sha256', pins['genesis_sha256'],
                   '--signer-key', str(self.path('keys', f'signer-{name}')),
                   '--signer-key-id', pins['signers'][name], '--test-clock', str(self.clock)]
        if name == 'keys':
            return command + ['--key-encryption-keys', str(self.path('keys', 'encryption'))]
        if name == 'audit':  # holds no keys
            return command + ['--journal-genesis-sha256', pins['journal_genesis_sha256']]
        return command + ['--vault', endpoints['keys']]

    def start_one(self, name, endpoints):
        self.path('run', f'{name}.port').unlink(missing_ok=True)
        self.spawn(name, self.command(name, endpoints))

    def wait_one(self, name):
        child = next(child for child in self.children if child.name == name)
        port_file = self.path('run', f'{name}.port')
        self.wait_for(child, lambda: port_file.exists() and port_file.read_text().strip(), 'listening')
        return '127.0.0.1:' + port_file.read_text().strip().rsplit(':', 1)[-1]

    def running(self):
        """(name, pid) of what runs of this house, whoever started it: services first, the bus last."""
        marks = {name: str(self.dir / 'run' / f'{name}.port') for name in reversed(SERVICES)}
        marks['bus'] = str(self.dir / 'bus' / 'nats.conf')
        return [(name, pid) for name, mark in marks.items() for pid in processes.with_argument(mark)]

    def refuse_if_running(self):
        running = ', '.join(f'{name} ({pid})' for name, pid in self.running())
        if running:
            die(f'of the house on {self.dir} there still runs: {running}. End it: ./tools/dev down --data {shlex.quote(str(self.dir))}')

    def stop(self):
        """Services first, then the bus: whatever is still running of this house."""
        for name, pid in self.running():
            processes.end(pid, self.dir, next((c for c in self.children if c.pid == pid), None))
        for name in [*SERVICES, 'bus']:
            (self.dir / 'run' / f'{name}.pid').unlink(missing_ok=True)

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


def story_start(story):
    for line in story.read_text().splitlines():
        if line.startswith('clock '):
            return line.split()[1]
    die(f'{story} does not say when it begins; give it a line: clock 2026-03-02T08:00:00Z')


def fvctl(*arguments):
    """Runs fvctl with its output going straight to the terminal."""
    return subprocess.run([FVCTL, *arguments], stdin=subprocess.DEVNULL, cwd=ROOT).returncode


def run(options):
    story = pathlib.Path(options.story)
    named = ROOT / 'tests/stories' / f'{options.story}.story'
    if not story.is_file() and named.is_file():
        story = named
    if not story.is_file():
        known = ', '.join(sorted(p.stem for p in (ROOT / 'tests/stories').glob('*.story')))
        die(f'there is no story {story}. Give a file, or one of: {known}.')
    data = pathlib.Path(options.data) if options.data else ROOT / '.dev/data' / story.stem
    house = House(data)
    house.refuse_if_running()
    if not options.data and data.exists():
        shutil.rmtree(data)
    if house.exists():
        die(f'{data} holds a house already. Look around in it with ./tools/dev up --data {shlex.quote(str(data))}, or name a new folder.')
    code = 1
    try:
        say('Starting the house: bus, key vault, team, intake, case, crisis, audit.')
        house.found(story_start(story))
        house.invite(story)
        house.start_services()
        clients = str(house.dir / 'clients')
        code = fvctl('story', 'play', str(story), '--clients', clients,
                     '--clock', str(house.clock))
        if code == 0:
            code = fvctl('--profile', f'{clients}/auditor.json', 'audit', 'report')
    finally:
        house.stop()
    if code != 0:
        die(f'the story did not end as written; logs lie in {house.dir}/logs')
    shown = os.path.relpath(data, ROOT) if data.is_relative_to(ROOT) else data
    who = first_person(story)
    say('\nLook around on the data just written:\n'
        f'  ./tools/dev up --data {shlex.quote(str(shown))}\n'
        f'  ./tools/dev fvctl --as {who} inbox\n'
        '  ./tools/dev down')


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
    house = House(data)
    house.refuse_if_running()
    try:
        if house.exists():
            house.start_bus()
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
