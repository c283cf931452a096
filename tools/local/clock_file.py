"""The clock file that all processes of a house follow (libs/runtime/file_clock.h says its form). Instants are UTC."""
import datetime
import json

FORM = '%Y-%m-%dT%H:%M:%S'


def read(text):
    return datetime.datetime.strptime(text.split('.')[0].rstrip('Z'), FORM).replace(tzinfo=datetime.timezone.utc)


def instant(time):
    return time.strftime(FORM) + 'Z'


def machine_now():
    return instant(datetime.datetime.now(datetime.timezone.utc))


def write(path, at, running):
    """`running`: the clock goes on from `at` with the machine's; else it stands still."""
    temporary = path.with_name(path.name + '.new')
    temporary.write_text(json.dumps({'at': at, 'ticks_since': machine_now() if running else None}))
    temporary.rename(path)


def stands_at(path):
    """Where the clock stands now. One that still runs, since its house was not put down, has gone on with the machine's:
    no time before the last entry of the log comes back."""
    clock = json.loads(path.read_text())
    if not clock['ticks_since']:
        return clock['at']
    return instant(read(clock['at']) + (read(machine_now()) - read(clock['ticks_since'])))
