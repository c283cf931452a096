#!/usr/bin/env python3
"""Breaks a house while people work in it, then asks whether everything they were told is true.

A seed makes the plan: which processes are killed (-9), frozen, restarted or cut off, when and for how long. Afterwards every
acknowledged command must be in the log exactly once, none that was refused may be, every instance's projection must have
the state hash of a fresh rebuild, and the audit must find nothing. A failed run prints the line for tests/torture/seeds.txt,
which `--known` plays again.
"""
import argparse
import collections
import fcntl
import os
import pathlib
import random
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import machines  # noqa: E402
import network  # noqa: E402
import plan  # noqa: E402
import scenarios  # noqa: E402
from run import LANES, ROOT, Failed, Work, found, judge, local, say  # noqa: E402

SEEDS = ROOT / 'tests/torture/seeds.txt'
TELL_EVERY = 10
IN_NAMESPACE = 'FALLVERBUND_TORTURE_NAMESPACE'
SIOCSIFFLAGS = 0x8914
LOOPBACK_UP = 0x49  # IFF_UP | IFF_LOOPBACK | IFF_RUNNING


class Breaker:
    """Does what the plan says; what it has begun it also ends, whatever happens."""

    def __init__(self, house):
        self.house = house
        self.began = time.monotonic()

    def passed(self):
        return time.monotonic() - self.began

    def actions(self, faults):
        steps = []
        for fault in faults:
            steps.append((fault.at, self.begin, fault))
            if fault.seconds:
                steps.append((fault.at + fault.seconds, self.end, fault))
        return sorted(steps, key=lambda step: step[0])

    def run(self, faults, seconds, work):
        steps = self.actions(faults)
        told = TELL_EVERY
        while self.passed() < seconds:
            while steps and steps[0][0] <= self.passed():
                _, do, fault = steps.pop(0)
                do(fault)
            self.house.look_after()
            if self.passed() >= told:
                told += TELL_EVERY
                say(f'  {self.passed():5.0f} s: {work.summary()}')
            time.sleep(0.02)
        for _, do, fault in steps:
            do(fault)

    def begin(self, fault):
        if fault.kind == 'kill':
            self.house.kill(fault.target)
        elif fault.kind == 'pause':
            self.house.freeze(fault.target)
        elif fault.kind == 'restart':
            self.house.restart(fault.target)
        elif fault.kind == 'cut':
            self.house.network.cut(fault.target)
        elif fault.kind == 'power':
            for name in self.house.parts():
                self.house.kill(name)
        elif fault.kind == 'clock':
            clock = local.clock_file
            now = clock.read(clock.stands_at(self.house.clock))
            later = now + clock.datetime.timedelta(hours=int(fault.target[:-1]))
            self.house.set_clock(clock.instant(later), running=True)

    def end(self, fault):
        if fault.kind == 'kill':
            self.house.start(fault.target)
        elif fault.kind == 'pause':
            self.house.thaw(fault.target)
        elif fault.kind == 'cut':
            self.house.network.mend(fault.target)
        elif fault.kind == 'power':
            for name in self.house.parts():
                self.house.start(name)


def kill_test(data, seed, options, faults):
    wires = network.Network(machines.parts(options.instances, options.replicas)) if options.can_cut else None
    house = machines.Machines(data / 'house', options.instances, options.replicas, wires)
    seconds = options.minutes * 60
    try:
        found(house)
        say(f'Seed {seed}, {seconds:.0f} s, {LANES} lanes, {local.describe(house)}. The plan:\n{plan.describe(faults)}')
        work = Work(house, seed)
        try:
            Breaker(house).run(faults, seconds, work)
        finally:
            work.finish()
        numbers = judge(house, work)
        ended = collections.Counter(name for name, _, _ in house.ended_by_itself)
        say(f'{work.summary()}\n{work.by_method()}\n'
            f'Whole again {numbers["whole_after"]:.1f} s after the load. Ended by themselves meanwhile and started again: '
            f'{dict(ended) or "none"}.\n'
            f'{numbers["log"]} commits, {numbers["cases"]} cases: what was acknowledged is there once, what was refused is not, '
            f'every projection is what a rebuild is, the audit found nothing.')
    finally:
        house.stop()
        if wires:
            wires.close()


