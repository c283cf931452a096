#!/usr/bin/env python3
# Long, because one measurement follows the other in one run, each with what it means.
"""Measures the command path beside its bare ceiling, both with durable acknowledgement, in one run.

Every number is a median over the rounds, and what is compared is measured in turns: other load on the machine moves the
numbers, hardly the ratios. Called by tools/dev with the built programs and the bus in the environment. JSON keys and
targets stand in TARGETS below.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools/local'))
import bus as buses  # noqa: E402
import clock_file  # noqa: E402
import crew as crews  # noqa: E402
import house as houses  # noqa: E402
import peers  # noqa: E402
import watching  # noqa: E402

BIN = ROOT / 'build/dev/bin'
TOWN = ROOT / 'tools/load/town.story'
PAYLOAD_BYTES = 900  # of a commit with one sealed text, which the ceiling and the peers append too
CASES = 256  # the writes go round them, so that those in flight meet on none
MESSAGES, QUICK_MESSAGES = 1_000_000, 2_000
START_SECONDS = 60  # who does not listen by then is stuck
LONGEST_REBUILD_SECONDS = 1_800
AT_LEAST, AT_MOST = 'at least', 'at most'
# key: (what it is, at least or at most, target; None: printed without one)
TARGETS = {
    'command_c64_vs_ceiling': ('throughput, 64 in flight, of the ceiling', AT_LEAST, 0.6),
    'command_c64_p99_vs_ceiling': ('p99, 64 in flight, of the ceiling', AT_MOST, 2),
    'command_c1_p50_vs_ceiling': ('p50, one at a time, of the ceiling', AT_MOST, 2),
    'mtls_vs_plain': ('throughput with mTLS, 64 in flight, of without', AT_LEAST, 0.85),
    'rebuild_vs_rocksdb': ("rebuild, prefix vouched for, of RocksDB's own read-modify-write", AT_LEAST, 0.5),
    'rebuild_vs_rocksdb_same_rows': ('the same, of RocksDB reading and writing each row once that a rebuild leaves', None, None),
    'history100_p50_ms': ('ms, 100 commits of one case out of the rows of a long log', AT_MOST, 1),
    'restart_ready_s': ('s, the case service ready again with all its cases', AT_MOST, 3),
    'vs_message_db_one_category': ('throughput of message-db, one category', AT_LEAST, 1.7),
    'vs_message_db_64_categories': ('throughput of message-db, 64 categories', None, None),
    'vs_emmett': ('throughput of emmett', AT_LEAST, 1.7),
    'command_with_watchers_vs_without': ('throughput, 64 in flight, all watchers open, of without', None, None),
    'watchers_open': ('streams of notifications, the fewest at any time', None, None),
    'watcher_connections': ('connections they share', None, None),
    'alarm_to_watchers_p50_ms': ('ms, one alarm of five legs until all five watchers were told', None, None),
    'alarm_to_watchers_p99_ms': ('the same, p99', None, None),
    'alarm_to_watchers_loaded_p50_ms': ('the same with load on intake, p50', None, None),
    'alarm_to_watchers_loaded_p99_ms': ('the same with load on intake, p99', None, None),
    'r3_command_c64_vs_ceiling': ('throughput, 64 in flight, three servers, of the ceiling on three', None, None),
}


def say(text):
    print(f'== {text}', file=sys.stderr, flush=True)


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.children = []
        self.vouched = False  # whether the second rebuild could skip signatures
        self.rows = []  # (what, {'per_second', 'p50_us', 'p99_us'})
        self.keys = {}
        self.notes = []  # how it was measured

    # --- processes ---

    def spawn(self, name, *command):
        log = open(self.folder / f'{name}.log', 'w')
        child = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.children.append(child)
        return child

    def wait_for(self, child, ready, what, seconds=START_SECONDS):
        deadline = time.monotonic() + seconds
        while not ready():
            if child.poll() is not None or time.monotonic() > deadline:
                houses.die(f'{what} did not start; logs lie in {self.folder}')
            time.sleep(0.02)

    def wait_port(self, child, path, what):
        self.wait_for(child, lambda: path.exists() and path.read_text().strip(), what)
        return '127.0.0.1:' + path.read_text().strip()

    def end(self, child):
        child.terminate()
        child.wait()
        self.children.remove(child)

    def stop(self):
        for child in self.children:
            child.terminate()
        for child in self.children:
            child.wait()
        self.children = []

    def measured(self, *command):
        done = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            houses.die(f'{pathlib.Path(command[0]).name} failed:\n{done.stderr}')
        return json.loads(done.stdout.splitlines()[-1])

    # --- what is measured ---

    def start_ceiling(self, replicas=1):
        """gRPC in front of a stream of its own, on as many servers as it has copies."""
        crew = crews.Crew(self.folder / f'ceiling-{replicas}')
        names = [f'bus-{i}' for i in range(1, replicas + 1)]
        for name in names:
            config = crew.path(name, 'nats.conf')
            text = (f'server_name: {name}\nlisten: "{crew.address(name)}"\n'
                    f'jetstream {{ store_dir: "{config.parent}/store", sync_interval: always }}\n')
            if replicas > 1:
                routes = ', '.join(f'"nats://{crew.address(f"{other}-route")}"' for other in names if other != name)
                text += f'cluster {{ name: ceiling, listen: "{crew.address(f"{name}-route")}", routes: [{routes}] }}\n'
            config.write_text(text)
            crew.spawn(name, [os.environ['NATS_SERVER'], '-c', str(config)])
            self.children.append(crew.children[name])
        ready, said = ('listening', 'Server is ready') if replicas == 1 else ('one of a cluster with a leader', buses.LEADS)
        crew.wait_for(names[0], lambda: any(crew.said(name, said) for name in names), ready)
        port_file = crew.path('port')
        self.ceiling = self.wait_port(self.spawn(f'ceiling-{replicas}', BIN / 'fvbench', 'ceiling', '--nats-url',
                                                 f'nats://{crew.address(names[0])}', '--replicas', replicas, '--port-file', port_file),
                                      port_file, 'the ceiling')

    def start_house(self, replicas=1, name='house', story=TOWN, cases=CASES):
        self.house = houses.House(self.folder / f'{name}-{replicas}', replicas=replicas)
        self.house.found(clock_file.machine_now())
        self.house.invite(story)
        self.house.start_services()
        subprocess.run([BIN / 'fvload', 'found', '--clients', self.house.dir / 'clients', '--story', story, '--clock', self.house.clock,
                        '--cases', str(cases)], check=True, stdin=subprocess.DEVNULL)

    def stop_services(self, *names):
        for name in names:
            self.house.crew.end(f'{name}-1')

    def load_ceiling(self, in_flight):
        return self.measured(BIN / 'fvbench', 'ceiling-load', '--target', self.ceiling, '--in-flight', in_flight, '--aggregates', CASES,
                             '--payload-bytes', PAYLOAD_BYTES, '--seconds', self.options.seconds)

    def load_house(self, in_flight, *more, seconds=None):
        return self.all_accepted(self.measured(
            BIN / 'fvload', 'run', '--clients', self.house.dir / 'clients', '--in-flight', in_flight, '--warm-up', 0.5,
            '--seconds', seconds or self.options.seconds, *more))

    def all_accepted(self, run):
        failed = {code: count for code, count in run['codes'].items() if code != 'OK'}
        if failed:
            houses.die(f'of the writes under load some failed: {failed}')
        return run

    def in_turns(self, ways):
        """{name: function} to {name: [what it measured in each round]}."""
        runs = {name: [] for name in ways}
        for turn in range(self.options.rounds):
            for name, way in ways.items():
                say(f'{turn + 1} of {self.options.rounds}: {name}')
                runs[name].append(way())
        self.tell(runs)
        return runs

    def tell(self, runs):
        for name, each in runs.items():
            self.rows.append((name, {key: statistics.median(run[key] for run in each) for key in ('per_second', 'p50_us', 'p99_us')}))

    def ratio(self, key, ours, theirs, number):
        """The median of the rounds' ratios: what was measured together is compared."""
        self.keys[key] = statistics.median(a[number] / max(b[number], 1e-9) for a, b in zip(ours, theirs))

    def command_path(self):
        for in_flight in (64, 1):
            self.in_turns({f'whole house, {in_flight} in flight': lambda n=in_flight: self.load_house(n)})
        self.stop_services('audit', 'crisis', 'intake', 'team')
        for in_flight in (64, 1):
            ceiling, command = f'ceiling, {in_flight} in flight', f'command path, {in_flight} in flight'
            runs = self.in_turns({ceiling: lambda n=in_flight: self.load_ceiling(n), command: lambda n=in_flight: self.load_house(n)})
            if in_flight == 64:
                self.ratio('command_c64_vs_ceiling', runs[command], runs[ceiling], 'per_second')
                self.ratio('command_c64_p99_vs_ceiling', runs[command], runs[ceiling], 'p99_us')
            else:
                self.ratio('command_c1_p50_vs_ceiling', runs[command], runs[ceiling], 'p50_us')

    def three_servers(self):
        """The command path and its ceiling once more, on a bus of three servers each."""
        self.start_house(replicas=3)
        self.start_ceiling(replicas=3)
        self.stop_services('audit', 'crisis', 'intake', 'team')
        ceiling, command = 'ceiling, 64 in flight, three servers', 'command path, 64 in flight, three'
        runs = self.in_turns({ceiling: lambda: self.load_ceiling(64), command: lambda: self.load_house(64)})
        self.ratio('r3_command_c64_vs_ceiling', runs[command], runs[ceiling], 'per_second')
        self.stop()
        self.house.stop()

    def two_doors(self):
        """The case service once more, with a second door without TLS that only this program has."""
        self.stop_services('case')
        port_file, plain_file = self.house.dir / 'run/case-1.port', self.folder / 'plain.port'
        port_file.unlink()
        organisation = json.loads((self.house.dir / 'clients/adler.json').read_text())['organisation_id']
        doors = self.spawn('doors', BIN / 'fvbench', 'doors', *self.house.command('case', 1)[1:], '--plain-for', organisation,
                           '--plain-port-file', plain_file)
        with_tls, plain = self.wait_port(doors, port_file, 'the two doors'), self.wait_port(doors, plain_file, 'the two doors')
        for target, more in ((with_tls, []), (plain, ['--plain'])):
            self.load_house(1, '--target', target, *more)  # until it has read the log
        runs = self.in_turns({'with mTLS, 64 in flight': lambda: self.load_house(64, '--target', with_tls),
                              'without, 64 in flight': lambda: self.load_house(64, '--target', plain, '--plain')})
        self.ratio('mtls_vs_plain', runs['with mTLS, 64 in flight'], runs['without, 64 in flight'], 'per_second')

    def peers(self):
        ours = 'command path beside them'
        try:
            runs = peers.measure(self.options.modules, self.options.seconds, self.options.rounds, PAYLOAD_BYTES, say,
                                 {ours: self.load_house})
        except peers.Failed as failed:
            houses.die(str(failed))
        self.tell(runs)
        for key, name in (('vs_message_db_one_category', 'message-db, one category'),
                          ('vs_message_db_64_categories', 'message-db, 64 categories'), ('vs_emmett', 'emmett')):
            self.ratio(key, runs[ours], runs[name], 'per_second')

    def restart_bus(self, syncing):
        """Without syncing only to write a long log in minutes; whatever is measured afterwards has a bus that syncs."""
        bus, crew = self.house.bus, self.house.crew
        crew.end('bus-1')
        if syncing:
            bus.start()
            return
        config = bus.config('bus-1')
        text = config.read_text()
        if 'sync_interval: always' not in text:
            houses.die('the configuration of the bus does not say sync_interval: always')
        config.write_text(text.replace('sync_interval: always', 'sync_interval: "2m"'))
        for old in config.parent.glob('*.ports'):
            old.unlink()
        crew.spawn('bus-1', [os.environ['NATS_SERVER'], '-c', str(config)])
        bus.wait_listening('bus-1')

    def until_ready(self):
        """Seconds from starting the case service until its health says SERVING, as its log tells."""
        crew = self.house.crew
        seen = crew.log_size('case-1')
        start = time.monotonic()
        self.house.start_one('case', 1)
        while not crew.said('case-1', '"event":"ready"', seen):
            if not crew.alive('case-1') or time.monotonic() - start > LONGEST_REBUILD_SECONDS:
                houses.die(f'the case service did not become ready:\n{crew.tail("case-1")}')
            time.sleep(0.005)
        return time.monotonic() - start

    def long_log(self):
        """A log of many messages, and how the case service stands on it: rebuilt, started again, asked for one history."""
        messages = self.options.messages
        cases = messages // 10
        size = '' if messages == MESSAGES else f'_of_{messages}'  # the keys say when they tell of another log
        people = {name: json.loads((self.house.dir / f'clients/{name}.json').read_text()) for name in ('adler', 'specht')}
        self.stop_services('case', 'keys')
        say(f'writing a log of {messages} messages')
        self.restart_bus(syncing=False)
        watched = self.measured(BIN / 'fvbench', 'bulk', *self.house.command('case', 1)[1:], '--messages', messages, '--cases', cases,
                                '--organisation', people['adler']['organisation_id'], '--unit', people['adler']['unit_id'], '--person',
                                people['adler']['person_id'], '--deputy', people['specht']['person_id'])['case_id']
        self.restart_bus(syncing=True)
        self.house.start_one('keys', 1)
        self.house.wait_one('keys', 1)
        rows = next((self.house.dir / 'services/case-1').glob('projection-*-*'))
        rates = {name: [] for name in ('RocksDB alone', 'RocksDB, the same rows', 'rebuild, every signature', 'rebuild again')}
        restarts = []
        for turn in range(self.options.rounds):
            say(f'{turn + 1} of {self.options.rounds}: rebuilding from {messages} messages')
            alone = self.folder / f'rocksdb-{turn}'
            rates['RocksDB alone'].append(self.measured(BIN / 'fvbench', 'read-modify-write', '--folder', alone, '--rows', cases,
                                                        '--seconds', self.options.seconds)['per_second'])
            shutil.rmtree(alone)
            shutil.rmtree(rows)
            rows.with_name('projection.vouched').unlink(missing_ok=True)
            rates['rebuild, every signature'].append(messages / self.until_ready())
            self.stop_services('case')
            self.vouched = rows.with_name('projection.vouched').exists()
            shutil.rmtree(rows)
            rates['rebuild again'].append(messages / self.until_ready())
            self.stop_services('case')
            restarts.append(self.until_ready())
            self.stop_services('case')
            rates['RocksDB, the same rows'].append(self.measured(BIN / 'fvbench', 'same-rows', '--projection', rows, '--folder', alone,
                                                                 '--messages', messages)['per_second'])
            shutil.rmtree(alone)
        for name, each in rates.items():
            self.rows.append((name, {'per_second': statistics.median(each)}))
        if self.vouched:  # else the number would bear a wrong name
            for key, yardstick in (('rebuild_vs_rocksdb', 'RocksDB alone'), ('rebuild_vs_rocksdb_same_rows', 'RocksDB, the same rows')):
                self.keys[f'{key}{size}'] = statistics.median(
                    ours / theirs for ours, theirs in zip(rates['rebuild again'], rates[yardstick]))
        self.keys[f'history100_p50_ms{size}'] = self.measured(BIN / 'fvbench', 'history', '--projection', rows, '--case', watched)['p50_ms']
        self.keys[f'restart_ready_s{size}'] = statistics.median(restarts)

    def watchers(self):
        watch = watching.Watching(self, BIN / 'fvbench', BIN / 'fvload')
        story = self.folder / 'watching.story'
        story.write_text(watch.story(TOWN))
        self.start_house(name='watched', story=story, cases=CASES + watch.cases_needed())
        watch.run()
        self.house.stop()

    def run(self):
        if self.options.only != 'rest':
            self.watchers()
        if self.options.only != 'watchers':
            self.command_and_log()

    def command_and_log(self):
        if self.options.replicas == 3:
            self.three_servers()
        self.start_house()
        self.start_ceiling()
        self.command_path()
        if self.options.peers:
            self.peers()
        self.two_doors()
        self.stop()  # the two doors and the ceiling have done their part
        self.long_log()

    # --- what is told ---

    def verdict(self, value, side, target):
        if side is None:
            return ''
        if self.options.quick:
            return f'{side} {target}: not judged'
        reached = value >= target if side == AT_LEAST else value <= target
        return f'{side} {target}: {"reached" if reached else "NOT REACHED"}'

    def report(self):
        lines = [f'{"":40}{"per second":>12}{"p50 us":>10}{"p99 us":>10}']
        lines += [f'{name:40}{row["per_second"]:12,.0f}{row.get("p50_us", 0):10,.0f}{row.get("p99_us", 0):10,.0f}' for name, row in self.rows]
        lines.append('')
        for key, value in self.keys.items():
            what, side, target = TARGETS[key.partition('_of_')[0]]
            lines.append(f'{key:34}{value:10.2f}  {self.verdict(value, side, target):28}{what}')
        lines += ['', f'Medians of {self.options.rounds} rounds of {self.options.seconds} s. Every acknowledgement is on disk (sync_interval',
                  f'always; PostgreSQL with fsync and synchronous_commit on), {PAYLOAD_BYTES} bytes each.', *self.notes]
        if self.options.only != 'watchers':
            lines += self.about_command_and_log()
        print('\n'.join(lines), flush=True)

    def about_command_and_log(self):
        lines = ['The ceiling has neither TLS nor',
                  'signature nor sealing; the command path has mTLS to client, vault and bus, two signatures and a sealed text.',
                  f'The long log: {self.options.messages} messages over {self.options.messages // 10} cases, written without syncing and read with it;',
                  'its history is read from the rows of the case service, without gRPC and journal around it.']
        if not self.vouched:
            lines.append('Nothing vouched for a prefix of the log: both rebuilds checked every signature, so there is no rebuild_vs_rocksdb.')
        if self.keys['command_c64_vs_ceiling'] > 1:
            lines.append('The command path was faster than its own ceiling, which it cannot be: something else kept disk or cores busy. '
                         'None of these numbers counts; measure again on a quiet machine.')
        return lines


