#include "libs/case_facts/case_facts.h"

#include <algorithm>
#include <utility>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::case_facts {
namespace {

using casework::v1::CaseEvent;

constexpr char kTable[] = "case_facts";  // case

std::string Bytes(const care::Holder& holder) {
  return care::ToProto(holder).SerializeAsString();
}

void Write(const care::SeatPerson& person, projection::RowWriter& row) {
  row.Text(person.organisation_id).Text(person.person_id).Number(static_cast<uint64_t>(person.discipline));
}

care::SeatPerson ReadPerson(projection::RowReader& row) {
  care::SeatPerson person;
  person.organisation_id = std::string(row.Text());
  person.person_id = std::string(row.Text());
  person.discipline = static_cast<int>(row.Number());
  return person;
}

std::string Encode(const CaseFacts& facts) {
  projection::RowWriter row;
  row.Text(facts.subject_id).Text(Bytes(facts.holder)).Text(facts.team_id);
  row.Text(Bytes(facts.coordinator)).Number(facts.fell_back).Number(facts.seats.size());
  for (const care::Seat& seat : facts.seats) {
    Write(seat.who, row);
    row.Number(seat.lead).Number(seat.committed).Number(seat.successor.has_value());
    if (seat.successor) Write(*seat.successor, row);
  }
  row.Number(facts.left.size());
  for (const auto& [person, until] : facts.left) row.Text(person).Time(until);
  row.Text(care::ToProto(facts.tonight).SerializeAsString()).Time(facts.tonight_since);
  row.Text(facts.kept_place_organisation_id).Text(facts.crisis_id).Text(Bytes(facts.crisis_lead));
  row.Number(facts.crisis_lead_episode);
  row.Number(facts.of_age).Number(facts.ended_at.has_value());
  if (facts.ended_at) row.Time(*facts.ended_at);
  row.Text(facts.guardian_organisation_id);
  row.Number(facts.running_settings.size());
  for (const std::string& setting : facts.running_settings) row.Text(setting);
  row.Number(facts.recorded_in_error);
  row.Text(facts.kept_setting_id).Text(facts.stay_id).Number(facts.entered.size());
  for (const auto& [stay, times] : facts.entered) row.Text(stay).Number(times);
  return row.Take();
}

care::Seat ReadSeat(projection::RowReader& row) {
  care::Seat seat;
  seat.who = ReadPerson(row);
  seat.lead = row.Number() != 0;
  seat.committed = row.Number() != 0;
  if (row.Number() != 0) seat.successor = ReadPerson(row);
  return seat;
}

absl::StatusOr<CaseFacts> Decode(std::string_view bytes) {
  projection::RowReader row(bytes);
  CaseFacts facts;
  facts.subject_id = std::string(row.Text());
  common::v1::Holder holder, coordinator;
  const bool parsed = holder.ParseFromString(std::string(row.Text()));
  facts.holder = care::FromProto(holder);
  facts.team_id = std::string(row.Text());
  const bool also = coordinator.ParseFromString(std::string(row.Text()));
  facts.coordinator = care::FromProto(coordinator);
  facts.fell_back = row.Number() != 0;
  for (uint64_t left = row.Number(); row.ok() && left > 0; --left) facts.seats.push_back(ReadSeat(row));
  for (uint64_t left = row.Number(); row.ok() && left > 0; --left) {
    std::string person(row.Text());
    facts.left[person] = row.Time();
  }
  common::v1::Tonight tonight;
  const bool sheltered = tonight.ParseFromString(std::string(row.Text()));
  facts.tonight = care::FromProto(tonight);
  facts.tonight_since = row.Time();
  facts.kept_place_organisation_id = std::string(row.Text());
  facts.crisis_id = std::string(row.Text());
  common::v1::Holder lead;
  const bool led = lead.ParseFromString(std::string(row.Text()));
  facts.crisis_lead = care::FromProto(lead);
  facts.crisis_lead_episode = static_cast<uint32_t>(row.Number());
  facts.of_age = row.Number() != 0;
  if (row.Number() != 0) facts.ended_at = row.Time();
  facts.guardian_organisation_id = std::string(row.Text());
  for (uint64_t left = row.Number(); row.ok() && left > 0; --left)
    facts.running_settings.insert(std::string(row.Text()));
  facts.recorded_in_error = row.Number() != 0;
  facts.kept_setting_id = std::string(row.Text());
  facts.stay_id = std::string(row.Text());
  for (uint64_t left = row.Number(); row.ok() && left > 0; --left) {
    std::string stay(row.Text());
    facts.entered[stay] = static_cast<uint32_t>(row.Number());
  }
  if (!row.ok() || !parsed || !also || !sheltered || !led)
    return absl::InternalError("a row of case_facts cannot be read");
  return facts;
}

care::Seat ToSeat(const casework::v1::Invitation& invitation) {
  return {{invitation.organisation_id(), invitation.person_id(), invitation.discipline()}, invitation.lead()};
}

void Commit(const casework::v1::MemberCommitted& event, absl::Time at, CaseFacts& facts) {
  for (const care::Seat& seat : facts.seats) {
    if (seat.successor && seat.successor->person_id == event.person_id()) facts.left[seat.who.person_id] = at;
  }
  care::Commit(facts.seats, event.organisation_id(), event.person_id());
  facts.left.erase(event.person_id());
}

void NobodyFollows(const casework::v1::SuccessionOfferEnded& event, CaseFacts& facts) {
  for (care::Seat& seat : facts.seats) {
    if (seat.successor && seat.successor->person_id == event.person_id()) seat.successor.reset();
  }
}

// Who vouches may change at the same place.
void Shelter(CaseFacts& facts, const common::v1::Tonight& next, absl::Time at) {
  const care::Tonight tonight = care::FromProto(next);
  const bool same = tonight.kind == facts.tonight.kind &&
                    tonight.holder.organisation_id == facts.tonight.holder.organisation_id;
  if (!same) facts.tonight_since = at;
  facts.tonight = tonight;
}

void GiveUpPlace(CaseFacts& facts) {
  facts.kept_place_organisation_id.clear();
  facts.kept_setting_id.clear();
}

// Into a clinic or into care.
bool IsAdmitted(const casework::v1::TonightMoved& event) {
  const bool away = event.to().kind() == common::v1::TONIGHT_KIND_CLINIC ||
                    event.to().kind() == common::v1::TONIGHT_KIND_IN_CARE;
  return !event.stay_id().empty() && away;
}

void NoteStay(CaseFacts& facts, const casework::v1::TonightMoved& event) {
  facts.stay_id = IsAdmitted(event) ? event.stay_id() : "";
  if (IsAdmitted(event)) ++facts.entered[event.stay_id()];
}

// A place that sheltered is kept wherever the night is meanwhile, until it is back there (D4, N8, N9). Of a
// way out of a clinic that was recorded before that the place is lost.
void KeepPlace(CaseFacts& facts, const casework::v1::TonightMoved& event) {
  if (!event.kept_setting_id().empty()) facts.kept_setting_id = event.kept_setting_id();
  if (!IsAdmitted(event) && event.kept_setting_id().empty()) {
    GiveUpPlace(facts);
  } else if (event.from().kind() == common::v1::TONIGHT_KIND_PLACEMENT) {
    facts.kept_place_organisation_id = event.from().holder().organisation_id();
  }
}

// The facts after `event`, which occurred `at` and was recorded then; nullopt: it changes none.
std::optional<CaseFacts> After(CaseFacts facts, const CaseEvent& event, absl::Time at,
                               absl::Time recorded_at) {
  if (event.has_case_opened()) {
    Shelter(facts, event.case_opened().tonight(), recorded_at);
    facts.subject_id = event.case_opened().subject_id();
    facts.holder = care::FromProto(event.case_opened().holder());
    if (event.case_opened().origin().kind() == casework::v1::ORIGIN_KIND_CRISIS)
      facts.crisis_id = event.case_opened().origin().aggregate_id();
  } else if (event.has_responsibility_moved()) {
    facts.holder = care::FromProto(event.responsibility_moved().to());
  } else if (event.has_case_deputy_named()) {
    facts.holder.deputy_person_id = event.case_deputy_named().deputy_person_id();
  } else if (event.has_crisis_lead_taken()) {
    facts.crisis_lead = care::FromProto(event.crisis_lead_taken().to());
    facts.crisis_lead_episode = event.crisis_lead_taken().episode();
  } else if (event.has_crisis_lead_ended()) {
    facts.crisis_lead = {};
    facts.crisis_lead_episode = 0;
  } else if (event.has_strand_deputy_named()) {
    const auto& named = event.strand_deputy_named();
    if (named.strand() == common::v1::STRAND_TONIGHT)
      facts.tonight.holder.deputy_person_id = named.deputy_person_id();
    if (named.strand() == common::v1::STRAND_COORDINATION)
      facts.coordinator.deputy_person_id = named.deputy_person_id();
  } else if (event.has_came_of_age()) {
    facts.of_age = true;
    facts.guardian_organisation_id.clear();
  } else if (event.has_guardian_declared()) {
    facts.guardian_organisation_id = event.guardian_declared().holder().organisation_id();
  } else if (event.has_guardian_named()) {  // an office represents once it has declared it
    if (event.guardian_named().kind() != casework::v1::GUARDIAN_KIND_OFFICE)
      facts.guardian_organisation_id.clear();
  } else if (event.has_case_lawfully_ended()) {
    facts.ended_at = recorded_at;
    facts.recorded_in_error =
        event.case_lawfully_ended().ground() == casework::v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR;
  } else if (event.tonight_moved().with_case()) {  // another vouches; the young person has not moved (R0)
    facts.tonight = care::FromProto(event.tonight_moved().to());
  } else if (event.has_tonight_moved()) {
    KeepPlace(facts, event.tonight_moved());
    NoteStay(facts, event.tonight_moved());
    Shelter(facts, event.tonight_moved().to(), recorded_at);
  } else if (event.has_setting_started()) {
    facts.running_settings.insert(event.setting_started().setting_id());
    if (!event.setting_started().has_tonight()) return facts;
    Shelter(facts, event.setting_started().tonight(), recorded_at);
    GiveUpPlace(facts);
    facts.stay_id.clear();
    facts.tonight_since = recorded_at;  // another setting, though of the same provider
  } else if (event.has_setting_ended()) {
    facts.running_settings.erase(event.setting_ended().setting_id());
    if (event.setting_ended().setting_id() == facts.kept_setting_id) GiveUpPlace(facts);
    Shelter(facts, event.setting_ended().next_tonight(), recorded_at);
  } else if (event.has_case_reopened()) {
    facts.ended_at.reset();
    facts.recorded_in_error = false;
    if (event.case_reopened().has_holder()) facts.holder = care::FromProto(event.case_reopened().holder());
  } else if (event.has_coordination_assumed()) {
    facts.team_id = event.coordination_assumed().team_id();
    facts.coordinator = care::FromProto(event.coordination_assumed().holder());
    facts.fell_back = false;
  } else if (event.has_commitments_invited()) {
    facts.seats.clear();
    for (const auto& invitation : event.commitments_invited().invitations())
      facts.seats.push_back(ToSeat(invitation));
  } else if (event.has_invitation_replaced()) {
    const auto& replaced = event.invitation_replaced();
    const care::Seat next = ToSeat(replaced.invitation());
    care::Replace(facts.seats, replaced.person_id(), next.who, next.lead);
  } else if (event.has_member_committed()) {
    Commit(event.member_committed(), at, facts);
  } else if (event.succession_offer_ended().strand() == common::v1::STRAND_SHARED) {
    NobodyFollows(event.succession_offer_ended(), facts);
  } else if (event.has_commitments_fell_back()) {
    facts.fell_back |= event.commitments_fell_back().organisation_id() == facts.coordinator.organisation_id;
  } else if (event.has_commitments_stay()) {
    facts.fell_back &= event.commitments_stay().organisation_id() != facts.coordinator.organisation_id;
  } else {
    return std::nullopt;
  }
  return facts;
}

}  // namespace

bool CaseFacts::HasCommitted(std::string_view person_id) const {
  return std::any_of(seats.begin(), seats.end(), [&](const care::Seat& seat) {
    return seat.committed && seat.who.person_id == person_id;
  });
}

absl::Status CaseFactsView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "case" || commit.commit.aggregate_type() != "case") return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto known, Find(rows, commit.aggregate_id));
  CaseFacts facts = known.value_or(CaseFacts());
  bool changed = false;
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<CaseEvent>(stored));
    if (auto after = After(facts, event, FromProto(commit.commit.occurred_at()),
                           FromProto(commit.commit.recorded_at()))) {
      facts = *std::move(after);
      changed = true;
    }
  }
  if (changed) rows.Put(kTable, commit.aggregate_id, Encode(facts));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<CaseFacts>> Find(const projection::Rows& rows, std::string_view case_id) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kTable, case_id));
  if (!row) return std::nullopt;
  FV_ASSIGN_OR_RETURN(auto facts, Decode(*row));
  return facts;
}

}  // namespace fallverbund::case_facts
