"""Which commit `buf breaking` compares with, in git working copies of each kind, and what is said where there is none."""
import pathlib
import subprocess
import tempfile
import unittest

CHECKS = pathlib.Path(__file__).resolve().with_name('checks.sh')
NOBODY = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.org']


def git(folder, *arguments):
    return subprocess.run(['git', '-C', folder, *NOBODY, *arguments], check=True, capture_output=True, text=True).stdout.strip()


def commit(folder, what):
    git(folder, 'commit', '-q', '--allow-empty', '-m', what)
    return git(folder, 'rev-parse', 'HEAD')


class LastMain(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.theirs = self.folder / 'theirs'
        git(self.folder, 'init', '-q', '-b', 'main', 'theirs')
        self.commits = [commit(self.theirs, str(i)) for i in range(3)]

    def clone(self, *options):
        git(self.folder, 'clone', '-q', *options, f'file://{self.theirs}', 'ours')
        return self.folder / 'ours'

    def ask(self, folder):
        asked = subprocess.run(['bash', '-c', f'source {CHECKS}; last_main'], cwd=folder, capture_output=True, text=True)
        return asked.returncode, asked.stdout.strip()

    def test_on_main_itself_it_is_the_commit_before(self):
        self.assertEqual(self.ask(self.clone()), (0, self.commits[1]))

    def test_beside_main_it_is_where_the_work_left_it(self):
        ours = self.clone()
        git(ours, 'checkout', '-q', '-b', 'work', self.commits[1])
        commit(ours, 'work')
        self.assertEqual(self.ask(ours), (0, self.commits[1]))

    def test_a_shallow_clone_says_how_to_get_the_commit_before(self):
        status, said = self.ask(self.clone('--depth', '1'))
        self.assertEqual(status, 1)
        self.assertIn('shallow', said)
        ours = self.folder / 'ours'
        git(ours, *said.split("'git ")[1].split("'")[0].split())
        self.assertEqual(self.ask(ours), (0, self.commits[1]), 'what it says to do helps')

    def test_a_shallow_clone_of_other_work_says_how_to_reach_main(self):
        git(self.theirs, 'checkout', '-q', '-b', 'work', self.commits[0])
        commit(self.theirs, 'work')
        ours = self.clone('--depth', '1', '--no-single-branch', '--branch', 'work')
        status, said = self.ask(ours)
        self.assertEqual(status, 1)
        git(ours, *said.split("'git ")[1].split("'")[0].split())
        self.assertEqual(self.ask(ours), (0, self.commits[0]), 'what it says to do helps')

    def test_without_a_main_or_without_git_it_says_so(self):
        ours = self.clone('--single-branch')
        git(ours, 'checkout', '-q', '-b', 'work')
        git(ours, 'branch', '-q', '-D', 'main')
        git(ours, 'update-ref', '-d', 'refs/remotes/origin/main')
        status, said = self.ask(ours)
        self.assertEqual(status, 1)
        git(ours, *said.split("'git ")[1].split("'")[0].split())
        self.assertEqual(self.ask(ours)[0], 0, 'what it says to do helps')
        plain = self.folder / 'plain'
        plain.mkdir()
        status, said = self.ask(plain)
        self.assertEqual(status, 1)
        self.assertIn('no git working copy', said)


if __name__ == '__main__':
    unittest.main()
