"""The load: caseworkers, coordinators, providers and crisis teams at work on many cases, each lane with cases of its own and
all of them with a few that they share; crises.py is what they do in a crisis, minors.py what they do for minors, families.py the
prevention chain beside it. What a lane does next depends on what the house says about the case now, so it goes
on whatever became of the call before; every write and many reads pass through other services by reaction."""
import datetime
import random
import threading
import time

import crises
import minors
from callers import HEARD, Pipe, new_request_id, settle
from families import Families

# Which process has a method, and in which service of its contract; all others are the case's.
METHODS = {
    ('intake', 'intake.v1.IntakeService'): ['ReceiveContact', 'SubmitInquiry', 'AssessInquiry', 'GetInquiry'],
    ('intake', 'intake.v1.PreventionService'): [
        'CountAnonymousContact', 'BeginTransition', 'OfferWarmHandover', 'RecordWarmMeeting', 'AcceptWarmHandover',
        'RecordFamilyDecision', 'WithdrawPreventionConsent', 'GetTransition'],
    ('team', 'team.v1.TeamService'): ['ProposeTeam', 'ActivateTeam', 'RecordTeamMeeting', 'GetTeam'],
    ('team', 'team.v1.SocialSpaceService'): ['DefineSocialSpace'],
    ('crisis', 'crisis.v1.CrisisService'): [
        'RequestDeployment', 'AcceptDeployment', 'RefuseDeployment', 'GetDeployment', 'OpenCrisis', 'AcknowledgeLeg', 'AdmitToClinic',
        'PlanClinicLeave', 'LeaveClinic', 'ScheduleAftercareMeeting', 'RecordAftercareMeeting', 'ConcludeCrisis', 'GetCrisis',
        'TakeIntoCare', 'EndCare', 'RecordCourtDecision', 'EndDetention', 'InvolveParents']}
WHERE = {method: where for where, methods in METHODS.items() for method in methods}
CASE = ('case', 'casework.v1.CaseService')
# Accepted means a commit of its own, whatever was before.
ALWAYS_WRITES = {'ReceiveContact', 'SubmitInquiry', 'RecordSetback', 'RecordContactWithYoungPerson', 'DocumentDiagnostics',
                 'RecordCaseUnderstanding', 'ProposeSetting', 'OfferHandover', 'RecordHearing', 'RecordTeamMeeting',
                 'RequestDeployment', 'OpenCrisis', 'AdmitToClinic', 'PlanClinicLeave', 'LeaveClinic', 'ScheduleAftercareMeeting',
                 'RecordSearchContact', 'DefineSocialSpace', 'CountAnonymousContact', 'BeginTransition', 'OfferWarmHandover',
                 'RecordWarmMeeting', 'AcceptWarmHandover', 'RecordFamilyDecision', 'TakeIntoCare', 'EndCare', 'RecordCourtDecision',
                 'EndDetention', 'InvolveParents', 'ReceiveUnaccompaniedMinor', 'RecordMinorStep', 'RecordMinorAllocation',
                 'ExcludeMinorAllocation', 'SendEscort', 'NameGuardian'}
CASES_PER_LANE = 5
SHARED_CASES = 2
REPEATS = 0.1  # of the accepted writes are sent once more with the same request_id
PATIENCE = 20.0  # seconds for one call while things break; what is open then is asked again at the end
WITH_FAMILIES = 0.15  # of the steps are on the prevention chain
OPENING = 0.25  # of the steps begin a case, until a lane has its share
BETWEEN_STEPS = 0.04  # seconds: the machine is shared with what is being tested
AFTER_NO_ANSWER = 0.25


class Cast:
    """Ids by the names in people.story."""

    def __init__(self, profiles):
        self.person = {name: profile['person_id'] for name, profile in profiles.items()}
        self.organisation = {name: profile['organisation_id'] for name, profile in profiles.items()}
        self.unit = {name: profile['unit_id'] for name, profile in profiles.items()}
        self.name = {person: name for name, person in self.person.items() if person}


