"""Calls into a house that may be broken at any moment, and the record of what their callers were told."""
import json
import subprocess
import threading
import time
import uuid

# What a caller may take as the end of it; anything else leaves the outcome open, and the same request is sent again.
REFUSALS = {'FAILED_PRECONDITION', 'INVALID_ARGUMENT', 'PERMISSION_DENIED', 'NOT_FOUND', 'OUT_OF_RANGE', 'ALREADY_EXISTS'}
ATTEMPT_MS = 6000
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0
HEARD = {'young_person': {'heard': True}, 'family': {'heard': True}}


class Pipe:
    """One `fvctl calls`: a call after the other, over connections of its own. Not thread-safe."""

    def __init__(self, fvctl, clients):
        self.process = subprocess.Popen([fvctl, '--clients', clients, 'calls'], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, start_new_session=True)

    def ask(self, who, method, request, timeout_ms=ATTEMPT_MS, **where):
        line = {'as': who, 'method': method, 'request': request, 'timeout_ms': timeout_ms} | where
        self.process.stdin.write(json.dumps(line) + '\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError('fvctl calls ended in the middle of a call')
        answer = json.loads(answer)
        if 'error' in answer:
            raise RuntimeError(f'{method} as {who}: {answer["error"]}')
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Record:
    """The outcome of every write, one line of JSON as soon as it is known; the file is only appended to. Thread-safe."""

    def __init__(self, path):
        self.file = open(path, 'a', encoding='utf-8')
        self.lock = threading.Lock()
        self.calls = []

    def add(self, call):
        with self.lock:
            self.calls.append(call)
        self.write(call)

    def write(self, call):
        """Again, where more is known by now: the last line of a request_id counts."""
        with self.lock:
            self.file.write(json.dumps(call) + '\n')
            self.file.flush()


def new_request_id():
    return str(uuid.uuid4())


def settle(pipe, call, patience, world, dice, stop=lambda: False):
    """Sends the call until its outcome is known, `patience` seconds at most, each time to one of its service's places."""
    give_up = time.monotonic() + patience
    pause = FIRST_PAUSE
    answer = {}
    while True:
        answer = pipe.ask(call['as'], call['name'], call['request'], service=call['service'],
                          endpoint=dice.choice(world.places(call['service'])))
        call['attempts'] += 1
        if answer['code'] == 'OK' or answer['code'] in REFUSALS:
            break
        world.count_failure(answer['code'])
        if time.monotonic() > give_up or stop():
            break
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    call['code'] = answer['code']
    call['reason'] = answer.get('reason', '')
    call['message'] = answer.get('message', '')
    if answer['code'] == 'OK':
        result = answer['answer']['result']
        call['outcome'] = 'accepted'
        call['answers'].append({'position': int(result['position']), 'commit_id': result['commit_id']})
    else:
        call['outcome'] = 'refused' if answer['code'] in REFUSALS else 'unknown'
    return answer
