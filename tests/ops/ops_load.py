"""A house at work, so that a drill shows whether anybody notices it."""
import threading
import time

WRITERS = 2
SECONDS = 120  # what is waited for takes 2 s; only a machine that hangs needs more


def wait_until(condition, what):
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f'not {what} within {SECONDS} s')
        time.sleep(0.1)  # a look, not a wait for luck: the condition decides


class Load:
    """Writers and a reader, each call on a connection of its own; the vault is asked over connections that stay."""

    def __init__(self, house):
        self.house, self.failed, self.end = house, [], threading.Event()
        self.mutex = threading.Lock()
        calls = [lambda: house.contact('Notiz der Schule')] * WRITERS + [house.texts]
        self.done = [0] * len(calls)  # by thread
        self.threads = [threading.Thread(target=self.run, args=each) for each in enumerate(calls)]

    def run(self, who, once):
        while not self.end.is_set():
            try:
                once()
                with self.mutex:
                    self.done[who] += 1
            except Exception as error:  # whatever it is, no drill may pass over it
                with self.mutex:
                    self.failed.append(f'{type(error).__name__}: {error}')

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.end.set()
        for thread in self.threads:
            thread.join()

    def goes_on(self):
        """Every writer and the reader have begun and ended a call since."""
        before = list(self.done)
        wait_until(lambda: self.failed or all(now >= was + 2 for was, now in zip(before, self.done)), 'answered')
