"""Bits that flip on the disk of one of three servers of the bus; `./tools/dev torture --only bit-flip`.

The server is stopped in order before: it then starts on what its index says and reads no message. One that was killed
reads its files when it starts, finds the damage and fetches what is missing; that needs nobody's help.
"""
import pathlib
import random
import shutil
import struct
import subprocess
import time

import callers
import machines
from run import Failed, Work, found, judge, local, projection, say, settle, wait_until

DAMAGED_RECORDS = 6
FIXED = 22           # bytes of a record before its subject (libs/eventlog_jetstream/stored_copy.cc)
MOST_ELECTIONS = 20  # until the damaged server leads; each makes it so with one half
FRESH_TRIES = 4      # instances that read the log anew while it leads, or until one stops: chance says who answers them
PATIENCE = 60


def bus_command(house, verb, *more):
    return subprocess.run(
        [local.FVCTL, 'bus', verb, '--association', house.association, '--nats-url', house.bus.urls(),
         '--ca', str(house.authority.certificate), '--certificates', str(house.dir / 'certificates'), *more],
        capture_output=True, text=True, stdin=subprocess.DEVNULL)


def copies(house):
    """How each server says its copy of the log is, by name; those that answer."""
    stream = f'FV_{house.association.upper()}'
    lines = [line.split() for line in bus_command(house, 'show').stdout.splitlines()]
    return {words[0]: dict(word.split('=') for word in words[2:] if '=' in word) | {'leads': 'leads' in words}
            for words in lines if words[1] == stream}


def leader(house):
    return next((name for name, copy in copies(house).items() if copy['leads']), None)


def last_position(house):
    return max(int(copy['last']) for copy in copies(house).values())


def all_have(house, position):
    told = copies(house)
    return len(told) == house.bus.replicas and all(int(copy['last']) >= position for copy in told.values())


def compare(house, name):
    done = bus_command(house, 'compare', '--store', str(house.bus.store(name)))
    if done.returncode not in (0, 5):
        raise Failed([f'the copy of {name} cannot be compared: {done.stderr}'])
    return done


def faulty_positions(text):
    """Of the log, as the comparison tells them."""
    positions = set()
    for line in text.split('journal: ')[0].splitlines()[1:]:
        words = line.split()
        if words[0].isdigit():
            positions |= set(range(int(words[0]), int(words[2] if words[1] == 'to' else words[0]) + 1))
    return positions


def unserved(text, positions):
    """All that the comparison has against a whole copy is that the bus does not serve some of these positions. It is
    said where the damaged server answers for the leader, and which server answers a reader is left to chance."""
    lines = [line for line in text.splitlines() if line.startswith('  ') and line.split()[0].isdigit()]
    return faulty_positions(text) <= positions and all('the damaged copy leads' in line for line in lines)


def check_copies(house, damaged, positions, faults):
    """The comparison names these positions of this server, and nothing else of anybody."""
    digests = set()
    for name in house.bus.names():
        done = compare(house, name)
        if name == damaged:
            if done.returncode != 5 or faulty_positions(done.stdout) != positions:
                faults.append(f'{name} has damaged {sorted(positions)}, and the comparison says:\n{done.stdout}')
        elif done.returncode == 5 and leader(house) == damaged and unserved(done.stdout, positions):
            say(f'{name} is whole, and has what the damaged leader does not serve: {faulty_positions(done.stdout)}.')
        elif done.returncode != 0:
            faults.append(f'{name} is whole, and the comparison says:\n{done.stdout}')
        else:
            digests.add(next(line for line in done.stdout.splitlines() if line.startswith('log:')))
    if len(digests) > 1:
        faults.append(f'copies said to be whole differ: {sorted(digests)}')


def records(block):
    """(sequence, where its bytes begin behind the fixed part, where they end) of each."""
    at = 0
    while at + FIXED <= len(block):
        length, sequence = struct.unpack_from('<IQ', block, at)
        end = at + (length & 0x7fffffff)
        yield sequence, at + FIXED, end
        at = end