def main():
    parser = argparse.ArgumentParser(prog='tools/dev bench', description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--json', metavar='FILE', help='writes the ratios there, one flat object')
    parser.add_argument('--peers', action='store_true', help='measures message-db and emmett on PostgreSQL 15 as well')
    parser.add_argument('--replicas', type=int, choices=(1, 3), default=1, help='3: measures the command path on a bus of three servers as well')
    parser.add_argument('--seconds', type=int, default=5, help='of each run (default %(default)s)')
    parser.add_argument('--rounds', type=int, default=3, help='of each comparison, at least 3 (default %(default)s)')
    parser.add_argument('--messages', type=int, default=MESSAGES,
                        help='of the long log, over a tenth as many cases (default %(default)s)')
    parser.add_argument('--watchers', type=int, default=watching.MOST_WATCHERS,
                        help=f'open streams of notifications, {watching.STREAMS} over one connection (default %(default)s)')
    parser.add_argument('--only', choices=('watchers', 'rest'),
                        help='watchers: commands beside open streams, and from an alarm to its watchers; rest: all but these')
    parser.add_argument('--quick', action='store_true', help='one second, one round, a short log, few watchers: shows that it runs, says nothing about speed')
    parser.add_argument('--modules', default=str(ROOT / '.dev/npm/node_modules'), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.seconds, options.rounds, options.messages = 1, 1, min(options.messages, QUICK_MESSAGES)
        options.watchers = min(options.watchers, watching.QUICK_WATCHERS)
    elif options.rounds < 3:
        parser.error('--rounds: a median needs at least 3; --quick makes do with one')
    if options.messages < QUICK_MESSAGES:
        parser.error(f'--messages: at least {QUICK_MESSAGES}')
    if options.watchers not in range(watching.STREAMS, watching.MOST_WATCHERS + 1, watching.STREAMS):
        parser.error(f'--watchers: a multiple of {watching.STREAMS}, at most {watching.MOST_WATCHERS}')
    if 'NATS_SERVER' not in os.environ:
        houses.die('call it through ./tools/dev, which brings the bus')
    houses.end_with_us()
    folder = pathlib.Path(tempfile.mkdtemp(prefix='fv-bench-'))
    bench = Bench(options, folder)
    try:
        bench.run()
        bench.report()
        if options.json:
            pathlib.Path(options.json).write_text(json.dumps({k: round(v, 3) for k, v in bench.keys.items()}, indent=1) + '\n')
    except RuntimeError as failed:
        houses.die(f'{failed}\nLogs lie in {folder}.')
    finally:
        bench.stop()
        if hasattr(bench, 'house'):
            bench.house.stop()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == '__main__':
    try:
        main()
    except houses.Interrupted:
        houses.die('interrupted; everything that was started has been ended')
