"""Who watches: what ten thousand open streams cost a command, and how soon the five parties of an alarm hear of it.

Both in a house of its own, through its own doors: the crisis service with mTLS, a certificate for each organisation. The
programs that watch run on the same machine and take their part of it.
"""
import json
import statistics
import subprocess

STREAMS = 100  # over one connection, all of one organisation; a server takes 128
MOST_WATCHERS, QUICK_WATCHERS = 10_000, 200  # MOST: in one process of the crisis service (libs/rpc/pipeline/stream.h)
ALARMS, QUICK_ALARMS = 100, 5  # in each run, each on a case of its own
HEARTBEAT_SECONDS = 15  # so often a silent stream is told something: a shorter run would miss what that costs
OPEN_SECONDS = 180
WITHOUT_LOAD, LOADED, LOAD = 'alarm to five watchers', 'alarm to five watchers, intake loaded', 'intake meanwhile, 64 in flight'


def percentile(ordered, share):
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Watching:
    """What of a Bench needs a house with so many watching organisations."""

    def __init__(self, bench, fvbench, fvload):
        self.bench, self.options = bench, bench.options
        self.fvbench, self.fvload = fvbench, fvload
        self.names = [f'zaunkoenig-{i:03}' for i in range(self.options.watchers // STREAMS)]
        self.alarms = QUICK_ALARMS if self.options.quick else ALARMS
        self.seconds = self.options.seconds if self.options.quick else max(self.options.seconds, HEARTBEAT_SECONDS)
        self.alarmed = 0  # cases that had theirs

    def cases_needed(self):
        return 2 * self.alarms * self.options.rounds

    def story(self, town):
        """The town's people, and one organisation for each connection."""
        more = ''.join(f'organisation haus-{name} PROVIDER Haus Zaunkoenig {name[-3:]}\nperson {name} haus-{name} PROVIDER_WORKER Frau {name}\n'
                       for name in self.names)
        return town.read_text() + more

    def clients(self):
        return self.bench.house.dir / 'clients'

    def run(self):
        self.beside_commands()
        self.from_the_alarm()

    # --- commands beside open streams ---

    def beside_commands(self):
        without, beside = 'no watchers, 64 in flight', f'{self.options.watchers} watchers, 64 in flight'
        told = []
        runs = self.bench.in_turns({without: lambda: self.bench.load_house(64, seconds=self.seconds),
                                    beside: lambda: self.with_watchers(told)})
        self.bench.ratio('command_with_watchers_vs_without', runs[beside], runs[without], 'per_second')
        self.bench.keys['watchers_open'] = min(each['open'] for each in told)
        self.bench.keys['watcher_connections'] = max(each['connections'] for each in told)
        self.bench.notes.append(
            f'{self.options.watchers} streams over {len(self.names)} connections with mTLS, one organisation each, were open '
            f'{statistics.median(each["open_after_s"] for each in told):.1f} s after all\nhad called at once; heartbeats during '
            f'the runs: {[each["heartbeats"] for each in told]}, streams that ended: {[each["begun_again"] for each in told]}.')

    def with_watchers(self, told):
        log, ready = self.bench.folder / 'watch.log', self.bench.folder / 'watch.ready'
        ready.unlink(missing_ok=True)
        watch = self.bench.spawn('watch', self.fvbench, 'watch', '--clients', self.clients(), '--as', *self.names,
                                 '--streams', STREAMS, '--ready-file', ready, '--open-within', OPEN_SECONDS)
        self.bench.wait_for(watch, ready.exists, 'the watchers', OPEN_SECONDS + 10)
        run = self.bench.load_house(64, seconds=self.seconds)
        self.bench.end(watch)
        told.append(json.loads(log.read_text().splitlines()[-1]))
        return run

    # --- from an alarm to its watchers ---

    def from_the_alarm(self):
        loads = []
        runs = self.bench.in_turns({WITHOUT_LOAD: self.raise_alarms, LOADED: lambda: self.under_load(loads)})
        self.bench.tell({LOAD: loads})
        for key, name in (('alarm_to_watchers', WITHOUT_LOAD), ('alarm_to_watchers_loaded', LOADED)):
            for number in ('p50', 'p99'):
                self.bench.keys[f'{key}_{number}_ms'] = statistics.median(run[f'{number}_us'] for run in runs[name]) / 1000
        self.bench.notes.append(
            f'An alarm: from the call until the last of five watchers has read its notification. Its fifth addressee is named by\n'
            f'a second call, so two acknowledgements on disk are in it; {self.alarms} alarms a run at most, one after the other.')

    def raise_alarms(self):
        took = sorted(self.bench.measured(self.fvbench, 'alarm', '--clients', self.clients(), '--first-case', self.alarmed,
                                          '--alarms', self.alarms, '--seconds', self.options.seconds)['ms'])
        self.alarmed += self.alarms
        return {'per_second': 1000 * len(took) / sum(took), 'p50_us': 1000 * percentile(took, 0.5),
                'p99_us': 1000 * percentile(took, 0.99)}

    def under_load(self, loads):
        load = subprocess.Popen(list(map(str, [self.fvload, 'run', '--clients', self.clients(), '--wish', 'inquiry', '--in-flight', 64,
                                               '--seconds', self.options.seconds + 1])),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.bench.children.append(load)
        run = self.raise_alarms()
        told, _ = load.communicate()
        self.bench.children.remove(load)
        loads.append(self.bench.all_accepted(json.loads(told.splitlines()[-1])))
        return run
