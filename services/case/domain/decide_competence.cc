// Local competence (N7, § 86c): what the law says is one timeline, who holds is another. A change is
// detected, the other office informed at once, data sent, talked about; and only when another person of that
// office agrees that the help really goes on there does CASE move. Paper alone moves nothing.
#include <algorithm>
#include <utility>

#include "libs/base/time.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

bool IsOpen(const State& state, const std::string& change_id) {
  return state.change && state.change->id == change_id;
}

bool IsOfEitherOffice(const State& state, const care::Holder& other, const Given& given) {
  return IsOfCaseHolder(state, given) || given.actor.organisation == other.organisation_id;
}

// Who was informed; nobody yet: one without a name.
care::Holder Informed(const State& state) {
  return state.change && state.change->to ? *state.change->to : care::Holder{};
}

// While CASE is held for the time being, what another office of the change has to say about it counts (§
// 86d): who was informed, or who held before.
bool IsTheOtherOffice(const State& state, const Given& given) {
  if (!state.provisional || !state.change) return false;
  const auto is = [&](const std::optional<care::Holder>& side) {
    return side && side->organisation_id == given.actor.organisation;
  };
  return !IsOfCaseHolder(state, given) && (is(state.change->to) || is(state.change->held_before));
}

// Nobody's word settles what another office disputes before both were told of the ombuds office; and whoever
// holds for the time being does not become the competent office by saying so alone (N7).
bool Settles(const State& state, const Given& given) {
  if (state.clocks.Find(common::v1::CLOCK_KIND_OMBUDS_OFFER, state.change->id) != nullptr) return false;
  const bool holder = IsOfCaseHolder(state, given);
  if (!state.provisional) return holder;
  const std::string& holds = state.responsibility.holder().organisation_id;
  const auto& agreed = state.change->agreed;
  return std::any_of(agreed.begin(), agreed.end(),
                     [&](const std::string& office) { return (office == holds) != holder; });
}

std::optional<refusal::Refusal> RequireInformed(const State& state) {
  return Require(Reason::kAgencyNotInformed, state.change->to.has_value());  // N7
}

}  // namespace

std::optional<refusal::Refusal> RequireOpenChange(const State& state, const std::string& change_id) {
  const bool open = IsOpen(state, change_id);
  if (auto no = Require(Reason::kAnotherAgencyWasFirst, open || state.settled_change != change_id)) return no;
  return Require(Reason::kNoCompetenceChangeOpen, open);  // N7
}

bool SpeaksFor(const care::Holder& side, const std::string& unit_id, const Given& given) {
  return given.actor.organisation == side.organisation_id && unit_id == side.unit_id;
}

// Also of the past; who held then stays as it was. Another office speaks here of nobody but who holds.
Decision DecideOn(const State& state, const DetermineCompetence& command, const Given& given) {
  v1::CompetenceDetermined determined = command.determined;
  const std::string& wrong = determined.corrects_competence_id();
  const bool dated = determined.has_effective_since() && FromProto(determined.effective_since()) <= given.now;
  const bool known = wrong.empty() || std::any_of(state.competences.begin(), state.competences.end(),
                                                  [&](const Competence& entry) {
                                                    return entry.id == wrong && !entry.corrected;
                                                  });
  const bool of_holder = determined.organisation_id() == state.responsibility.holder().organisation_id;
  const bool may =
      IsOfCaseHolder(state, given) || (IsTheOtherOffice(state, given) && of_holder && wrong.empty());
  if (auto no = Require(Reason::kNotTheCaseHolder, may)) return *no;                        // A6, N7
  if (auto no = Require(Reason::kCompetentIsYouthOffice, command.public_body)) return *no;  // N7
  if (auto no = Require(Reason::kCompetenceWithoutDate, dated)) return *no;                 // N7
  if (auto no = Require(Reason::kCompetenceUnknown, known)) return *no;                     // N7
  determined.set_competence_id(given.new_id);
  Events events;
  *events.emplace_back().mutable_competence_determined() = determined;
  if (state.change && of_holder && Settles(state, given))
    events.emplace_back().mutable_competence_change_settled()->set_change_id(state.change->id);
  return events;
}

Decision DecideOn(const State& state, const DetectCompetenceChange& command, const Given& given) {
  v1::CompetenceChangeDetected detected = command.detected;
  const bool nobody_knows = detected.organisation_id().empty();
  const bool another = detected.organisation_id() != state.responsibility.holder().organisation_id;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kCompetenceChangeOpen, !state.change)) return *no;             // N7
  if (auto no = Require(Reason::kCompetentIsYouthOffice, nobody_knows || command.public_body))
    return *no;                                                           // N7
  if (auto no = Require(Reason::kCompetentAlready, another)) return *no;  // N7
  detected.set_change_id(given.new_id);
  if (nobody_knows) {
    *detected.mutable_dispute_due() = ToProto(given.now + care::Length(care::kDisputeSettled, given.terms));
  } else {
    *detected.mutable_inform_due() = ToProto(given.now + care::Length(care::kInformAgency, given.terms));
  }
  Events events;
  *events.emplace_back().mutable_competence_change_detected() = detected;
  return events;
}

