"""What the page must notice, on a small mission of its own."""
import pathlib
import tempfile
import unittest

import mission_page

FILES = {
    'libs/care/mission.csv': 'row,term,type,sentence\nA1,case inquiry,INV,"Only one asks."\nA4,symptoms,REC,"Coded."\nN3,one event,INV,"It moves."\n',
    'libs/refusal/reasons.def': 'FV_REASON(kOnlyOne, "ONLY_ONE", "A1",\n          "...", "...", "...", "...")\n',
    'proto/intake_service.proto': 'service Intake {\n  // Asks (A4).\n  rpc Submit(SubmitRequest) returns (SubmitResponse) {\n    option (access) = {\n      row: "A1"\n    };\n  }\n}\n',
    'proto/case_events.proto': '// The one event (N3).\nmessage Moved {\n  string id = 1;\n}\n',
    'services/intake/domain/decide.cc': 'Require(Reason::kOnlyOne, one);\nadd(symptom);\nmove();\n',
    'services/intake/domain/CMakeLists.txt': 'fv_guards_test(NAME intake_guards)\n',
    'tests/mission/rows.csv': 'row,calls,tests,program,file,left out,instead\nA1,Submit,Inquiry.OnlyOneAsks,,,,\n'
                              'A4,Submit,Edge.IsShown,fv_test,services/intake/domain/decide.cc,add(symptom);,\n'
                              'N3,Submit,Move.IsOne,fv_test,services/intake/domain/decide.cc,move();,\n',
    'services/intake/domain/decide_test.cc': 'TEST(Inquiry, OnlyOneAsks) {\n  EXPECT_EQ(no, Reason::kOnlyOne);\n}\nTEST(Move, IsOne) {  // N3\n}\n',
    'tests/mission/open.csv': 'row,reason\n',
    'services/intake/domain/edge_test.cc': 'TEST(Edge, IsShown) {\n}\n',
    'tests/mission/edge_cases.csv': 'edge case,rows,shown by,not yet\n"a parent moves, twice",N3,Edge.IsShown,\ndeath,A1 N3,,not begun\n',
}


