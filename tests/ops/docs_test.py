"""Every command line of every document is run, in the order in which it stands there. Called by ctest with the bus in NATS_SERVER.

A document's blocks marked `sh` are run as they stand, as root, in a mount, process and network namespace: on a throw-away
copy of the machine's folders, with no network but a loopback of its own. systemctl there is tests/ops/systemctl.py, which
runs what the units say. A block marked `sh bare` is run by tests/bare alone, since it needs an hour or would run this test;
of it, and of commands within sentences, what is checked here is that programs, verbs, methods and options exist.
"""
import fcntl
import os
import pathlib
import re
import shlex
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import unittest
from collections import namedtuple

from ops_house import FVCTL, ROOT, call

INSIDE = 'FALLVERBUND_DOCS_INSIDE'
WRITTEN_TO = ['/etc', '/root', '/tmp', '/usr/bin', '/usr/sbin', '/var', str(ROOT / '.dev')]
OURS_BELOW = ['deploy', 'libs', 'proto', 'services', 'tests', 'tools']
BLOCK_SECONDS = 400
OURS = r'(\./tools/dev|fvctl|fallverbund-(?!bus)\w+|deploy/[\w./-]+\.py|tests/bare/[\w./-]+\.sh)'
GLOBAL_WITH_VALUE = ('--as', '--clients', '--profile')
NESTED = ('audit', 'bus', 'case', 'planning', 'story')

Block = namedtuple('Block', 'place marks text')


def documents():
    first = ['README.md', 'deploy/README.md']
    listed = {str(path.relative_to(ROOT)) for top in [ROOT, *(ROOT / name for name in OURS_BELOW)]
              for path in (top.glob('*.md') if top == ROOT else top.rglob('*.md')) if 'node_modules' not in path.parts}
    return [ROOT / name for name in first + sorted(listed - set(first)) if (ROOT / name).exists()]


def blocks_of(path):
    found, inside, begin, marks = [], [], 0, None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith('```'):
            if marks is None:
                inside, begin, marks = [], number, line[3:].strip()
            else:
                found.append(Block(f'{path.relative_to(ROOT)}:{begin}', marks, '\n'.join(inside)))
                marks = None
        elif marks is not None:
            inside.append(line)
    return found


def indented_commands(path):
    """Command lines that stand in no block; they would be run by nobody."""
    marked = False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith('```'):
            marked = not marked
        elif not marked and re.match(rf'    {OURS}\b', line):
            yield f'{path.relative_to(ROOT)}:{number}: {line.strip()}'


def spoken_commands(path):
    text = re.sub(r'^```.*?^```$', '', path.read_text(), flags=re.S | re.M)
    return [span.replace('\n', ' ') for span in re.findall(r'`([^`]+)`', text) if re.match(rf'{OURS}( |$)', span)]


def said(*command):
    """What a program's help says; it must be one that helps."""
    done = call(*command)
    if done.returncode != 0:
        raise AssertionError(f'{" ".join(map(str, command))}: {done.stderr or done.stdout}')
    return done.stdout


def check_options(words, helps):
    for word in words:
        if word.startswith('--') and word.split('=')[0] not in re.findall(r'--[\w-]+', helps):
            raise AssertionError(f'there is no option {word}')


def check_fvctl(words):
    rest, options = [], []
    words = iter(words)
    for word in words:
        if word in GLOBAL_WITH_VALUE:
            options.append(word)
            next(words, None)
        else:
            (options if word.startswith('--') else rest).append(word)
    sub = rest[:2] if rest[:1] and rest[0] in NESTED else rest[:1]
    check_options(options, said(FVCTL, '--help') + said(FVCTL, *sub, '--help'))
    if sub in (['call'], ['methods']) and rest[1:] and rest[1].isalnum() and rest[1] != 'NAME':
        said(FVCTL, 'methods', rest[1])


