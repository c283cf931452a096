// Lawful ends (N14, N15): asked for with what the ground needs, approved by two organisations, stopped by any
// objection, and in effect only when the time for that is over. The way back is always open.
#include <algorithm>

#include "libs/base/time.h"
#include "libs/care/participation.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {

int AgeAt(const std::optional<absl::CivilDay>& born, absl::Time now) {
  if (!born) return 0;
  const absl::CivilDay today = absl::ToCivilDay(now, absl::UTCTimeZone());
  const bool birthday_to_come = today < absl::CivilDay(today.year(), born->month(), born->day());
  return static_cast<int>(today.year() - born->year()) - birthday_to_come;
}

namespace {

// Where nobody is left to be heard, or nobody ever was there.
bool NeedsParticipation(Ground ground) {
  return ground != Ground::kDeath && ground != Ground::kRecordedInError;
}

// The date said now is the one that everybody saw when it was recorded.
std::optional<refusal::Refusal> CheckBirthDate(const State& state, const RequestLawfulEnd& command,
                                               const Given& given) {
  if (!command.born) return std::nullopt;
  const bool plausible = IsPlausible(*command.born, given.now);
  const bool recorded = IsAsRecorded(state, *command.born, given.now);
  if (auto no = Require(Reason::kBirthDateNotTold, plausible)) return no;  // N13
  return Require(Reason::kBirthDateDiffers, recorded);                     // N13
}

// That the case came to whoever holds it ends nothing: it goes on in the log of the holder's own association,
// and the commit there is named (R0). Of this association everybody goes on here.
std::optional<refusal::Refusal> CheckTransfer(const State& state, const RequestLawfulEnd& command) {
  const bool another = state.last_move && state.last_move->giver.organisation_id !=
                                              state.responsibility.holder().organisation_id;
  const bool elsewhere = !command.home_log_origin.empty();
  const bool goes_on = !command.request.continued_in_commit_id().empty();
  if (auto no = Require(Reason::kTransferNotFollowedUp, IsConfirmed(state.last_move))) return *no;  // N14
  if (auto no = Require(Reason::kTransferWithinTheAgency, another)) return *no;                     // N14
  if (auto no = Require(Reason::kTransferWithinTheAssociation, elsewhere)) return *no;              // N14
  return Require(Reason::kTransferWithoutNewCase, goes_on);                                         // N14
}

std::optional<refusal::Refusal> CheckEvidence(const State& state, const RequestLawfulEnd& command,
                                              const Given& given) {
  const v1::LawfulEndRequested& request = command.request;
  const int age = AgeAt(command.born, given.now);
  const bool recorded = state.age.has_value();  // for everybody to see, not first with this request
  const bool adult = recorded && age >= 18;
  const bool personal = request.given_in_person() && request.participation().young_person().heard();
  switch (command.ground) {
    case Ground::kDeath:
      return Require(Reason::kDeathWithoutDocument, request.has_evidence());  // N14
    case Ground::kAge27:
      if (auto no = Require(Reason::kAgeNotRecorded, recorded)) return no;                // N14
      if (auto no = Require(Reason::kNotYet27, age >= 27)) return no;                     // N14
      return Require(Reason::kOnwardContactMissing, request.has_evidence() || personal);  // N14
    case Ground::kTransferredOut:
      return CheckTransfer(state, command);
    case Ground::kOwnDecision:
      if (auto no = Require(Reason::kAgeNotRecorded, recorded)) return no;           // N14
      if (auto no = Require(Reason::kMinorsRefusalIsNoEnd, adult)) return no;        // N14
      return Require(Reason::kDecisionNotPersonal, personal && request.informed());  // N14
    case Ground::kIndependenceReached: {
      const bool agreed = personal && (adult || request.guardian_agrees());
      if (auto no = Require(Reason::kIndependenceNotAgreed, agreed)) return no;  // N14
      const bool over = state.aftercare && state.aftercare->until <= given.now;
      const bool met = state.aftercare && state.aftercare->contacts > 0;
      if (auto no = Require(Reason::kAftercareNotOver, over)) return no;  // N14
      return Require(Reason::kNoContactInAftercare, met);                 // N14
    }
    case Ground::kMovedAbroad: {
      const bool confirmed = request.has_confirmed_at() && FromProto(request.confirmed_at()) <= given.now;
      return Require(Reason::kAuthorityNotConfirmed, request.has_evidence() && confirmed);  // N14
    }
    case Ground::kRecordedInError:
      if (auto no = Require(Reason::kOtherCaseUnknown, command.other_case.open)) return no;  // N14
      return Require(Reason::kOtherCaseMayEnd, !command.other_case.may_end);                 // N14
    case Ground::kUnknown:
    case Ground::kForbidden:
      break;
  }
  return std::nullopt;
}

// Holds the case that goes on, or stands in for who does.
bool GoesOn(const Ending& ending, std::string_view organisation_id, std::string_view person_id) {
  const care::Holder& by = ending.continued_by;
  return organisation_id == by.organisation_id && !person_id.empty() &&
         (person_id == by.person_id || person_id == by.deputy_person_id);
}

// Where nobody shares, whoever the holder asked in another organisation may say yes, in person: else such a
// case could not end, whatever happened (N14). Once somebody shares, those do.
bool Reviews(const State& state, const Given& given) {
  const care::Approval& reviewer = state.ending->reviewer;
  return !reviewer.person_id.empty() && reviewer.person_id == given.actor.person &&
         reviewer.organisation_id == given.actor.organisation && NobodyElseShares(state);
}

std::optional<refusal::Refusal> CheckReviewer(const State& state, const RequestLawfulEnd& command) {
  const std::string& organisation = command.request.reviewer_organisation_id();
  if (organisation.empty() && command.request.reviewer_person_id().empty()) return std::nullopt;
  const bool another = organisation != state.responsibility.holder().organisation_id;
  if (auto no = Require(Reason::kReviewerNotNeeded, NobodyElseShares(state))) return no;  // N14
  return Require(Reason::kReviewerUnsuitable, another && command.reviewer_may_approve);   // N14
}

// Four eyes of two organisations, each of which shares or was asked to review; where another case is said to
// go on, its holder is one of them, and where somebody is said to stand alone, everybody who shares says so:
// a team that has not formed yet does not (A9).
bool Suffices(const State& state, const Ending& ending, const care::Approvals& approvals) {
  if (!care::HasFourEyes(approvals)) return false;
  if (ending.ground == v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR) {
    return std::any_of(approvals.begin(), approvals.end(), [&](const care::Approval& one) {
      return GoesOn(ending, one.organisation_id, one.person_id);
    });
  }
  if (ending.ground != v1::LAWFUL_END_GROUND_INDEPENDENCE_REACHED || !state.shared) return true;
  return std::all_of(state.seats.begin(), state.seats.end(), [&](const care::Seat& seat) {
    return !seat.committed || care::HasApproved(approvals, seat.who.person_id);
  });
}

// N12: who is missing is searched for and not let go; but who has died is not searched for any more, and
// where another case goes on, the search does there.
bool EndsASearch(const State& state, v1::LawfulEndGround ground) {
  return IsMissing(state.tonight.holder()) && ground != v1::LAWFUL_END_GROUND_DEATH &&
         ground != v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR;
}

bool IsPending(const State& state, const std::string& end_id) {
  return state.ending && state.ending->id == end_id;
}

}  // namespace

