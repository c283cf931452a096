// Where competence is disputed or nobody acts (N7): a reasoned refusal may end a legal duty but never what is
// held; whoever held goes on until the office of actual stay has accepted to act for the time being (§ 86d).
#include <algorithm>
#include <utility>

#include "libs/base/time.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

bool IsOverdue(const State& state, common::v1::ClockKind kind, const std::string& change_id) {
  const care::Clock* clock = state.clocks.Find(kind, change_id);
  return clock != nullptr && clock->overdue;
}

// What is said to be the case, is.
bool Applies(const State& state, const CompetenceChange& change, v1::ProvisionalCause cause) {
  switch (cause) {
    case v1::PROVISIONAL_CAUSE_DISPUTED:
      return change.contested;
    case v1::PROVISIONAL_CAUSE_IDLE:
      return IsOverdue(state, common::v1::CLOCK_KIND_SERVICE_TAKEOVER, change.id);
    case v1::PROVISIONAL_CAUSE_UNCLEAR:
      return change.organisation_id.empty();
    case v1::PROVISIONAL_CAUSE_UNSPECIFIED:
    case v1::ProvisionalCause_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ProvisionalCause_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return false;
}

}  // namespace

Decision DecideOn(const State& state, const RefuseCompetence& command, const Given& given) {
  v1::CompetenceRefused refused = command.refusal;
  const bool reasoned =
      refused.reason() != v1::COMPETENCE_REFUSAL_REASON_UNSPECIFIED && refused.has_argument();
  if (auto no = RequireOpenChange(state, refused.change_id())) return *no;
  const CompetenceChange& change = *state.change;
  const bool informed = change.to && SpeaksFor(*change.to, command.actor_unit_id, given);
  if (auto no = Require(Reason::kNotTheNewAgency, informed)) return *no;                      // N7
  if (auto no = Require(Reason::kCompetenceRefusalWithoutReason, reasoned)) return *no;       // N7
  if (auto no = Require(Reason::kCompetenceContestedAlready, !change.contested)) return *no;  // N7
  *refused.mutable_dispute_due() = ToProto(given.now + care::Length(care::kDisputeSettled, given.terms));
  *refused.mutable_ombuds_offer_due() = ToProto(given.now + care::Length(care::kOmbudsOffer, given.terms));
  refused.set_ombuds_before_settling(true);
  Events events;
  *events.emplace_back().mutable_competence_refused() = refused;
  return events;
}

Decision DecideOn(const State& state, const AskProvisionalTakeover& command, const Given& given) {
  v1::ProvisionalTakeoverAsked asked = command.asked;
  const care::Holder to = care::FromProto(asked.to());
  if (auto no = RequireOpenChange(state, asked.change_id())) return *no;
  const CompetenceChange& change = *state.change;
  const auto before = std::find_if(change.asked.begin(), change.asked.end(), [&](const ProvisionalAsk& one) {
    return one.to.organisation_id == to.organisation_id;
  });
  const bool packed = !asked.package().empty();
  const bool again = before != change.asked.end();
  const bool once = !again || (packed && before->package.empty());  // somebody else had nothing to show it
  const bool holders = !packed || IsOfCaseHolder(state, given);
  const bool another = to.organisation_id != state.responsibility.holder().organisation_id;
  const bool applies = Applies(state, change, asked.cause());
  if (auto no = CheckReceiver(state, to, command.to)) return *no;
  if (auto no = Require(Reason::kHolderNotPublic, command.to.public_body)) return *no;  // A6
  if (auto no = Require(Reason::kCompetentAlready, another)) return *no;                // N7
  if (auto no = Require(Reason::kNeitherDisputedNorIdle, applies)) return *no;          // N7
  if (auto no = Require(Reason::kPackageNotTheHolders, holders)) return *no;            // N6, § 62
  if (auto no = Require(Reason::kProvisionalAskedAlready, once)) return *no;            // N7
  if (auto no = CheckPackage(state, asked.package(), to.organisation_id, given)) return *no;
  const care::Clock* waits = state.clocks.Find(common::v1::CLOCK_KIND_PROVISIONAL_ANSWER, change.id);
  const absl::Time within = given.now + care::Length(care::kProvisionalAnswer, given.others_terms);
  *asked.mutable_answer_due() = ToProto(again && waits != nullptr ? waits->due : within);
  Events events;
  *events.emplace_back().mutable_provisional_takeover_asked() = asked;
  return events;
}

// Several offices may have been asked; the first that accepts holds, the others are told so.
Decision DecideOn(const State& state, const AcceptProvisionalTakeover& command, const Given& given) {
  if (auto no = RequireOpenChange(state, command.change_id)) return *no;
  const CompetenceChange& change = *state.change;
  const auto found = std::find_if(change.asked.begin(), change.asked.end(), [&](const ProvisionalAsk& ask) {
    return SpeaksFor(ask.to, command.actor_unit_id, given);
  });
  const bool asked = found != change.asked.end();
  const ProvisionalAsk ask = asked ? *found : ProvisionalAsk{};
  if (auto no = Require(Reason::kAnotherAgencyWasFirst, asked || !state.provisional)) return *no;        // N7
  if (auto no = Require(Reason::kProvisionalNotAsked, asked)) return *no;                                // N7
  if (auto no = Require(Reason::kReporterCannotAccept, given.actor.person != ask.asked_by)) return *no;  // N7
  if (auto no = CheckNoGuardian(state, ask.to)) return *no;
  if (auto no = Require(Reason::kHolderNotReachable, !command.receiver_unreachable)) return *no;  // R0
  if (auto no = RequireArrival(state, ask.to)) return *no;
  Events events;
  if (const auto& offer = state.handover.open())
    events.emplace_back().mutable_handover_revoked()->set_handover_id(offer->id);
  v1::ProvisionalTakeover& taken = *events.emplace_back().mutable_provisional_takeover();
  taken.set_change_id(change.id);
  taken.set_person_id(given.actor.person);
  *taken.mutable_from() = care::ToProto(state.responsibility.holder());
  v1::ResponsibilityMoved moved;
  moved.set_handover_id(change.id);
  *moved.mutable_to() = care::ToProto(ask.to);
  moved.set_provisional(true);
  moved.set_settled_by_two(true);
  LeaveBehind(state, ask.package, given, moved);
  MoveCase(state, std::move(moved), given, events);
  return events;
}

Decision DecideOn(const State& state, const OfferOmbuds& command, const Given& given) {
  const bool heard = IsHeard(state, command.offered.participation(), given);
  if (auto no = RequireOpenChange(state, command.offered.change_id())) return *no;
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;  // A6
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;                  // A16
  Events events;
  *events.emplace_back().mutable_ombuds_offered() = command.offered;
  ReactivateIfHeard(state, command.offered.participation(), events);
  return events;
}

}  // namespace fallverbund::casework