def check(line):
    """Whether all there is in one command line is really there."""
    words = [word for word in shlex.split(line, comments=True) if word != '...']
    program, rest = words[0], words[1:]
    if program == './tools/dev':
        helps = said(ROOT / 'tools/dev', '--help')
        verb = rest[0] if rest else '--help'
        if verb == 'fvctl':
            return check_fvctl(rest[1:])
        if verb != '--help' and not re.search(rf'^  {re.escape(verb)} ', helps, re.M):
            raise AssertionError(f'./tools/dev has no verb {verb}')
        return check_options(rest, helps + said(ROOT / 'tools/dev', *([verb, '--help'] if verb != '--help' else ['--help'])))
    if program == 'fvctl':
        return check_fvctl(rest)
    path = ROOT / 'build/dev/bin' / program if program.startswith('fallverbund-') else ROOT / program
    verb = [word for word in rest[:1] if not word.startswith('-')]
    return check_options(rest, said(path, '--help') + (said(path, *verb, '--help') if verb else ''))


def run(block):
    """The block as it stands; the error names the line in the document."""
    begin = int(block.place.rsplit(':', 1)[1])
    script = f"trap 'echo \"line $(({begin} + LINENO - 1)): $BASH_COMMAND\" >&2' ERR\n{block.text}\n"
    with tempfile.TemporaryFile('w+') as words:  # a file and no pipe: what is started here and goes on keeps it open
        try:
            code = subprocess.run(['bash', '-Eeuo', 'pipefail', '-c', script], stdin=subprocess.DEVNULL, stdout=words, stderr=words,
                                  cwd=ROOT, timeout=BLOCK_SECONDS).returncode
        except subprocess.TimeoutExpired:
            code = f'nothing within {BLOCK_SECONDS} s'
        words.seek(0)
        if code != 0:
            logs = '\n'.join(f'--- {log.name}\n{log.read_text()[-1500:]}' for log in pathlib.Path('/run/started-units').glob('*.log'))
            raise AssertionError(f'{block.place} ended with {code}:\n{words.read()[-4000:]}\n{logs}')


class Documents(unittest.TestCase):
    def test_no_command_stands_where_nobody_runs_it(self):
        for path in documents():
            self.assertEqual(list(indented_commands(path)), [], 'put them between ```sh and ```')
            for block in blocks_of(path):
                if block.marks.split()[:1] == ['sh']:
                    self.assertIn(block.marks, ('sh', 'sh bare'), block.place)
                else:
                    self.assertNotRegex(block.text, re.compile(rf'^\s*{OURS} ', re.M), f'{block.place}: mark it sh')

    def test_commands_that_are_told_or_run_elsewhere_exist(self):
        for path in documents():
            lines = spoken_commands(path)
            for block in blocks_of(path):
                if block.marks == 'sh bare':
                    lines += block.text.replace('\\\n', ' ').splitlines()
            for line in lines:
                with self.subTest(document=str(path.relative_to(ROOT)), line=line):
                    check(line)

    def test_every_alert_has_its_line_in_the_guide(self):
        rules = (ROOT / 'deploy/observability/alerts.yml').read_text()
        alerts = set(re.findall(r'- alert: (\w+)', rules))
        self.assertTrue(alerts)
        self.assertEqual(set(re.findall(r'`(Fallverbund[A-Z]\w+)`', (ROOT / 'deploy/README.md').read_text())), alerts)

    def test_the_units_are_hardened_and_complete(self):
        with tempfile.TemporaryDirectory() as folder:
            names = []
            for unit in sorted((ROOT / 'deploy/systemd').glob('*.service')):
                name = unit.name.replace('@.', '@case.')
                text = unit.read_text()
                for program in ('/usr/bin/fallverbund-%i', '/usr/bin/fallverbund-relay', '/usr/bin/fallverbund-witness', '/usr/sbin/nats-server'):
                    text = text.replace(program, '/bin/true')
                (pathlib.Path(folder) / name).write_text(text)
                names.append(os.path.join(folder, name))
            self.assertEqual(len(names), 4)
            verified = call('systemd-analyze', 'verify', *names)
            self.assertEqual((verified.returncode, verified.stderr), (0, ''))
            rated = call('systemd-analyze', 'security', '--offline=true', '--threshold=15', *names)
            self.assertEqual(rated.returncode, 0, rated.stdout + rated.stderr)