class Lane:
    """One thread's cases and calls."""

    def __init__(self, number, seed, world):
        self.world = world
        self.dice = random.Random(f'lane {seed} {number}')
        self.pipe = Pipe(world.fvctl, world.clients)
        self.position = 0
        self.cases, self.inquiries = [], []
        self.setbacks = {}  # accepted by case: a read that waits for our position shows them
        self.crises = {}  # by case
        self.minors = {}  # by case: the next step of the procedure
        self.read_as = {}  # by case: who sees it, where that is another office by now
        self.thread = threading.Thread(target=self.run, name=f'lane {number}', daemon=True)
        self.families = Families(self)
        self.failed = None

    def run(self):
        try:
            while not self.world.over.is_set():
                self.step()
                time.sleep(BETWEEN_STEPS)
        except Exception as error:  # a lane that dies must fail the run, not shorten it
            self.failed = f'{self.thread.name}: {error!r}'
        finally:
            self.pipe.close()

    # --- calls ---

    def write(self, who, name, request, again=REPEATS):
        """`again`: how likely it is sent once more with the same request_id after it was accepted."""
        service, contract = WHERE.get(name, CASE)
        call = {'as': who, 'name': name, 'service': service, 'method': f'fallverbund.{contract}.{name}',
                'organisation': self.world.cast.organisation[who], 'request_id': new_request_id(),
                'writes': name in ALWAYS_WRITES, 'attempts': 0, 'answers': []}
        call['request'] = request | {'request_id': call['request_id']}
        answer = settle(self.pipe, call, PATIENCE, self.world, self.dice, self.world.over.is_set)
        if call['outcome'] == 'accepted':
            self.position = max(self.position, call['answers'][0]['position'])
            if self.dice.random() < again:
                first = answer
                settle(self.pipe, call, PATIENCE, self.world, self.dice, self.world.over.is_set)
                if call['outcome'] == 'unknown':  # it was accepted, and stays so
                    call['outcome'] = 'accepted'
                elif call['outcome'] == 'refused':
                    self.world.complain(f'{name} {call["request_id"]} was accepted, and refused when asked again: '
                                        f'{call["code"]} {call["reason"]} {call["message"]}')
                    call['outcome'] = 'accepted'
                answer = first
        self.world.record.add(call)
        return answer.get('answer') if call['outcome'] == 'accepted' else None

    def read(self, who, name, request):
        """None where the house cannot answer now."""
        service, _ = WHERE.get(name, CASE)
        answer = self.pipe.ask(who, name, request | {'at_least_position': self.position}, service=service,
                               endpoint=self.dice.choice(self.world.places(service)))
        self.world.count_read(answer['code'])
        if answer['code'] != 'OK':
            time.sleep(AFTER_NO_ANSWER)
        return answer.get('answer')

    def date(self, **ahead):
        return (self.world.now() + datetime.timedelta(**ahead)).strftime('%Y-%m-%dT%H:%M:%SZ')

    # --- work ---

    def step(self):
        if self.dice.random() < WITH_FAMILIES:
            return self.families.step()
        cases = self.cases + self.world.shared
        if len(self.cases) + len(self.inquiries) < CASES_PER_LANE and (not cases or self.dice.random() < OPENING):
            self.begin()
        elif self.inquiries and (not cases or self.dice.random() < 0.3):
            self.open(self.dice.choice(self.inquiries))
        elif cases:
            self.work_on(self.dice.choice(cases))

    def begin(self):
        if self.dice.random() < 0.2:
            self.write('wachtel', 'ReceiveContact', {
                'source': 'CONTACT_SOURCE_CLINIC', 'receiving_organisation_id': self.world.cast.organisation['wachtel'],
                'owner_person_id': self.world.cast.person['wachtel'], 'summary': 'Wer kann helfen?'})
        supports = [{'kind': 'HELP_KIND_RESIDENTIAL_GROUP', 'ended_at': '2025-11-14T10:00:00Z', 'account': 'beendet'},
                    {'kind': 'HELP_KIND_OUTPATIENT', 'ended_at': '2026-01-20T10:00:00Z', 'account': 'Tuer zu'}]
        who, deputy = self.dice.choice([('adler', 'specht'), ('amsel', 'star')])
        answer = self.write(who, 'SubmitInquiry', {
            'unit_id': self.world.cast.unit[who], 'deputy_person_id': self.world.cast.person[deputy],
            'office_organisation_id': self.world.cast.organisation['wachtel'],
            'competent_organisation_id': self.world.cast.organisation['adler'], 'symptoms': ['SYMPTOM_NO_SCHOOL'],
            'broken_off_supports': supports, 'tonight_kind': 'TONIGHT_KIND_FAMILY',
            'young_person_name': 'Milo Falke', 'summary': 'schlaeft bei der Mutter'})
        if answer:
            self.inquiries.append(answer['inquiry_id'])

    def open(self, inquiry):
        answer = self.read('wachtel', 'GetInquiry', {'inquiry_id': inquiry})
        if not answer:
            return
        state = answer['inquiry']['state']
        if state == 'INQUIRY_STATE_OPENED':
            self.inquiries.remove(inquiry)
            self.cases.append(answer['inquiry']['case_id'])
            self.world.share(answer['inquiry']['case_id'])
        elif state == 'INQUIRY_STATE_RECEIVED':
            self.write('wachtel', 'AssessInquiry', {'inquiry_id': inquiry})

    def work_on(self, case_id):
        reader = self.read_as.get(case_id, 'adler')
        answer = self.read(reader, 'GetCase', {'case_id': case_id})
        if not answer or answer['case'].keys() & {'only_asked', 'only_gave'}:  # is shown the question, not the case (N6)
            self.read_as[case_id] = 'adler' if reader == minors.ELSEWHERE else minors.ELSEWHERE  # it may have moved
            return
        case = answer['case']
        if int(case.get('setbacks', 0)) < self.setbacks.get(case_id, 0):
            self.world.complain(f'case {case_id}: {self.setbacks[case_id]} setbacks were accepted, a read at position '
                                f'{self.position} shows {case.get("setbacks", 0)}')
        names = [name for name in WISHES if WISHES[name][1](case)]
        WISHES[self.dice.choices(names, [WISHES[name][0] for name in names])[0]][2](self, case)

    def holder(self, case):
        return self.world.cast.name[case['holder']['person_id']]

    def deputy(self, who):
        return (crises.DEPUTY | minors.DEPUTY)[who]

    def setback(self, case):
        kind = self.dice.choice(['RELAPSE', 'VIOLENCE', 'ABSCONDING'])
        if self.write(self.holder(case), 'RecordSetback', {
                'case_id': case['case_id'], 'kinds': [f'SETBACK_KIND_{kind}'], 'account': 'kam nicht zurueck'}):
            self.setbacks[case['case_id']] = self.setbacks.get(case['case_id'], 0) + 1

    def contact(self, case):
        self.write(self.holder(case), 'RecordContactWithYoungPerson', {
            'case_id': case['case_id'], 'channel': 'CONTACT_CHANNEL_MESSAGE', 'note': 'seid ihr noch da?'})

    def standby(self, case):
        self.write(self.holder(case), 'EnterStandby', {
            'case_id': case['case_id'], 'reason': 'STANDBY_REASON_REFUSAL', 'next_contact_due': self.date(days=14),
            'participation': HEARD})

    def propose_team(self, case):
        cast = self.world.cast
        seats = [('wachtel', 'SOCIAL_WORK'), (self.holder(case), 'SOCIAL_WORK'), ('reiher', 'PSYCHIATRY'),
                 ('biber', 'RESIDENTIAL_CARE')]
        self.write('wachtel', 'ProposeTeam', {
            'case_id': case['case_id'], 'case_worker_person_id': case['holder']['person_id'],
            'coordinator_deputy_person_id': cast.person['zeisig'],
            'seats': [{'organisation_id': cast.organisation[who], 'person_id': cast.person[who],
                       'discipline': f'DISCIPLINE_{discipline}', 'lead': who == 'wachtel'} for who, discipline in seats]})

    def commit(self, case):
        open_seats = [seat for seat in case['seats'] if not seat.get('committed')]
        who = self.world.cast.name[self.dice.choice(open_seats)['person_id']]
        self.write(who, 'CommitToTeam', {'case_id': case['case_id'], 'team_id': case['team_id']})

    def team(self, case):
        answer = self.read('wachtel', 'GetTeam', {'case_id': case['case_id'], 'team_id': case['team_id']})
        if answer and answer['team']['state'] == 'TEAM_STATE_FORMED':
            self.write('wachtel', 'ActivateTeam', {'case_id': case['case_id'], 'team_id': case['team_id'],
                                                   'review_due': self.date(days=180)})
        elif answer and answer['team']['state'] == 'TEAM_STATE_ACTIVE':
            people = [self.world.cast.person[who] for who in ('wachtel', 'reiher')]
            self.write('wachtel', 'RecordTeamMeeting', {
                'case_id': case['case_id'], 'team_id': case['team_id'], 'held_at': self.date(hours=-1),
                'person_ids': people, 'review_due': self.date(days=180)})

    def diagnose(self, case):
        self.write('reiher', 'DocumentDiagnostics', {'case_id': case['case_id'], 'text': 'kein Anhalt fuer eine Psychose'})

    def understand(self, case):
        self.write('wachtel', 'RecordCaseUnderstanding', {
            'case_id': case['case_id'], 'understanding': 'laeuft vor jedem Abschied davon', 'participation': HEARD})

    def settle_somewhere(self, case):
        settings = [each for each in case.get('settings', []) if each['phase'] != 'SETTING_PHASE_ENDED']
        if not settings:
            self.write('biber', 'ProposeSetting', {
                'case_id': case['case_id'], 'participation': HEARD, 'idea': 'Einzelplatz am Kanal', 'components': [
                    {'kind': 'COMPONENT_KIND_RESIDENTIAL', 'organisation_id': self.world.cast.organisation['biber']}]})
            return
        setting = {'case_id': case['case_id'], 'setting_id': settings[0]['setting_id']}
        if settings[0]['phase'] == 'SETTING_PHASE_PROPOSED':
            if not settings[0].get('answer'):  # the young person's
                self.write('biber', 'AnswerSetting', setting | {'answer': 'ANSWER_YES', 'why': 'Wenn die Katze mitdarf'})
            self.write(self.holder(case), 'AdoptSetting', setting | {'participation': HEARD})
        elif settings[0]['phase'] == 'SETTING_PHASE_ADOPTED':
            self.write('biber', 'StartSetting', setting | {'deputy_person_id': self.world.cast.person['otter']})
        else:
            self.write('biber', 'GiveSettingNotice', setting | {'account': 'Die Nachtschicht traut sich nicht mehr'})

    def deploy(self, case):
        answer = self.write(self.holder(case), 'RequestDeployment', {
            'case_id': case['case_id'], 'mode': 'DEPLOYMENT_MODE_OVERNIGHT', 'situation': 'sitzt im Treppenhaus',
            'crisis_team_organisation_id': self.world.cast.organisation['dachs']})
        if not answer:
            return
        asked = {'case_id': case['case_id'], 'deployment_id': answer['deployment_id']}
        if self.dice.random() < 0.7:
            self.write('dachs', 'AcceptDeployment', asked | {'deputy_person_id': self.world.cast.person['iltis']})
        else:
            self.write('dachs', 'RefuseDeployment', asked | {'reason': 'DEPLOYMENT_REFUSAL_REASON_NO_CAPACITY'})

    def offer_to(self, case, to, deputy):
        cast = self.world.cast
        return self.write(self.holder(case), 'OfferHandover', {
            'case_id': case['case_id'], 'to_organisation_id': cast.organisation[to], 'to_unit_id': cast.unit[to],
            'to_person_id': cast.person[to], 'to_deputy_person_id': cast.person[deputy],
            'basis': 'LEGAL_BASIS_SGB8_86', 'answer_due': self.date(hours=self.dice.choice([1, 24])), 'participation': HEARD})

    def hand_over(self, case):
        offer = case.get('open_handover')
        if not offer or not offer.get('handover_id'):
            to, deputy = ('amsel', 'star') if self.holder(case) in ('adler', 'specht') else ('adler', 'specht')
            self.offer_to(case, to, deputy)
            return
        asked = {'case_id': case['case_id'], 'handover_id': offer['handover_id']}
        receiver = self.world.cast.name[offer['to']['person_id']]
        answer = self.dice.random()
        if answer < 0.6:
            self.write(self.holder(case), 'RecordHandoverMeeting', asked | {
                'held_at': self.date(hours=-1), 'participation': HEARD,
                'person_ids': [case['holder']['person_id'], offer['to']['person_id']]})
            self.write(receiver, 'AcceptHandover', asked)
        elif answer < 0.8:
            self.write(receiver, 'RefuseHandover', asked | {'reason': 'HANDOVER_REFUSAL_REASON_BAD_MOMENT',
                                                            'counter_proposal': 'naechste Woche'})
        else:
            self.write(self.holder(case), 'RevokeHandover', asked)

    def competence(self, case):
        change = case.get('competence_change')
        if not change or not change.get('change_id'):
            self.write(self.holder(case), 'DetectCompetenceChange', {
                'case_id': case['case_id'], 'cause': 'COMPETENCE_CHANGE_CAUSE_PARENTS_MOVED', 'account': 'Umzug der Mutter'})
        else:
            self.write(self.holder(case), 'DetermineCompetence', {
                'case_id': case['case_id'], 'organisation_id': case['holder']['organisation_id'],
                'basis': 'LEGAL_BASIS_SGB8_86', 'effective_since': self.date(hours=-1)})

    def discharge(self, case):
        self.write(self.holder(case), 'RequestLawfulEnd', {'case_id': case['case_id'], 'ground': 'nicht gruppenfaehig'})

    def decide_unheard(self, case):
        self.write('wachtel', 'RecordCaseUnderstanding', {'case_id': case['case_id'], 'understanding': 'ohne Beteiligung'})


