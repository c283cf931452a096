"""Faults that a plan cannot throw in passing: a full disk, a damaged projection, too many callers, a
damaged copy of the log.
Each on a house of its own; `./tools/dev torture --only NAME`."""
import collections
import json
import os
import shutil
import subprocess
import time

import callers
import machines
from bit_flip import bit_flip
from run import FVLOAD, ROOT, Failed, Work, found, judge, local, projection, say, settle, wait_until

TOWN = ROOT / 'tools/load/town.story'


def flip_bits(path, every, first=0):
    """One bit in every so many bytes."""
    content = bytearray(path.read_bytes())
    for at in range(first, len(content), every):
        content[at] ^= 0x10
    path.write_bytes(content)


# --- a full disk ---

DISK_MB = 48
BALLAST_LEAVES_MB = 2


def full_disk(data, seed):
    """The store of the bus lies on a small disk that runs full while people work, and is freed again."""
    disk = data / 'small-disk'
    disk.mkdir(parents=True)
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={DISK_MB}m', 'tmpfs', str(disk)]).returncode != 0:
        raise Failed(['a small disk cannot be mounted here (needs root)'])
    house = None
    try:
        house = machines.Machines(data / 'house')
        house.bus.store = lambda name: disk / name
        found(house)
        work = Work(house, seed)
        ballast = disk / 'ballast'
        try:
            wait_until('a first hundred accepted writes', 60, lambda: work.accepted() > 100, house)
            free = shutil.disk_usage(disk).free
            with open(ballast, 'wb') as file:
                file.write(bytes(max(0, free - BALLAST_LEAVES_MB * 2**20)))
            say(f'The disk of the bus has {shutil.disk_usage(disk).free // 1024} KiB left.')
            told = wait_until('RESOURCE_EXHAUSTED', 90, lambda: work.codes()['RESOURCE_EXHAUSTED'], house)
            before = work.accepted()
            say(f'It is full: {told} attempts were told RESOURCE_EXHAUSTED, {before} writes were accepted before.')
        finally:
            ballast.unlink(missing_ok=True)
            house.restart('bus-1')  # a server that could not write stays silent until it is started again
        began = time.monotonic()
        wait_until('a write after the disk was freed', 30, lambda: work.accepted() > before + 20, house)
        say(f'Freed and started again, the bus took writes after {time.monotonic() - began:.1f} s.')
        work.finish()
        numbers = judge(house, work)
        return f'{numbers["log"]} commits, all that was acknowledged among them'
    finally:
        if house:
            house.stop()
        subprocess.run(['umount', str(disk)], check=True)


# --- a damaged projection ---

def damages():
    """Name, which files of RocksDB, what is done to each of them."""
    return [('the manifest is noise', 'MANIFEST-*', lambda path: path.write_bytes(os.urandom(512))),
            ('every table has flipped bits', '*.sst', lambda path: flip_bits(path, 256)),
            ('the tables are gone', '*.sst', lambda path: path.unlink()),
            ('CURRENT names nothing', 'CURRENT', lambda path: path.write_text('MANIFEST-999999\n')),
            ('the journal has flipped bits', '*.log', lambda path: flip_bits(path, 256, 64))]


