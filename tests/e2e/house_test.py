"""One house, one story, everything around it: the verdict, its proofs, no text on any disk, the three lines to paste, no process
left behind. Called by ctest with the bus in NATS_SERVER, and the house's shape in HOUSE_SHAPE where it is another than one
of each; the story is played once for all tests."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import scrape
from case_pages import assert_has_a_page_for_each_case

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORY = ROOT / 'tests/stories/01-milo.story'
FVCTL = ROOT / 'build/dev/bin/fvctl'
SHAPE = os.environ.get('HOUSE_SHAPE', '').split()  # of a new house, such as --instances 2 --replicas 3
SERVICES = ('team', 'intake', 'case', 'crisis', 'audit')
SCHEMA = pathlib.Path('archive/descriptors.binpb')
MINIMUM_CANARY = 5  # shorter texts would be found by chance, unless they are names
FOUND_BY_CHANCE = 5  # bytes that a signature or a sealed text may well hold


def call(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT, timeout=600,
                          stdin=subprocess.DEVNULL, **more)


def canaries(story):
    texts = call(FVCTL, 'story', 'canaries', story).stdout.splitlines()
    names = {word for name in re.findall(r'"young_person_name": "([^"]+)"', pathlib.Path(story).read_text())
             for word in name.split()}
    words = set(texts) | {name for name in names if any(name in text for text in texts)}  # a name counts by itself
    return sorted(word.encode() for word in words if len(word) >= MINIMUM_CANARY or word in names)


def stands_in(content, text):
    """Whether the text can be read in the content. Of a short one the bytes around it decide: three letters stand by chance in a
    signature or a sealed text now and then, beside bytes that are no text, or more letters of base64."""
    if len(text) > FOUND_BY_CHANCE or text not in content:
        return text in content
    length = bytes([len(text)])  # ahead of a string in a message
    for found in re.finditer(re.escape(text), content):
        before, after = content[max(0, found.start() - 4):found.start()], content[found.end():found.end() + 4]
        whole = not re.search(rb'[A-Za-z0-9+/]$', before) and not re.match(rb'[A-Za-z0-9+/]', after)
        if before.endswith(length) or whole and (is_text(before) or is_text(after)):
            return True
    return False


def is_text(some):
    return bool(some) and all(byte in b'\t\n\r' or 32 <= byte < 127 for byte in some)


def find_texts(folder, texts):
    """Every (file, text) where a text stands readable in a file under the folder, the partners' own folder left out, and the
    schema in the archive, which is the program's and names values that a story may have as a word (MOVED_ABROAD)."""
    found = []
    for path in sorted(pathlib.Path(folder).rglob('*')):
        inside = path.relative_to(folder)
        if not path.is_file() or 'clients' in inside.parts[:1] or inside == SCHEMA:
            continue
        content = path.read_bytes()
        found += [(str(path), text.decode()) for text in texts if stands_in(content, text)]
    return found


def processes_of(folder):
    """Command lines of running processes that name the folder."""
    found = []
    for entry in pathlib.Path('/proc').iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            line = (entry / 'cmdline').read_bytes().replace(b'\0', b' ').decode(errors='replace')
        except OSError:
            continue
        if str(folder) in line and 'house_test' not in line:
            found.append(line)
    return found


