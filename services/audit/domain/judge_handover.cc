// CASE moves only when a person of the receiving organisation other than the offerer has accepted (N3).
#include <algorithm>
#include <set>
#include <string>

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

v1::HandoverFile* FindHandover(v1::CaseFile& file, std::string_view handover_id) {
  for (v1::HandoverFile& handover : *file.mutable_handovers()) {
    if (handover.handover_id() == handover_id) return &handover;
  }
  return nullptr;
}

// Empty: the acceptance counts.
std::string_view FlawOf(const Bench& bench, const v1::HandoverFile& handover,
                        const casework::v1::HandoverAccepted& e) {
  if (e.person_id().empty() || e.person_id() != bench.actor().person()) return "accepted_by_another_hand";
  if (e.person_id() == handover.offerer_person_id()) return "acceptor_is_the_offerer";
  if (!bench.InPerson(e.person_id(), handover.to().organisation_id())) return "acceptor_not_of_the_receiver";
  return "";
}

bool IsCrisis(const v1::HoldingSpan* tonight) {
  if (tonight == nullptr) return false;
  const auto kind = tonight->tonight_kind();
  return kind == common::v1::TONIGHT_KIND_CRISIS_TEAM || kind == common::v1::TONIGHT_KIND_CLINIC ||
         kind == common::v1::TONIGHT_KIND_CUSTODY || kind == common::v1::TONIGHT_KIND_IN_CARE ||
         kind == common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN;
}

// Of a side that has left nobody answers any more; then a colleague who is there speaks for it (N11).
std::set<std::string> WhoActs(const Bench& bench, const casework::v1::HandoverMeetingHeld& meeting,
                              const common::v1::Holder& from) {
  std::set<std::string> acting;
  for (const std::string& side : {from.person_id(), from.deputy_person_id()}) {
    if (bench.IsNamedPerson(side, from.organisation_id())) return acting;
  }
  for (const std::string& person : meeting.acting_person_ids()) {
    if (bench.IsNamedPerson(person, from.organisation_id())) acting.insert(person);
  }
  return acting;
}

// Whoever speaks for both sides, as deputy of one and receiver of the other, has met nobody.
bool HaveMet(const Bench& bench, const casework::v1::HandoverMeetingHeld& meeting,
             const common::v1::Holder& from, const common::v1::Holder& to) {
  const std::set<std::string> acting = WhoActs(bench, meeting, from);
  std::set<std::string> gave, received, either;
  for (const std::string& person : meeting.person_ids()) {
    if (person.empty()) continue;
    if (person == from.person_id() || person == from.deputy_person_id() || acting.contains(person))
      gave.insert(person);
    if (person == to.person_id() || person == to.deputy_person_id()) received.insert(person);
  }
  either.insert(gave.begin(), gave.end());
  either.insert(received.begin(), received.end());
  return !gave.empty() && !received.empty() && either.size() > 1;
}

// Whoever shelters has accepted that; of what whoever gave the case only vouched for, the new holder answers.
// Not asked of a move of before, which has no mark.
void RequireNight(const Bench& bench, const casework::v1::ResponsibilityMoved& e) {
  const v1::HoldingSpan* tonight = Held(bench.file, common::v1::STRAND_TONIGHT);
  if (!e.night_goes_along() || tonight == nullptr) return;
  if (tonight->tonight_kind() == common::v1::TONIGHT_KIND_PLACEMENT ||
      tonight->tonight_kind() == common::v1::TONIGHT_KIND_CRISIS_TEAM ||
      tonight->tonight_kind() == common::v1::TONIGHT_KIND_IN_CARE)
    return;
  const common::v1::Holder& night = tonight->holder();
  const bool in_person =
      night.person_id() == e.from().person_id() || night.person_id() == e.from().deputy_person_id();
  const bool of_office = e.from().organisation_id() != e.to().organisation_id() &&
                         night.organisation_id() == e.from().organisation_id();
  if (night.person_id() != e.to().person_id() && (in_person || of_office))
    bench.Report(v1::FINDING_KIND_NIGHT_LEFT_BEHIND, "vouched_for_by_the_giver");
}

template <class Positions>
bool IsAmong(const Positions& positions, uint64_t one) {
  return std::find(positions.begin(), positions.end(), one) != positions.end();
}

