#!/usr/bin/python3
"""A partner's first hour: three steps, each a program run of its own.

  first_hour.py join     ADMIN_PROFILE NEW_PROFILE   a unit and two case workers; the first one's profile
  first_hour.py inquire  PROFILE                     sends an inquiry, waits until it can be read, prints its id
  first_hour.py offers   PROFILE                     lists the offers to the caller and accepts them

`./tools/dev enrol` makes ADMIN_PROFILE. The stubs (`./tools/dev api`) must be on PYTHONPATH.
"""
import datetime
import json
import os
import pathlib
import sys

import partner
from fallverbund.casework.v1 import case_service_pb2 as case
from fallverbund.casework.v1.case_service_pb2_grpc import CaseServiceStub
from fallverbund.common.v1 import access_pb2, responsibility_pb2 as common
from fallverbund.intake.v1 import intake_events_pb2 as words, intake_service_pb2 as intake
from fallverbund.intake.v1.intake_service_pb2_grpc import IntakeServiceStub
from fallverbund.team.v1 import directory_events_pb2 as kinds, directory_service_pb2 as directory
from fallverbund.team.v1.directory_service_pb2_grpc import DirectoryServiceStub

DEADLINE_SECONDS = float(os.environ.get('DEADLINE_SECONDS', 5))  # of one try


def join(us, admin_profile, new_profile):
    """An administrator enters the organisation's own people. The names are sealed before they are stored."""
    team = us.stub('team', DirectoryServiceStub)
    own = us.profile.organisation_id
    unit = us.call(team.AddUnit, directory.AddUnitRequest(
        request_id=partner.request_id(), organisation_id=own, display_name='ASD Hafen'))
    people = [us.call(team.RegisterPerson, directory.RegisterPersonRequest(
        request_id=partner.request_id(), organisation_id=own, unit_id=unit.unit_id, name=name,
        roles=[access_pb2.ROLE_CASE_WORKER])).person_id for name in ('Frau Möwe', 'Herr Kranich')]
    us.call(team.NameDeputy, directory.NameDeputyRequest(
        request_id=partner.request_id(), organisation_id=own, person_id=people[0], deputy_person_id=people[1]))
    told = json.loads(pathlib.Path(admin_profile).read_text())
    told.update(unit_id=unit.unit_id, person_id=people[0], role='CASE_WORKER', deputy_person_id=people[1])
    pathlib.Path(new_profile).write_text(json.dumps(told, indent=1))
    print(f'joined: unit {unit.unit_id}, person {people[0]}')


def coordination_office(us):
    team = us.stub('team', DirectoryServiceStub)
    for each in us.pages(team.ListOrganisations, directory.ListOrganisationsRequest(), 'organisations'):
        if each.kind == kinds.ORGANISATION_KIND_COORDINATION_OFFICE:
            return each.organisation_id
    raise partner.Failed('this association has no coordination office to inquire of')


def broken_off(kind, year, month, account):
    support = intake.BrokenOffSupportAccount(kind=kind, account=account)
    support.ended_at.FromDatetime(datetime.datetime(year, month, 1))
    return support


def inquire(us, deputy_person_id):
    service = us.stub('intake', IntakeServiceStub)
    request = intake.SubmitInquiryRequest(
        request_id=partner.request_id(), unit_id=us.profile.unit_id, office_organisation_id=coordination_office(us),
        competent_organisation_id=us.profile.organisation_id, symptoms=[words.SYMPTOM_NO_SCHOOL],
        broken_off_supports=[broken_off(words.HELP_KIND_RESIDENTIAL_GROUP, 2025, 11, 'Wohngruppe nach drei Wochen beendet'),
                             broken_off(words.HELP_KIND_OUTPATIENT, 2026, 1, 'Beistand traf niemanden an')],
        tonight_kind=common.TONIGHT_KIND_FAMILY, young_person_name='Jule Anders', summary='Jule geht nicht zur Schule')
    try:
        answer = us.call(service.SubmitInquiry, request)
    except partner.Refused as no:
        if no.reason != 'DEPUTY_NOT_NAMED':  # the codes are in build/dev/api/reasons.json
            raise
        # Nothing was written, so the wish is still the same one: mend the request, keep its request_id.
        print(f'refused: {no.reason} [{no.row}] {no.german} {no.next_german}')
        request.deputy_person_id = deputy_person_id
        answer = us.call(service.SubmitInquiry, request)

    # The answer could have been lost on its way. Asked again with the same request_id, they give the same answer.
    again = us.call(service.SubmitInquiry, request)
    if (again.inquiry_id, again.result.position) != (answer.inquiry_id, answer.result.position):
        raise partner.Failed('one request_id was given two answers')

    # Another instance may answer the read; at_least_position makes it wait for what we wrote.
    read = us.call(service.GetInquiry, intake.GetInquiryRequest(
        inquiry_id=answer.inquiry_id, at_least_position=answer.result.position))
    due = read.inquiry.answer_due.ToDatetime().isoformat()
    print(f'inquiry {answer.inquiry_id} at position {answer.result.position}, answer due {due}')


def offers(us):
    service = us.stub('case', CaseServiceStub)
    for item in list(us.pages(service.ListInbox, case.ListInboxRequest(), 'items')):  # whole, before it changes under us
        if item.kind != case.INBOX_ITEM_KIND_HANDOVER_OFFERED:
            continue
        print(f'offered: case {item.case_id}')
        request = case.AcceptHandoverRequest(
            request_id=partner.request_id(), case_id=item.case_id, handover_id=item.object_id)
        try:
            position = us.call(service.AcceptHandover, request).result.position
        except partner.Refused as no:
            if no.reason not in ('HANDOVER_NOT_OPEN', 'NOT_THE_RECEIVER', 'HANDOVER_NOT_WARM'):
                raise
            print(f'not accepted: {no.reason} [{no.row}] {no}')  # answered meanwhile, for a colleague, or nobody met yet
            continue
        held = us.call(service.GetCase, case.GetCaseRequest(case_id=item.case_id, at_least_position=position)).case
        if held.holder.person_id != us.profile.person_id:
            raise partner.Failed(f'case {item.case_id} was accepted but is held by {held.holder.person_id}')
        print(f'accepted: case {item.case_id} is ours since position {position}')


def main(arguments):
    steps = {'join': 2, 'inquire': 1, 'offers': 1}
    if not arguments or len(arguments) != 1 + steps.get(arguments[0], -1):
        sys.exit(__doc__)
    step, path = arguments[:2]
    us = partner.Partner(partner.read_profile(path), say=lambda line: print(line, flush=True), deadline_seconds=DEADLINE_SECONDS)
    try:
        if step == 'join':
            join(us, path, arguments[2])
        elif step == 'inquire':
            inquire(us, json.loads(pathlib.Path(path).read_text())['deputy_person_id'])
        else:
            offers(us)
    except partner.Refused as no:
        sys.exit(f'{no}\n{no.german} {no.next_german}')
    except partner.Failed as failed:
        sys.exit(str(failed))
    finally:
        us.close()


if __name__ == '__main__':
    main(sys.argv[1:])