def add_runs():
    """One test per document with blocks to run, in the order of documents()."""
    for number, path in enumerate(documents()):
        blocks = [block for block in blocks_of(path) if block.marks == 'sh']
        if not blocks:
            continue

        def run_all(_self, blocks=blocks):
            for block in blocks:
                run(block)

        name = re.sub(r'\W+', '_', str(path.relative_to(ROOT)))
        setattr(Documents, f'test_run_{number:02}_{name}', run_all)
    setattr(Documents, 'test_run_zz_the_house_is_restored_with_all_that_was_set_up_since', restore_again)


def restore_again(_self):
    """As the guide does it, now that there are a sealed log, witnesses, pages and a relay."""
    guide = ROOT / 'deploy/README.md'
    begin = guide.read_text().split('\n## Back up and restore\n')[0].count('\n') + 1
    end = begin + guide.read_text().split('\n## Back up and restore\n')[1].split('\n## ')[0].count('\n')
    again = [block for block in blocks_of(guide) if begin <= int(block.place.rsplit(':', 1)[1]) <= end]
    assert [block.marks for block in again] == ['sh', 'sh'], 'a backup and a restore'
    run(Block(f'{guide.relative_to(ROOT)}:{begin}', 'sh', 'rm -r /root/old-configuration /root/old-state /var/backups/fallverbund'))
    for block in again:
        run(block)
    run(Block(f'{guide.relative_to(ROOT)}:{end}', 'sh', '''
for tree in published published-journal; do
  timeout 60 sh -c "until test -e /var/lib/fallverbund/projection-audit/$tree/checkpoint; do sleep 1; done"
done
fvctl --profile /etc/fallverbund/operator.json audit follow /root/kept-checkpoint-2 --policy /etc/fallverbund/policy
curl --silent --fail --cacert /etc/fallverbund/certificates/ca.pem --cert /etc/fallverbund/certificates/browser-kauz.pem \\
  --key /etc/fallverbund/certificates/browser-kauz.key https://localhost:7030/ > /root/cases-again.html'''))


def shelter():
    """From here on nothing that is written is kept: each folder is a copy on top of the machine's, in memory."""
    layers = tempfile.mkdtemp(prefix='fallverbund-docs-', dir='/run')
    mount('-t', 'tmpfs', 'tmpfs', layers)
    for folder in WRITTEN_TO:
        upper = os.path.join(layers, folder.strip('/').replace('/', '-'))
        os.makedirs(upper)
        os.makedirs(upper + '.work')
        os.makedirs(folder, exist_ok=True)
        mount('-t', 'overlay', 'overlay', '-o', f'lowerdir={folder},upperdir={upper},workdir={upper}.work', folder)
    mount('-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run')
    shutil.copy(ROOT / 'tests/ops/systemctl.py', '/usr/bin/systemctl')
    os.chmod('/usr/bin/systemctl', 0o755)
    with socket.socket() as any_socket:  # the loopback of this namespace, up: SIOCSIFFLAGS, IFF_UP
        fcntl.ioctl(any_socket, 0x8914, struct.pack('16sh', b'lo', 1))


def mount(*words):
    done = subprocess.run(['mount', *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f'mount {" ".join(words)} failed: {done.stderr}')


if __name__ == '__main__':
    if INSIDE not in os.environ:
        if os.geteuid() != 0:
            raise SystemExit('docs_test.py runs what the documents tell root to do: run it as root (it keeps nothing).')
        os.environ[INSIDE] = 'yes'
        os.execvp('unshare', ['unshare', '--mount', '--pid', '--net', '--fork', '--kill-child', '--mount-proc', '--propagation',
                              'private', sys.executable, *sys.argv])
    shelter()
    add_runs()
    unittest.main(verbosity=2)
