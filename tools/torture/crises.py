"""People in a crisis: alarms, legs, the clinic and the way out of it, and somebody who is missing. Each function does the next
thing on one case, as the house shows it now; `lane` makes the calls."""
import minors
from callers import HEARD

DEPUTY = {'adler': 'specht', 'specht': 'adler', 'amsel': 'star', 'star': 'amsel'}
SPEAKS_FOR = {'CRISIS_PARTY_PROVIDER': 'biber', 'CRISIS_PARTY_CLINIC': 'reiher', 'CRISIS_PARTY_RESCUE_SERVICE': 'falke'}
SEND_AGAIN = 1.0  # an alarm is always sent a second time with the same request_id, as frightened people do


def alarm(lane, case):
    """A new crisis, or a repeated alarm of the one that is open: never a second one."""
    cast = lane.world.cast
    holder = lane.holder(case)
    answer = lane.write(holder, 'OpenCrisis', {
        'case_id': case['case_id'], 'kind': 'CRISIS_KIND_SELF_HARM', 'risk_to_self': True, 'account': 'steht auf der Bruecke',
        'deputy_person_id': cast.person[lane.deputy(holder)], 'provider_organisation_id': cast.organisation['biber'],
        'clinic_organisation_id': cast.organisation['reiher'], 'rescue_service_organisation_id': cast.organisation['falke']},
        again=SEND_AGAIN)
    before = lane.crises.get(case['case_id'])
    if answer and before and answer['crisis_id'] != before:  # episodes of one case are of one crisis
        lane.world.complain(f'case {case["case_id"]} has two crises, {before} and {answer["crisis_id"]}')
    if answer:
        lane.crises[case['case_id']] = answer['crisis_id']


def go_on(lane, case):
    holder = lane.holder(case)
    answer = lane.read(holder, 'GetCrisis', {'crisis_id': case['crisis_id']})
    if not answer:
        return
    crisis = answer['crisis']
    waiting = [leg for leg in crisis['legs'] if not leg.get('acknowledged')]
    if waiting and lane.dice.random() < 0.5:
        acknowledge(lane, case, crisis, lane.dice.choice(waiting))
    elif crisis.get('in_care') and lane.dice.random() < 0.5:
        minors.go_on_in_care(lane, case, crisis)
    elif not crisis.get('in_care') and lane.dice.random() < 0.2:
        minors.take_into_care(lane, case, crisis)
    elif lane.dice.random() < 0.1:
        minors.involve_parents(lane, case, crisis)
    elif crisis.get('stay_id'):
        leave_clinic(lane, case, crisis)
    elif lane.dice.random() < 0.4:
        conclude(lane, case, crisis)
    elif lane.dice.random() < 0.7:
        lane.write('reiher', 'AdmitToClinic', {'crisis_id': crisis['crisis_id'], 'basis': 'CLINIC_BASIS_CONSENT',
                                               'deputy_person_id': lane.world.cast.person['ibis']})
    else:
        alarm(lane, case)


def acknowledge(lane, case, crisis, leg):
    said = {'crisis_id': crisis['crisis_id'], 'party': leg['party']}
    answers = SPEAKS_FOR.get(leg['party'], lane.holder(case))
    if leg['party'] == 'CRISIS_PARTY_LEGAL_REPRESENTATIVE':
        if leg.get('organisation_id'):  # a guardian of the directory answers itself; a telephone call would be an attempt
            answers = next(name for name in DEPUTY if lane.world.cast.organisation[name] == leg['organisation_id'])
        else:
            said['told_by_channel'] = 'CONTACT_CHANNEL_PHONE'
    answer = lane.write(answers, 'AcknowledgeLeg', said)
    shown = answer and lane.read(lane.holder(case), 'GetCrisis', {'crisis_id': crisis['crisis_id']})
    if not shown or shown['crisis'].get('episode') != crisis.get('episode'):
        return
    now = next(each for each in shown['crisis']['legs'] if each['party'] == leg['party'])
    asked_anew = now.get('organisation_id') != leg.get('organisation_id')  # by another lane, in between
    if not asked_anew and not now.get('acknowledged'):
        lane.world.complain(f'crisis {crisis["crisis_id"]}: {leg["party"]} has acknowledged, and a read at position {lane.position} '
                            'does not show it')


def leave_clinic(lane, case, crisis):
    asked = {'crisis_id': crisis['crisis_id']}
    if crisis.get('planned_next'):
        lane.write('reiher', 'LeaveClinic', asked | {'planned': True, 'participation': HEARD})
    elif lane.dice.random() < 0.6:
        holder = lane.holder(case)
        lane.write(holder, 'PlanClinicLeave', asked | {
            'kind': 'TONIGHT_KIND_FAMILY', 'deputy_person_id': lane.world.cast.person[lane.deputy(holder)], 'on': lane.date(hours=20),
            'participation': HEARD})
    else:
        lane.write('reiher', 'LeaveClinic', asked | {'kind': 'TONIGHT_KIND_WHEREABOUTS_UNKNOWN'})


def represented(lane, case):
    """An office that represents comes itself; parents who do are heard (HEARD)."""
    guardian = lane.world.cast.name.get(case.get('guardianship', {}).get('holder', {}).get('person_id'))
    return [('CRISIS_PARTY_LEGAL_REPRESENTATIVE', guardian)] if guardian else []


def conclude(lane, case, crisis):
    """The meeting of the five, and the end; too early, it is refused."""
    asked = {'crisis_id': crisis['crisis_id']}
    holder = lane.holder(case)
    if crisis.get('meeting_held'):
        lane.write(holder, 'ConcludeCrisis', asked)
    elif crisis.get('meeting_id'):
        present = [('CRISIS_PARTY_YOUTH_OFFICE', holder), ('CRISIS_PARTY_PROVIDER', 'biber'), ('CRISIS_PARTY_CLINIC', 'reiher')]
        present += represented(lane, case)  # and the young person, who is heard: five (D3)
        cast = lane.world.cast
        lane.write(holder, 'RecordAftercareMeeting', asked | {
            'meeting_id': crisis['meeting_id'], 'held_at': lane.date(seconds=-1), 'participation': HEARD,
            'outcome': 'sie bleibt, wo sie ist',
            'present': [{'party': party, 'organisation_id': cast.organisation[who], 'person_id': cast.person[who]}
                        for party, who in present]})
    else:
        lane.write(holder, 'ScheduleAftercareMeeting', asked | {'on': lane.date(days=3)})


# --- somebody is missing ---

def vouch(lane, case):
    """Nobody knows where the young person is, or somebody does again."""
    holder = case['holder']
    kind = 'FAMILY' if missing(case) else 'WHEREABOUTS_UNKNOWN'
    lane.write(lane.holder(case), 'VouchForTonight', {'case_id': case['case_id'], 'tonight': {
        'kind': f'TONIGHT_KIND_{kind}', 'holder': {key: value for key, value in holder.items() if key != 'basis'}}})


def search(lane, case):
    searcher = lane.world.cast.name[case['tonight']['holder']['person_id']]
    result = lane.dice.choice(['NO_TRACE', 'TRACE', 'SPOKEN'])
    lane.write(searcher, 'RecordSearchContact', {
        'case_id': case['case_id'], 'result': f'SEARCH_RESULT_{result}', 'account': 'am Bahnhof gefragt', 'next_within_hours': 12})


def missing(case):
    return case.get('tonight', {}).get('kind') == 'TONIGHT_KIND_WHEREABOUTS_UNKNOWN'
