// Who shares: seats count when taken in person, two organisations at least, one lead (B5, A9), and somebody
// coordinates while there is a team (A7). The crisis team's word counts for TONIGHT only once it was given.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "services/audit/domain/bench.h"

namespace fallverbund::audit {
namespace {

v1::SeatFile* SeatOf(v1::CaseFile& file, std::string_view team_id, std::string_view person_id) {
  for (v1::SeatFile& seat : *file.mutable_seats()) {
    if (seat.team_id() == team_id && seat.person_id() == person_id) return &seat;
  }
  return nullptr;
}

v1::TeamFile* TeamOf(v1::CaseFile& file, std::string_view team_id) {
  for (v1::TeamFile& team : *file.mutable_teams()) {
    if (team.team_id() == team_id) return &team;
  }
  return nullptr;
}

template <class Which>
void EraseSeats(v1::CaseFile& file, Which which) {
  auto& seats = *file.mutable_seats();
  seats.erase(std::remove_if(seats.begin(), seats.end(), which), seats.end());
}

void Invite(v1::CaseFile& file, const std::string& team_id, const casework::v1::Invitation& invitation) {
  if (SeatOf(file, team_id, invitation.person_id()) != nullptr) return;
  v1::SeatFile& seat = *file.add_seats();
  seat.set_team_id(team_id);
  seat.set_organisation_id(invitation.organisation_id());
  seat.set_person_id(invitation.person_id());
  seat.set_lead(invitation.lead());
}

// From now on this person shares: B5, A9.
void BeginToShare(const Bench& bench, const std::string& organisation_id, const std::string& person_id) {
  common::v1::Holder member;
  member.set_organisation_id(organisation_id);
  member.set_person_id(person_id);
  member.set_basis(common::v1::LEGAL_BASIS_AGREEMENT);
  BeginSpan(common::v1::STRAND_SHARED, member, common::v1::TONIGHT_KIND_UNSPECIFIED, bench.Now(), bench.file);
}

// Of those who have committed: two organisations at least, one lead (B5).
void JudgeCircle(const Bench& bench, std::string_view team_id) {
  std::set<std::string> organisations;
  std::set<std::string> leads;
  for (const v1::SeatFile& seat : bench.file.seats()) {
    if (seat.team_id() != team_id || !seat.committed()) continue;
    organisations.insert(seat.organisation_id());
    if (seat.lead()) leads.insert(seat.organisation_id());
  }
  if (organisations.size() < 2)
    bench.Report(v1::FINDING_KIND_SHARED_TOO_SMALL, "fewer_than_two_organisations");
  if (leads.size() != 1) bench.Report(v1::FINDING_KIND_SHARED_TOO_SMALL, "not_one_lead");
}

void Proposed(const Bench& bench, const team::v1::TeamProposed& e) {
  v1::TeamFile& team = *bench.file.add_teams();
  team.set_team_id(bench.aggregate_id());
  *team.mutable_coordinator() = e.coordinator();
  if (!bench.IsNamedPerson(e.coordinator().person_id(), e.coordinator().organisation_id())) {
    bench.Report(v1::FINDING_KIND_TEAM_WITHOUT_COORDINATION, "proposed_without_coordinator");
  }
}

// COORDINATION moves as CASE does (N3): offered by somebody else, from whoever held it, and taken in person
// by the very successor.
void FollowCoordination(const Bench& bench, const common::v1::Holder& held,
                        const casework::v1::CoordinationAssumed& e) {
  if (!SameHolder(held, e.from()))
    bench.Report(v1::FINDING_KIND_TWO_HOLDERS, "coordination_moved_from_another_than_the_holder",
                 common::v1::STRAND_COORDINATION);
  const v1::CoordinationOfferFile& offer = bench.file.coordination_offer();
  const char* flaw = nullptr;
  if (offer.offer_id().empty() || offer.offer_id() != e.offer_id() || !SameHolder(offer.to(), e.holder()))
    flaw = "coordination_not_offered";
  else if (!bench.InPerson(e.holder().person_id(), e.holder().organisation_id()))
    flaw = "coordination_accepted_by_another_hand";
  else if (offer.offerer_person_id() == e.holder().person_id())
    flaw = "coordination_accepted_by_the_offerer";
  if (flaw != nullptr) bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, flaw);
}

void Formed(const Bench& bench) {
  if (v1::TeamFile* team = TeamOf(bench.file, bench.aggregate_id())) team->set_formed(true);
  if (bench.file.shared_team_id() != bench.entry.aggregate_id) {
    bench.Report(v1::FINDING_KIND_SHARED_TOO_SMALL, "formed_before_all_committed");
  }
}

}  // namespace