class MissionPage(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for path, text in FILES.items():
            self.write(path, text)
        self.addCleanup(setattr, mission_page, 'ROOT', mission_page.ROOT)
        self.addCleanup(setattr, mission_page, 'HERE', mission_page.HERE)
        mission_page.ROOT, mission_page.HERE = self.root, self.root / 'tests/mission'

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def say(self, row, line):
        """Another line for a row in rows.csv, or none; what is wrong then."""
        lines = FILES['tests/mission/rows.csv'].splitlines()
        lines = [each for each in lines if not each.startswith(f'{row},')] + ([line] if line else [])
        self.write('tests/mission/rows.csv', '\n'.join(lines) + '\n')
        return mission_page.page()[1]

    def test_says_by_which_call_a_row_is_asked_and_which_test_fails_without_it(self):
        text, wrong = mission_page.page()
        self.assertEqual(wrong, [])
        self.assertIn('3 of 3 rows have a test', text)
        self.assertIn('| A1 | case inquiry (INV) | Submit | Inquiry.OnlyOneAsks | ONLY_ONE |', text)
        self.assertIn('| A4 | symptoms (REC) | Submit | Edge.IsShown | `add(symptom);` in services/intake/domain/decide.cc |', text)

    def test_says_beside_the_guard_of_a_row_also_its_line_and_what_it_is_turned_into(self):
        line = 'A1,Submit,Inquiry.OnlyOneAsks,fv_test,services/intake/domain/decide.cc,move();,move() || stay();'
        self.assertEqual(self.say('A1', line), [])
        self.assertIn(r'| ONLY_ONE; `move();` turned into `move() \|\| stay();` in services/intake/domain/decide.cc |', mission_page.page()[0])

    def test_tells_of_a_row_without_a_test_also_where_it_is_only_recorded(self):
        for row in ('A1', 'A4', 'N3'):
            with self.subTest(row):
                self.assertEqual(self.say(row, None), [f'{row}: rows.csv says neither its call nor the test that fails without it'])
        self.write('tests/mission/open.csv', 'row,reason\nN3,not begun\n')
        text, wrong = mission_page.page()
        self.assertEqual(wrong, [])
        self.assertIn('open: not begun', text)

    def test_tells_of_a_test_that_would_not_fail_or_is_not_there(self):
        code, line = 'expects, in the room of the rule', 'services/intake/domain/decide.cc'
        for row, said, flaws in (('A4', 'A4,Submit,Edge.IsShown,,,,', [code]),
                                 ('A1', 'A1,Submit,Move.IsOne,,,,', [code]),
                                 ('A4', f'A4,Submit,Edge.IsShown,fv_test,{line},add(another);,', ['says 0 times']),
                                 ('A4', f'A4,Submit,Edge.IsShown,,{line},add(symptom);,', ['name the program']),
                                 ('A4', f'A4,Submit,Edge.IsGone,fv_test,{line},add(symptom);,', ['no test Edge.IsGone']),
                                 ('A4', f'A4,Withdraw,Edge.IsShown,fv_test,{line},add(symptom);,', ['no call Withdraw']),
                                 ('A4', f'A4,,Edge.IsShown,fv_test,{line},add(symptom);,', ['name a command or query'])):
            with self.subTest(said):
                wrong = self.say(row, said)
                self.assertEqual([flaw in each for each, flaw in zip(wrong, flaws)], [True] * len(flaws), wrong)
                self.assertEqual(len(wrong), len(flaws), wrong)

    def test_counts_no_guard_that_nobody_leaves_out(self):
        self.write('services/intake/domain/CMakeLists.txt', 'fv_room(NAME intake_domain)\n')
        self.assertIn('A1: none of its tests', ' '.join(mission_page.page()[1]))
        self.write('services/intake/domain/CMakeLists.txt', 'fv_guards_test(NAME intake_guards)\n')
        self.write('tests/service/intake_test.cc', FILES['services/intake/domain/decide_test.cc'].replace('OnlyOneAsks', 'OnlyOne'))
        self.assertIn('in the room of the rule', ' '.join(self.say('A1', 'A1,Submit,Inquiry.OnlyOne,,,,')))

    def test_tells_of_a_guard_that_no_sentence_names(self):
        self.write('services/intake/domain/decide_test.cc', 'TEST(Inquiry, OnlyOneAsks) {\n}\nTEST(Move, IsOne) {  // A1, N3\n}\n')
        self.assertIn('A1: no test names ONLY_ONE', mission_page.page()[1])

    def test_shows_each_edge_case_with_its_tests_or_why_not(self):
        text, wrong = mission_page.page()
        self.assertEqual(wrong, [])
        self.assertIn('| a parent moves, twice | N3 | Edge.IsShown |  |', text)
        self.assertIn('| death | A1, N3 |  | not begun |', text)
        self.write('libs/seal/testing/vault_contract.h', 'TEST_P(Vault, Forgets) {\n}\n')
        for line, wrong in (('death,A1,Move.IsOne Move.IsTwo,so', 'there is no test Move.IsTwo'), ('death,A1,,', 'name a test'),
                            ('death,A9,Move.IsOne,', 'does not know A9'), ('death,A1,Vault.Forgets,', None)):
            with self.subTest(line):
                self.write('tests/mission/edge_cases.csv', f'edge case,rows,shown by,not yet\n{line}\n')
                said = mission_page.page()[1]
                self.assertEqual([wrong in each for each in said], [True] if wrong else [], said)

    def test_knows_rows_that_are_named_together(self):
        self.assertEqual(mission_page.rows_in('handover (N3 to N5), B2'), {'N3', 'N4', 'N5', 'B2'})
        self.assertEqual(mission_page.rows_in('AES-256, E2E, X.A1'), set())


if __name__ == '__main__':
    unittest.main()
