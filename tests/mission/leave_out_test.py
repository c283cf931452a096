"""What leaving out a line must tell, on a small program of its own."""
import contextlib
import io
import pathlib
import tempfile
import unittest

import leave_out
import mission_page

ROWS = ('row,calls,tests,program,file,left out,instead\n'
        'A1,Ask,T.t,guarded.py,program.txt,guard();,\n'
        'A2,Ask,T.t,blind.py,program.txt,record();,note();\n'
        'A3,Ask,T.t,broken.py,program.txt,record();,\n'
        'A4,Ask,T.t,,,,\n'
        'A5,Ask,T.t,guarded.py,program.txt,again();,\n')
PROGRAM = 'guard();\nrecord();\nagain();\nagain();\n'
LOOKS = 'import pathlib\nassert "guard();" in (pathlib.Path(__file__).parents[2] / "program.txt").read_text()\n'


class LeaveOut(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        here = self.root / 'tests/mission'
        here.mkdir(parents=True)
        for path, text in (('rows.csv', ROWS), ('guarded.py', LOOKS), ('blind.py', ''), ('broken.py', 'assert False\n')):
            (here / path).write_text(text)
        (self.root / 'program.txt').write_text(PROGRAM)
        for module in (leave_out, mission_page):
            for name, value in (('ROOT', self.root), ('HERE', here)):
                self.addCleanup(setattr, module, name, getattr(module, name))
                setattr(module, name, value)

    def run_it(self, *arguments):
        """(its code, what it said)"""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = leave_out.main(list(arguments))
        return code, said.getvalue()

    def test_looks_whether_a_test_misses_the_line_and_puts_it_back(self):
        before = (self.root / 'program.txt').stat().st_mtime_ns
        self.assertEqual(self.run_it('A1'), (0, 'A1 is missed\n'))
        self.assertEqual((self.root / 'program.txt').read_text(), PROGRAM)
        self.assertEqual((self.root / 'program.txt').stat().st_mtime_ns, before)

    def test_tells_of_a_line_that_no_test_misses_and_of_a_test_that_always_fails(self):
        self.assertEqual(self.run_it('A1', 'A2', 'A3'), (1, 'A1 is missed\nA2 IS MISSED BY NO TEST\nA3 FAILS WITH THAT LINE, TOO\n'))

    def test_leaves_out_nothing_that_is_not_named_once(self):
        for row, said in (('A4', 'no line is named for A4'), ('A5', 'does not say once')):
            with self.subTest(row), self.assertRaisesRegex(SystemExit, said):
                self.run_it(row)
        self.assertEqual((self.root / 'program.txt').read_text(), PROGRAM)

    def test_draws_some_by_a_seed_and_each_has_its_turn(self):
        self.assertEqual(self.run_it('--some', '1', '--seed', '7', 'A1'), (0, 'seed 7\nA1 is missed\n'))
        rows = [f'A{number}' for number in range(1, 24)]
        self.assertEqual(leave_out.drawn(rows, 3, 'day'), leave_out.drawn(rows[::-1], 3, 'day'))
        self.assertEqual(len(set(leave_out.drawn(rows, 3, 'day'))), 3)
        self.assertEqual(leave_out.drawn(['A1'], 3, 'day'), ['A1'])
        self.assertEqual(set().union(*(leave_out.drawn(rows, 3, f'day {day}') for day in range(60))), set(rows))


if __name__ == '__main__':
    unittest.main()
