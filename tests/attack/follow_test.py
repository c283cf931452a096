#!/usr/bin/env python3
"""What somebody who kept a checkpoint hears of the operator's published folder: `fvctl audit follow`, and with which exit code; and so of
an archive and a proof that were changed; and that what any web server hands out of the folder proves the same. The operator has the log's
key and both witnesses' and signs whatever is asked for. FVCTL and FVMANYLOG name the programs."""
import base64
import functools
import hashlib
import http.server
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest
import urllib.request


def publish(folder, messages, minutes=10):
    """A log and its published folder; the same numbers give the same log, and other minutes another one under the same keys."""
    subprocess.run([os.environ['FVMANYLOG'], 'make', folder, '--messages', str(messages), '--new-case-every-minutes', str(minutes)],
                   check=True, timeout=60)
    return folder / 'published'


def serve(test, folder):
    """Any web server on the folder, until the test ends; its address."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        log_message = lambda *_: None

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    for cleanup in (server.server_close, thread.join, server.shutdown):  # the last one first
        test.addCleanup(cleanup)
    return f'http://127.0.0.1:{server.server_port}'


def tiles_of(size):
    """The hash tiles of a log of so many positions, up to 256^4, named as C2SP tlog-tiles does: nobody needs to be asked which there are."""
    for level in range(4):
        full, width = divmod(size >> 8 * level, 256)
        for index in range(full):
            yield f'tile/{level}/{index:03}'
        if width:
            yield f'tile/{level}/{full:03}.p/{width}'


def fields(data):
    """The fields of a Protocol Buffers message, (number, varint or bytes), as anybody reads them who has the format's description."""
    def varint(at):
        value = shift = 0
        while True:
            value |= (data[at] & 0x7f) << shift
            shift, at = shift + 7, at + 1
            if data[at - 1] < 0x80:
                return value, at
    at = 0
    while at < len(data):
        tag, at = varint(at)
        value, at = varint(at)
        if tag & 7 == 2:
            value, at = data[at:at + value], at + value
        yield tag >> 3, value


def entries_of(archive):
    """What the tree holds of each message, as the archive's README says it."""
    for file in sorted((archive / 'messages').iterdir()):
        for _, message in fields(file.read_bytes()):
            of = dict(fields(message))
            yield (b'FVLOG1\n' + of[1].to_bytes(8, 'big') + of[2].to_bytes(8, 'big') + len(of[3]).to_bytes(2, 'big') + of[3]
                   + hashlib.sha256(of[4]).digest())


def wire(number, value):
    """One field of a Protocol Buffers message: a number, bytes, or text."""
    def varint(of):
        return bytes([of]) if of < 0x80 else bytes([of & 0x7f | 0x80]) + varint(of >> 7)
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value if isinstance(value, bytes) else value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


def receipt(position, payload_sha256, folder):
    """What the case service of that log answers a write with, by its key, which manylog makes of its name."""
    part = b''.join(wire(*field) for field in ((1, 'log.do.example/events'), (2, position), (3, payload_sha256), (4, '0' * 32),
                                               (5, wire(1, 1_700_000_000)), (6, wire(1, 1_700_000_060))))
    key, signed = folder / 'case.key', folder / 'signed part'
    key.write_bytes(bytes.fromhex('302e020100300506032b657004220420') + hashlib.sha256(b'manylog case').digest())  # PKCS #8
    signed.write_bytes(b'fallverbund.receipt/v1\n' + part)
    signature = subprocess.run(['openssl', 'pkeyutl', '-sign', '-rawin', '-keyform', 'DER', '-inkey', key, '-in', signed],
                               capture_output=True, check=True, timeout=60).stdout
    key_id = hashlib.sha256(b'key id case').digest()[:16].hex()
    return base64.b64encode(wire(1, part) + wire(2, key_id) + wire(3, signature)).decode()


def root(leaves):
    """RFC 6962, section 2.1."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b'\1' + root(leaves[:left]) + root(leaves[left:])).digest()


def path(index, leaves):
    """RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    left = 1 << (len(leaves) - 1).bit_length() - 1
    if index < left:
        return path(index, leaves[:left]) + [root(leaves[left:])]
    return path(index - left, leaves[left:]) + [root(leaves[:left])]


def fvctl(*words):
    return subprocess.run([os.environ['FVCTL'], *words], capture_output=True, text=True, timeout=60)


