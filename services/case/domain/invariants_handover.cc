// The invariants of CASE, who holds it and how it moves.
#include <algorithm>
#include <set>
#include <string>

#include "libs/base/time.h"
#include "libs/care/terms.h"
#include "services/case/domain/invariants_parts.h"

namespace fallverbund::casework::testing {
namespace {

bool HolderIsNamed(const Step& s) {
  return s.after.responsibility.held() && s.world.IsKnown(s.after.responsibility.holder());
}
// N2: the emergency service that heard first holds, too, until a youth office has accepted.
bool HolderIsPublic(const Step& s) {
  const std::string& holder = s.after.responsibility.holder().organisation_id;
  if (s.world.IsPublicBody(holder)) return true;
  if (s.before.opened()) return s.before.responsibility.holder().organisation_id == holder;
  const Event* opened = Find(s, Event::kCaseOpened);
  const bool heard = opened != nullptr && (opened->case_opened().origin().kind() == v1::ORIGIN_KIND_CONTACT ||
                                           opened->case_opened().origin().kind() == v1::ORIGIN_KIND_CRISIS);
  return heard && s.world.IsEmergencyService(holder);
}
bool HolderHasDeputy(const Step& s) {
  care::Holder deputy = s.after.responsibility.holder();
  if (deputy.deputy_person_id == deputy.person_id) return false;
  deputy.person_id = deputy.deputy_person_id;
  return s.world.IsKnown(deputy);
}
bool OpensOnceAsItsOrigin(const Step& s) {
  const Event* opened = Find(s, Event::kCaseOpened);
  if (opened == nullptr) return s.before.opened();
  return !s.before.opened() &&
         s.after.responsibility.holder() == care::FromProto(opened->case_opened().holder());
}
bool NothingIsGivenUp(const Step& s) {
  const State &a = s.before, &b = s.after;
  return (!a.opened() || b.opened()) && (!a.shared || b.shared) &&
         (!a.coordination.held() || b.coordination.held()) && (a.team_id.empty() || a.team_id == b.team_id) &&
         (!Is<RequestLawfulEnd>(s) || SameStrands(s));
}

// --- Handover ---

bool TakenBackByTheGiver(const Step& s) {
  const auto& move = s.before.last_move;
  const Event* back = Find(s, Event::kHandoverTakenBack);
  return move && move->held == 0 && s.after.responsibility.holder() == move->giver &&
         s.given.actor.organisation == move->giver.organisation_id &&
         s.given.actor.person != s.before.responsibility.holder().person_id &&
         back->handover_taken_back().has_reason();
}
// The other office goes on with the help, knows what it needs, talked, and two persons say so (N7).
bool ContinuedByTheOtherOffice(const Step& s) {
  const auto& change = s.before.change;
  if (!change || !change->to) return false;
  const auto& who = s.given.actor;
  const care::Holder speaker{change->to->organisation_id, change->to->unit_id, who.person, ""};
  return change->sent && change->met && change->continued_since && !change->reporter.empty() &&
         change->reporter != who.person && who.organisation == change->to->organisation_id &&
         s.world.IsKnown(speaker) && s.after.responsibility.holder() == *change->to && !s.after.provisional;
}
// The office of actual stay was asked and accepts, another person than who asked (N7, § 86d).
bool TakenForTheTimeBeing(const Step& s) {
  const auto& change = s.before.change;
  return change && s.after.provisional && s.after.change &&
         std::any_of(change->asked.begin(), change->asked.end(), [&](const ProvisionalAsk& ask) {
           return ask.to == s.after.responsibility.holder() &&
                  ask.to.organisation_id == s.given.actor.organisation &&
                  ask.asked_by != s.given.actor.person;
         });
}
// The same person goes on; only the deputy is another one, by the word of whoever answers.
bool OnlyTheDeputyIsAnother(const Step& s) {
  care::Holder before = s.before.responsibility.holder();
  const std::string actor = s.given.actor.person;
  const bool answers = actor == before.person_id || actor == before.deputy_person_id ||
                       (Is<NameCaseDeputy>(s) && Get<NameCaseDeputy>(s.command).actor_acts);
  before.deputy_person_id = s.after.responsibility.holder().deputy_person_id;
  return ByHolder(s) && answers && before == s.after.responsibility.holder() &&
         s.before.responsibility.since() == s.after.responsibility.since();
}
bool MovesByAcceptance(const Step& s) {
  if (!s.before.opened() || s.before.responsibility == s.after.responsibility) return true;
  if (Has(s, Event::kCaseDeputyNamed)) return OnlyTheDeputyIsAnother(s);
  if (Has(s, Event::kHandoverTakenBack)) return TakenBackByTheGiver(s);
  if (Has(s, Event::kServiceContinuedByNewAgency)) return ContinuedByTheOtherOffice(s);
  if (Has(s, Event::kProvisionalTakeover)) return TakenForTheTimeBeing(s);
  const auto& offer = s.before.handover.open();
  const auto* accepted = Find(s, Event::kHandoverAccepted);
  const auto* moved = Find(s, Event::kResponsibilityMoved);
  if (!offer || accepted == nullptr || moved == nullptr) return false;
  const auto& who = s.given.actor;
  const care::Holder speaker{offer->to.organisation_id, offer->to.unit_id, who.person, ""};
  return accepted->handover_accepted().handover_id() == offer->id &&
         s.after.responsibility.holder() == offer->to && who.organisation == offer->to.organisation_id &&
         s.world.IsKnown(speaker) && who.person != offer->offered_by &&
         who.person != s.before.responsibility.holder().person_id;
}
bool OfferedByHolderOnce(const Step& s) {
  const Event* offered = Find(s, Event::kHandoverOffered);
  if (offered == nullptr) return true;
  const auto& offer = offered->handover_offered();
  const bool of_leaver =
      Is<OfferOfLeaver>(s) && !offer.offered_by_person_id().empty() &&
      Get<OfferOfLeaver>(s.command).person_id == s.before.responsibility.holder().person_id;
  return (ByHolder(s) || of_leaver) && !s.before.handover.open() &&
         FromProto(offer.answer_due()) > s.given.now &&
         offer.to().person_id() != s.before.responsibility.holder().person_id;
}
// It asks nobody and changes nothing but itself; an offer or a move ends it (N6).
bool PreparingMovesNothing(const Step& s) {
  const Event* event = Find(s, Event::kHandoverPrepared);
  const bool over = Has(s, Event::kHandoverOffered) || Has(s, Event::kResponsibilityMoved);
  if (over && s.after.prepared) return false;
  if (event == nullptr) return over || s.after.ended || s.before.prepared == s.after.prepared;
  return ByHolder(s) && s.events.size() == 1 && SameStrands(s) && s.before.handover == s.after.handover &&
         !s.before.handover.open() && s.before.clocks == s.after.clocks &&
         s.before.package == s.after.package &&
         s.after.prepared.has_value() == !event->handover_prepared().put_away();
}
bool AnswerIsDueSoon(const Step& s) {
  const Event* offered = Find(s, Event::kHandoverOffered);
  return offered == nullptr || FromProto(offered->handover_offered().answer_due()) <=
                                   s.given.now + care::Length(care::kHandoverAnswer, s.command.others_terms);
}
bool MeetingJoinsBothSides(const Step& s) {
  const Event* held = Find(s, Event::kHandoverMeetingHeld);
  if (held == nullptr) return true;
  const auto& offer = s.before.handover.open();
  const auto& meeting = held->handover_meeting_held();
  const bool open = offer && offer->id == meeting.handover_id();
  if (!open && !s.before.last_move) return false;  // caught up with, after a cold move
  const care::Holder& from = open ? s.before.responsibility.holder() : s.before.last_move->giver;
  const care::Holder& to = open ? offer->to : s.before.responsibility.holder();
  std::set<std::string> there, giving, receiving;
  for (const std::string& person : meeting.person_ids()) {
    const bool gives = person == from.person_id || person == from.deputy_person_id;
    const bool receives = person == to.person_id || person == to.deputy_person_id;
    if (gives) giving.insert(person);
    if (receives) receiving.insert(person);
    if (gives || receives) there.insert(person);
  }
  return !giving.empty() && !receiving.empty() && there.size() >= 2 &&
         FromProto(meeting.held_at()) <= s.given.now &&
         (s.given.actor.organisation == from.organisation_id ||
          s.given.actor.organisation == to.organisation_id);
}
bool MovesWarmOrColdInACrisis(const Step& s) {
  if (const Event* offered = Find(s, Event::kHandoverOffered)) {
    const auto tonight = s.before.tonight.holder().kind;
    const bool calm = tonight == common::v1::TONIGHT_KIND_FAMILY ||
                      tonight == common::v1::TONIGHT_KIND_PLACEMENT ||
                      tonight == common::v1::TONIGHT_KIND_OUTREACH;
    if (offered->handover_offered().cold() && calm) return false;
  }
  if (!Has(s, Event::kHandoverAccepted)) return true;
  const auto& offer = s.before.handover.open();
  return offer->met || (offer->cold && ClockOf(s.after, common::v1::CLOCK_KIND_CATCH_UP_MEETING) != nullptr);
}
bool GiverLooksAfterTheMove(const Step& s) {
  const Event* followed_up = Find(s, Event::kHandoverFollowedUp);
  if (followed_up != nullptr) {
    const auto& move = s.before.last_move;
    if (!move) return false;
    // Whoever gave may look earlier, if that is what their office has set (libs/care/terms.h).
    const absl::Time usual = move->moved_at + Days(move->held == 0 ? 13 : 55);
    const bool early = s.given.now < std::min(usual, move->next_look - Days(1));
    const bool holds = s.after.last_move->held > move->held;
    return s.given.actor.organisation == move->giver.organisation_id &&
           s.given.actor.person != s.before.responsibility.holder().person_id && !(holds && early) &&
           s.before.responsibility == s.after.responsibility &&
           (ClockOf(s.after, common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP) != nullptr) ==
               (s.after.last_move->held < 2);
  }
  if (!Has(s, Event::kHandoverAccepted)) return true;
  const care::Clock* look = ClockOf(s.after, common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP);
  return s.after.last_move && s.after.last_move->giver == s.before.responsibility.holder() &&
         look != nullptr && look->due == s.given.now + care::Length(care::kFirstFollowUp, TermsOfHolder(s));
}
// § 65: one that lets the receiver be told, and that nobody has taken back.
bool NamesALiveConsent(const Step& s, const v1::PackageItem& item) {
  const Event* offered = Find(s, Event::kHandoverOffered);
  const Event* asked = Find(s, Event::kProvisionalTakeoverAsked);
  const Event* draft = Find(s, Event::kHandoverPrepared);
  const std::string to = offered ? offered->handover_offered().to().organisation_id()
                         : draft ? draft->handover_prepared().to_organisation_id()
                         : asked ? asked->provisional_takeover_asked().to().organisation_id()
                         : Has(s, Event::kPackedAfterwards) ? s.before.responsibility.holder().organisation_id
                                                            : s.before.change->to->organisation_id;
  return std::any_of(s.before.consents.begin(), s.before.consents.end(), [&](const Consent& consent) {
    return consent.id == item.consent_id() && consent.organisation_id == to && !consent.withdrawn_at &&
           consent.until > s.given.now &&
           (!s.before.of_age || consent.given_by == v1::CONSENT_GIVER_YOUNG_PERSON);
  });
}
bool PackageHasItsBases(const Step& s) {
  const Event* offered = Find(s, Event::kHandoverOffered);
  const Event* sent = Find(s, Event::kAgencyDataSent);
  const Event* asked = Find(s, Event::kProvisionalTakeoverAsked);
  const Event* later = Find(s, Event::kPackedAfterwards);
  const Event* draft = Find(s, Event::kHandoverPrepared);
  if (!offered && !sent && !asked && !later && !draft) return true;
  const auto& package = offered ? offered->handover_offered().package()
                        : draft ? draft->handover_prepared().package()
                        : sent  ? sent->agency_data_sent().package()
                        : asked ? asked->provisional_takeover_asked().package()
                                : later->packed_afterwards().package();
  return std::all_of(package.begin(), package.end(), [&](const v1::PackageItem& item) {
    const bool own = !s.before.of_age || s.before.consents_renewed;
    if (!item.withheld() && item.basis() == v1::TRANSFER_BASIS_CONSENT &&
        (!own || !NamesALiveConsent(s, item)))
      return false;
    const bool entrusted = item.confidentiality() == common::v1::CONFIDENTIALITY_ENTRUSTED;
    return item.withheld() || (item.basis() != v1::TRANSFER_BASIS_UNSPECIFIED &&
                               !(entrusted && item.basis() == v1::TRANSFER_BASIS_SGB8_64_1));
  });
}
// Whatever made CASE move: nobody answers for a night who does not hold any more, but whoever shelters (R0).
bool NightGoesWithCase(const Step& s) {
  if (!Has(s, Event::kResponsibilityMoved)) return true;
  const care::Holder& from = s.before.responsibility.holder();
  const care::Holder& to = s.after.responsibility.holder();
  const care::Tonight& night = s.after.tonight.holder();
  const bool placed = care::AcceptsForItself(night.kind);
  const std::string& who = night.holder.person_id;
  const bool left =
      who == from.person_id || who == from.deputy_person_id ||
      (from.organisation_id != to.organisation_id && night.holder.organisation_id == from.organisation_id);
  return placed || who == to.person_id || !left;
}
bool Shared(const State& state, const std::string& organisation) {
  const auto theirs = [&](const care::Seat& seat) {
    return seat.committed && seat.who.organisation_id == organisation;
  };
  const auto provides = [&](const Setting& setting) {
    return IsRunning(setting) && Provides(setting, organisation);
  };
  return state.tonight.holder().holder.organisation_id == organisation ||
         (state.coordination.held() && state.coordination.holder().organisation_id == organisation) ||
         std::any_of(state.seats.begin(), state.seats.end(), theirs) ||
         std::any_of(state.settings.begin(), state.settings.end(), provides);
}
// To another office: what was packed for it and not withheld. Who takes back knows it all.
bool OnlyWhatWasPackedGoesAlong(const Step& s) {
  const Event* event = Find(s, Event::kResponsibilityMoved);
  if (event == nullptr || Has(s, Event::kHandoverTakenBack)) return true;
  const auto& moved = event->responsibility_moved();
  if (moved.from().organisation_id() == moved.to().organisation_id()) return !moved.unnamed_stays_behind();
  if (!moved.unnamed_stays_behind()) return Shared(s.before, moved.to().organisation_id());
  return std::none_of(moved.goes_along().begin(), moved.goes_along().end(), [&](uint64_t position) {
    return std::any_of(s.after.withheld.begin(), s.after.withheld.end(),
                       [&](const Withheld& one) { return one.position == position; });
  });
}
// By who held the case and does not now, for who does; nothing else changes, and nothing is taken back.
bool OnlyWhoGavePacksAfterwards(const Step& s) {
  const bool moved = Has(s, Event::kResponsibilityMoved);
  if (!moved && s.before.gave != s.after.gave) return false;
  const Event* event = Find(s, Event::kPackedAfterwards);
  if (event == nullptr) return true;
  const auto& packed = event->packed_afterwards();
  const std::string& holder = s.before.responsibility.holder().organisation_id;
  const std::string& giver = s.given.actor.organisation;
  const auto& gave = s.before.gave;
  return SameStrands(s) && giver != holder && std::find(gave.begin(), gave.end(), giver) != gave.end() &&
         packed.to_organisation_id() == holder && packed.package().empty() == packed.nothing_needed() &&
         std::none_of(packed.package().begin(), packed.package().end(),
                      [](const v1::PackageItem& item) { return item.withheld(); }) &&
         s.after.withheld.size() <= s.before.withheld.size() &&
         s.after.handed_on.size() >= s.before.handed_on.size();
}
// Whoever got the case in a hurry with nothing to read is sent something, or told that there is nothing;
// until then it is due, and of nobody but whoever gave.
bool NothingToReadIsOwed(const Step& s) {
  const State &a = s.before, &b = s.after;
  if (const Event* event = Find(s, Event::kResponsibilityMoved)) {
    const auto& moved = event->responsibility_moved();
    const bool hurried = moved.unnamed_stays_behind() && (moved.provisional() || moved.has_catch_up_due());
    const bool due =
        b.clocks.Find(common::v1::CLOCK_KIND_PACKAGE_OWED, moved.from().organisation_id()) != nullptr &&
        !b.packages_owed.empty() && b.packages_owed.back().giver == a.responsibility.holder();
    if (hurried && moved.goes_along().empty() && !due) return false;
  }
  return std::all_of(a.packages_owed.begin(), a.packages_owed.end(), [&](const PackageOwed& owed) {
    const std::string& giver = owed.giver.organisation_id;
    const bool packs = Has(s, Event::kPackedAfterwards) && s.given.actor.organisation == giver;
    const bool waits = b.ended || b.clocks.Find(common::v1::CLOCK_KIND_PACKAGE_OWED, giver);
    return packs || b.responsibility.holder().organisation_id == giver || waits;
  });
}
bool RefusalIsReasonedAndClimbs(const Step& s) {
  const Event* refused = Find(s, Event::kHandoverRefused);
  if (refused == nullptr) return true;
  const auto& refusal = refused->handover_refused();
  const auto& offer = s.before.handover.open();
  return offer && offer->id == refusal.handover_id() &&
         s.given.actor.organisation == offer->to.organisation_id &&
         refusal.reason() != v1::HANDOVER_REFUSAL_REASON_UNSPECIFIED && refusal.has_counter_proposal() &&
         SameStrands(s) && (refusal.refusals() < 2 || Has(s, Event::kCaseDeadlineEscalated));
}
bool RevokedByHolder(const Step& s) {
  const Event* revoked = Find(s, Event::kHandoverRevoked);
  if (revoked == nullptr || Has(s, Event::kResponsibilityMoved)) return true;  // the offerer holds no more
  return ByHolder(s) && s.before.clocks != s.after.clocks && SameStrands(s);
}
bool SilenceMovesNothing(const Step& s) {
  if (!Is<PassDeadline>(s)) return true;
  if (Has(s, Event::kCaseLawfullyEnded) || Has(s, Event::kCameOfAge))
    return SameStrands(s);  // what that needs: N14, N13
  const size_t says = s.events.size() - Has(s, Event::kCommitmentsFellBack);
  const bool only_says =
      says == 1 && (s.events[0].has_case_deadline_overdue() || s.events[0].has_case_deadline_escalated());
  return only_says && SameStrands(s) && s.before.handover == s.after.handover &&
         s.before.coordination_offer == s.after.coordination_offer && s.before.standby == s.after.standby &&
         s.before.settings == s.after.settings &&
         s.before.clocks.open().size() == s.after.clocks.open().size();
}

}  // namespace

std::vector<Invariant> HandoverInvariants() {
  return {
      {"R0 the holder of CASE is a named, known person", HolderIsNamed},
      {"A6 the holder of CASE is a public body", HolderIsPublic},
      {"C3 the holder of CASE has a known deputy", HolderHasDeputy},
      {"N1 N2 a case opens once, with its origin's holder", OpensOnceAsItsOrigin},
      {"B1 B3 nothing is given up and nobody is let go", NothingIsGivenUp},
      {"N3 CASE moves only when another person of the receiving unit accepted", MovesByAcceptance},
      {"N3 an offer is the holder's, one at a time, to somebody else", OfferedByHolderOnce},
      {"N6 what is only prepared moves nothing and asks nobody", PreparingMovesNothing},
      {"N3 a handover meeting joins both sides", MeetingJoinsBothSides},
      {"N4 silence moves nothing", SilenceMovesNothing},
      {"N4 no answer is put off for ever", AnswerIsDueSoon},
      {"N4 an offer is revoked by the giver", RevokedByHolder},
      {"N5 a refusal is reasoned, moves nothing, and the second one climbs", RefusalIsReasonedAndClimbs},
      {"N6 a move is warm, or cold in a crisis and caught up with", MovesWarmOrColdInACrisis},
      {"N6 whoever gave looks after the move", GiverLooksAfterTheMove},
      {"N6 a package names its bases and leaves behind what was entrusted", PackageHasItsBases},
      {"N6 another office gets what was packed for it", OnlyWhatWasPackedGoesAlong},
      {"N6 whoever held the case packs afterwards for who holds it, and takes nothing back",
       OnlyWhoGavePacksAfterwards},
      {"N6 a package is owed after a hurried move with nothing to read", NothingToReadIsOwed},
      {"R0 a night that the giver vouched for goes with CASE", NightGoesWithCase},
  };
}

}  // namespace fallverbund::casework::testing
