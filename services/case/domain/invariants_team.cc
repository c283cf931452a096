// The invariants of teams and the partners that have a seat in them.
#include <algorithm>

#include "libs/base/time.h"
#include "libs/care/terms.h"
#include "services/case/domain/invariants_parts.h"

namespace fallverbund::casework::testing {
namespace {

const care::Seat* SeatOf(const care::Seats& seats, const std::string& person) {
  for (const auto& seat : seats) {
    if (seat.who.person_id == person || (seat.successor && seat.successor->person_id == person)) return &seat;
  }
  return nullptr;
}

bool Counts(const care::Seats& seats, const care::SeatPerson& who) {
  return std::any_of(seats.begin(), seats.end(),
                     [&](const care::Seat& seat) { return seat.committed && seat.who == who; });
}

bool TeamIsCoordinated(const Step& s) {
  if (s.after.team_id.empty()) return s.after.seats.empty() && !s.after.shared;
  return s.after.coordination.held() && Named(s.after.coordination.holder()) &&
         SeatOf(s.after.seats, s.after.coordination.holder().person_id) != nullptr;
}
// Offered before, taken by that very person, who did not offer it (A7, N3, A9).
bool CoordinationMovesByAcceptance(const Step& s) {
  const auto &before = s.before.coordination, &after = s.after.coordination;
  if (!before.held() || before == after) return true;
  if (Has(s, Event::kStrandDeputyNamed)) {  // the same person goes on
    care::Holder same = before.holder();
    same.deputy_person_id = after.holder().deputy_person_id;
    return same == after.holder() && same.organisation_id == s.given.actor.organisation;
  }
  const auto& offer = s.before.coordination_offer.open();
  const auto& who = s.given.actor;
  return Is<AcceptCoordination>(s) && offer && after.holder() == offer->to &&
         who.organisation == offer->to.organisation_id && who.person == offer->to.person_id &&
         who.person != offer->offered_by && who.person != before.holder().person_id &&
         who.person != s.before.responsibility.holder().person_id && !s.after.coordination_offer.open();
}
bool CoordinationIsOfferedSoundly(const Step& s) {
  const Event* offered = Find(s, Event::kCoordinationOffered);
  if (offered == nullptr) return true;
  const care::Holder to = care::FromProto(offered->coordination_offered().to());
  care::Holder deputy = to;
  deputy.person_id = to.deputy_person_id;
  const care::Holder& from = s.before.coordination.holder();
  const absl::Time due = FromProto(offered->coordination_offered().answer_due());
  return (ByHolder(s) || s.given.actor.organisation == from.organisation_id) &&
         !s.before.coordination_offer.open() && to.person_id != from.person_id && s.world.IsKnown(to) &&
         s.world.IsKnown(deputy) && to.person_id != to.deputy_person_id && due > s.given.now &&
         due <= s.given.now + care::Length(care::kHandoverAnswer, s.command.others_terms);
}
// Who offers and who is asked end it; whoever asked has a date that is watched.
bool CoordinationOfferIsWatched(const Step& s) {
  const auto& offer = s.after.coordination_offer.open();
  const care::Clock* clock = ClockOf(s.after, common::v1::CLOCK_KIND_COORDINATION_ANSWER);
  return !offer || (clock != nullptr && clock->object_id == offer->id && s.after.coordination.held());
}

bool TeamSeatsTheHolder(const Step& s) {
  const std::string& holder = s.before.opened() ? s.before.responsibility.holder().person_id : "";
  if (Has(s, Event::kCommitmentsInvited)) {
    return SeatOf(s.after.seats, holder) != nullptr &&
           Get<InviteTeam>(s.command).case_worker_person_id == holder;
  }
  const bool moved = s.before.opened() && s.after.responsibility.holder().person_id != holder;
  return moved || SeatOf(s.before.seats, holder) == nullptr || SeatOf(s.after.seats, holder) != nullptr;
}
bool TeamIsThereOnce(const Step& s) {
  return !Has(s, Event::kCommitmentsInvited) || s.before.team_id.empty();
}
bool TeamIsTwoOrganisations(const Step& s) {
  return s.after.seats.empty() ||
         std::any_of(s.after.seats.begin(), s.after.seats.end(), [&](const care::Seat& seat) {
           return seat.who.organisation_id != s.after.seats[0].who.organisation_id;
         });
}
bool TeamHasOneLead(const Step& s) {
  const auto leads = std::count_if(s.after.seats.begin(), s.after.seats.end(),
                                   [](const care::Seat& seat) { return seat.lead; });
  return s.after.seats.empty() || leads == 1;
}
bool TeamIsTwoDisciplines(const Step& s) {
  return s.after.seats.empty() ||
         std::any_of(s.after.seats.begin(), s.after.seats.end(), [&](const care::Seat& seat) {
           return seat.who.discipline != s.after.seats[0].who.discipline;
         });
}
bool EachPersonOnce(const Step& s) {
  for (const auto& seat : s.after.seats) {
    const auto same = [&](const care::Seat& other) { return other.who.person_id == seat.who.person_id; };
    if (seat.who.person_id.empty() || std::count_if(s.after.seats.begin(), s.after.seats.end(), same) != 1)
      return false;
  }
  return true;
}
bool SharedMeansAllCommitted(const Step& s) {
  const auto open = [](const care::Seat& seat) { return !seat.committed; };
  return !s.after.shared ||
         (!s.after.seats.empty() && std::none_of(s.after.seats.begin(), s.after.seats.end(), open));
}
bool SharedBeginsWithTheLastCommitment(const Step& s) {
  const auto committed = [](const care::Seat& seat) { return seat.committed; };
  return s.after.shared || s.after.seats.empty() ||
         !std::all_of(s.after.seats.begin(), s.after.seats.end(), committed);
}
bool CommittedInPerson(const Step& s) {
  for (const auto& seat : s.after.seats) {
    if (!seat.committed || Counts(s.before.seats, seat.who)) continue;
    const auto& actor = s.given.actor;
    if (seat.who.person_id != actor.person || seat.who.organisation_id != actor.organisation) return false;
    if (!Has(s, Event::kMemberCommitted)) return false;
  }
  const Event* committed = Find(s, Event::kMemberCommitted);
  const care::Seat* own = SeatOf(s.after.seats, s.given.actor.person);
  return committed == nullptr || (own != nullptr && Counts(s.after.seats, own->who));
}
bool SeatsAreLeftOnlyToASuccessor(const Step& s) {
  for (size_t i = 0; i < s.before.seats.size(); ++i) {
    const care::Seat& seat = s.before.seats[i];
    if (!seat.committed || Counts(s.after.seats, seat.who)) continue;
    if (i >= s.after.seats.size() || !s.after.seats[i].committed) return false;
    if (s.after.seats[i].who.person_id != s.given.actor.person) return false;
  }
  return s.after.seats.size() >= s.before.seats.size();
}
bool OnlyOpenInvitationsAreReplaced(const Step& s) {
  if (!Is<ReplaceInvitation>(s)) return true;
  const auto& replaced = Get<ReplaceInvitation>(s.command).replacement;
  const care::Seat* seat = SeatOf(s.before.seats, replaced.person_id());
  return replaced.team_id() == s.before.team_id && seat != nullptr && !seat->committed;
}

// --- Partners that go ---

// What a partner promised is waited for by a date, as long as it has not been taken over.
bool PromisesOfWhoGoesAreWaitedFor(const Step& s) {
  return std::all_of(s.after.successions.begin(), s.after.successions.end(), [&](const Succession& one) {
    const auto& clocks = s.after.clocks.open();
    return std::any_of(clocks.begin(), clocks.end(), [&](const care::Clock& clock) {
      return clock.kind == common::v1::CLOCK_KIND_SUCCESSION && clock.object_id == one.organisation_id &&
             (!clock.overdue || one.fell_back);
    });
  });
}
bool WhoGoesKeepsUntilSucceeded(const Step& s) {
  return !Is<LetPartnerGo>(s) || (SameStrands(s) && s.before.settings.size() == s.after.settings.size());
}

bool SameButNotices(Setting a, Setting b) {
  a.notices.clear();
  b.notices.clear();
  return a == b;
}

// Notice is taken back by nothing else, and nobody who has something is relieved of it.
bool WhoStaysKeepsWhatItHas(const Step& s) {
  const State &a = s.before, &b = s.after;
  const bool stays = Is<LetPartnerStay>(s);
  for (const Setting& setting : a.settings) {
    const Setting* after = b.FindSetting(setting.id);
    const bool back =
        setting.phase == SettingPhase::kNotice && after != nullptr && after->phase == SettingPhase::kRunning;
    if (back && !(stays && Provides(setting, Get<LetPartnerStay>(s.command).organisation_id))) return false;
    if (stays && !back && (after == nullptr || !SameButNotices(*after, setting))) return false;
  }
  if (!stays) return true;
  for (size_t i = 0; i < a.seats.size(); ++i) {
    if (i >= b.seats.size() || !(a.seats[i].who == b.seats[i].who) ||
        a.seats[i].committed != b.seats[i].committed)
      return false;
  }
  return a.responsibility == b.responsibility && a.coordination == b.coordination && a.tonight == b.tonight &&
         a.shared == b.shared;
}

}  // namespace

std::vector<Invariant> TeamInvariants() {
  return {
      {"A7 a team has a coordinator with a seat", TeamIsCoordinated},
      {"A7 a team has a seat for the holder of CASE", TeamSeatsTheHolder},
      {"A7 COORDINATION moves only to whom it was offered, in person", CoordinationMovesByAcceptance},
      {"N11 COORDINATION is offered by who has it or the case, once, to somebody known",
       CoordinationIsOfferedSoundly},
      {"N4 an offer of COORDINATION has a date that somebody watches", CoordinationOfferIsWatched},
      {"A7 there is one team", TeamIsThereOnce},
      {"A7 a team is two disciplines", TeamIsTwoDisciplines},
      {"B5 a team is two organisations", TeamIsTwoOrganisations},
      {"B5 a team has one lead", TeamHasOneLead},
      {"A9 each seat is one person's", EachPersonOnce},
      {"A9 SHARED means that everybody has committed", SharedMeansAllCommitted},
      {"A9 SHARED begins with the last commitment", SharedBeginsWithTheLastCommitment},
      {"A9 everybody commits in person", CommittedInPerson},
      {"A9 a taken seat is left only to a successor", SeatsAreLeftOnlyToASuccessor},
      {"A9 only open invitations are replaced", OnlyOpenInvitationsAreReplaced},
      {"N10 what a partner that goes has promised is waited for, and falls back",
       PromisesOfWhoGoesAreWaitedFor},
      {"N10 a partner that goes keeps everything until it is succeeded", WhoGoesKeepsUntilSucceeded},
      {"N10 a partner that stays keeps what it has, and nothing else takes a notice back",
       WhoStaysKeepsWhatItHas},
  };
}

}  // namespace fallverbund::casework::testing
