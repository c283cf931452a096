"""Processes that were started here or by an earlier call."""
import contextlib
import os
import pathlib
import signal
import time

STOP_SECONDS = 20  # then SIGKILL


def with_argument_in(folder):
    """(path, pid) of the processes that were started with a path in the folder as an argument: asked of themselves,
    not of a file."""
    inside = os.fsencode(folder) + b'/'
    found = []
    for entry in pathlib.Path('/proc').iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / 'cmdline').read_bytes().split(b'\0')
        except OSError:
            continue  # ended meanwhile, or not ours to look at
        found += [(pathlib.Path(os.fsdecode(word)), int(entry.name)) for word in words if word.startswith(inside)]
    return found


def runs(pid, mark):
    """Whether the process is there and names `mark` on its command line: a pid in an old file may be another's by now."""
    try:
        return str(mark).encode() in pathlib.Path(f'/proc/{pid}/cmdline').read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def end(pid, mark, child=None):
    """SIGTERM, wait, SIGKILL, also of a process that was paused. A process that is not our `child`, to be reaped here, is
    left alone unless it names `mark`; a child that has only just begun may have no command line yet."""
    def gone():
        return child.poll() is not None if child is not None else not runs(pid, mark)

    if gone():
        return
    os.kill(pid, signal.SIGTERM)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)  # one that stands still would not hear it
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        if gone():
            return
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    if child is not None:
        child.wait()