class MiloEndToEnd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='fallverbund-e2e-'))
        cls.data = cls.folder / 'data'
        cls.run_ = call(sys.executable, ROOT / 'tools/local/house.py', 'run', '--data', cls.data, '--story', STORY,
                        *SHAPE)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_1_the_story_plays_and_the_audit_finds_no_gap(self):
        self.assertEqual(self.run_.returncode, 0, self.run_.stdout + self.run_.stderr)
        self.assertIn('gaps: 0', self.run_.stdout)
        self.assertIn('rejected discharge attempts: 1', self.run_.stdout)
        self.assertRegex(self.run_.stdout, r'refused .*\[A11\]')

    def test_1_the_last_position_is_proved_and_both_witnesses_cosigned_it(self):
        proof, = self.data.glob('*.tlog-proof')
        self.assertIn(f'verified up to position {proof.stem}: {proof.stem} valid commits', self.run_.stdout)
        self.assertIn(f'The last position, proved by {proof}', self.run_.stdout)
        self.assertIn(f'Position {proof.stem} of log.do.example/events stands in the log.', self.run_.stdout)
        for witness in ('witness-1', 'witness-2'):
            self.assertEqual(len(re.findall(f'cosigned by +{witness} at ', self.run_.stdout)), 3, 'proof, archive and its journal')
        policy = self.data / 'clients/policy'
        self.assertEqual(call(FVCTL, 'audit', 'check', proof, '--policy', policy).returncode, 0)
        other = self.folder / 'other.tlog-proof'
        other.write_text(proof.read_text().replace('— witness-2', '— witness-3'))
        self.assertNotEqual(call(FVCTL, 'audit', 'check', other, '--policy', policy).returncode, 0, 'the quorum is both')

    def test_1_the_journal_has_a_tree_of_its_own_that_both_witnesses_cosigned(self):
        proof = self.folder / 'journal.tlog-proof'
        made = call(FVCTL, 'audit', 'prove', '2', '--folder', self.data / 'published-journal')
        self.assertEqual(made.returncode, 0, made.stderr)
        proof.write_text(made.stdout)
        checked = call(FVCTL, 'audit', 'check', proof, '--policy', self.data / 'clients/journal-policy')
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertRegex(checked.stdout, r'Position 2 of [\w.]+/journal stands in the log')
        self.assertEqual(checked.stdout.count('cosigned by'), 2)
        self.assertNotEqual(call(FVCTL, 'audit', 'check', proof, '--policy', self.data / 'clients/policy').returncode, 0,
                            'another log')

    def test_1_the_archive_alone_gives_the_same_verdict(self):
        proof, = self.data.glob('*.tlog-proof')
        before, _, told = self.run_.stdout.partition(f'The whole log, audited from {self.data}/archive alone:')
        self.assertIn(f'sealed at {proof.stem} positions', told)
        same = rf'verified up to position {proof.stem}: {proof.stem} valid commits'
        for verdict in (before, told):
            self.assertRegex(verdict, same)
            self.assertRegex(verdict, r'(?m)^gaps: 0$')
            self.assertRegex(verdict, r'(?m)^findings: 0$')

    def test_1_no_archive_is_verified_by_its_own_word(self):
        archive, policy = self.data / 'archive', self.data / 'clients/policy'
        refused = call(FVCTL, 'audit', 'verify', archive)
        self.assertEqual((refused.returncode, refused.stdout), (2, ''))
        self.assertIn('name whom you trust: --policy FILE', refused.stderr)
        looked = call(FVCTL, 'audit', 'verify', archive, '--trust-archive')
        self.assertEqual(looked.returncode, 0, looked.stderr)
        self.assertTrue(looked.stdout.startswith('NOT PROVEN: whose log this is'), looked.stdout)
        self.assertNotIn('The archive is what the log', looked.stdout)
        self.assertEqual(call(FVCTL, 'audit', 'verify', archive, '--trust-archive', '--policy', policy).returncode, 2)
        refused = call(FVCTL, 'audit', 'verify', archive, '--policy', policy)
        self.assertEqual((refused.returncode, refused.stdout), (2, ''))
        self.assertIn('name whom you trust for it, --journal-policy FILE', refused.stderr)

    def test_1_the_archive_holds_the_journal_of_reads_and_refusals(self):
        _, _, told = self.run_.stdout.partition(f'The whole log, audited from {self.data}/archive alone:')
        self.assertRegex(told, r'(?m)^  [1-9]\d* entries of the journal [\w.]+/journal, sealed at ')

    def test_1_a_journal_that_too_few_must_cosign_is_told_to_be_in_doubt(self):
        clients, lax = self.data / 'clients', self.folder / 'lax-journal-policy'
        lax.write_text((clients / 'journal-policy').read_text().replace('group both all', 'group both any'))
        for policy, doubts in ((clients / 'journal-policy', 0), (lax, 1)):
            looked = call(FVCTL, 'audit', 'verify', self.data / 'archive', '--policy', clients / 'policy', '--journal-policy', policy)
            self.assertEqual(looked.returncode, 0, looked.stderr)
            self.assertEqual(looked.stdout.count('NOT PROVEN: that others'), doubts, looked.stdout)

    def test_1_each_case_has_a_page_to_print(self):
        assert_has_a_page_for_each_case(self, self.data, self.run_.stdout)

    def test_1_one_audit_seals(self):
        logs = sorted((self.data / 'logs').glob('audit-*.log'))
        self.assertEqual(len(logs), json.loads((self.data / 'shape.json').read_text())['instances'])
        self.assertEqual([log.stem for log in logs if '"seals"' in log.read_text()], ['audit-1'])

    def test_2_no_process_is_left(self):
        self.assertEqual(processes_of(self.data), [])

    def test_3_no_text_of_the_story_is_readable_on_any_disk(self):
        texts = canaries(STORY)
        self.assertGreater(len(texts), 20)
        files = [p for p in self.data.rglob('*') if p.is_file()]
        self.assertTrue(any('store' in str(p) and p.stat().st_size > 0 for p in files), 'the bus wrote nothing?')
        self.assertEqual(find_texts(self.data, texts), [])

    def test_4_the_search_finds_what_is_there(self):
        planted = self.folder / 'planted'
        planted.mkdir()
        (planted / 'row.sst').write_bytes(b'\0\1' + canaries(STORY)[0] + b'\2')
        self.assertEqual(len(find_texts(planted, canaries(STORY)[:1])), 1)

    def test_4_a_short_name_is_found_as_a_word_and_not_inside_a_signature(self):
        for readable in (b' Lea', b'<td>Lea</td>', b'with Lea, today', b'{"name": "Lea"}', b'\xff\x0a\x03Lea\x12\x04', b'\n- Lea:',
                         b'\x0a\x08Mama Lea\x12\x04', b'\x1a\x08Lea Kurz"', b'{\\"Lea\\"', b'name=Lea&', b'Lea-Marie'):
            self.assertTrue(stands_in(readable, b'Lea'), readable)
        for signature in (b'q83vLeaZ9+/=', b'\x91Lea\x07', b'\x91\x80Lea\xfe\x07', b'deadLea', b'+Lea/'):
            self.assertFalse(stands_in(signature, b'Lea'), signature)

    def test_5_the_three_lines_work_as_printed(self):
        lines = [line.strip() for line in self.run_.stdout.splitlines() if line.startswith('  ./tools/dev ')]
        self.assertEqual(len(lines), 3, self.run_.stdout)
        try:
            for line in lines:
                done = call('bash', '-c', line)
                self.assertEqual(done.returncode, 0, f'{line}\n{done.stdout}{done.stderr}')
                if 'inbox' in line:
                    self.assertIn('CASE_HELD', done.stdout)
        finally:
            call('bash', '-c', './tools/dev down')
        self.assertEqual(processes_of(self.data), [])

    def instances(self):
        """(service, number) of each one that has a projection to show."""
        count = json.loads((self.data / 'shape.json').read_text())['instances']
        return [(service, number) for service in SERVICES for number in range(1, count + 1)]

    def projections(self):
        """Position, state hash and open work of each projection, by service, the same in each of its instances; the house
        must be up."""
        found = {}
        for service, number in self.instances():
            done = call(FVCTL, '--clients', self.data / 'clients', '--as', 'operator', '--json', 'call', 'GetProjection',
                        '{"with_state_hash": true}', '--service', service, '--instance', number)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(found.setdefault(service, json.loads(done.stdout)), json.loads(done.stdout))
        return found

    def test_8_deleted_projections_come_back_the_same_and_nothing_is_done_twice(self):
        self.addCleanup(call, './tools/dev', 'down')
        self.assertEqual(call('./tools/dev', 'up', '--data', self.data).returncode, 0)
        before = self.projections()
        self.assertEqual(call('./tools/dev', 'down').returncode, 0)
        for service, number in self.instances():
            shutil.rmtree(self.data / 'services' / f'{service}-{number}')
        self.assertEqual(call('./tools/dev', 'up', '--data', self.data).returncode, 0)
        self.assertEqual(self.projections(), before)

    def test_6_a_run_on_used_data_says_what_to_do(self):
        again = call(sys.executable, ROOT / 'tools/local/house.py', 'run', '--data', self.data, '--story', STORY)
        self.assertEqual(again.returncode, 1)
        self.assertIn('holds a house already', again.stderr)

    def test_7_names_are_only_on_the_partners_side(self):
        labels = json.loads((self.data / 'clients/labels.json').read_text())
        self.assertIn('Frau Adler', labels.values())

    def ask(self, who, *arguments):
        return call(FVCTL, '--clients', self.data / 'clients', '--as', who, '--json', *arguments)

    def tells_of_every_server_of_the_bus(self, page):
        servers = json.loads((self.data / 'shape.json').read_text())['replicas']
        for state in ('expected', 'answering'):
            self.assertEqual(page.sum('fallverbund_bus_servers', state=state), servers)
        for stream in ('log', 'journal', 'keys'):
            last = [value for name, labels, value in page.samples
                    if name == 'fallverbund_bus_stream_last' and labels['stream'] == stream]
            self.assertEqual(len(last), servers, stream)
            self.assertEqual(len(set(last)), 1, f'the copies of {stream} differ: {last}')
            self.assertGreater(last[0], 0)

    def tells_what_is_owed(self):
        """The same as the projections know, once the reactions to what was written last are done."""
        def differ():
            known = self.projections()
            told = {page.service: {kind: page.sum('fallverbund_obligations_open', kind=kind) for kind in ('reaction', 'clock')}
                    for page in scrape.settled_pages(self.data) if page.service in known}
            self.assertGreater(told['case']['clock'], 0)
            return [(service, told[service], each) for service, each in known.items()
                    if told[service] != {kind: int(each.get(f'open_{kind}s', 0)) for kind in ('reaction', 'clock')}]
        scrape.wait_until(lambda: not differ(), lambda: f'metrics and projections differ: {differ()}')

    def test_9_each_process_tells_prometheus_what_it_did_and_one_trace_follows_a_call(self):
        self.addCleanup(call, './tools/dev', 'down')
        up = call('./tools/dev', 'up', '--data', self.data)
        self.assertEqual(up.returncode, 0, up.stdout + up.stderr)
        inbox = json.loads(self.ask('adler', 'inbox').stdout)
        case = next(item['case_id'] for item in inbox['items'])
        trace = '4bf92f3577b34da6a3ce929d0e0e4736'
        traceparent = f'00-{trace}-00f067aa0ba902b7-01'
        refused = self.ask('adler', '--traceparent', traceparent, 'call', 'RequestLawfulEnd', json.dumps({'case_id': case, 'ground': 'zu schwierig'}))
        reason = json.loads(refused.stdout)['reason']
        office = json.loads((self.data / 'clients/wachtel.json').read_text())
        contact = self.ask('lerche', '--traceparent', traceparent, 'call', 'ReceiveContact', json.dumps({
            'source': 'CONTACT_SOURCE_SCHOOL', 'receiving_organisation_id': office['organisation_id'],
            'owner_person_id': office['person_id'], 'young_person_identifiable': True, 'young_person_name': 'Milo',
            'summary': 'kommt nicht mehr'}))
        self.assertEqual(contact.returncode, 0, contact.stdout + contact.stderr)
        position = int(json.loads(contact.stdout)['result']['position'])

        scrape.wait_until(lambda: all(page.sum('fallverbund_serving') == 1 for page in scrape.pages(self.data)),
                          lambda: 'not every process serves')
        pages = scrape.settled_pages(self.data)
        self.assertEqual({page.service for page in pages}, {'keys', 'team', 'intake', 'case', 'crisis', 'audit'})
        for page in pages:
            with self.subTest(page.service):
                for name in ('serving', 'projection_reading', 'projection_caught_up', 'bus_syncs'):
                    self.assertEqual(page.sum(f'fallverbund_{name}'), 1, name)
                for name in ('projection_held_back', 'projection_notices_total', 'append_unresolved_total', 'calls_waiting',
                             'bus_reconnects_total', 'bus_stream_missing'):
                    self.assertEqual(page.sum(f'fallverbund_{name}'), 0, name)
                self.assertEqual(page.sum('fallverbund_projection_position'), page.sum('fallverbund_log_head'))
                self.assertGreaterEqual(page.sum('fallverbund_projection_position'), position)
                self.assertEqual(page.sum('fallverbund_bus_connected'), 2)
                self.tells_of_every_server_of_the_bus(page)
                self.assertNotRegex(page.text, '[0-9a-f]{32}', 'an id stands in a label')
                self.assertNotIn('Milo', page.text)

        self.tells_what_is_owed()

        def told(service, name, **labels):
            """By all its instances."""
            return sum(page.count(f'fallverbund_{name}', **labels) for page in pages if page.service == service)
        self.assertEqual(told('case', 'calls_total', method='CaseService/ListInbox', code='OK'), 1)
        self.assertEqual(told('case', 'call_seconds_count', method='CaseService/ListInbox'), 1)
        self.assertEqual(told('case', 'refusals_total', method='CaseService/RequestLawfulEnd', reason=reason), 1)
        self.assertEqual(told('case', 'calls_total', code='FAILED_PRECONDITION'), 1)
        self.assertEqual(told('case', 'journal_entries_total', result='written'), 2)  # the inbox was read, the end refused
        self.assertEqual(told('intake', 'calls_total', method='IntakeService/ReceiveContact', code='OK'), 1)
        self.assertGreaterEqual(told('intake', 'vault_keys_total', answer='opened'), 1)

        def logged(service, event):
            lines = [json.loads(line) for log in (self.data / 'logs').glob(f'{service}*.log')
                     for line in log.read_text().splitlines() if f'"{event}"' in line]
            self.assertEqual([line['trace'] for line in lines], [trace], lines)
            return lines[0]
        self.assertEqual(logged('intake', 'traced_commit')['position'], position)
        self.assertEqual(logged('case', 'traced_refusal')['reason'], reason)
        scrape.wait_until(lambda: scrape.published(self.data) >= position, lambda: 'sealing does not go on from its folder')


if __name__ == '__main__':
    unittest.main(verbosity=2)