Decision DecideOn(const State& state, const RequestLawfulEnd& command, const Given& given) {
  const bool adult = state.age && AgeAt(command.born, given.now) >= 18;
  const bool of_age = state.of_age || adult;
  const bool heard = !NeedsParticipation(command.ground) ||
                     care::IsComplete(command.request.participation(), given.now, of_age);
  const bool death = command.ground == Ground::kDeath;
  const bool settled = death || std::none_of(state.settings.begin(), state.settings.end(), IsRunning);
  if (auto no = Require(Reason::kForbiddenReason, command.ground != Ground::kForbidden)) return *no;  // N15
  if (auto no = Require(Reason::kUnknownGround, IsLawful(command.ground))) return *no;                // N14
  if (auto no = Require(Reason::kNotTheCaseHolder, IsOfCaseHolder(state, given))) return *no;         // A6
  if (auto no = Require(Reason::kLawfulEndAlreadyRequested, !state.ending)) return *no;               // N14
  if (auto no = CheckBirthDate(state, command, given)) return *no;
  if (auto no = Require(Reason::kEndWhileMissing, !EndsASearch(state, CodeOf(command.ground))))
    return *no;  // N14
  if (auto no = CheckEvidence(state, command, given)) return *no;
  if (auto no = Require(Reason::kSettingStillRuns, settled)) return *no;  // N9
  const bool assessed = death || state.planning.assessment_id.empty();
  if (auto no = Require(Reason::kAssessmentStillOpen, assessed)) return *no;            // C7
  if (auto no = Require(Reason::kCrisisStillOpen, death || !state.crisis)) return *no;  // N14
  if (auto no = Require(Reason::kParticipationIncomplete, heard)) return *no;           // A16
  if (auto no = CheckReviewer(state, command)) return *no;
  Events events;
  v1::LawfulEndRequested& requested = *events.emplace_back().mutable_lawful_end_requested();
  requested = command.request;
  requested.set_end_id(given.new_id);
  requested.set_ground(CodeOf(command.ground));
  requested.set_of_age(adult);
  requested.set_age_recorded(command.ground == Ground::kOwnDecision || command.ground == Ground::kAge27);
  if (command.ground == Ground::kRecordedInError) {
    *requested.mutable_continued_by() = command.other_case.holder;
  } else {
    requested.clear_continued_in_case_id();
  }
  if (command.ground == Ground::kTransferredOut) {
    requested.set_continued_in_log_origin(command.home_log_origin);
  } else {
    requested.clear_continued_in_commit_id();
  }
  ReactivateIfHeard(state, requested.participation(), events);
  return events;
}

