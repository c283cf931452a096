"""What the processes of a running house tell Prometheus, and everybody by the published log."""
import re
import time
import urllib.request

LINE = re.compile(r'([a-z_]+)\{((?:[a-z_]+="(?:[^"\\]|\\.)*",?)*)\} ([0-9.e+-]+)')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')
WITHIN_SECONDS = 120  # only a machine that hangs needs it


class Page:
    """One process's answer."""

    def __init__(self, text):
        self.text = text
        self.samples = []
        for line in text.splitlines():
            if not line.startswith('#'):
                name, labels, value = LINE.fullmatch(line).groups()
                self.samples.append((name, dict(LABEL.findall(labels)), float(value)))
        self.service = self.samples[0][1]['service']

    def sum(self, name, **labels):
        """Of all samples with these labels; KeyError where there is none."""
        found = [value for sample, has, value in self.samples
                 if sample == name and labels.items() <= has.items()]
        if not found:
            raise KeyError(f'{name} {labels}')
        return sum(found)

    def count(self, name, **labels):
        """The same; 0 where there is none yet."""
        return sum(value for sample, has, value in self.samples if sample == name and labels.items() <= has.items())


def page(port_file):
    """Of one process, by the file in which it writes its port."""
    port = port_file.read_text().strip()
    return Page(urllib.request.urlopen(f'http://127.0.0.1:{port}/metrics', timeout=60).read().decode())


def pages(data):
    """Of every process of the house on `data`."""
    return [page(path) for path in sorted((data / 'run').glob('*.metrics'))]


def published(data):
    """How many positions the checkpoint of the house on `data` covers."""
    checkpoint = data / 'published/checkpoint'
    return int(checkpoint.read_text().splitlines()[1]) if checkpoint.exists() else 0


def wait_until(condition, why):
    deadline = time.monotonic() + WITHIN_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(why())
        time.sleep(0.05)  # a look, not a wait for luck: the condition decides


def settled_pages(data):
    """The same once every process has read all there is."""
    found = []

    def settled():
        found[:] = pages(data)
        return all('fallverbund_projection_lag{' in page.text and page.sum('fallverbund_projection_lag') == 0 for page in found)
    wait_until(settled, lambda: 'the house does not read its log to the end')
    return found