// N6: what goes along to another organisation was packed for it.
void RequirePacked(const Bench& bench, const v1::HandoverFile* handover,
                   const casework::v1::ResponsibilityMoved& e) {
  const auto& change = bench.file.competence();
  const auto& packed = handover != nullptr ? handover->packed() : change.packed();
  const bool all = std::all_of(e.goes_along().begin(), e.goes_along().end(),
                               [&](uint64_t position) { return IsAmong(packed, position); });
  if (!all) bench.Report(v1::FINDING_KIND_WENT_ALONG_UNNAMED, "not_packed");
}

void NoteGiver(const Bench& bench, const casework::v1::ResponsibilityMoved& e) {
  if (e.from().organisation_id() == e.to().organisation_id()) return;
  auto& gave = *bench.file.mutable_gave_at();
  const auto either = [&](const v1::CaseGivenAway& one) {
    return one.organisation_id() == e.to().organisation_id() ||
           one.organisation_id() == e.from().organisation_id();
  };
  gave.erase(std::remove_if(gave.begin(), gave.end(), either), gave.end());
  v1::CaseGivenAway& latest = *gave.Add();
  latest.set_organisation_id(e.from().organisation_id());
  latest.set_position(bench.entry.position);
}

// Empty: may go along, by an office that gave the case away at that position.
std::string_view FlawOf(const casework::v1::PackageItem& item, uint64_t gave_at) {
  const bool entrusted = item.confidentiality() == common::v1::CONFIDENTIALITY_ENTRUSTED;
  if (item.withheld()) return "takes_back";
  if (item.basis() == casework::v1::TRANSFER_BASIS_UNSPECIFIED) return "without_basis";
  if (entrusted && item.basis() == casework::v1::TRANSFER_BASIS_SGB8_64_1) return "entrusted";
  if (item.position() >= gave_at) return "of_after_its_time";
  return "";
}

}  // namespace

// N6, § 65: whoever held the case once sends what it read then, to who holds it now.
void On(const Bench& bench, const casework::v1::PackedAfterwards& e) {
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  const auto& actor = bench.actor();
  const auto& given = bench.file.gave_at();
  const auto gave = std::find_if(given.begin(), given.end(), [&](const v1::CaseGivenAway& one) {
    return one.organisation_id() == actor.organisation();
  });
  if (gave == given.end() || !bench.IsNamedPerson(actor.person(), actor.organisation()))
    return bench.Report(v1::FINDING_KIND_PACKED_AGAINST_THE_RULE, "not_by_a_giver");
  if (held == nullptr || held->holder().organisation_id() != e.to_organisation_id())
    return bench.Report(v1::FINDING_KIND_PACKED_AGAINST_THE_RULE, "to_another_than_the_holder");
  for (const casework::v1::PackageItem& item : e.package()) {
    const std::string_view flaw = FlawOf(item, gave->position());
    if (!flaw.empty()) return bench.Report(v1::FINDING_KIND_PACKED_AGAINST_THE_RULE, flaw);
  }
}

void CloseHandover(const Bench& bench, std::string_view handover_id) {
  auto& handovers = *bench.file.mutable_handovers();
  handovers.erase(std::remove_if(handovers.begin(), handovers.end(),
                                 [&](const v1::HandoverFile& h) { return h.handover_id() == handover_id; }),
                  handovers.end());
}

void On(const Bench& bench, const casework::v1::HandoverOffered& e) {
  CloseHandover(bench, e.handover_id());
  v1::HandoverFile& handover = *bench.file.add_handovers();
  handover.set_handover_id(e.handover_id());
  *handover.mutable_to() = e.to();
  handover.set_offerer_person_id(e.offered_by_person_id().empty() ? bench.actor().person()
                                                                  : e.offered_by_person_id());
  handover.set_cold(e.cold() && IsCrisis(Held(bench.file, common::v1::STRAND_TONIGHT)));
  for (const casework::v1::PackageItem& item : e.package()) {
    if (!item.withheld()) handover.add_packed(item.position());
  }
}

// Only a meeting of both sides makes a move warm (N6).
void On(const Bench& bench, const casework::v1::HandoverMeetingHeld& e) {
  v1::HandoverFile* handover = FindHandover(bench.file, e.handover_id());
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (handover != nullptr && held != nullptr && HaveMet(bench, e, held->holder(), handover->to()))
    handover->set_met(true);
}

