"""Two instances of each service on a bus of three servers. While people work, every service loses an instance that comes
back with nothing, one gets a third, and the bus loses a server; nothing that was acknowledged is lost or done twice. Then
an instance of an older program meets an event that it does not know. Called by ctest with the bus in NATS_SERVER."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import scrape

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools/torture'))
import callers  # noqa: E402
import machines  # noqa: E402
import run  # noqa: E402

OLDER = ROOT / 'build/dev/bin/older/case_before_hearings'
LANES = 2
PATIENCE_SECONDS = 300  # for one thing to come about; only a machine that hangs needs it
ASK_MS = 30_000  # one answer; the machine may be busy
STRAGGLE = 20  # messages that one server may be shown to have less while people work
GOES_ON = 5  # acknowledged writes
HEARD = {'young_person': {'heard': True}, 'family': {'heard': True}}


class Cluster(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='fallverbund-cluster-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.house = machines.Machines(cls.folder / 'house', instances=2, replicas=3)
        cls.addClassCleanup(cls.house.stop)
        run.found(cls.house)

    def wait_until(self, what, condition):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            self.house.look_after()
            if time.monotonic() > deadline:
                self.fail(f'waited {PATIENCE_SECONDS} s in vain: {what}')
            time.sleep(0.05)  # a look, not a wait for luck: the condition decides

    def ask(self, who, method, request, service, instance):
        """The answer of one instance, whatever it is."""
        return self.pipe.ask(who, method, request, ASK_MS, service=service, endpoint=self.house.address(service, instance))

    def page(self, name):
        """What the process tells Prometheus."""
        return scrape.page(self.house.dir / 'run' / f'{name}.metrics')

    # --- what breaks and comes back ---

    def test_1_instances_and_servers_come_and_go_and_nothing_acknowledged_is_lost(self):
        work = run.Work(self.house, seed='cluster', lanes=LANES)
        self.pipe = callers.Pipe(run.local.FVCTL, str(self.house.dir / 'clients'))
        self.addCleanup(self.pipe.close)
        try:
            self.goes_on(work)
            for service in run.local.SERVICES:
                self.lose_an_instance(service, work)
            self.add_an_instance('case')
            self.lose_a_server('bus-1', work)
            self.goes_on(work)
        finally:
            work.finish()
        try:
            run.judge(self.house, work)
        except run.Failed as failed:
            self.fail('\n'.join(failed.faults))

    def goes_on(self, work):
        enough = work.accepted() + GOES_ON
        self.wait_until('people work', lambda: work.accepted() >= enough)

    def lose_an_instance(self, service, work):
        """With its disk; it comes back with an empty one."""
        name = f'{service}-1'
        self.house.kill(name)
        shutil.rmtree(self.house.dir / 'services' / name)
        self.goes_on(work)
        self.house.start(name)
        head = max(answer['position'] for call in work.calls() for answer in call['answers'])
        self.wait_until(f'{name} has read all again', lambda: self.has_read(service, 1, head))

    def has_read(self, service, instance, position):
        return self.ask('operator', 'GetProjection', {'at_least_position': position}, service, instance)['code'] == 'OK'

    def add_an_instance(self, service):
        """The load finds it by itself."""
        name = self.house.add(service)
        self.house.wait_one(service, self.house.count(service))
        self.wait_until(f'{name} answers people', lambda: self.page(name).count('fallverbund_calls_total', code='OK') > 0)

    def lose_a_server(self, name, work):
        """Two are enough to write; the third fetches what it missed."""
        self.house.kill(name)
        self.wait_until('two servers are shown', lambda: '2 of 3 servers of the bus answer' in self.bus().stderr)
        self.goes_on(work)
        self.house.start(name)
        self.wait_until(f'{name} has what the others have', lambda: self.copies_are_whole(self.bus()))

    def bus(self):
        return subprocess.run(
            [run.local.FVCTL, 'bus', 'show', '--association', self.house.association, '--nats-url', self.house.bus.urls(), '--ca',
             str(self.house.authority.certificate), '--certificates', str(self.house.dir / 'certificates')],
            capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def copies_are_whole(self, shown):
        """Log, journal and keys on three servers; the load goes on meanwhile."""
        behind = [int(number) for number in re.findall(r' behind=(\d+) missing=', shown.stdout)]
        return shown.returncode == 0 and len(behind) == 9 and max(behind) <= STRAGGLE

    # --- an older program ---

    def test_2_an_older_program_holds_back_what_it_does_not_know_and_a_newer_one_takes_it_up(self):
        """case-2 is a program from before there were hearings; case-1 records one."""
        self.pipe = callers.Pipe(run.local.FVCTL, str(self.house.dir / 'clients'))
        self.addCleanup(self.pipe.close)
        chains = self.ok('auditor', 'ListCases', {}, 'audit', 1)['cases']
        held, other = [chain['case_id'] for chain in chains if 'case_id' in chain][:2]  # of some inquiries no case came yet
        shutil.rmtree(self.exchange('case-2', OLDER))
        self.house.start('case-2')
        self.wait_until('the older program has read the log', lambda: self.has_read('case', 2, self.head()))
        self.assertEqual(self.page('case-2').sum('fallverbund_projection_held_back'), 0)

        self.ok('wachtel', 'RecordHearing', {'case_id': held, 'participation': HEARD}, 'case', 1)
        self.wait_until('the older program has met what it does not know',
                        lambda: self.page('case-2').sum('fallverbund_projection_held_back') == 1)
        contact = {'case_id': held, 'channel': 'CONTACT_CHANNEL_MESSAGE', 'note': 'seid ihr noch da?'}
        for method, request in (('RecordContactWithYoungPerson', contact), ('GetCase', {'case_id': held})):
            refused = self.ask('wachtel', method, request, 'case', 2)
            self.assertEqual(refused['code'], 'UNAVAILABLE', refused)  # another instance may be newer
            self.assertIn('held back', refused['message'])
        self.ok('wachtel', 'RecordContactWithYoungPerson', contact, 'case', 1)

        told = self.ok('wachtel', 'RecordContactWithYoungPerson', contact | {'case_id': other}, 'case', 2)
        self.ok('wachtel', 'GetCase', {'case_id': other, 'at_least_position': told['result']['position']}, 'case', 2)
        self.ok('wachtel', 'ListInbox', {}, 'case', 2)
        page = self.page('case-2')
        self.assertEqual(page.sum('fallverbund_projection_notices_total', kind='not_understood'), 1)
        self.assertEqual(page.sum('fallverbund_serving'), 1)
        self.assertEqual(self.page('case-1').sum('fallverbund_projection_held_back'), 0)

        self.exchange('case-2', None)
        seen = self.house.crew.log_size('case-2')
        self.house.start('case-2')
        self.wait_until('the newer program has read what was held back', lambda: self.has_read('case', 2, self.head()))
        self.assertTrue(self.house.crew.said('case-2', 'wait for this newer program', seen))
        self.assertEqual(self.page('case-2').sum('fallverbund_projection_held_back'), 0)
        self.ok('wachtel', 'RecordContactWithYoungPerson', contact, 'case', 2)
        run.settle(self.house, self.pipe)
        one, two = (run.projection(self.pipe, 'case', place, self.head()) for place in self.house.places('case')[:2])
        self.assertEqual(one, two)
        self.assertEqual(int(run.audited(self.house).get('findings_total', 0)), 0)

    def exchange(self, name, program):
        """Ends the process, which is to be another program (None: ours) from now on; answers its folder."""
        self.house.wanted.discard(name)
        self.house.crew.end(name)
        self.house.programs.pop(name, None)
        if program:
            self.house.programs[name] = str(program)
        return self.house.dir / 'services' / name

    def ok(self, who, method, request, service, instance):
        answer = self.ask(who, method, request, service, instance)
        self.assertEqual(answer['code'], 'OK', answer)
        return answer['answer']

    def head(self):
        return int(self.ok('operator', 'GetProjection', {}, 'case', 1)['position'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
