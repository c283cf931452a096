"""A house at work, so that a drill shows whether anybody notices it."""
import threading
import time

WRITERS = 2
SECONDS = 30  # what is waited for takes 2 s; the machine may be busy


def wait_until(condition, what):
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f'not {what} within {SECONDS} s')
        time.sleep(0.1)  # a look, not a wait for luck: the condition decides


class Load:
    """Writers and a reader, each call on a connection of its own; the vault is asked over connections that stay."""

    def __init__(self, house):
        self.house, self.done, self.failed, self.end = house, 0, [], threading.Event()
        self.mutex = threading.Lock()
        self.threads = [threading.Thread(target=self.run, args=(lambda: house.contact('Notiz der Schule'),))
                        for _ in range(WRITERS)] + [threading.Thread(target=self.run, args=(house.texts,))]

    def run(self, once):
        while not self.end.is_set():
            try:
                once()
                with self.mutex:
                    self.done += 1
            except AssertionError as error:
                with self.mutex:
                    self.failed.append(str(error))

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
        enough = self.done + 2 * len(self.threads)
        wait_until(lambda: self.done >= enough or self.failed, 'answered')