def net_of_its_own():
    """Goes on in a network namespace where all ports are ours; without the right to one, in the machine's network."""
    if os.environ.get(IN_NAMESPACE):
        with socket.socket() as any_socket:  # the loopback of a new namespace is down
            request = struct.pack('16sh', b'lo', LOOPBACK_UP)
            fcntl.ioctl(any_socket, SIOCSIFFLAGS, request)
        return True
    if subprocess.run(['unshare', '-n', 'true'], capture_output=True).returncode == 0:
        os.environ[IN_NAMESPACE] = '1'
        os.execvp('unshare', ['unshare', '-n', sys.executable, *sys.argv])
    return False  # the house listens on ports of this machine


def known():
    """The lines of tests/torture/seeds.txt as arguments."""
    lines = (line.split('#')[0].split() for line in SEEDS.read_text().splitlines())
    return [line for line in lines if line]


def play(options):
    """One run in a folder of its own; False when it found something."""
    seed = options.seed or str(random.SystemRandom().randrange(10**9))
    faults = options.faults or plan.make(seed, options.minutes * 60, machines.parts(options.instances, options.replicas),
                                         options.can_cut)
    again = f'--seed {seed} --minutes {options.minutes:g} --instances {options.instances} --replicas {options.replicas}'
    data = pathlib.Path(options.data or tempfile.mkdtemp(prefix='fallverbund-torture-'))
    try:
        if options.only:
            say(f'{options.only}, seed {seed}:')
            say('Well: ' + scenarios.ALL[options.only](data, seed) + '.')
        else:
            kill_test(data, seed, options, faults)
    except (Failed, RuntimeError) as failed:
        found = getattr(failed, 'faults', [str(failed)])
        say(f'\nFAILED, seed {seed}:\n' + '\n'.join(f'  - {fault}' for fault in found))
        say(f'Logs, log and record of calls lie in {data}.\n'
            f'To keep it as a test, add this line to {SEEDS.relative_to(ROOT)}, with what was found:\n'
            '  ' + (f'--seed {seed} --only {options.only}' if options.only else f'{again} --faults {plan.write(faults)}') + '  # ...')
        return False
    if not options.data:
        shutil.rmtree(data)
    return True


def main():
    parser = argparse.ArgumentParser(prog='tools/dev torture', description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--minutes', type=float, default=2, help='of load and faults (default %(default)s)')
    parser.add_argument('--seed', help='of the plan and of the load; default: a new one, printed')
    parser.add_argument('--instances', type=int, default=2, help='of each service (default %(default)s)')
    parser.add_argument('--replicas', type=int, choices=(1, 3), default=3, help='servers of the bus (default %(default)s)')
    parser.add_argument('--only', choices=sorted(scenarios.ALL), help='one of the faults that no plan throws, on a house of its own')
    parser.add_argument('--faults', type=plan.read, help='the plan itself, as a failed run prints it; default: made from the seed')
    parser.add_argument('--data', help='a new folder that stays; default: one that is deleted when nothing was found')
    parser.add_argument('--known', action='store_true', help=f'play the seeds of {SEEDS.relative_to(ROOT)} first')
    options = parser.parse_args()
    local.end_with_us()
    can_cut = net_of_its_own() and network.possible()
    if not can_cut:
        say('Nothing is cut off here: that needs root, network namespaces, and ip (Debian\'s iproute2).')
    runs = [parser.parse_args(line) for line in known()] if options.known else []
    for run in [*runs, options]:
        run.can_cut = can_cut
    if not all([play(run) for run in [*runs, options]]):
        sys.exit(1)


if __name__ == '__main__':
    try:
        main()
    except local.Interrupted:
        local.die('interrupted; everything that was started has been ended')