def flip(store, dice):
    """One bit somewhere in subject, headers, payload or checksum of some records; answers their positions. The last
    tenth stays: a server looks at its last record when it starts."""
    path = store / 'jetstream/LOG/streams/FV_DO/msgs/1.blk'
    block = bytearray(path.read_bytes())
    there = list(records(bytes(block)))
    hit = sorted(dice.sample(there[:len(there) * 9 // 10], DAMAGED_RECORDS))
    for _, begin, end in hit:
        block[dice.randrange(begin, end)] ^= 1 << dice.randrange(8)
    path.write_bytes(bytes(block))
    return {sequence for sequence, _, _ in hit}


def end(house, name):
    house.wanted.discard(name)
    house.crew.end(name)


def damage(house, name, dice):
    end(house, name)
    position = last_position(house)
    positions = flip(house.bus.store(name), dice)
    house.start(name)
    wait_until(f'{name} at position {position}', PATIENCE, lambda: all_have(house, position), house)
    told = copies(house)[name]
    say(f'{name}: a bit flipped in each of {sorted(positions)}; of itself it says missing={told["missing"]}.')
    return positions


def refill(house, name):
    """As deploy/README.md says under "A replica is damaged"."""
    folders = [pathlib.Path(word) for line in compare(house, name).stdout.splitlines() if 'its folders:' in line
               for word in line.split('its folders:')[1].split()]
    end(house, name)
    wait_until('another leader', PATIENCE, lambda: leader(house) not in (None, name), house)
    aside = house.path('set-aside', f'{name}-{time.monotonic_ns()}', 'x').parent
    for folder in folders:
        shutil.move(folder, aside / folder.name)
    position = last_position(house)
    house.start(name)
    wait_until(f'{name} filled again', PATIENCE, lambda: all_have(house, position), house)
    if len(folders) != 2:
        raise Failed([f'the comparison named {folders} to be moved away; it takes two'])
    say(f'{name}: {", ".join(folder.name for folder in folders)} set aside; it has fetched the log again.')


def make_leader(house, name):
    for _ in range(MOST_ELECTIONS):
        now = wait_until('a leader', PATIENCE, lambda: leader(house), house)
        if now == name:
            return
        end(house, now)
        wait_until('another leader', PATIENCE, lambda now=now: leader(house) not in (None, now), house)
        position = last_position(house)
        house.start(now)
        wait_until('all servers', PATIENCE, lambda position=position: all_have(house, position), house)
    raise Failed([f'{name} did not lead after {MOST_ELECTIONS} elections'])


def read_anew(house, pipe, position):
    """A new instance reads the whole log: True when it serves what the others serve, False when it stopped, loudly."""
    served = projection(pipe, 'case', house.places('case')[0], position)
    name = f'case-{house.instances + 1}'
    seen = house.crew.log_size(name)
    place = house.start_fresh('case')
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if not house.crew.alive(name):
                if not house.crew.said(name, 'reading_stopped', seen):
                    raise Failed([f'a new instance ended and did not say why: {house.last_words(name)}'])
                return False
            answer = pipe.ask('operator', 'GetProjection', {'with_state_hash': True, 'at_least_position': position},
                              service='case', endpoint=place, timeout_ms=2000)
            if answer['code'] == 'OK':
                if answer['answer'] != served:
                    raise Failed([f'a new instance serves {answer["answer"]}, the others {served}'])
                return True
        raise Failed(['a new instance neither served nor stopped'])
    finally:
        house.end_fresh('case')


def bit_flip(data, seed):
    """First a follower is damaged, then a server that is made leader; each is found and filled again."""
    dice = random.Random(f'bit-flip {seed}')
    faults = []
    house = machines.Machines(data / 'house', instances=1, replicas=3)
    try:
        found(house)
        work = Work(house, seed)
        wait_until('a first three hundred accepted writes', PATIENCE, lambda: work.accepted() > 300, house)
        victim = next(name for name in house.bus.names() if name != leader(house))
        positions = damage(house, victim, dice)
        before = work.accepted()
        wait_until('writes beside the damaged copy', PATIENCE, lambda: work.accepted() > before + 100, house)
        work.finish()
        judge(house, work)  # with six instances that read everything anew, from whichever server
        check_copies(house, victim, positions, faults)
        refill(house, victim)
        check_copies(house, None, set(), faults)
        if faults:
            raise Failed(faults)

        work.go_on()
        victim = leader(house)
        positions = damage(house, victim, dice)
        make_leader(house, victim)
        before = work.accepted()
        wait_until('writes while the damaged server leads', PATIENCE, lambda: work.accepted() > before + 100, house)
        work.finish()
        pipe = callers.Pipe(local.FVCTL, str(house.dir / 'clients'))
        position = settle(house, pipe)
        make_leader(house, victim)
        read = [read_anew(house, pipe, position)]
        while all(read) and len(read) < FRESH_TRIES:
            read.append(read_anew(house, pipe, position))
        pipe.close()
        say(f'{victim} leads: of {len(read)} instances that read the log anew {sum(read)} got all from the others and serve '
            f'the same, {read.count(False)} stopped.')
        check_copies(house, victim, positions, faults)
        refill(house, victim)
        check_copies(house, None, set(), faults)
        if faults:
            raise Failed(faults)
        numbers = judge(house, work)
        return f'{numbers["log"]} commits; each damaged copy was named with its positions, refilled, and is whole'
    finally:
        house.stop()
