"""Processes that were started here or by an earlier call."""
import os
import pathlib
import signal
import time

STOP_SECONDS = 20  # then SIGKILL


def with_argument(argument):
    """Pids of the processes that were started with exactly this argument: asked of themselves, not of a file."""
    found = []
    for entry in pathlib.Path('/proc').iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / 'cmdline').read_bytes().split(b'\0')
        except OSError:
            continue  # ended meanwhile, or not ours to look at
        if os.fsencode(argument) in words:
            found.append(int(entry.name))
    return found


def runs(pid, mark):
    """Whether the process is there and names `mark` on its command line: a pid in an old file may be another's by now."""
    try:
        return str(mark).encode() in pathlib.Path(f'/proc/{pid}/cmdline').read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def end(pid, mark, child=None):
    """SIGTERM, wait, SIGKILL; `child` when it is ours to reap. Leaves a process alone that does not name `mark`."""
    if not runs(pid, mark):
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        if child is not None and child.poll() is not None:
            return
        if not runs(pid, mark):
            return
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    if child is not None:
        child.wait()