Decision DecideOn(const State& state, const ApproveLawfulEnd& command, const Given& given) {
  if (auto no = Require(Reason::kLawfulEndNotRequested, IsPending(state, command.end_id))) return *no;  // N14
  const care::Approvals& given_so_far = state.ending->approvals;
  const bool asked = given_so_far.front().person_id == given.actor.person;
  const bool shares = IsOfCaseHolder(state, given) || Shares(state, given.actor.organisation) ||
                      GoesOn(*state.ending, given.actor.organisation, given.actor.person) ||
                      Reviews(state, given);
  if (auto no = Require(Reason::kLawfulEndNeedsFourEyes, !asked)) return *no;  // N14
  if (auto no = Require(Reason::kApproverDoesNotShare, shares)) return *no;    // N14
  if (care::HasApproved(given_so_far, given.actor.person)) return Events{};
  care::Approvals approvals = given_so_far;
  care::Approve(approvals, {given.actor.organisation, given.actor.person});
  Events events;
  v1::LawfulEndApproved& approved = *events.emplace_back().mutable_lawful_end_approved();
  approved.set_end_id(command.end_id);
  approved.set_organisation_id(given.actor.organisation);
  approved.set_person_id(given.actor.person);
  if (!state.ending->objection_until && Suffices(state, *state.ending, approvals)) {
    v1::ObjectionPeriodBegan& began = *events.emplace_back().mutable_objection_period_began();
    began.set_end_id(command.end_id);
    *began.mutable_until() = ToProto(given.now + care::Length(care::kObjection, given.terms));
  }
  return events;
}

// Nobody has to say why. Whoever was asked to review it refuses by the same word.
Decision DecideOn(const State& state, const ObjectLawfulEnd& command, const Given& given) {
  if (auto no = Require(Reason::kLawfulEndNotRequested, IsPending(state, command.end_id))) return *no;  // N14
  const auto cause =
      Reviews(state, given) ? v1::END_STOP_CAUSE_REVIEWER_REFUSED : v1::END_STOP_CAUSE_MEMBER_OBJECTED;
  Events events;
  StopEnding(state, command.for_young_person ? v1::END_STOP_CAUSE_YOUNG_PERSON_OBJECTED : cause, events);
  if (!command.account.box().empty())
    *events.back().mutable_lawful_end_stopped()->mutable_account() = command.account;
  return events;
}

Decision DecideOn(const State& state, const ReopenCase&, const Given& given) {
  if (auto no = Require(Reason::kCaseNotEnded, state.ended.has_value())) return *no;  // N14
  Events events;
  Reactivate(state, v1::REACTIVATION_TRIGGER_RETURN, given, events);
  return events;
}

void StopEnding(const State& state, v1::EndStopCause cause, Events& events) {
  if (!state.ending) return;
  v1::LawfulEndStopped& stopped = *events.emplace_back().mutable_lawful_end_stopped();
  stopped.set_end_id(state.ending->id);
  stopped.set_cause(cause);
}

// Two cases recorded in error for each other would leave nobody: each is looked at once more.
Events TakeEffect(const State& state, const std::string& end_id, const std::string& goes_on_in,
                  const Given& given) {
  if (!IsPending(state, end_id)) return {};
  const Ending& ending = *state.ending;
  Events events;
  if (ending.ground == v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR && goes_on_in != ending.continued_in) {
    StopEnding(state, v1::END_STOP_CAUSE_OTHER_CASE_ENDS, events);
    return events;
  }
  // Asked for before a search stopped such an end.
  if (EndsASearch(state, ending.ground)) {
    StopEnding(state, v1::END_STOP_CAUSE_MISSING, events);
    return events;
  }
  v1::CaseLawfullyEnded& ended = *events.emplace_back().mutable_case_lawfully_ended();
  ended.set_end_id(ending.id);
  ended.set_ground(ending.ground);
  ended.set_continued_in_case_id(ending.continued_in);
  ended.set_lead_rests(state.crisis.has_value());
  if (ending.ground == v1::LAWFUL_END_GROUND_OWN_DECISION)
    *ended.mutable_door_open_until() = ToProto(given.now + kDoorOpen);
  return events;
}

}  // namespace fallverbund::casework