void On(const Bench& bench, const casework::v1::CoordinationAssumed& e) {
  if (!bench.IsNamedPerson(e.holder().person_id(), e.holder().organisation_id())) {
    bench.Report(v1::FINDING_KIND_TEAM_WITHOUT_COORDINATION, "coordinator_without_person");
  }
  const v1::HoldingSpan* held = Held(bench.file, common::v1::STRAND_COORDINATION);
  if (held != nullptr && !SameHolder(held->holder(), e.holder())) {
    FollowCoordination(bench, held->holder(), e);
  } else if (held == nullptr) {
    const v1::TeamFile* team = TeamOf(bench.file, e.team_id());
    if (team == nullptr || !SameHolder(team->coordinator(), e.holder()))
      bench.Report(v1::FINDING_KIND_TEAM_WITHOUT_COORDINATION, "not_whom_the_team_names");
  }
  bench.file.clear_coordination_offer();
  MoveStrand(common::v1::STRAND_COORDINATION, e.holder(), common::v1::TONIGHT_KIND_UNSPECIFIED, bench.Now(),
             bench.file, bench.verdict);
}

void On(const Bench& bench, const casework::v1::CoordinationOffered& e) {
  v1::CoordinationOfferFile& offer = *bench.file.mutable_coordination_offer();
  offer.set_offer_id(e.offer_id());
  *offer.mutable_to() = e.to();
  offer.set_offerer_person_id(bench.actor().person());
}

// Nobody is asked any more, and nothing has moved.
void On(const Bench& bench, const casework::v1::SuccessionOfferEnded& e) {
  if (e.strand() == common::v1::STRAND_COORDINATION) {
    if (bench.file.coordination_offer().offer_id() == e.offer_id()) bench.file.clear_coordination_offer();
    return;
  }
  EraseSeats(bench.file, [&](const v1::SeatFile& seat) {
    return seat.team_id() == e.team_id() && seat.person_id() == e.person_id() && !seat.committed();
  });
}

void On(const Bench& bench, const casework::v1::CommitmentsInvited& e) {
  for (const casework::v1::Invitation& invitation : e.invitations())
    Invite(bench.file, e.team_id(), invitation);
}

// Who has committed stays until the successor does, so that nobody leaves a gap.
void On(const Bench& bench, const casework::v1::InvitationReplaced& e) {
  std::string predecessor;
  if (const v1::SeatFile* old = SeatOf(bench.file, e.team_id(), e.person_id()); old != nullptr)
    predecessor = old->committed() ? old->person_id() : old->predecessor_person_id();
  EraseSeats(bench.file, [&](const v1::SeatFile& seat) {
    const bool replaced = seat.person_id() == e.person_id() ||
                          (!predecessor.empty() && seat.predecessor_person_id() == predecessor);
    return seat.team_id() == e.team_id() && !seat.committed() && replaced;
  });
  Invite(bench.file, e.team_id(), e.invitation());
  if (v1::SeatFile* seat = SeatOf(bench.file, e.team_id(), e.invitation().person_id()); !seat->committed())
    seat->set_predecessor_person_id(predecessor);
}

void On(const Bench& bench, const casework::v1::MemberCommitted& e) {
  v1::SeatFile* seat = SeatOf(bench.file, e.team_id(), e.person_id());
  if (seat == nullptr || seat->organisation_id() != e.organisation_id()) {
    return bench.Report(v1::FINDING_KIND_SHARED_TOO_SMALL, "committed_without_invitation");
  }
  if (!bench.InPerson(e.person_id(), e.organisation_id())) {
    return bench.Report(v1::FINDING_KIND_SHARED_TOO_SMALL, "not_committed_in_person");
  }
  const bool committed_before = seat->committed();
  seat->set_committed(true);
  const std::string predecessor = std::exchange(*seat->mutable_predecessor_person_id(), "");
  EraseSeats(bench.file, [&](const v1::SeatFile& one) {
    return one.team_id() == e.team_id() && one.person_id() == predecessor;
  });
  if (bench.file.shared_team_id() != e.team_id() || committed_before) return;
  EndSpanOf(predecessor, common::v1::STRAND_SHARED, bench.Now(), bench.file, bench.verdict);
  BeginToShare(bench, e.organisation_id(), e.person_id());
  JudgeCircle(bench, e.team_id());
}