class Follow(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = root = pathlib.Path(folder.name)
        cls.kept = publish(root / 'kept', 300) / 'checkpoint'
        cls.policy = root / 'kept' / 'policy'
        cls.grown, cls.rewritten = publish(root / 'grown', 400), publish(root / 'rewritten', 400, 11)
        cls.anew, cls.cut = publish(root / 'anew', 300, 11), publish(root / 'cut', 200)

    def follow(self, published, *more):
        return fvctl('audit', 'follow', self.kept, '--folder', published, '--policy', self.policy, *more)

    def check(self, proof):
        (self.root / 'proof').write_text(proof)
        return fvctl('audit', 'check', self.root / 'proof', '--policy', self.policy)

    def test_a_log_that_goes_on_ends_with_0(self):
        for published in (self.grown, self.kept.parent):
            done = self.follow(published)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn('nothing before was changed', done.stdout)

    def test_a_log_that_was_rewritten_ends_with_5(self):
        for published in (self.rewritten, self.anew):
            done = self.follow(published)
            self.assertEqual(done.returncode, 5, done.stdout + done.stderr)
            self.assertIn('does NOT go on from the one of 300 that you kept: log.do.example/events was rewritten', done.stdout)

    def test_a_log_that_was_cut_ends_with_5_and_the_note_that_shows_it_is_kept(self):
        done = self.follow(self.cut, '--into', self.root / 'other')
        self.assertEqual(done.returncode, 5, done.stdout + done.stderr)
        self.assertIn('200 positions, fewer than the 300 that you kept: log.do.example/events was cut, or this is an older copy', done.stdout)
        self.assertEqual((self.root / 'other').read_bytes(), (self.cut / 'checkpoint').read_bytes())

    def test_an_archive_that_was_changed_ends_with_5(self):
        archive = self.root / 'kept' / 'archive'
        verify = lambda: fvctl('audit', 'verify', archive, '--policy', self.policy)
        self.assertEqual(verify().returncode, 0)
        messages = next((archive / 'messages').iterdir())
        changed = bytearray(messages.read_bytes())
        changed[len(changed) // 2] ^= 1
        messages.write_bytes(changed)
        sums = subprocess.run(['sha256sum', *(str(file.relative_to(archive)) for file in sorted(archive.rglob('*'))
                                              if file.is_file() and file.name != 'SHA256SUMS')],
                              cwd=archive, capture_output=True, text=True, check=True, timeout=60).stdout
        (archive / 'SHA256SUMS').write_text(sums)
        self.assertEqual(verify().returncode, 5)

    def test_an_archive_is_read_without_us_as_it_says_itself(self):
        archive = publish(self.root / 'foreign', 300).parent / 'archive'
        words = (archive / 'README.txt').read_text()
        sums = re.search(r'sha256sum -c SHA256SUMS', words).group()
        self.assertEqual(subprocess.run(sums, shell=True, cwd=archive, capture_output=True, timeout=60).returncode, 0)
        decode = re.search(r'^  (protoc .*\n.*)$', words, re.MULTILINE).group(1)
        read = subprocess.run(decode, shell=True, cwd=archive, capture_output=True, text=True, timeout=60)
        self.assertEqual(read.returncode, 0, read.stderr)
        self.assertIn('fallverbund.casework.v1.CaseOpened', read.stdout)
        self.assertRegex(read.stdout, r'(?m)^messages \{\n  position: 1\n', 'of another type it would name no field')
        self.assertRegex(read.stdout, r'(?m)^  subject: "fv\.do\.case\.')

    def test_an_archive_gives_each_proof_that_the_published_folder_gave(self):
        archive = self.grown.parent / 'archive'
        for position in ('1', '300', '400'):
            proved = fvctl('audit', 'prove', position, '--archive', archive)
            self.assertEqual(proved.returncode, 0, proved.stderr)
            self.assertEqual(proved.stdout, fvctl('audit', 'prove', position, '--folder', self.grown).stdout)
        followed = fvctl('audit', 'follow', self.kept, '--archive', archive, '--policy', self.policy)
        self.assertEqual(followed.returncode, 0, followed.stderr)
        self.assertIn('nothing before was changed', followed.stdout)
        self.assertEqual(fvctl('audit', 'prove', '401', '--archive', archive).returncode, 2)
        both = fvctl('audit', 'prove', '1', '--archive', archive, '--folder', self.grown)
        self.assertNotEqual(both.returncode, 0, 'two sources say nothing together')

    def test_what_became_of_a_receipt_is_told_by_an_archive_alone(self):
        archive, file, into = self.grown.parent / 'archive', self.root / 'receipt', self.root / 'into'
        stands = lambda position: list(entries_of(archive))[position - 1][-32:]

        def judge(position, payload_sha256):
            file.write_text(receipt(position, payload_sha256, self.root))
            into.unlink(missing_ok=True)
            return fvctl('audit', 'receipt', file, '--archive', archive, '--policy', self.policy, '--into', into)

        kept = judge(17, stands(17))
        self.assertEqual(kept.returncode, 0, kept.stderr)
        self.assertIn('The promise was kept', kept.stdout)
        self.assertEqual(self.check(into.read_text()).returncode, 0)
        for broken in (judge(17, bytes(32)), judge(401, bytes(32))):
            self.assertEqual(broken.returncode, 5, broken.stdout + broken.stderr)
            self.assertIn("signed by       the log's registered key of the case service", broken.stdout)
            self.assertEqual(self.check(into.read_text()).returncode, 5, 'the evidence shows it to others, without the archive')
        by_folder = fvctl('audit', 'receipt', file, '--folder', self.grown, '--policy', self.policy)
        self.assertEqual(by_folder.returncode, 4, 'a folder does not say whose key signed: the archive does')

    def test_a_position_is_proved_from_an_archive_by_tools_of_others_as_it_says_itself(self):
        archive = self.grown.parent / 'archive'
        words = (archive / 'README.txt').read_text()
        self.assertIn('fvctl audit prove 17 --archive . > 17.tlog-proof', words)
        self.assertIn('c2sp.org/tlog-proof@v1 / extra, a space and the entry in base64 / index 16 /', words)
        base64_of = lambda data: base64.b64encode(data).decode()
        entries = list(entries_of(archive))
        note = (archive / 'checkpoint').read_text()
        leaves = [hashlib.sha256(b'\0' + entry).digest() for entry in entries[:int(note.splitlines()[1])]]
        self.assertEqual(base64_of(root(leaves)), note.splitlines()[2])
        proof = ''.join(line + '\n' for line in ('c2sp.org/tlog-proof@v1', 'extra ' + base64_of(entries[16]), 'index 16',
                                                 *map(base64_of, path(16, leaves)), '')) + note
        self.assertEqual(self.check(proof).returncode, 0)
        self.assertEqual(proof, fvctl('audit', 'prove', '17', '--archive', archive).stdout)

    def test_a_list_is_compared_with_an_archive_without_a_house(self):
        archive, policy, listed = self.grown.parent / 'archive', self.grown.parent / 'policy', self.root / 'list.csv'
        inquiries = set()
        for entry in entries_of(archive):
            inquiries.update(re.findall(rb'fv\.do\.intake\.([0-9a-f]{32})', entry))
        self.assertGreater(len(inquiries), 3)
        listed.write_text('number\n' + ''.join(f'{one.decode()}\n' for one in sorted(inquiries)))
        compare = lambda *more: fvctl('audit', 'completeness', listed, '--archive', archive, *more)
        whole = compare('--policy', policy)
        self.assertEqual(whole.returncode, 0, whole.stdout + whole.stderr)
        self.assertIn('The archive is what the log of log.do.example/events was when it was sealed at 400 positions', whole.stdout)
        self.assertIn(f'on the list: {len(inquiries)}, missing: 0, held by nobody: 0', whole.stdout)
        self.assertIn('in the log but not on the list: 0\n', whole.stdout)
        with open(listed, 'a') as more:
            more.write(f'{"0" * 29}abc\n')
        missing = compare('--policy', policy)
        self.assertEqual(missing.returncode, 5, missing.stdout + missing.stderr)
        self.assertIn(f'{"0" * 29}abc  MISSING', missing.stdout)
        believed = compare('--trust-archive')
        self.assertIn('NOT PROVEN: whose log this is', believed.stdout)
        self.assertEqual(compare().returncode, 2, 'somebody must be trusted')
        self.assertEqual(fvctl('audit', 'completeness', listed, '--policy', policy).returncode != 0, True, 'a policy of what?')

    def test_whose_word_a_verdict_rests_on_is_said_first(self):
        archive = self.grown.parent / 'archive'
        unsaid = fvctl('audit', 'verify', archive)
        self.assertEqual((unsaid.returncode, unsaid.stdout), (2, ''), 'by the policy of whoever wrote it nothing is verified')
        self.assertIn('name whom you trust: --policy FILE', unsaid.stderr)
        believed = fvctl('audit', 'verify', archive, '--trust-archive')
        self.assertEqual(believed.returncode, 0, believed.stderr)
        first, second = believed.stdout.splitlines()[:2]
        self.assertTrue(first.startswith('NOT PROVEN: whose log this is, and that nobody rewrote it.'), believed.stdout)
        self.assertTrue(second.startswith('own, and whoever wrote it chose whom to trust.'), believed.stdout)
        self.assertIn('as the archive has it', believed.stdout)
        self.assertNotIn('NOT PROVEN: whose', fvctl('audit', 'verify', archive, '--policy', self.policy).stdout)

    def test_a_long_audit_tells_how_far_it_is(self):
        done = fvctl('audit', 'verify', self.grown.parent / 'archive', '--policy', self.grown.parent / 'policy')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('audited 400 of 400 positions, 100 %', done.stderr)

    def test_a_proof_that_was_changed_ends_with_5(self):
        proof = fvctl('audit', 'prove', '17', '--folder', self.kept.parent).stdout
        self.assertEqual(self.check(proof).returncode, 0)
        self.assertIn('\nindex 16\n', proof)
        self.assertEqual(self.check(proof.replace('\nindex 16\n', '\nindex 17\n')).returncode, 5)

    def test_a_position_is_proved_from_what_any_web_server_hands_out(self):
        address, fetched = serve(self, self.grown), self.root / 'fetched'

        def fetch(name):
            (fetched / name).parent.mkdir(parents=True, exist_ok=True)
            with urllib.request.urlopen(f'{address}/{name}', timeout=20) as answer:
                (fetched / name).write_bytes(answer.read())

        fetch('checkpoint')
        size = int((fetched / 'checkpoint').read_text().splitlines()[1])
        for name in tiles_of(size):
            fetch(name)
        prove = lambda: fvctl('audit', 'prove', '300', '--folder', fetched)
        self.assertNotEqual(prove().returncode, 0, 'what was not fetched was read from somewhere else')
        fetch('tile/entries/001.p/144')  # the bundle in which position 300 of 400 stands
        done = prove()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, fvctl('audit', 'prove', '300', '--folder', self.grown).stdout)
        checked = self.check(done.stdout)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertIn('Position 300 of log.do.example/events stands in the log', checked.stdout)
        followed = self.follow(fetched)
        self.assertEqual(followed.returncode, 0, followed.stderr)

    def test_a_checkpoint_that_was_changed_is_not_shown_and_ends_with_5(self):
        changed = self.root / 'changed'
        shutil.copytree(self.kept.parent, changed)
        show = lambda: fvctl('audit', 'checkpoint', '--folder', changed, '--policy', self.policy)
        self.assertEqual(show().returncode, 0)
        note = (changed / 'checkpoint').read_text()
        (changed / 'checkpoint').write_text(note.replace('\n300\n', '\n299\n'))
        done = show()
        self.assertEqual((done.returncode, done.stdout), (5, ''), done.stderr)

    def test_options_that_would_say_nothing_are_refused(self):
        done = fvctl('audit', 'verify', '--policy', self.policy)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn('are of an archive', done.stderr)
        done = fvctl('audit', 'export', self.root / 'none', '--case', '0' * 32, '--published', self.kept.parent, '--policy', self.policy)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn('--published is of the whole log', done.stderr)

    def test_a_damaged_folder_out_of_which_a_proof_is_made_is_bad_input(self):
        damaged = self.root / 'damaged'
        shutil.copytree(self.kept.parent, damaged)
        for tile in (damaged / 'tile' / '0').rglob('*'):
            if tile.is_file():
                tile.write_bytes(bytes(tile.stat().st_size))
        done = fvctl('audit', 'prove', '17', '--folder', damaged)
        self.assertEqual((done.returncode, done.stdout), (2, ''), done.stderr)
        self.assertIn('a tile is not what was signed', done.stderr)


if __name__ == '__main__':
    unittest.main()