Decision DecideOn(const State& state, const InformAgency& command, const Given& given) {
  v1::AgencyInformed informed = command.informed;
  const care::Holder to = care::FromProto(informed.to());
  if (auto no = RequireOpenChange(state, informed.change_id())) return *no;
  const bool nobody_knew = state.change->organisation_id.empty();  // then this office is the one in question
  const bool asked_for = nobody_knew || to.organisation_id == state.change->organisation_id;
  const bool another = to.organisation_id != state.responsibility.holder().organisation_id;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kNotTheNewAgency, asked_for)) return *no;                      // N7
  if (auto no = CheckReceiver(state, to, command.to)) return *no;
  if (auto no = Require(Reason::kCompetentIsYouthOffice, command.to.public_body)) return *no;  // N7
  if (auto no = Require(Reason::kCompetentAlready, another)) return *no;                       // N7
  *informed.mutable_takeover_due() =
      ToProto(given.now + care::Length(care::kServiceTakeover, given.others_terms));
  Events events;
  *events.emplace_back().mutable_agency_informed() = informed;
  return events;
}

Decision DecideOn(const State& state, const SendAgencyData& command, const Given& given) {
  if (auto no = RequireOpenChange(state, command.sent.change_id())) return *no;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = RequireInformed(state)) return *no;
  if (auto no = CheckPackage(state, command.sent.package(), state.change->to->organisation_id, given))
    return *no;
  Events events;
  *events.emplace_back().mutable_agency_data_sent() = command.sent;
  return events;
}

Decision DecideOn(const State& state, const RecordAgencyConversation& command, const Given& given) {
  const v1::AgencyConversationHeld& talk = command.conversation;
  if (auto no = RequireOpenChange(state, talk.change_id())) return *no;
  if (auto no = RequireInformed(state)) return *no;
  std::optional<absl::Time> held_at;
  if (talk.has_held_at()) held_at = FromProto(talk.held_at());
  if (auto no = CheckMeeting(state, {talk.person_ids(), held_at, talk.participation()},
                             state.responsibility.holder(), Informed(state), given))
    return *no;
  Events events;
  *events.emplace_back().mutable_agency_conversation_held() = talk;
  ReactivateIfHeard(state, talk.participation(), events);
  return events;
}

Decision DecideOn(const State& state, const ReportContinuedService& command, const Given& given) {
  v1::ServiceContinuationReported report = command.report;
  if (auto no = RequireOpenChange(state, report.change_id())) return *no;
  if (auto no = RequireInformed(state)) return *no;
  const bool party = IsOfEitherOffice(state, Informed(state), given);
  const bool shown = report.has_continued_since() && FromProto(report.continued_since()) <= given.now &&
                     report.has_evidence();
  if (auto no = Require(Reason::kNotAPartyOfTheChange, party)) return *no;  // N7
  if (auto no = Require(Reason::kContinuationNotShown, shown)) return *no;  // N7
  report.set_person_id(given.actor.person);
  Events events;
  *events.emplace_back().mutable_service_continuation_reported() = report;
  return events;
}

Decision DecideOn(const State& state, const AcceptContinuedService& command, const Given& given) {
  if (auto no = RequireOpenChange(state, command.change_id)) return *no;
  if (auto no = RequireInformed(state)) return *no;
  const CompetenceChange& change = *state.change;
  const care::Holder to = Informed(state);
  const bool another = given.actor.person != change.reporter;
  if (auto no = Require(Reason::kNotTheNewAgency, SpeaksFor(to, command.actor_unit_id, given)))
    return *no;                                                                                         // N7
  if (auto no = Require(Reason::kDataNotSent, change.sent)) return *no;                                 // N7
  if (auto no = Require(Reason::kConversationMissing, change.met)) return *no;                          // N7
  if (auto no = Require(Reason::kServiceNotContinued, change.continued_since.has_value())) return *no;  // N7
  if (auto no = Require(Reason::kReporterCannotAccept, another)) return *no;                            // N7
  if (auto no = CheckNoGuardian(state, to)) return *no;
  if (auto no = Require(Reason::kHolderNotReachable, !command.receiver_unreachable)) return *no;  // R0
  if (auto no = RequireArrival(state, to)) return *no;
  Events events;
  if (const auto& offer = state.handover.open())
    events.emplace_back().mutable_handover_revoked()->set_handover_id(offer->id);
  v1::ServiceContinuedByNewAgency& continued =
      *events.emplace_back().mutable_service_continued_by_new_agency();
  continued.set_change_id(change.id);
  continued.set_person_id(given.actor.person);
  *continued.mutable_continued_since() = ToProto(change.continued_since.value_or(given.now));
  v1::ResponsibilityMoved moved;
  moved.set_handover_id(change.id);
  *moved.mutable_to() = care::ToProto(to);
  SetFirstLook(given, moved);
  LeaveBehind(state, change.package, given, moved);  // § 65, N13: as of now, not of the sending
  MoveCase(state, std::move(moved), given, events);
  return events;
}

}  // namespace fallverbund::casework
