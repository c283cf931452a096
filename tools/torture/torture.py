#!/usr/bin/env python3
"""Breaks a house while people work in it, then asks whether everything they were told is true.

A seed makes the plan: which processes are killed (-9), frozen, restarted or cut off, when and for how long. Afterwards every
acknowledged command must be in the log exactly once, none that was refused may be, every instance's projection must have
the state hash of a fresh rebuild, and the audit must find nothing. A failed run prints the line for tests/torture/seeds.txt,
which `--known` plays again.
"""
import argparse
import fcntl
import json
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

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import callers  # noqa: E402
import load  # noqa: E402
import machines  # noqa: E402
import plan  # noqa: E402
import verdict  # noqa: E402

local = machines.local
ROOT = local.ROOT
SEEDS = ROOT / 'tests/torture/seeds.txt'
PEOPLE = HERE / 'people.story'
LANES = 8
WHOLE_SECONDS = 60     # after the last fault every service has to answer by then
SETTLE_ROUNDS = 200
TELL_EVERY = 10
IN_NAMESPACE = 'FALLVERBUND_TORTURE_NAMESPACE'
SIOCSIFFLAGS = 0x8914
LOOPBACK_UP = 0x49  # IFF_UP | IFF_LOOPBACK | IFF_RUNNING
PROJECTIONS = ['team', 'intake', 'case', 'crisis', 'audit', 'keys']


def say(text):
    print(text, flush=True)


class Failed(Exception):
    """What was found; each a sentence."""

    def __init__(self, faults):
        super().__init__('\n'.join(faults))
        self.faults = faults


# --- the house ---

def found(data):
    house = machines.Machines(data)
    house.found(local.story_start(PEOPLE))
    house.invite(PEOPLE)
    house.open()
    house.crew.program('fvctl story play', [local.FVCTL, 'story', 'play', str(PEOPLE), '--clients', str(house.dir / 'clients'),
                                       '--clock', str(house.clock)])
    house.set_clock(local.story_start(PEOPLE), running=True)
    return house


def profiles(house):
    found_profiles = {}
    for path in (house.dir / 'clients').glob('*.json'):
        profile = json.loads(path.read_text())
        if 'person_id' in profile:
            found_profiles[path.stem] = profile
    return found_profiles


def add_command_ids(house, calls):
    """Asked as one of the house's services: which commit belongs to which request."""
    certificate = house.dir / 'certificates/svc-case'
    done = subprocess.run(
        [str(local.BIN / 'command-ids'), '--vault', house.places('keys')[0], '--ca', str(house.authority.certificate),
         '--cert', f'{certificate}.pem', '--key', f'{certificate}.key'], capture_output=True, text=True,
        input=''.join(f'{call["organisation"]} {call["method"]} {call["request_id"]}\n' for call in calls))
    if done.returncode != 0:
        raise Failed([done.stderr.strip()])
    for call, identity in zip(calls, done.stdout.split(), strict=True):
        call['command_id'] = identity


def read_log(house):
    lines = house.crew.program('fvctl log list', [
        local.FVCTL, 'log', 'list', '--association', house.association, '--nats-url', house.bus.urls(),
        '--ca', str(house.authority.certificate), '--certificates', str(house.dir / 'certificates')])
    return [json.loads(line) for line in lines.splitlines()]


def settle(house, pipe):
    """Until every instance of every service has read and done all that follows from what was written."""
    position = 0
    deadline = time.monotonic() + WHOLE_SECONDS
    for _ in range(SETTLE_ROUNDS):
        before = position
        for service in PROJECTIONS:
            for place in house.places(service):
                answer = {'code': ''}
                while answer['code'] != 'OK':
                    house.look_after()
                    answer = pipe.ask('operator', 'WaitSettled', {'position': position}, service=service, endpoint=place,
                                      timeout_ms=5000)
                    if answer['code'] != 'OK' and time.monotonic() > deadline:
                        raise Failed([f'{service} at {place} had not settled after {WHOLE_SECONDS} s: '
                                      f'{answer["code"]} {answer.get("message", "")}'])
                position = max(position, int(answer['answer'].get('position', 0)))
        if position == before:
            return position
    raise Failed([f'the services still answered one another after {SETTLE_ROUNDS} rounds'])