// A look that says it holds counts on its day, by somebody of the giver who does not hold the case.
void On(const Bench& bench, const casework::v1::HandoverFollowedUp& e) {
  v1::CaseFile& file = bench.file;
  if (e.outcome() != casework::v1::FOLLOW_UP_OUTCOME_HOLDS) return;
  if (!file.has_last_move() || file.last_move().handover_id() != e.handover_id()) return;
  v1::MoveFile& move = *file.mutable_last_move();
  const v1::HoldingSpan* held = Held(file, common::v1::STRAND_CASE);
  const std::string& actor = bench.actor().person();
  if (!bench.InPerson(actor, move.giver_organisation_id()) ||
      (held != nullptr && held->holder().person_id() == actor))
    return bench.Report(v1::FINDING_KIND_FOLLOW_UP_AGAINST_THE_RULE, "not_by_the_giver");
  const bool first = move.held() == 0;
  const absl::Duration after = first ? bench.Term(move.giver_organisation_id(), move.first_look_days(),
                                                  bench.bounds.own_first_look, bench.bounds.first_look)
                                     : bench.Term(move.giver_organisation_id(), move.second_look_days(),
                                                  bench.bounds.own_second_look, bench.bounds.second_look);
  if (bench.Now().recorded_at + bench.bounds.day < FromProto(move.moved_at()) + after)
    return bench.Report(v1::FINDING_KIND_FOLLOW_UP_AGAINST_THE_RULE, "too_early");
  move.set_held(move.held() + 1);
  if (first) move.set_second_look_days(e.second_follow_up_days());
  if (file.backstop().handover_id() == e.handover_id()) file.clear_backstop();
}

// The words alone move nothing.
void On(const Bench& bench, const casework::v1::HandoverTakenBack& e) {
  if (!bench.file.has_backstop() || bench.file.backstop().handover_id() != e.handover_id()) return;
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  const bool by_holder = held != nullptr && held->holder().person_id() == e.person_id();
  const std::string& giver = bench.file.backstop().giver().organisation_id();
  bench.file.mutable_backstop()->set_taken_back(bench.InPerson(e.person_id(), giver) && !by_holder);
}

void On(const Bench& bench, const casework::v1::HandoverAccepted& e) {
  v1::HandoverFile* handover = FindHandover(bench.file, e.handover_id());
  if (handover == nullptr)
    return;  // nothing was offered: a move by it is a finding, the words alone move nothing
  handover->set_flaw(std::string(FlawOf(bench, *handover, e)));
  handover->set_accepted(handover->flaw().empty());
}

void On(const Bench& bench, const casework::v1::ResponsibilityMoved& e) {
  const v1::HandoverFile* handover = FindHandover(bench.file, e.handover_id());
  const v1::BackstopFile& backstop = bench.file.backstop();
  const bool taken_back = backstop.taken_back() && backstop.handover_id() == e.handover_id() &&
                          (SameHolder(backstop.giver(), e.to()) ||
                           (bench.StandsIn(e.to(), backstop.giver()) &&
                            bench.InPerson(e.to().person_id(), e.to().organisation_id())));
  if (taken_back) {
    // accepted by whoever gave, who had not stopped answering for it (N6)
  } else if (handover == nullptr && MovedByCompetence(bench, e)) {
    // what had to come before it is judged there (N7)
  } else if (handover == nullptr) {
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "no_open_offer");
  } else if (!handover->accepted()) {
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE,
                 handover->flaw().empty() ? "not_accepted" : handover->flaw());
  } else if (!SameHolder(handover->to(), e.to())) {
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "moved_to_another_than_offered");
  } else if (!handover->met() && !handover->cold()) {
    bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_MEETING, "not_met");
  }
  RequireArrival(bench, e);
  RequireNight(bench, e);
  RequirePacked(bench, handover, e);
  NoteGiver(bench, e);
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_CASE);
  if (held != nullptr && !SameHolder(held->holder(), e.from())) {
    bench.Report(v1::FINDING_KIND_TWO_HOLDERS, "moved_from_another_than_the_holder");
  }
  CloseHandover(bench, e.handover_id());
  HeldForTheTimeBeing(bench, e);
  bench.file.clear_ending();
  bench.file.clear_backstop();
  bench.file.clear_last_move();
  if (e.has_follow_up_due()) {
    v1::MoveFile& move = *bench.file.mutable_last_move();
    move.set_handover_id(e.handover_id());
    move.set_giver_organisation_id(e.from().organisation_id());
    move.set_receiver_organisation_id(e.to().organisation_id());
    *move.mutable_moved_at() = ToProto(bench.Now().recorded_at);
    move.set_first_look_days(e.first_follow_up_days());
    bench.file.mutable_backstop()->set_handover_id(e.handover_id());
    *bench.file.mutable_backstop()->mutable_giver() = e.from();
  }
  HoldCase(bench, e.to(), e.has_effective_at() ? FromProto(e.effective_at()) : bench.Now().true_at);
}

}  // namespace fallverbund::audit