def corrupt_projection(data, seed):
    """The folder of a projection is damaged by hand while its service is down."""
    house = machines.Machines(data / 'house')
    try:
        found(house)
        work = Work(house, seed)
        wait_until('three hundred accepted writes', 60, lambda: work.accepted() > 300, house)
        work.finish()
        house.set_clock(local.clock_file.stands_at(house.clock), running=False)
        pipe = callers.Pipe(local.FVCTL, str(house.dir / 'clients'))
        position = settle(house, pipe)
        for service in ('case', 'audit', 'team', 'intake', 'crisis', 'keys'):
            place = house.places(service)[0]
            whole = projection(pipe, service, place, position)
            for what, files, damage in damages():
                restart_once(house, f'{service}-1')  # so that tables are there: what was in memory is written at a start
                settle(house, pipe)
                house.kill(f'{service}-1')
                hit = sorted((house.dir / 'services' / f'{service}-1').glob(f'projection-*/{files}'))
                for path in hit:
                    damage(path)
                seen = house.crew.log_size(f'{service}-1')
                house.start(f'{service}-1')
                settle(house, pipe)
                again = projection(pipe, service, place, position)
                if again != whole:
                    raise Failed([f'{service}: {what}: served afterwards {again}, was {whole}'])
                rebuilt = house.crew.said(f'{service}-1', 'projection_is_read_again_from_the_log', seen)
                say(f'  {service:<7} {what:<30} ({len(hit)} files): {"deleted and read again" if rebuilt else "taken back"}, same hash')
                if not hit:
                    raise Failed([f'{service}: {what}: there is no such file to damage'])
                if not rebuilt and files != '*.log':
                    raise Failed([f'{service}: {what}, and nobody noticed'])
        pipe.close()
        judge(house, work)
        return 'every damage was found, every projection came back with the hash it had'
    finally:
        house.stop()


def restart_once(house, name):
    house.kill(name)
    house.start(name)


# --- too many callers ---

OVERLOAD_SECONDS = 20
MOST_MEMORY = 512 * 2**20
CAPACITY = 16 + 256  # what one service works on and keeps waiting (libs/rpc/worker_pool.h)
FLOODS = 12  # clients with a connection each: one connection carries only so many calls at once


def overload(data, seed):
    """Three times as many writes at once as a service takes; reads have places of their own and go on beside them."""
    house = machines.Machines(data / 'house')
    try:
        found(house, TOWN)
        clients = str(house.dir / 'clients')
        house.crew.program('fvload found', [FVLOAD, 'found', '--clients', clients, '--story', str(TOWN), '--clock',
                                            str(house.clock), '--cases', '100'])
        house.set_clock(local.clock_file.stands_at(house.clock), running=True)
        say(f'{3 * CAPACITY} writes at once for {OVERLOAD_SECONDS} s, on a service that takes {CAPACITY}.')
        records = [house.path(f'flood-{number}.jsonl') for number in range(FLOODS)]
        floods = [subprocess.Popen([FVLOAD, 'run', '--clients', clients, '--in-flight', str(3 * CAPACITY // FLOODS), '--seconds',
                                    str(OVERLOAD_SECONDS), '--timeout', '20', '--record', str(record)],
                                   stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL) for record in records]
        pipe = callers.Pipe(local.FVCTL, clients)
        most, reads = 0, collections.Counter()
        while any(flood.poll() is None for flood in floods):
            answer = pipe.ask('adler', 'ListInbox', {})
            reads[answer['code']] += 1
            most = max(most, house.memory('case-1', 'VmHWM'))
            time.sleep(0.05)
        codes = collections.Counter(json.loads(line)['code'] for record in records for line in record.read_text().splitlines())
        say(f'Writes: {dict(codes)}. Reads: {dict(reads)}. The case service had {most // 2**20} MiB at most.')
        began = time.monotonic()
        position = settle(house, pipe)
        recovered = time.monotonic() - began
        faults = []
        if most > MOST_MEMORY:
            faults.append(f'the case service took {most // 2**20} MiB; 512 are promised')
        if not codes['RESOURCE_EXHAUSTED']:
            faults.append(f'nobody was told RESOURCE_EXHAUSTED: {dict(codes)}')
        if not codes['OK']:
            faults.append(f'no write was accepted: {dict(codes)}')
        if set(reads) != {'OK'}:
            faults.append(f'reads were turned away because too many wrote: {dict(reads)}')
        if recovered > 30:
            faults.append(f'it took {recovered:.0f} s to recover')
        pipe.close()
        if faults:
            raise Failed(faults)
        return f'recovered after {recovered:.1f} s, at position {position}'
    finally:
        house.stop()


ALL = {'bit-flip': bit_flip, 'full-disk': full_disk, 'corrupt-projection': corrupt_projection, 'overload': overload}
