"""A partner's first hour, as tools/examples show it in Python and Node: each enrols, inquires, is offered a case and takes
it, in one house. What the other side does (the first youth office, the coordination office) is done here, with the same
client that partners copy. Called by ctest with Debian's python3, for its python3-grpcio, the bus in NATS_SERVER and the
house's shape in HOUSE_SHAPE."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

from house_test import ROOT, SHAPE, call, processes_of

EXAMPLES = ROOT / 'tools/examples'
sys.path.insert(0, str(EXAMPLES / 'python'))
import partner  # noqa: E402
from fallverbund.casework.v1 import case_service_pb2 as case  # noqa: E402
from fallverbund.casework.v1.case_service_pb2_grpc import CaseServiceStub  # noqa: E402
from fallverbund.common.v1 import access_pb2, responsibility_pb2 as common  # noqa: E402
from fallverbund.intake.v1 import intake_events_pb2 as words, intake_service_pb2 as intake  # noqa: E402
from fallverbund.intake.v1.intake_service_pb2_grpc import IntakeServiceStub  # noqa: E402
from fallverbund.team.v1 import directory_service_pb2 as directory  # noqa: E402
from fallverbund.team.v1.directory_service_pb2_grpc import DirectoryServiceStub  # noqa: E402

PYTHON = ['/usr/bin/python3', EXAMPLES / 'python/first_hour.py']
NODE = ['node', EXAMPLES / 'node/first_hour.js']
HAS_NODE = 'NODE_PATH' in os.environ  # `ci` brings the modules; elsewhere the half in Node is left out, and says so


class PartnerHour(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='fallverbund-hour-'))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.data = cls.folder / 'data'
        cls.clients = cls.data / 'clients'
        cls.addClassCleanup(call, sys.executable, ROOT / 'tools/local/house.py', 'down', '--data', cls.data)
        cls.ran(sys.executable, ROOT / 'tools/local/house.py', 'up', '--data', cls.data, *SHAPE)
        early = call('./tools/dev', 'enrol', 'kosydo', '--kind', 'COORDINATION_OFFICE', '--data', cls.data)
        assert early.returncode == 1 and 'own youth office' in early.stderr, early
        cls.enrol('jugendamt', 'YOUTH_OFFICE')
        cls.enrol('kosydo', 'COORDINATION_OFFICE')
        cls.holder = cls.join('jugendamt')
        office = cls.open(cls.clients / 'kosydo-admin.json')
        coordinator = office.call(office.stub('team', DirectoryServiceStub).RegisterPerson, directory.RegisterPersonRequest(
            request_id=partner.request_id(), organisation_id=office.profile.organisation_id, name='Frau Wachtel',
            roles=[access_pb2.ROLE_COORDINATOR]))
        cls.coordinator = cls.open(cls.clients / 'kosydo-admin.json', person_id=coordinator.person_id, role='COORDINATOR')

    @staticmethod
    def ran(*command, **more):
        done = call(*command, **more)
        assert done.returncode == 0, f'{command}\n{done.stdout}{done.stderr}'
        return done.stdout

    @classmethod
    def open(cls, path, **more):
        us = partner.Partner(partner.read_profile(path)._replace(**more))
        cls.addClassCleanup(us.close)
        return us

    @classmethod
    def enrol(cls, name, kind):
        cls.ran('./tools/dev', 'enrol', name, '--kind', kind, '--data', cls.data)

    @classmethod
    def join(cls, name, program=PYTHON):
        cls.ran(*program, 'join', cls.clients / f'{name}-admin.json', cls.clients / f'{name}.json')
        return cls.open(cls.clients / f'{name}.json')

    def said(self, program, step, profile):
        return self.ran(*program, step, profile)

    def case_of_the_first_office(self):
        """Inquired by the first youth office, found eligible by the coordination office, opened by the house."""
        told = self.ran(*PYTHON, 'inquire', self.clients / 'jugendamt.json')
        inquiry_id = told.split('inquiry ')[1].split()[0]
        position = self.coordinator.call(self.coordinator.stub('intake', IntakeServiceStub).AssessInquiry,
                                         intake.AssessInquiryRequest(request_id=partner.request_id(), inquiry_id=inquiry_id)
                                         ).result.position
        self.ran(ROOT / 'build/dev/bin/fvctl', '--clients', self.clients, '--as', 'operator', 'ready')
        service = self.holder.stub('case', CaseServiceStub)
        held = [item.case_id for item in self.holder.pages(
            service.ListInbox, case.ListInboxRequest(at_least_position=position), 'items')
            if item.kind == case.INBOX_ITEM_KIND_CASE_HELD]
        self.assertEqual(len(held), 1)
        return held[0]

    def offer(self, case_id, to):
        deputy = json.loads((self.clients / f'{to.name}.json').read_text())['deputy_person_id']
        heard = common.Hearing(heard=True)
        service = self.holder.stub('case', CaseServiceStub)
        offered = self.holder.call(service.OfferHandover, case.OfferHandoverRequest(
            request_id=partner.request_id(), case_id=case_id, to_organisation_id=to.profile.organisation_id,
            to_unit_id=to.profile.unit_id, to_person_id=to.profile.person_id, to_deputy_person_id=deputy,
            basis=common.LEGAL_BASIS_SGB8_86, participation=common.Participation(young_person=heard, family=heard)))
        meeting = case.RecordHandoverMeetingRequest(
            request_id=partner.request_id(), case_id=case_id, handover_id=offered.handover_id,
            person_ids=[self.holder.profile.person_id, to.profile.person_id],
            participation=common.Participation(young_person=heard, family=heard))
        meeting.held_at.FromSeconds(1_700_000_000)
        self.holder.call(service.RecordHandoverMeeting, meeting)

    def first_hour(self, name, program):
        self.enrol(name, 'YOUTH_OFFICE')
        newcomer = self.join(name, program)
        newcomer.name = name
        profile = self.clients / f'{name}.json'
        said = self.said(program, 'inquire', profile)
        self.assertRegex(said, r'refused: DEPUTY_NOT_NAMED \[C3\] \S')
        self.assertRegex(said, r'inquiry [0-9a-f]{32} at position \d+, answer due 20')
        self.assertEqual(self.said(program, 'offers', profile), '')
        case_id = self.case_of_the_first_office()
        self.offer(case_id, newcomer)
        self.assertRegex(self.said(program, 'offers', profile),
                         rf'offered: case {case_id}\naccepted: case {case_id} is ours since position \d+')
        self.assertEqual(self.said(program, 'offers', profile), '')

    def a_pause_is_waited_out(self, name, program):
        """While intake is stopped the example tries again; when it goes on, one inquiry is there and not two."""
        instances = [int(path.read_text()) for path in (self.data / 'run').glob('intake-*.pid')]
        for pid in instances:
            os.kill(pid, signal.SIGSTOP)
        try:
            asking = subprocess.Popen([str(word) for word in [*program, 'inquire', self.clients / f'{name}.json']],
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                      env=os.environ | {'DEADLINE_SECONDS': '2'})
            first = asking.stdout.readline()
        finally:
            for pid in instances:
                os.kill(pid, signal.SIGCONT)
        rest, _ = asking.communicate(timeout=240)
        self.assertIn('trying again with the same request', first, rest)
        self.assertEqual(asking.returncode, 0, first + rest)
        self.assertRegex(rest, r'inquiry [0-9a-f]{32} at position')

    def test_1_in_python(self):
        self.first_hour('nachbar', PYTHON)
        self.a_pause_is_waited_out('nachbar', PYTHON)

    @unittest.skipUnless(HAS_NODE, 'NODE_PATH names no modules; ./tools/dev ci brings them')
    @unittest.skipIf(SHAPE, 'not shown yet: grpc-js with several addresses of one service')
    def test_2_in_node(self):
        self.first_hour('hafen', NODE)
        self.a_pause_is_waited_out('hafen', NODE)

    def test_3_nobody_is_enrolled_twice(self):
        asked = call('./tools/dev', 'enrol', 'jugendamt', '--kind', 'YOUTH_OFFICE', '--data', self.data)
        self.assertEqual(asked.returncode, 1)
        self.assertIn('enrolled already', asked.stderr)

    def test_4_malformed_requests_name_their_field(self):
        with self.assertRaisesRegex(partner.Failed, 'INVALID_ARGUMENT.*request_id'):
            self.holder.call(self.holder.stub('case', CaseServiceStub).AcceptHandover,
                             case.AcceptHandoverRequest(request_id='mine', case_id='0' * 32, handover_id='0' * 32))

    def test_5_what_is_not_ours_is_refused_by_its_code(self):
        with self.assertRaises(partner.Refused) as no:
            self.holder.call(self.holder.stub('case', CaseServiceStub).GetCase, case.GetCaseRequest(case_id='0' * 32))
        self.assertEqual(no.exception.reason, 'OBJECT_UNKNOWN')
        self.assertEqual(no.exception.code.name, self.catalogue()['OBJECT_UNKNOWN']['grpc_code'])

    def test_6_the_catalogue_names_each_refusal_as_it_comes(self):
        coordinates = self.holder.stub('intake', IntakeServiceStub).AssessInquiry
        stranger = self.open(self.clients / 'jugendamt.json', person_id='0' * 32)
        own = self.holder.profile.organisation_id
        unnamed = intake.SubmitInquiryRequest(  # no deputy
            request_id=partner.request_id(), unit_id=self.holder.profile.unit_id, office_organisation_id=own,
            competent_organisation_id=own, symptoms=[words.SYMPTOM_NO_SCHOOL], tonight_kind=common.TONIGHT_KIND_FAMILY,
            young_person_name='Jule Anders', summary='Jule geht nicht zur Schule')
        for us, method, request in ((self.holder, coordinates, intake.AssessInquiryRequest(request_id=partner.request_id())),
                                    (stranger, coordinates, intake.AssessInquiryRequest(request_id=partner.request_id())),
                                    (self.holder, self.holder.stub('intake', IntakeServiceStub).SubmitInquiry, unnamed)):
            with self.assertRaises(partner.Refused) as no:
                us.call(method, request)
            listed = self.catalogue()[no.exception.reason]
            self.assertEqual((no.exception.code.name, no.exception.german), (listed['grpc_code'], listed['german']))

    def catalogue(self):
        return {each['code']: each for each in json.loads((ROOT / 'build/dev/api/reasons.json').read_text())}

    def test_7_the_house_goes_down(self):
        self.ran(sys.executable, ROOT / 'tools/local/house.py', 'down', '--data', self.data)
        self.assertEqual(processes_of(self.data), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