void On(const Bench& bench, const casework::v1::SharedResponsibilityTaken& e) {
  bench.file.set_shared_team_id(e.team_id());
  EndStrand(common::v1::STRAND_SHARED, bench.Now(), bench.file, bench.verdict);
  bool open_seat = false;
  for (const v1::SeatFile& seat : bench.file.seats()) {
    if (seat.team_id() != e.team_id()) continue;
    open_seat |= !seat.committed() && seat.predecessor_person_id().empty();
    if (seat.committed()) BeginToShare(bench, seat.organisation_id(), seat.person_id());
  }
  if (open_seat) bench.Report(v1::FINDING_KIND_SHARED_TOO_SMALL, "somebody_has_not_committed");
  JudgeCircle(bench, e.team_id());
}

void On(const Bench& bench, const team::v1::TeamEvent& event) {
  switch (event.event_case()) {
    case team::v1::TeamEvent::kTeamProposed:
      return Proposed(bench, event.team_proposed());
    case team::v1::TeamEvent::kTeamFormed:
      return Formed(bench);
    case team::v1::TeamEvent::kProposedMemberReplaced:  // counts when the case has invited
    case team::v1::TeamEvent::kTeamActivated:
    case team::v1::TeamEvent::kTeamWoundDown:  // with the case's end; seats are the case's
    case team::v1::TeamEvent::kTeamPaused:
    case team::v1::TeamEvent::kTeamResumed:
    case team::v1::TeamEvent::kTeamMeetingCalled:
    case team::v1::TeamEvent::kTeamMeetingHeld:
    case team::v1::TeamEvent::kTeamDeadlineOverdue:
    case team::v1::TeamEvent::kTeamDeadlineEscalated:
    case team::v1::TeamEvent::EVENT_NOT_SET:
      return;
  }
}

void On(const Bench& bench, const crisis::v1::DeploymentEvent& event) {
  switch (event.event_case()) {
    case crisis::v1::DeploymentEvent::kDeploymentAccepted: {
      const crisis::v1::DeploymentAccepted& e = event.deployment_accepted();
      if (!bench.InPerson(e.holder().person_id(), e.holder().organisation_id())) return;
      v1::DeploymentFile& deployment = *bench.file.add_deployments();
      deployment.set_deployment_id(bench.aggregate_id());
      *deployment.mutable_holder() = e.holder();
      return;
    }
    case crisis::v1::DeploymentEvent::kDeploymentTakenOver:  // moves no strand: an overnight one is not
                                                             // passed on
      if (!bench.InPerson(event.deployment_taken_over().to().person_id(),
                          event.deployment_taken_over().to().organisation_id()))
        bench.Report(v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE, "deployment_not_taken_over_in_person");
      return;
    case crisis::v1::DeploymentEvent::kOutreachContactMade:
    case crisis::v1::DeploymentEvent::kOutreachContactOverdue:
    case crisis::v1::DeploymentEvent::kOutreachContactEscalated:
    case crisis::v1::DeploymentEvent::kDeploymentRequested:
    case crisis::v1::DeploymentEvent::kDeploymentRefused:
    case crisis::v1::DeploymentEvent::kDeploymentWithdrawn:
    case crisis::v1::DeploymentEvent::kDeploymentAnswerOverdue:
    case crisis::v1::DeploymentEvent::kDeploymentAnswerEscalated:
    case crisis::v1::DeploymentEvent::kDeploymentEnded:  // TONIGHT is judged by the case's own events
    case crisis::v1::DeploymentEvent::kDebriefRecorded:
    case crisis::v1::DeploymentEvent::kDebriefOverdue:
    case crisis::v1::DeploymentEvent::kDebriefEscalated:
    case crisis::v1::DeploymentEvent::kPlaceReturned:
    case crisis::v1::DeploymentEvent::EVENT_NOT_SET:
      return;
  }
}

}  // namespace fallverbund::audit