def has_team(case):
    return bool(case.get('team_id'))


def committed(case):
    return has_team(case) and all(seat.get('committed') for seat in case.get('seats', []))


# Name: how often, where it makes sense, what is done.
WISHES = {
    'setback': (6, lambda case: True, Lane.setback),
    'contact': (3, lambda case: True, Lane.contact),
    'standby': (1, lambda case: case['phase'] == 'CASE_PHASE_ACTIVE', Lane.standby),
    'propose': (6, lambda case: not has_team(case), Lane.propose_team),
    'commit': (12, lambda case: has_team(case) and not committed(case) and case.get('seats'), Lane.commit),
    'team': (3, committed, Lane.team),
    'diagnose': (2, committed, Lane.diagnose),
    'understand': (4, lambda case: has_team(case) and not case.get('understood_this_cycle'), Lane.understand),
    'setting': (6, lambda case: committed(case) and case.get('understood_this_cycle'), Lane.settle_somewhere),
    'setting too early': (1, lambda case: committed(case) and not case.get('understood_this_cycle'), Lane.settle_somewhere),
    'deploy': (2, lambda case: True, Lane.deploy),
    'alarm': (2, lambda case: not case.get('crisis_id'), crises.alarm),
    'crisis': (8, lambda case: bool(case.get('crisis_id')), crises.go_on),
    'missing': (1, lambda case: True, crises.vouch),
    'search': (5, crises.missing, crises.search),
    'minor': (4, lambda case: True, minors.go_on),
    'guardian': (2, lambda case: True, minors.represent),
    'handover': (3, lambda case: True, Lane.hand_over),
    'competence': (1, lambda case: True, Lane.competence),
    'discharge': (1, lambda case: True, Lane.discharge),
    'unheard': (1, has_team, Lane.decide_unheard),
}


class World:
    """What the lanes share. Thread-safe."""

    def __init__(self, fvctl, clients, cast, record, places, now):
        self.fvctl, self.clients, self.cast, self.record = fvctl, clients, cast, record
        self.places, self.now = places, now
        self.over = threading.Event()
        self.shared = []
        self.complaints = []
        self.reads = {}
        self.codes = {}  # of failed attempts
        self.lock = threading.Lock()

    def share(self, case_id):
        with self.lock:
            if len(self.shared) < SHARED_CASES:
                self.shared.append(case_id)

    def complain(self, text):
        with self.lock:
            self.complaints.append(text)

    def count_failure(self, code):
        with self.lock:
            self.codes[code] = self.codes.get(code, 0) + 1

    def count_read(self, code):
        with self.lock:
            self.reads[code] = self.reads.get(code, 0) + 1


def answer_what_is_open(world, patience):
    """The house is whole again: every call whose outcome is not known is sent once more, and gets one."""
    pipe = Pipe(world.fvctl, world.clients)
    give_up = time.monotonic() + patience
    for call in world.record.calls:
        if call['outcome'] == 'unknown':
            settle(pipe, call, max(1.0, give_up - time.monotonic()), world, random.Random(0))
            world.record.write(call)
    pipe.close()
