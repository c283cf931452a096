"""What every run has: a house with its people, a load on it, and the judgement afterwards."""
import collections
import json
import pathlib
import subprocess
import time

import callers
import load
import machines
import verdict

local = machines.local
ROOT = local.ROOT
HERE = pathlib.Path(__file__).resolve().parent
PEOPLE = HERE / 'people.story'
FVLOAD = str(local.BIN / 'fvload')
LANES = 8
WHOLE_SECONDS = 60     # after the last fault every service has to answer by then
SETTLE_ROUNDS = 200
PROJECTIONS = ['team', 'intake', 'case', 'crisis', 'audit', 'keys']


def say(text):
    print(text, flush=True)


class Failed(Exception):
    """What was found; each a sentence."""

    def __init__(self, faults):
        super().__init__('\n'.join(faults))
        self.faults = faults


def wait_until(what, seconds, condition, house):
    """The condition's answer; Failed when it does not come in time."""
    deadline = time.monotonic() + seconds
    while True:
        house.look_after()
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Failed([f'{what} did not come within {seconds} s'])
        time.sleep(0.1)


# --- the house ---

def found(house, people=PEOPLE):
    """A new house whose organisations have their certificates."""
    house.found(local.story_start(people))
    house.invite(people)
    house.open()


def populate(house):
    house.crew.program('fvctl story play', [
        local.FVCTL, 'story', 'play', str(PEOPLE), '--clients', str(house.dir / 'clients'), '--clock', str(house.clock)])
    house.set_clock(local.story_start(PEOPLE), running=True)


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
    command = [local.FVCTL, 'log', 'list', '--association', house.association, '--nats-url', house.bus.urls(),
               '--ca', str(house.authority.certificate), '--certificates', str(house.dir / 'certificates')]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Failed([f'the log cannot be read: {done.stderr.strip()}'])
    return [json.loads(line) for line in done.stdout.splitlines()]


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


def judge(house, work):
    """Everything that must hold afterwards; answers the numbers of the run."""
    pipe = callers.Pipe(local.FVCTL, str(house.dir / 'clients'))
    try:
        began = time.monotonic()
        settle(house, pipe)
        whole_after = time.monotonic() - began
        load.answer_what_is_open(work.world, WHOLE_SECONDS)
        settle(house, pipe)
        house.set_clock(local.clock_file.stands_at(house.clock), running=False)
        position = settle(house, pipe)
        log = read_log(house)
        add_command_ids(house, work.record.calls)
        faults = work.world.complaints + verdict.find_faults(work.record.calls, log, work.begins_after)
        if not any(call['outcome'] == 'accepted' for call in work.record.calls):
            faults.append('nothing was accepted: the load did no work')
        faults += [f'the load sends a malformed {call["method"]}: {call["message"]}' for call in work.record.calls
                   if call['code'] == 'INVALID_ARGUMENT']
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


# --- the load ---

class Work:
    """People at work in the house, from now on until `finish`."""

    def __init__(self, house, seed, lanes=LANES):
        populate(house)
        self.house = house
        self.begins_after = len(read_log(house))
        clock = local.clock_file
        self.record = callers.Record(house.path('calls.jsonl'))
        self.world = load.World(local.FVCTL, str(house.dir / 'clients'), load.Cast(profiles(house)), self.record, house.places,
                                lambda: clock.read(clock.stands_at(house.clock)))
        self.seed = seed
        self.at_once = lanes
        self.lanes = []
        self.go_on()

    def go_on(self):
        """Also again, after `finish`."""
        self.house.set_clock(local.clock_file.stands_at(self.house.clock), running=True)
        self.world.over.clear()
        first = len(self.lanes)
        lanes = [load.Lane(number, self.seed, self.world) for number in range(first, first + self.at_once)]
        self.lanes += lanes
        for lane in lanes:
            lane.thread.start()

    def finish(self):
        self.world.over.set()
        for lane in self.lanes:
            lane.thread.join()
            if lane.failed:
                self.world.complain(f'the load itself failed, {lane.failed}')
                lane.failed = None

    def calls(self):
        with self.record.lock:
            return list(self.record.calls)

    def accepted(self):
        return sum(call['outcome'] == 'accepted' for call in self.calls())

    def codes(self):
        """What failed attempts were told, also those of calls that are still tried."""
        with self.world.lock:
            return collections.Counter(self.world.codes)

    def summary(self):
        calls = self.calls()
        counted = collections.Counter(call['outcome'] for call in calls)
        return (f'{counted["accepted"]} accepted, {counted["refused"]} refused, {counted["unknown"]} open; '
                f'attempts that failed on the way: {dict(sorted(self.codes().items()))}; reads: {dict(sorted(self.world.reads.items()))}')

    def by_method(self):
        table = collections.defaultdict(collections.Counter)
        for call in self.calls():
            table[call['name']][call['outcome']] += 1
        return '\n'.join(f'  {name:<30} {row["accepted"]:5} accepted {row["refused"]:5} refused'
                         for name, row in sorted(table.items()))
