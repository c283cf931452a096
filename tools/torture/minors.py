"""Minors, beside what a crisis is: care and detention by the youth office (§ 42), an unaccompanied minor from reception to
arrival (§ 42a), and who represents them (N13). Each function does the next thing on one case; `lane` makes the calls."""
from callers import HEARD

DEPUTY = {'sommer': 'drossel', 'drossel': 'sommer'}  # of the office that others allocate to
ELSEWHERE = 'sommer'


# --- care and detention ---

def take_into_care(lane, case, crisis):
    lane.write(lane.holder(case), 'TakeIntoCare', {
        'crisis_id': crisis['crisis_id'], 'detention': lane.dice.random() < 0.5, 'account': 'kein Ort fuer die Nacht',
        'deputy_person_id': lane.world.cast.person[lane.deputy(lane.holder(case))]})


def go_on_in_care(lane, case, crisis):
    """Somebody who is detained is let go, by the court, by the office or with the end of care."""
    asked = {'crisis_id': crisis['crisis_id']}
    who = lane.holder(case)
    step = lane.dice.random()
    if crisis.get('detained_in_care') and step < 0.3:
        granted = lane.dice.random() < 0.5
        lane.write(who, 'RecordCourtDecision', asked | {
            'detention': 'DETENTION_IN_CARE', 'granted': granted, 'decided_at': lane.date(seconds=-1),
            'file_number': '56 F 12/26'} | ({'until': lane.date(days=2)} if granted else {}))
    elif crisis.get('detained_in_care') and step < 0.5:
        lane.write(who, 'EndDetention', asked | {'detention': 'DETENTION_IN_CARE'})
    else:
        reason = lane.dice.choice(['HANDED_TO_GUARDIANS', 'HELP_DECIDED'])
        lane.write(who, 'EndCare', asked | {'reason': f'CARE_END_REASON_{reason}', 'kind': 'TONIGHT_KIND_FAMILY'})


def involve_parents(lane, case, crisis):
    lane.write(lane.holder(case), 'InvolveParents', {
        'crisis_id': crisis['crisis_id'], 'participation': HEARD, 'account': 'die Mutter war da'})


# --- an unaccompanied minor ---

def receive(lane, case):
    return lane.write(lane.holder(case), 'ReceiveUnaccompaniedMinor', {
        'case_id': case['case_id'], 'land': 'FEDERAL_STATE_NORTH_RHINE_WESTPHALIA', 'received_at': just_now(lane)})


def take_step(step):
    return lambda lane, case: lane.write(lane.holder(case), 'RecordMinorStep', {
        'case_id': case['case_id'], 'step': f'MINOR_STEP_{step}', 'taken_at': just_now(lane)})


def allocate(lane, case):
    """To another office, or to none; then whoever holds the case goes on."""
    asked = {'case_id': case['case_id']}
    if lane.dice.random() < 0.2:
        reason = lane.dice.choice(['WELFARE', 'MONTH_OVER'])
        return lane.write(lane.holder(case), 'ExcludeMinorAllocation', asked | {'reason': f'MINOR_EXCLUSION_REASON_{reason}'})
    return lane.write(lane.holder(case), 'RecordMinorAllocation', asked | {
        'organisation_id': lane.world.cast.organisation[ELSEWHERE], 'allocated_at': just_now(lane)})


def escort(lane, case):
    return lane.write(lane.holder(case), 'SendEscort', {
        'case_id': case['case_id'], 'person_id': case['holder']['person_id'], 'departs_at': just_now(lane)})


def offer(lane, case):
    """By the offer the office that receives it knows the case; it may accept once the arrival is confirmed."""
    if case.get('open_handover', {}).get('handover_id') or lane.holder(case) in DEPUTY:
        return None
    return lane.offer_to(case, ELSEWHERE, DEPUTY[ELSEWHERE])


def arrive(lane, case):
    return lane.write(ELSEWHERE, 'ConfirmArrival', {'case_id': case['case_id'], 'arrived_at': just_now(lane)})


def just_now(lane):
    return lane.date(seconds=-1)  # so that no instance takes it for the future


PROCEDURE = [receive, take_step('NOTIFIED_LAND'), take_step('LAND_REPORTED'), take_step('LAND_NAMED'), allocate, offer, escort,
             arrive]


def go_on(lane, case):
    """The case does not show where the procedure stands, and other lanes go on with it too: whatever is out of its turn is
    refused, which ends the visit, and after the last step comes the first one."""
    for _ in PROCEDURE:
        step = lane.minors.get(case['case_id'], 0)
        lane.minors[case['case_id']] = (step + 1) % len(PROCEDURE)
        if not PROCEDURE[step](lane, case):
            return


# --- who represents them ---

def represent(lane, case):
    holder = lane.holder(case)
    asked = {'case_id': case['case_id']}
    guardian = case.get('guardianship', {}).get('asked', {})
    if guardian.get('person_id'):
        lane.write(lane.world.cast.name[guardian['person_id']], 'DeclareGuardianship', asked)
    elif lane.dice.random() < 0.3:
        lane.write(holder, 'NameGuardian', asked | {'kind': 'GUARDIAN_KIND_PARENTS', 'name': 'Frau Falke'})
    elif lane.dice.random() < 0.2:
        lane.write(holder, 'RecordBirthDate', asked | {'birth_date': '2011-04-10'})
    else:
        cast = lane.world.cast
        who = 'amsel' if holder not in ('amsel', 'star') else 'adler'
        lane.write(holder, 'NameGuardian', asked | {
            'kind': 'GUARDIAN_KIND_OFFICE', 'to_organisation_id': cast.organisation[who], 'to_unit_id': cast.unit[who],
            'to_person_id': cast.person[who], 'to_deputy_person_id': cast.person[lane.deputy(who)]})
