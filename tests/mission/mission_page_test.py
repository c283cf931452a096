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
    'services/intake/domain/decide.cc': 'Require(Reason::kOnlyOne, one);\n',
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

    def test_names_what_carries_a_row_and_who_misses_its_guard(self):
        text, wrong = mission_page.page()
        self.assertEqual(wrong, [])
        self.assertIn('| A1 | case inquiry (INV) | Submit | ONLY_ONE | Inquiry.OnlyOneAsks |', text)
        self.assertIn('| A4 | symptoms (REC) | Submit |', text)
        self.assertIn('| N3 | one event (INV) | Moved |  | Move.IsOne |', text)

    def test_tells_of_a_row_that_nothing_carries(self):
        self.write('proto/case_events.proto', 'message Moved {\n}\n')
        self.write('services/intake/domain/decide_test.cc', 'TEST(Inquiry, OnlyOneAsks) {\n  EXPECT_EQ(no, Reason::kOnlyOne);\n}\n')
        self.assertIn('N3 is not open, but', ' '.join(mission_page.page()[1]))
        self.write('tests/mission/open.csv', 'row,reason\nN3,not begun\n')
        text, wrong = mission_page.page()
        self.assertEqual(wrong, [])
        self.assertIn('open: not begun', text)

    def test_tells_of_a_guard_that_no_sentence_names(self):
        self.write('services/intake/domain/decide_test.cc', 'TEST(Move, IsOne) {  // A1, N3\n}\n')
        self.assertEqual(mission_page.page()[1], ['A1: no test names ONLY_ONE'])

    def test_tells_of_an_invariant_without_a_sentence(self):
        self.write('services/intake/domain/decide_test.cc', 'TEST(Inquiry, OnlyOneAsks) {\n  EXPECT_EQ(no, Reason::kOnlyOne);\n}\n')
        self.assertEqual(mission_page.page()[1], ['N3 is an invariant, but no test names it or a refusal by it'])

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
