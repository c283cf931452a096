#!/usr/bin/env node
'use strict';
const USAGE = `A partner's first hour: three steps, each a program run of its own.

  first_hour.js join     ADMIN_PROFILE NEW_PROFILE   a unit and two case workers; the first one's profile
  first_hour.js inquire  PROFILE                     sends an inquiry, waits until it can be read, prints its id
  first_hour.js offers   PROFILE                     lists the offers to the caller and accepts them

./tools/dev enrol makes ADMIN_PROFILE.`;
const fs = require('node:fs');
const { Failed, Partner, Refused, requestId } = require('./partner');

const DEADLINE_MS = 1000 * Number(process.env.DEADLINE_SECONDS || 5); // of one try

const instant = (stamp) => new Date(Number(stamp.seconds) * 1000).toISOString();
const stamp = (text) => ({ seconds: Date.parse(text) / 1000 });

// An administrator enters the organisation's own people. The names are sealed before they are stored.
async function join(us, newProfile) {
  const own = { organisation_id: us.profile.organisation_id };
  const unit = await us.call('team', 'AddUnit', { ...own, request_id: requestId(), display_name: 'ASD Hafen' });
  const people = [];
  for (const name of ['Frau Möwe', 'Herr Kranich']) {
    const answer = await us.call('team', 'RegisterPerson', { ...own, request_id: requestId(), unit_id: unit.unit_id,
      roles: ['ROLE_CASE_WORKER'], name });
    people.push(answer.person_id);
  }
  await us.call('team', 'NameDeputy', { ...own, request_id: requestId(), person_id: people[0],
    deputy_person_id: people[1] });
  fs.writeFileSync(newProfile, JSON.stringify({ ...us.profile, unit_id: unit.unit_id, person_id: people[0],
    role: 'CASE_WORKER', deputy_person_id: people[1] }, null, 1));
  console.log(`joined: unit ${unit.unit_id}, person ${people[0]}`);
}

async function coordinationOffice(us) {
  for await (const each of us.pages('team', 'ListOrganisations', {}, 'organisations')) {
    if (each.kind === 'ORGANISATION_KIND_COORDINATION_OFFICE') return each.organisation_id;
  }
  throw new Failed('this association has no coordination office to inquire of');
}

async function inquire(us) {
  const request = {
    request_id: requestId(),
    unit_id: us.profile.unit_id,
    office_organisation_id: await coordinationOffice(us),
    competent_organisation_id: us.profile.organisation_id,
    symptoms: ['SYMPTOM_NO_SCHOOL'],
    broken_off_supports: [
      { kind: 'HELP_KIND_RESIDENTIAL_GROUP', ended_at: stamp('2025-11-01T10:00:00Z'),
        account: 'Wohngruppe nach drei Wochen beendet' },
      { kind: 'HELP_KIND_OUTPATIENT', ended_at: stamp('2026-01-01T10:00:00Z'), account: 'Beistand traf niemanden an' },
    ],
    tonight_kind: 'TONIGHT_KIND_FAMILY',
    young_person_name: 'Jule Anders',
    summary: 'Jule geht nicht zur Schule',
  };
  let answer;
  try {
    answer = await us.call('intake', 'SubmitInquiry', request);
  } catch (no) {
    if (!(no instanceof Refused) || no.reason !== 'DEPUTY_NOT_NAMED') throw no;
    // Nothing was written, so the wish is still the same one: mend the request, keep its request_id.
    console.log(`refused: ${no.reason} [${no.row}] ${no.german} ${no.nextGerman}`);
    request.deputy_person_id = us.profile.deputy_person_id;
    answer = await us.call('intake', 'SubmitInquiry', request);
  }

  // The answer could have been lost on its way. Asked again with the same request_id, they give the same answer.
  const again = await us.call('intake', 'SubmitInquiry', request);
  if (again.inquiry_id !== answer.inquiry_id || again.result.position !== answer.result.position) {
    throw new Failed('one request_id was given two answers');
  }

  // Another instance may answer the read; at_least_position makes it wait for what we wrote.
  const { inquiry } = await us.call('intake', 'GetInquiry', { inquiry_id: answer.inquiry_id,
    at_least_position: answer.result.position });
  console.log(`inquiry ${answer.inquiry_id} at position ${answer.result.position}, ` +
    `answer due ${instant(inquiry.answer_due)}`);
}

async function offers(us) {
  const inbox = [];
  for await (const item of us.pages('case', 'ListInbox', {}, 'items')) inbox.push(item); // before it changes under us
  for (const item of inbox) {
    if (item.kind !== 'INBOX_ITEM_KIND_HANDOVER_OFFERED') continue;
    console.log(`offered: case ${item.case_id}`);
    let answer;
    try {
      answer = await us.call('case', 'AcceptHandover', { request_id: requestId(), case_id: item.case_id,
        handover_id: item.object_id });
    } catch (no) {
      if (!(no instanceof Refused) || !['HANDOVER_NOT_OPEN', 'NOT_THE_RECEIVER', 'HANDOVER_NOT_WARM'].includes(no.reason)) throw no;
      console.log(`not accepted: ${no.reason} ${no.message}`); // answered meanwhile, for a colleague, or nobody met yet
      continue;
    }
    const held = await us.call('case', 'GetCase', { case_id: item.case_id,
      at_least_position: answer.result.position });
    if (held.case.holder.person_id !== us.profile.person_id) {
      throw new Failed(`case ${item.case_id} was accepted but is held by ${held.case.holder.person_id}`);
    }
    console.log(`accepted: case ${item.case_id} is ours since position ${answer.result.position}`);
  }
}

async function main([step, profile, ...more]) {
  const steps = { join: [1, join], inquire: [0, inquire], offers: [0, offers] };
  if (!steps[step] || !profile || more.length !== steps[step][0]) throw new Failed(USAGE);
  const us = new Partner(profile, { say: console.log, deadlineMs: DEADLINE_MS });
  try {
    await steps[step][1](us, ...more);
  } finally {
    us.close();
  }
}

main(process.argv.slice(2)).catch((error) => {
  const said = error instanceof Refused || error instanceof Failed;
  console.error(said ? error.message : error); // what is neither is a mistake of ours: with its stack
  process.exitCode = 1;
});
