"""Ctrl-C, a SIGTERM or a closed terminal as one exception, which never comes between a start and its entry in a list."""
import contextlib
import signal
import subprocess

ENDING_SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
_held = 0         # how many `held()` we are in
_waiting = False  # whether somebody wanted to end us meanwhile


class Interrupted(BaseException):
    """Somebody ends us: Ctrl-C, a SIGTERM, or the terminal is gone. What we started ends with us."""


def _interrupt(_number=None, _frame=None):
    global _waiting
    if _held:
        _waiting = True
        return
    for number in ENDING_SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # the tidying up is bounded; nothing cuts it short
    raise Interrupted


def end_with_us():
    for number in ENDING_SIGNALS:
        signal.signal(number, _interrupt)


@contextlib.contextmanager
def held():
    """What is done in here is done whole: whoever ends us waits until it is left."""
    global _held
    _held += 1
    try:
        yield
    finally:
        _held -= 1
    if _waiting and not _held:
        _interrupt()


def run(command, **options):
    """As subprocess.run, without anything to read; but whoever ends us, also in the middle of a start, ends it with us."""
    child = None
    try:
        with held():
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
        output, errors = child.communicate()
    except BaseException:
        if child:
            child.kill()
            child.wait()
        raise
    return subprocess.CompletedProcess(command, child.returncode, output, errors)
