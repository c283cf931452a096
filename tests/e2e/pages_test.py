"""The auditor's pages and what fvctl tells from outside, of a story that a whole house has played: served by the audit's own
program over mutual TLS, without a name on any of them. Called by ctest with the bus in NATS_SERVER, and the shape in
HOUSE_SHAPE."""
import html
import http.client
import json
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import unittest

from house_test import ROOT, FVCTL, SHAPE, call, canaries
from pages_in_browser import PagesInBrowser, chromium

sys.path.insert(0, str(ROOT / 'tools/local'))
import house as local  # noqa: E402

STORY = ROOT / 'tests/stories/02-ayla.story'


class PagesHouse(local.House):
    """One whose first audit serves pages."""

    def command(self, service, instance):
        command = super().command(service, instance)
        if (service, instance) != ('audit', 1):
            return command
        certificate = self.path('certificates', 'svc-audit')
        return command + ['--pages-listen', '127.0.0.1:0', '--pages-port-file', str(self.path('pages.port')),
                          '--pages-cert', f'{certificate}.pem', '--pages-key', f'{certificate}.key',
                          '--pages-ca', str(self.authority.certificate)]


class Pages(PagesInBrowser, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='fallverbund-pages-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        played = call(sys.executable, ROOT / 'tools/local/house.py', 'run', '--data', cls.folder / 'data', *SHAPE, '--story', STORY)
        assert played.returncode == 0, played.stdout + played.stderr
        cls.house = PagesHouse(cls.folder / 'data')
        cls.addClassCleanup(cls.house.stop)
        cls.house.bus.start()
        cls.house.start_services()
        cls.port = int(cls.house.path('pages.port').read_text())
        cls.texts = canaries(STORY) + [b'Frau ', b'Herr ']
        profile = json.loads((cls.house.dir / 'clients/auditor.json').read_text())
        for name, person in (('auditor', profile['person_id']), ('nobody', '')):
            cls.house.authority.issue(f'{local.URI}org/{profile["organisation_id"]}', cls.folder / name, person=person)

    def get(self, path, who='auditor', language='de'):
        context = ssl.create_default_context(cafile=str(self.house.authority.certificate))
        context.load_cert_chain(self.folder / f'{who}.pem', self.folder / f'{who}.key')
        connection = http.client.HTTPSConnection('127.0.0.1', self.port, context=context, timeout=60)
        try:
            connection.request('GET', path, headers={'Accept-Language': language})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def fvctl(self, *arguments):
        return call(FVCTL, '--clients', self.house.dir / 'clients', '--as', 'auditor', *arguments)

    def cases(self):
        return json.loads(self.fvctl('--json', 'call', 'ListCases', '{}').stdout)['cases']

    def assert_tells_no_name(self, content):
        content = re.sub(rb'[A-Za-z0-9+/=]{40,}', b'', content)  # hashes and signatures, which may spell a short name by chance
        self.assertEqual([text for text in self.texts if text in content], [])

    def reads(self):
        return int(json.loads(self.fvctl('--json', 'audit', 'verify').stdout)['reads'])

    def test_every_page_is_served_without_a_name_and_every_read_is_counted(self):
        case = self.cases()[0]['case_id']
        before = self.reads()
        for path, shown in (('/', case), ('/findings', 'Kein Befund'), ('/overdue', 'Ruhende'), ('/figures', 'Nächte ohne Setting'), (f'/case/{case}', '<svg'),
                            (f'/case/{case}?lang=en', 'Who was responsible when')):
            status, page = self.get(path)
            self.assertEqual(status, 200, path)
            self.assertIn(shown.encode(), page, path)
            self.assert_tells_no_name(page)
        self.assertEqual(self.reads(), before + 8 + 1, 'a case is two reads, and the first count was one, too')
        self.assertIn(b'<html lang="en">', self.get('/', language='en')[1])

    def test_an_organisations_certificate_alone_opens_nothing(self):
        self.assertEqual(self.get('/', who='nobody')[0], 403)
        shutil.copy(self.house.dir / 'certificates/svc-case.pem', self.folder / 'service.pem')
        shutil.copy(self.house.dir / 'certificates/svc-case.key', self.folder / 'service.key')
        self.assertEqual(self.get('/', who='service')[0], 403)

    def test_a_case_as_a_file_is_the_page(self):
        case = self.cases()[0]['case_id']
        for language in ('de', 'en'):
            file = self.folder / f'{language}.html'
            done = self.fvctl('audit', 'report', '--html', case, file, '--lang', language)
            self.assertEqual(done.returncode, 0, done.stderr)
            page = file.read_bytes()
            self.assert_tells_no_name(page)
            served = self.get(f'/case/{case}?lang={language}')[1]
            for tag in (b'<rect class="held"', b'<polygon', b'<tr>'):
                self.assertEqual(page.count(tag), served.count(tag), tag)

    def test_each_entry_of_a_page_has_its_proof_served_and_in_the_file(self):
        case = self.cases()[0]['case_id']
        links = re.findall(rb'href="(/case/\w+/proof/(\d+))"', self.get(f'/case/{case}')[1])
        self.assertTrue(links)
        status, served = self.get(links[0][0].decode())
        self.assertEqual(status, 200)
        file = self.folder / 'with-proofs.html'
        self.assertEqual(self.fvctl('audit', 'report', '--html', case, file).returncode, 0)
        proofs = re.findall(r'<section id="proof-(\d+)">.*?<pre>(.*?)</pre>', file.read_text(), re.S)
        self.assertEqual({position for position, _ in proofs}, {position.decode() for _, position in links})
        for number, text in enumerate((served.decode(), html.unescape(proofs[-1][1]))):
            proof = self.folder / f'{number}.tlog-proof'
            proof.write_text(text)
            checked = call(FVCTL, 'audit', 'check', proof, '--policy', self.house.dir / 'clients/policy')
            self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_a_case_is_one_pdf_or_it_is_said_what_to_do(self):
        case = self.cases()[0]['case_id']
        file = self.folder / 'case.pdf'
        without = subprocess.run([FVCTL, '--clients', self.house.dir / 'clients', '--as', 'auditor', 'audit', 'report', '--pdf', case, file],
                                 capture_output=True, text=True, env={'PATH': '/nowhere'}, timeout=60)
        self.assertNotEqual(without.returncode, 0)
        self.assertIn('chromium-headless-shell', without.stderr)
        self.assertFalse(file.exists())
        if chromium.find() is None:
            self.skipTest('there is no Chromium on this machine')
        done = self.fvctl('audit', 'report', '--pdf', case, file)
        self.assertEqual(done.returncode, 0, done.stderr)
        paper = file.read_bytes()
        self.assertTrue(paper.startswith(b'%PDF-'))
        self.assertGreater(len(re.findall(rb'/Type\s*/Page\b', paper)), 1)
        self.assertNotIn(b'/URI (http', paper)

    def test_who_read_a_case_is_told_with_the_right_to(self):
        case = self.cases()[0]['case_id']
        self.get(f'/case/{case}')
        done = self.fvctl('case', 'readers', case)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r'\(AUDITOR\): GetCaseHolders on .*; RELATION_NONE \(R0\)  \[journal \d+\]')
        # The clinic is of the circle, so that let it in; BROKEN_GLASS stands where nothing else did.
        self.assertRegex(done.stdout, r'\(CLINIC\): ListCaseDocuments on .*, opened sealed texts; RELATION_CIRCLE \(A10\)')
        opened = self.fvctl('case', 'readers', case, '--opened').stdout
        self.assertNotIn('GetCaseHolders', opened)
        self.assertIn('opened sealed texts', opened)
        self.assertEqual(self.fvctl('case', 'readers', case, '--as-known-at', '2020-01-01T00:00:00Z').stdout, 'Nobody has read it.\n')

    def test_what_changed_is_told_by_positions_and_days(self):
        case = self.cases()[0]
        done = self.fvctl('case', 'diff', case['case_id'], case['last_position'], '2026-03-02')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f'to position {case["last_position"]}\n', done.stdout)
        self.assertIn('CASE (Fallverantwortung)', done.stdout)
        self.assertEqual(self.fvctl('case', 'diff', case['case_id'], 'yesterday', '1').returncode, 2)

    def test_a_list_of_numbers_is_complete_or_names_who_is_missing(self):
        listed = self.folder / 'list.csv'
        listed.write_text('number;paid\n' + ''.join(f'{one["origin_id"]};1\n' for one in self.cases()))
        done = self.fvctl('audit', 'completeness', listed)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn('missing: 0', done.stdout)
        with open(listed, 'a') as more:
            more.write(f'{"0" * 29}abc;1\n')
        done = self.fvctl('audit', 'completeness', listed)
        self.assertEqual(done.returncode, 5)
        self.assertIn(f'{"0" * 29}abc  MISSING', done.stdout)

    def test_the_official_statistics_hold_no_name_and_no_id_of_a_case(self):
        done = self.fvctl('audit', 'statistics', '--year', '2026', '--csv', self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ('hilfen', 'inobhutnahmen', 'gefaehrdungseinschaetzungen', 'datenwoerterbuch'):
            content = (self.folder / f'{name}.csv').read_bytes()
            self.assert_tells_no_name(content)
            for case in self.cases():
                self.assertNotIn(case['case_id'].encode(), content)
        self.assertIn(';PROVIDER;', (self.folder / 'hilfen.csv').read_text(), 'the directory says what kind of body it is')

    def test_the_figures_have_a_dictionary_and_hold_no_name(self):
        csv, dictionary = self.folder / 'figures.csv', self.folder / 'dictionary.csv'
        done = self.fvctl('audit', 'figures', '--csv', csv, '--dictionary', dictionary)
        self.assertEqual(done.returncode, 0, done.stderr)
        for file in (csv, dictionary):
            self.assert_tells_no_name(file.read_bytes())
        self.assertIn('Verbleib heute Nacht</th><td class="good">0</td>', self.get('/findings')[1].decode(), 'zeros too')
        figures = dict(line.split(';', 1) for line in csv.read_text().splitlines())
        self.assertGreater(int(figures['tonight.nights']), 0)
        self.assertEqual(figures['tonight.nobody'], '0')
        self.assertEqual(int(figures['workload.cases']) + int(figures['workload.resting']), int(figures['cases_open']))
        self.assertIn('must be 0', next(line for line in dictionary.read_text().splitlines() if line.startswith('tonight.nobody;')))

    def test_one_case_is_exported_and_judged_without_the_house(self):
        case, policy, archive = self.cases()[0]['case_id'], self.house.sealing.policy, self.folder / 'case'
        journal = self.house.sealing.journal_policy
        exported = self.fvctl('audit', 'export', archive, '--case', case, '--policy', policy, '--journal-policy', journal)
        self.assertEqual(exported.returncode, 0, exported.stderr)
        judged = call(FVCTL, 'audit', 'verify', archive, '--policy', policy, '--journal-policy', journal)
        self.assertEqual(judged.returncode, 0, judged.stdout + judged.stderr)
        self.assertRegex(judged.stdout, r'  [1-9]\d* entries of the journal')
        self.assertIn(f'What the archive holds of case {case} stands in the log of log.do.example/events', judged.stdout)
        for said in ('NOT PROVEN by one case alone', 'cosigned by witness-2', '\ncases: 1\n', '\nfindings: 0\n'):
            self.assertIn(said, judged.stdout)
        for file in archive.rglob('*'):
            if file.is_file():
                self.assert_tells_no_name(file.read_bytes())
        proof = next((archive / 'proofs').iterdir())
        self.assertEqual(call(FVCTL, 'audit', 'check', proof, '--policy', policy).returncode, 0)
        self.assertEqual(self.fvctl('audit', 'export', self.folder / 'none', '--case', '0' * 32, '--policy', policy,
                                    '--without-journal').returncode, 3)
        for more in (['--without-journal', '--journal-policy', journal], ['--without-journal', '--journal-published', self.folder],
                     ['--journal-policy', journal, '--journal-published', self.folder], []):
            refused = self.fvctl('audit', 'export', self.folder / 'none', '--case', case, '--policy', policy, *more)
            self.assertEqual(refused.returncode, 2, more)
            self.assertRegex(refused.stderr, '--without-journal|--journal-published is of the whole log')

    def test_proofs_come_from_the_audit_and_are_judged_by_the_policy(self):
        policy, kept, proof = self.house.sealing.policy, self.folder / 'kept', self.folder / '1.tlog-proof'
        for file, command in ((proof, ('prove', '1')), (kept, ('checkpoint', '--policy', policy))):
            done = self.fvctl('audit', *command)
            self.assertEqual(done.returncode, 0, done.stderr)
            file.write_text(done.stdout)
        self.assertEqual(call(FVCTL, 'audit', 'check', proof, '--policy', policy).returncode, 0)
        followed = self.fvctl('audit', 'follow', kept, '--policy', policy)
        self.assertEqual(followed.returncode, 0, followed.stderr)
        self.assertIn('nothing before was changed', followed.stdout)
        self.assertEqual(self.fvctl('audit', 'prove', '1000000').returncode, 2, 'the log has no such position')


if __name__ == '__main__':
    unittest.main()