def projection(pipe, service, place, position):
    answer = pipe.ask('operator', 'GetProjection', {'with_state_hash': True, 'at_least_position': position}, service=service,
                      endpoint=place, timeout_ms=60000)
    if answer['code'] != 'OK':
        raise Failed([f'the projection of {service} at {place} cannot be read: {answer["code"]} {answer.get("message")}'])
    return answer['answer']


def unlike_fresh(house, pipe, position):
    """Sentences about projections that are not what a fresh rebuild is."""
    faults = []
    for service in PROJECTIONS:
        served = {place: projection(pipe, service, place, position) for place in house.places(service)}
        fresh = projection(pipe, service, house.start_fresh(service), position)
        house.end_fresh(service)
        for where, each in served.items():
            if each != fresh:
                faults.append(f'the projection of {service} at {where} is not what a fresh rebuild is: {each}, fresh {fresh}')
    return faults


def audited(house):
    done = subprocess.run([local.FVCTL, '--profile', str(house.dir / 'clients/auditor.json'), '--json', 'audit', 'verify'],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise Failed([f'the audit gave no verdict: {done.stdout}{done.stderr}']) from None


def judge(house, world, begins_after):
    """Everything that must hold afterwards; answers the numbers of the run."""
    pipe = callers.Pipe(local.FVCTL, str(house.dir / 'clients'))
    try:
        began = time.monotonic()
        settle(house, pipe)
        whole_after = time.monotonic() - began
        load.answer_what_is_open(world, WHOLE_SECONDS)
        settle(house, pipe)
        house.set_clock(local.clock_file.stands_at(house.clock), running=False)
        position = settle(house, pipe)
        log = read_log(house)
        add_command_ids(house, world.record.calls)
        faults = world.complaints + verdict.find_faults(world.record.calls, log, begins_after)
        faults += unlike_fresh(house, pipe, position)
        told = audited(house)
        gaps, findings = int(told.get('gaps', 0)), int(told.get('findings_total', 0))
        if gaps or findings or int(told['position']) != len(log) or int(told['commits']) != len(log):
            faults.append(f'the audit has {gaps} gaps and {findings} findings, {told.get("commits")} of {len(log)} commits '
                          f'are valid: {told.get("findings", [])[:5]}')
        faults += [f'{name} ended by itself with code {code}: {words}' for name, code, words in house.ended_by_itself
                   if machines.crashed(code) or 'reading_stopped' in words or 'cannot_serve' in words]
        if faults:
            raise Failed(verdict.shortened(faults))
        return {'log': len(log), 'whole_after': whole_after, 'cases': told.get('cases', 0)}
    finally:
        pipe.close()


# --- the load and the faults ---

def work(house, seed):
    cast = load.Cast(profiles(house))
    record = callers.Record(house.path('calls.jsonl'))
    world = load.World(local.FVCTL, str(house.dir / 'clients'), cast, record, house.places,
                       lambda: local.clock_file.read(local.clock_file.stands_at(house.clock)))
    lanes = [load.Lane(number, seed, world) for number in range(LANES)]
    for lane in lanes:
        lane.thread.start()
    return world, lanes


def finish(world, lanes):
    world.over.set()
    for lane in lanes:
        lane.thread.join()
        if lane.failed:
            world.complain(f'the load itself failed, {lane.failed}')


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

    def run(self, faults, seconds, world):
        steps = self.actions(faults)
        told = TELL_EVERY
        while self.passed() < seconds:
            while steps and steps[0][0] <= self.passed():
                _, do, fault = steps.pop(0)
                do(fault)
            self.house.look_after()
            if self.passed() >= told:
                told += TELL_EVERY
                say(f'  {self.passed():5.0f} s: {summary(world)}')
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
        elif fault.kind == 'power':
            for name in machines.parts(1, 1):
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
        elif fault.kind == 'power':
            for name in machines.parts(1, 1):
                self.house.start(name)


def summary(world):
    with world.record.lock:
        calls = list(world.record.calls)
    counted = {outcome: sum(call['outcome'] == outcome for call in calls) for outcome in ('accepted', 'refused', 'unknown')}
    again = sum(call['attempts'] - len(call['answers']) for call in calls if call['outcome'] == 'accepted')
    return (f'{counted["accepted"]} accepted, {counted["refused"]} refused, {counted["unknown"]} open, '
            f'{again} attempts failed on the way, reads {dict(sorted(world.reads.items()))}')


def by_method(world):
    table = {}
    for call in world.record.calls:
        row = table.setdefault(call['name'], {'accepted': 0, 'refused': 0, 'unknown': 0})
        row[call['outcome']] += 1
    return '\n'.join(f'  {name:<30} {row["accepted"]:5} accepted {row["refused"]:5} refused'
                     for name, row in sorted(table.items()))


def kill_test(data, seed, seconds, faults):
    house = None
    try:
        house = found(data)
        begins_after = len(read_log(house))
        say(f'Seed {seed}, {seconds:.0f} s, {LANES} lanes. The plan:\n{plan.describe(faults)}')
        world, lanes = work(house, seed)
        try:
            Breaker(house).run(faults, seconds, world)
        finally:
            finish(world, lanes)
        numbers = judge(house, world, begins_after)
        ended = [name for name, _, _ in house.ended_by_itself]
        say(f'{summary(world)}\n{by_method(world)}\n'
            f'Whole again {numbers["whole_after"]:.1f} s after the load; {len(ended)} processes ended by themselves meanwhile and were '
            f'started again ({", ".join(sorted(set(ended))) or "none"}).\n'
            f'{numbers["log"]} commits, {numbers["cases"]} cases: what was acknowledged is there once, what was refused is not, '
            f'every projection is what a rebuild is, the audit found nothing.')
    finally:
        if house:
            house.stop()


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
    say('No network namespaces here: nothing is cut off, and the house listens on ports of this machine.')
    return False


def known():
    """The lines of tests/torture/seeds.txt as arguments."""
    lines = (line.split('#')[0].split() for line in SEEDS.read_text().splitlines())
    return [line for line in lines if line]


def play(options):
    """One run in a folder of its own; False when it found something."""
    seed = options.seed or str(random.SystemRandom().randrange(10**9))
    seconds = options.minutes * 60
    faults = options.faults or plan.make(seed, seconds, machines.parts(1, 1), can_cut=False)
    data = pathlib.Path(options.data or tempfile.mkdtemp(prefix='fallverbund-torture-'))
    try:
        kill_test(data / 'house', seed, seconds, faults)
    except Failed as failed:
        say(f'\nFAILED, seed {seed}:\n' + '\n'.join(f'  - {fault}' for fault in failed.faults))
        say(f'Logs, log and record of calls lie in {data}.\n'
            f'To keep it as a test, add this line to {SEEDS.relative_to(ROOT)}, with what was found:\n'
            f'  --seed {seed} --minutes {options.minutes:g} --faults {plan.write(faults)}  # ...')
        return False
    if not options.data:
        shutil.rmtree(data)
    return True


def main():
    parser = argparse.ArgumentParser(prog='tools/dev torture', description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--minutes', type=float, default=2, help='of load and faults (default %(default)s)')
    parser.add_argument('--seed', help='of the plan and of the load; default: a new one, printed')
    parser.add_argument('--faults', type=plan.read, help='the plan itself, as a failed run prints it; default: made from the seed')
    parser.add_argument('--data', help='a new folder that stays; default: one that is deleted when nothing was found')
    parser.add_argument('--known', action='store_true', help=f'play the seeds of {SEEDS.relative_to(ROOT)} first')
    options = parser.parse_args()
    local.end_with_us()
    net_of_its_own()
    runs = [parser.parse_args(line) for line in known()] if options.known else []
    if not all([play(run) for run in [*runs, options]]):
        sys.exit(1)


if __name__ == '__main__':
    try:
        main()
    except local.Interrupted:
        local.die('interrupted; everything that was started has been ended')
