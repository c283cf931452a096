// Long, because it is a list: one invariant after the other, each named after its row.
#include "services/case/domain/invariants.h"

#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/invariants_planning.h"

namespace fallverbund::casework::testing {
namespace {

using Event = v1::CaseEvent;

const Event* Find(const Step& s, Event::EventCase which) {
  const auto found = std::find_if(s.events.begin(), s.events.end(),
                                  [&](const Event& event) { return event.event_case() == which; });
  return found == s.events.end() ? nullptr : &*found;
}
bool Has(const Step& s, Event::EventCase which) {
  return Find(s, which) != nullptr;
}

template <class C>
bool Is(const Step& s) {
  return std::holds_alternative<C>(s.command);
}

// The acting organisation is the one that held CASE.
bool ByHolder(const Step& s) {
  return s.given.actor.organisation == s.before.responsibility.holder().organisation_id;
}

bool SameStrands(const Step& s) {
  const State &a = s.before, &b = s.after;
  return a.responsibility == b.responsibility && a.coordination == b.coordination && a.tonight == b.tonight &&
         a.tonight_setting_id == b.tonight_setting_id && a.shared == b.shared && a.seats == b.seats;
}

bool SameHoldersAndTeam(const Step& s) {
  const State &a = s.before, &b = s.after;
  return a.responsibility == b.responsibility && a.coordination == b.coordination && a.shared == b.shared &&
         a.seats == b.seats && a.team_id == b.team_id;
}

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

bool Named(const care::Holder& holder) {
  return !holder.organisation_id.empty() && !holder.person_id.empty();
}

bool Provides(const Setting& setting, const std::string& organisation) {
  bool part = false;
  for (const Component& component : setting.components) {
    if (component.kind == v1::COMPONENT_KIND_RESIDENTIAL) return component.organisation_id == organisation;
    part = part || component.organisation_id == organisation;
  }
  return part;
}

bool WasHeard(const common::v1::Hearing& hearing, absl::Time now) {
  return hearing.heard() ||
         (hearing.reason() != common::v1::NOT_HEARD_REASON_UNSPECIFIED &&
          FromProto(hearing.retry_due()) > now && FromProto(hearing.retry_due()) <= now + Days(90));
}

const common::v1::Participation* ParticipationOf(const Event& event) {
  static const common::v1::Participation kNone;
  const auto of = [](const auto& fact) { return fact.has_participation() ? &fact.participation() : &kNone; };
  if (event.has_handover_offered()) return of(event.handover_offered());
  if (event.has_handover_meeting_held()) return of(event.handover_meeting_held());
  if (event.has_case_understanding_recorded()) return of(event.case_understanding_recorded());
  if (event.has_setting_proposed()) return of(event.setting_proposed());
  if (event.has_setting_adopted()) return of(event.setting_adopted());
  if (event.has_standby_entered()) return of(event.standby_entered());
  if (event.has_aftercare_begun()) return of(event.aftercare_begun());
  if (event.has_handover_followed_up()) return of(event.handover_followed_up());
  if (event.has_hearing_recorded()) return of(event.hearing_recorded());
  if (event.has_agency_conversation_held()) return of(event.agency_conversation_held());
  if (event.has_ombuds_offered()) return of(event.ombuds_offered());
  if (event.has_help_planned()) return of(event.help_planned());
  if (event.has_transition_checked()) return of(event.transition_checked());
  if (event.has_peer_consultation_held()) return of(event.peer_consultation_held());
  if (event.has_risk_assessment_made()) return of(event.risk_assessment_made());
  if (event.has_setting_evaluated()) return of(event.setting_evaluated());
  if (event.has_residential_phase_entered()) return of(event.residential_phase_entered());
  if (event.has_lawful_end_requested()) {
    const auto ground = event.lawful_end_requested().ground();
    const bool nobody_left =
        ground == v1::LAWFUL_END_GROUND_DEATH || ground == v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR;
    return nobody_left ? nullptr : of(event.lawful_end_requested());
  }
  return nullptr;
}

bool YoungPersonWasMet(const Step& s) {
  for (const Event& event : s.events) {
    const auto* participation = ParticipationOf(event);
    if (participation != nullptr && !event.has_standby_entered() && participation->young_person().heard())
      return true;
    if (event.has_contact_with_young_person_recorded() || event.has_setback_recorded()) return true;
    if (event.has_consents_asked_anew()) return true;
    if (event.has_risk_assessment_opened()) return true;  // a report
    if (event.has_setting_answered() && event.setting_answered().answer() != v1::ANSWER_NOT_ASKED)
      return true;
    if (event.has_setting_started() && event.setting_started().has_tonight()) return true;
  }
  return Is<TakeOverTonight>(s);
}

// --- CASE ---

bool HolderIsNamed(const Step& s) {
  return s.after.responsibility.held() && s.world.IsKnown(s.after.responsibility.holder());
}
bool HolderIsPublic(const Step& s) {
  return s.world.IsPublicBody(s.after.responsibility.holder().organisation_id);
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
bool MovesByAcceptance(const Step& s) {
  if (!s.before.opened() || s.before.responsibility == s.after.responsibility) return true;
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
  return ByHolder(s) && !s.before.handover.open() && FromProto(offer.answer_due()) > s.given.now &&
         offer.to().person_id() != s.before.responsibility.holder().person_id;
}
bool AnswerIsDueSoon(const Step& s) {
  const Event* offered = Find(s, Event::kHandoverOffered);
  return offered == nullptr || FromProto(offered->handover_offered().answer_due()) <= s.given.now + Days(14);
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
  const auto there = [&](const care::Holder& side) {
    return std::any_of(meeting.person_ids().begin(), meeting.person_ids().end(),
                       [&](const std::string& person) {
                         return person == side.person_id || person == side.deputy_person_id;
                       });
  };
  return there(from) && there(to) && FromProto(meeting.held_at()) <= s.given.now &&
         (s.given.actor.organisation == from.organisation_id ||
          s.given.actor.organisation == to.organisation_id);
}
const care::Clock* ClockOf(const State& state, common::v1::ClockKind kind) {
  for (const auto& clock : state.clocks.open()) {
    if (clock.kind == kind) return &clock;
  }
  return nullptr;
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
    return move && s.given.actor.organisation == move->giver.organisation_id &&
           s.before.responsibility == s.after.responsibility &&
           (ClockOf(s.after, common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP) != nullptr) ==
               (s.after.last_move->held < 2);
  }
  if (!Has(s, Event::kHandoverAccepted)) return true;
  const care::Clock* look = ClockOf(s.after, common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP);
  return s.after.last_move && s.after.last_move->giver == s.before.responsibility.holder() &&
         look != nullptr && look->due == s.given.now + Days(14);
}
bool PackageHasItsBases(const Step& s) {
  const Event* offered = Find(s, Event::kHandoverOffered);
  const Event* sent = Find(s, Event::kAgencyDataSent);
  if (offered == nullptr && sent == nullptr) return true;
  const auto& package = offered ? offered->handover_offered().package() : sent->agency_data_sent().package();
  return std::all_of(package.begin(), package.end(), [&](const v1::PackageItem& item) {
    const bool own = !s.before.of_age || s.before.consents_renewed;
    if (!item.withheld() && item.basis() == v1::TRANSFER_BASIS_CONSENT && !own) return false;
    const bool entrusted = item.confidentiality() == common::v1::CONFIDENTIALITY_ENTRUSTED;
    return item.withheld() || (item.basis() != v1::TRANSFER_BASIS_UNSPECIFIED &&
                               !(entrusted && item.basis() == v1::TRANSFER_BASIS_SGB8_64_1));
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
         s.before.standby == s.after.standby && s.before.settings == s.after.settings &&
         s.before.clocks.open().size() == s.after.clocks.open().size();
}

// --- Team ---

bool TeamIsCoordinated(const Step& s) {
  if (s.after.team_id.empty()) return s.after.seats.empty() && !s.after.shared;
  return s.after.coordination.held() && Named(s.after.coordination.holder()) &&
         SeatOf(s.after.seats, s.after.coordination.holder().person_id) != nullptr;
}
bool TeamSeatsTheHolder(const Step& s) {
  const std::string& holder = s.before.opened() ? s.before.responsibility.holder().person_id : "";
  if (Has(s, Event::kCommitmentsInvited)) {
    return SeatOf(s.after.seats, holder) != nullptr &&
           std::get<InviteTeam>(s.command).case_worker_person_id == holder;
  }
  const bool moved = s.before.responsibility != s.after.responsibility;
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
  const auto& replaced = std::get<ReplaceInvitation>(s.command).replacement;
  const care::Seat* seat = SeatOf(s.before.seats, replaced.person_id());
  return replaced.team_id() == s.before.team_id && seat != nullptr && !seat->committed;
}

// --- Understanding and settings ---

bool UnderstandingComesFirst(const Step& s) {
  return !(Has(s, Event::kSettingProposed) || Has(s, Event::kSettingAdopted)) || s.before.understood;
}
bool UnderstoodOncePerCycle(const Step& s) {
  if (Has(s, Event::kCaseUnderstandingRecorded)) return !s.before.understood && s.after.understood;
  return !s.after.understood || s.before.understood;
}
bool AdultBy(const std::optional<absl::CivilDay>& born, const Step& s) {
  return born && absl::CivilDay(born->year() + 18, born->month(), born->day()) <=
                     absl::ToCivilDay(s.given.now, absl::UTCTimeZone());
}
bool EverybodyIsHeard(const Step& s) {
  return std::all_of(s.events.begin(), s.events.end(), [&](const Event& event) {
    const auto* participation = ParticipationOf(event);
    const bool adult = s.before.of_age ||
                       (Is<RequestLawfulEnd>(s) && AdultBy(std::get<RequestLawfulEnd>(s.command).born, s));
    return participation == nullptr || (WasHeard(participation->young_person(), s.given.now) &&
                                        (adult || WasHeard(participation->family(), s.given.now)));
  });
}
bool ProposedWhole(const Step& s) {
  const Event* proposed = Find(s, Event::kSettingProposed);
  if (proposed == nullptr) return true;
  int places = 0;
  for (const auto& component : proposed->setting_proposed().components()) {
    if (component.organisation_id().empty()) return false;
    if (component.kind() == v1::COMPONENT_KIND_RESIDENTIAL) ++places;
  }
  return proposed->setting_proposed().components_size() > 0 && places <= 1;
}
bool AnsweredForReal(const Step& s) {
  const Event* answered = Find(s, Event::kSettingAnswered);
  if (answered == nullptr) return true;
  const auto& answer = answered->setting_answered();
  const Setting* setting = s.before.FindSetting(answer.setting_id());
  return setting != nullptr && setting->phase != SettingPhase::kEnded &&
         answer.answer() != v1::ANSWER_UNSPECIFIED &&
         (answer.answer() != v1::ANSWER_NOT_ASKED || answer.has_why());
}
bool AdoptedByHolderAfterTheAnswer(const Step& s) {
  const Event* adopted = Find(s, Event::kSettingAdopted);
  if (adopted == nullptr) return true;
  const Setting* setting = s.before.FindSetting(adopted->setting_adopted().setting_id());
  return setting != nullptr && setting->phase == SettingPhase::kProposed &&
         setting->answer != v1::ANSWER_UNSPECIFIED && ByHolder(s);
}
bool StartedByTheProviderOnceAdopted(const Step& s) {
  const Event* started = Find(s, Event::kSettingStarted);
  if (started == nullptr) return true;
  const Setting* setting = s.before.FindSetting(started->setting_started().setting_id());
  return setting != nullptr && setting->phase == SettingPhase::kAdopted &&
         Provides(*setting, s.given.actor.organisation);
}

// --- TONIGHT ---

bool TonightIsNeverEmpty(const Step& s) {
  if (!s.after.tonight.held()) return false;
  const care::Tonight& tonight = s.after.tonight.holder();
  care::Holder deputy = tonight.holder;
  deputy.person_id = deputy.deputy_person_id;
  return tonight.kind != common::v1::TONIGHT_KIND_UNSPECIFIED && s.world.IsKnown(tonight.holder) &&
         (deputy.person_id.empty() || s.world.IsKnown(deputy));
}
bool TonightIsTakenNeverGiven(const Step& s) {
  if (!s.before.opened() || s.before.tonight == s.after.tonight) return true;
  const care::Tonight& next = s.after.tonight.holder();
  if (next.kind == common::v1::TONIGHT_KIND_CRISIS_TEAM) return Is<TakeOverTonight>(s);
  if (next.kind == common::v1::TONIGHT_KIND_PLACEMENT) {
    return Has(s, Event::kSettingStarted) && next.holder.person_id == s.given.actor.person;
  }
  return ByHolder(s) && next.holder.organisation_id == s.given.actor.organisation;
}
bool ShelterRuns(const Step& s) {
  if (s.after.tonight_setting_id.empty())
    return s.after.tonight.holder().kind != common::v1::TONIGHT_KIND_PLACEMENT;
  const Setting* setting = s.after.FindSetting(s.after.tonight_setting_id);
  return setting != nullptr &&
         (setting->phase == SettingPhase::kRunning || setting->phase == SettingPhase::kNotice) &&
         s.after.tonight.holder().kind == common::v1::TONIGHT_KIND_PLACEMENT &&
         Provides(*setting, s.after.tonight.holder().holder.organisation_id);
}
bool EndNamesTheNextNight(const Step& s) {
  const Event* ended = Find(s, Event::kSettingEnded);
  if (ended == nullptr) return true;
  const Setting* setting = s.before.FindSetting(ended->setting_ended().setting_id());
  const care::Tonight next = care::FromProto(ended->setting_ended().next_tonight());
  if (setting == nullptr ||
      !(setting->phase == SettingPhase::kRunning || setting->phase == SettingPhase::kNotice))
    return false;
  if (!Is<EndSetting>(s)) return next == s.after.tonight.holder();
  const bool party = ByHolder(s) || Provides(*setting, s.given.actor.organisation);
  const bool sheltered = s.before.tonight_setting_id == setting->id;
  return party && Named(next.holder) && next == s.after.tonight.holder() &&
         (sheltered || s.before.tonight == s.after.tonight);
}
bool NoticeHoldsOn(const Step& s) {
  const Event* notice = Find(s, Event::kSettingNoticeGiven);
  if (notice == nullptr) return true;
  const Setting* setting = s.before.FindSetting(notice->setting_notice_given().setting_id());
  return setting != nullptr && setting->phase == SettingPhase::kRunning && SameStrands(s) &&
         (Is<LetPartnerGo>(s) || Provides(*setting, s.given.actor.organisation));
}
// What lives in the state lives on: settings only end by an event that says so.
bool SettingsEndOnlyByTheirEvent(const Step& s) {
  for (const Setting& setting : s.before.settings) {
    const Setting* after = s.after.FindSetting(setting.id);
    if (after == nullptr) return false;
    if (after->phase == SettingPhase::kEnded && setting.phase != SettingPhase::kEnded &&
        !Has(s, Event::kSettingEnded))
      return false;
  }
  return true;
}

// --- Setbacks and standby ---

// A new plan needs a new approval (C8); everything else about a setting stays.
std::vector<Setting> ButForApprovals(std::vector<Setting> settings) {
  for (Setting& setting : settings)
    setting.approved = setting.approved && setting.phase != SettingPhase::kProposed;
  return settings;
}
bool SetbacksMoveNothing(const Step& s) {
  const Event* setback = Find(s, Event::kSetbackRecorded);
  if (setback == nullptr) return true;
  return setback->setback_recorded().kinds_size() > 0 && SameStrands(s) &&
         ButForApprovals(s.before.settings) == ButForApprovals(s.after.settings) &&
         s.before.handover == s.after.handover && Has(s, Event::kReplanOpened) && !s.after.understood;
}
bool StandbyHasADate(const Step& s) {
  const auto& clocks = s.after.clocks.open();
  const bool watched = std::any_of(clocks.begin(), clocks.end(), [&](const care::Clock& clock) {
    return clock.kind == common::v1::CLOCK_KIND_STANDBY_CONTACT && s.after.standby &&
           clock.due == s.after.standby->next_contact_due;
  });
  return s.after.standby.has_value() == watched;
}
bool StandbyIsTheHoldersAndSoonOver(const Step& s) {
  const Event* entered = Find(s, Event::kStandbyEntered);
  if (entered == nullptr) return true;
  const auto& standby = entered->standby_entered();
  const absl::Time due = FromProto(standby.next_contact_due());
  const int days = standby.reason() == v1::STANDBY_REASON_UNREACHABLE ? 28 : 90;
  return ByHolder(s) && !s.before.standby && due > s.given.now && due <= s.given.now + Days(days);
}
bool StandbyKeepsEverything(const Step& s) {
  return !(Has(s, Event::kStandbyEntered) || Has(s, Event::kContactWithYoungPersonRecorded)) ||
         SameHoldersAndTeam(s);
}
bool ContactBringsBack(const Step& s) {
  return !s.after.standby || !YoungPersonWasMet(s);
}
bool RestsUntilMet(const Step& s) {
  return !s.before.standby || s.after.standby || YoungPersonWasMet(s) || Has(s, Event::kCaseLawfullyEnded);
}

// --- Competence (N7) and age (N13) ---

bool PaperMovesNothing(const Step& s) {
  const bool paper = Has(s, Event::kCompetenceDetermined) || Has(s, Event::kCompetenceChangeDetected) ||
                     Has(s, Event::kAgencyInformed) || Has(s, Event::kAgencyDataSent) ||
                     Has(s, Event::kAgencyConversationHeld) || Has(s, Event::kServiceContinuationReported) ||
                     Has(s, Event::kCompetenceRefused) || Has(s, Event::kProvisionalTakeoverAsked);
  return !paper || SameStrands(s);
}
bool CompetenceIsWrittenByTheHolder(const Step& s) {
  if (const Event* determined = Find(s, Event::kCompetenceDetermined)) {
    const auto& entry = determined->competence_determined();
    const bool corrects = !entry.corrects_competence_id().empty();
    const bool corrected = std::any_of(
        s.before.competences.begin(), s.before.competences.end(),
        [&](const Competence& one) { return one.id == entry.corrects_competence_id() && !one.corrected; });
    return ByHolder(s) && s.world.IsPublicBody(entry.organisation_id()) &&
           FromProto(entry.effective_since()) <= s.given.now && (!corrects || corrected) &&
           s.after.competences.size() == s.before.competences.size() + 1;
  }
  const Event* detected = Find(s, Event::kCompetenceChangeDetected);
  if (detected == nullptr) return true;
  const std::string& other = detected->competence_change_detected().organisation_id();
  return ByHolder(s) && !s.before.change && (other.empty() || s.world.IsPublicBody(other)) &&
         other != s.before.responsibility.holder().organisation_id;
}
bool KnownWithDeputy(const Step& s, const care::Holder& holder) {
  care::Holder deputy = holder;
  deputy.person_id = deputy.deputy_person_id;
  return s.world.IsKnown(holder) && s.world.IsKnown(deputy) && holder.person_id != deputy.person_id &&
         s.world.IsPublicBody(holder.organisation_id);
}
bool OtherOfficeHasAName(const Step& s) {
  if (const Event* informed = Find(s, Event::kAgencyInformed)) {
    const care::Holder to = care::FromProto(informed->agency_informed().to());
    return ByHolder(s) && KnownWithDeputy(s, to) && s.before.change->organisation_id == to.organisation_id;
  }
  const Event* asked = Find(s, Event::kProvisionalTakeoverAsked);
  if (asked == nullptr) return true;
  const care::Holder to = care::FromProto(asked->provisional_takeover_asked().to());
  return KnownWithDeputy(s, to) && to.organisation_id != s.before.responsibility.holder().organisation_id;
}
bool AskedToActOnlyInNeed(const Step& s) {
  if (!Has(s, Event::kProvisionalTakeoverAsked)) return true;
  const auto& clocks = s.before.clocks.open();
  const bool idle = std::any_of(clocks.begin(), clocks.end(), [](const care::Clock& clock) {
    return clock.kind == common::v1::CLOCK_KIND_SERVICE_TAKEOVER && clock.overdue;
  });
  return s.before.change->contested || s.before.change->organisation_id.empty() || idle;
}
bool ContestedOwesTheOmbudsOffice(const Step& s) {
  const Event* refused = Find(s, Event::kCompetenceRefused);
  if (refused == nullptr) return true;
  const auto& refusal = refused->competence_refused();
  const auto& change = s.before.change;
  return change && change->to && change->to->organisation_id == s.given.actor.organisation &&
         !change->contested && refusal.has_argument() &&
         refusal.reason() != v1::COMPETENCE_REFUSAL_REASON_UNSPECIFIED && s.after.change->contested &&
         ClockOf(s.after, common::v1::CLOCK_KIND_OMBUDS_OFFER) != nullptr &&
         ClockOf(s.after, common::v1::CLOCK_KIND_COMPETENCE_DISPUTE) != nullptr;
}
bool ProvisionalMeansUnsettled(const Step& s) {
  return !s.after.provisional || s.after.change || s.after.ended || s.before.provisional;
}

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

bool AdultsHaveNoGuardian(const Step& s) {
  return !s.after.of_age || (!s.after.guardian && !s.after.guardian_asked);
}
bool NobodyComesOfAgeEarly(const Step& s) {
  if (!Has(s, Event::kCameOfAge)) return s.before.of_age == s.after.of_age;
  if (Is<RecordBirthDate>(s)) return AdultBy(std::get<RecordBirthDate>(s.command).born, s);
  const care::Clock* due = ClockOf(s.before, common::v1::CLOCK_KIND_COMING_OF_AGE);
  return due != nullptr && due->due <= s.given.now;
}
bool GuardianAcceptsAndIsNobodyElse(const Step& s) {
  const Event* declared = Find(s, Event::kGuardianDeclared);
  if (declared == nullptr) {
    return s.before.guardian == s.after.guardian || Has(s, Event::kCameOfAge) ||
           (Is<NameGuardian>(s) && s.after.guardian->holder().kind != v1::GUARDIAN_KIND_OFFICE);
  }
  const care::Holder guardian = s.after.guardian->holder().holder;
  return s.before.guardian_asked == guardian && guardian.person_id == s.given.actor.person &&
         s.world.IsKnown(guardian) && s.world.IsPublicBody(guardian.organisation_id) &&
         guardian.person_id != s.after.responsibility.holder().person_id;
}
bool BirthdaysEndNothing(const Step& s) {
  const bool birthday = Has(s, Event::kBirthDateRecorded) || Has(s, Event::kCameOfAge) ||
                        Has(s, Event::kHelpPlanned) || Has(s, Event::kTransitionChecked);
  return !birthday ||
         (SameStrands(s) && s.before.settings == s.after.settings && s.before.ended == s.after.ended);
}
bool BeyondTwentyOneWithAReason(const Step& s) {
  const Event* planned = Find(s, Event::kHelpPlanned);
  if (planned == nullptr) return true;
  const auto& plan = planned->help_planned();
  return ByHolder(s) && s.before.age && FromProto(plan.planned_end()) > s.given.now &&
         (FromProto(plan.planned_end()) <= s.before.age->limit_due || plan.has_extension_reason()) &&
         ClockOf(s.after, common::v1::CLOCK_KIND_TRANSITION_CHECK) != nullptr;
}

// --- Aftercare ---

bool AftercareHasAPeriodAndARhythm(const Step& s) {
  const Event* begun = Find(s, Event::kAftercareBegun);
  if (begun == nullptr) return true;
  const auto& aftercare = begun->aftercare_begun();
  const care::Clock* contact = ClockOf(s.after, common::v1::CLOCK_KIND_AFTERCARE_CONTACT);
  const care::Holder holder = care::FromProto(aftercare.holder());
  care::Holder deputy = holder;
  deputy.person_id = holder.deputy_person_id;
  const bool another =
      !s.before.aftercare || s.before.aftercare->strand.holder().person_id != holder.person_id;
  return ByHolder(s) && another && s.world.IsKnown(holder) && s.world.IsKnown(deputy) &&
         holder.organisation_id == s.given.actor.organisation && holder.person_id != deputy.person_id &&
         FromProto(aftercare.until()) > s.given.now && aftercare.contact_every_days() >= 1 &&
         aftercare.contact_every_days() <= 90 && contact != nullptr &&
         contact->due <= s.given.now + Days(90) && s.before.responsibility == s.after.responsibility;
}
bool AftercareComesAfterHelp(const Step& s) {
  return !s.after.aftercare ||
         std::none_of(s.after.settings.begin(), s.after.settings.end(), [](const Setting& setting) {
           return setting.phase == SettingPhase::kRunning || setting.phase == SettingPhase::kNotice;
         });
}

// --- Lawful ends ---

bool TwoOrganisations(const care::Approvals& approvals) {
  for (const auto& one : approvals) {
    for (const auto& other : approvals) {
      if (one.organisation_id != other.organisation_id && one.person_id != other.person_id) return true;
    }
  }
  return false;
}
bool EndsAfterApprovalAndObjection(const Step& s) {
  const Event* ended = Find(s, Event::kCaseLawfullyEnded);
  if (ended == nullptr) return s.before.ended.has_value() || !s.after.ended;
  const auto& ending = s.before.ending;
  return ending && ending->id == ended->case_lawfully_ended().end_id() &&
         ending->ground == ended->case_lawfully_ended().ground() && TwoOrganisations(ending->approvals) &&
         ending->objection_until && *ending->objection_until <= s.given.now && Is<PassDeadline>(s);
}
bool EndIsAskedForByHolderWithItsEvidence(const Step& s) {
  const Event* event = Find(s, Event::kLawfulEndRequested);
  if (event == nullptr) return true;
  const auto& asked = event->lawful_end_requested();
  const bool personal = asked.given_in_person() && asked.participation().young_person().heard();
  if (!ByHolder(s) || s.before.ending) return false;
  switch (asked.ground()) {
    case v1::LAWFUL_END_GROUND_DEATH:
      return asked.has_evidence();
    case v1::LAWFUL_END_GROUND_AGE_27: {
      const auto& born = std::get<RequestLawfulEnd>(s.command).born;
      return born &&
             absl::CivilDay(born->year() + 27, born->month(), born->day()) <=
                 absl::ToCivilDay(s.given.now, absl::UTCTimeZone()) &&
             (asked.has_evidence() || personal);
    }
    case v1::LAWFUL_END_GROUND_OWN_DECISION:
      return personal && asked.informed();
    case v1::LAWFUL_END_GROUND_MOVED_ABROAD:
      return asked.has_evidence() && asked.has_confirmed_at() &&
             FromProto(asked.confirmed_at()) <= s.given.now;
    case v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR:
      return std::get<RequestLawfulEnd>(s.command).other_case_known;
    case v1::LAWFUL_END_GROUND_TRANSFERRED_OUT:
      return s.before.last_move && s.before.last_move->held == 2;
    case v1::LAWFUL_END_GROUND_INDEPENDENCE_REACHED:
      return personal && s.before.aftercare && s.before.aftercare->until <= s.given.now;
    case v1::LAWFUL_END_GROUND_UNSPECIFIED:
    case v1::LawfulEndGround_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::LawfulEndGround_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return false;
}
bool AMinorsRefusalIsNoEnd(const Step& s) {
  const Event* event = Find(s, Event::kLawfulEndRequested);
  if (event == nullptr || event->lawful_end_requested().ground() != v1::LAWFUL_END_GROUND_OWN_DECISION)
    return true;
  return AdultBy(std::get<RequestLawfulEnd>(s.command).born, s);
}
bool EndLeavesNoSettingBehind(const Step& s) {
  const Event* event = Find(s, Event::kLawfulEndRequested);
  if (event == nullptr) return true;
  const auto ground = event->lawful_end_requested().ground();
  return ground == v1::LAWFUL_END_GROUND_DEATH || ground == v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR ||
         std::none_of(s.after.settings.begin(), s.after.settings.end(), [](const Setting& setting) {
           return setting.phase == SettingPhase::kRunning || setting.phase == SettingPhase::kNotice;
         });
}
bool ObjectionPeriodIsWhole(const Step& s) {
  const bool began = Has(s, Event::kObjectionPeriodBegan);
  if (!s.after.ending || !s.after.ending->objection_until) return !began;
  return !began || (TwoOrganisations(s.after.ending->approvals) &&
                    *s.after.ending->objection_until >= s.given.now + Days(14));
}
bool ApprovedInPersonOnce(const Step& s) {
  const Event* approved = Find(s, Event::kLawfulEndApproved);
  if (approved == nullptr) return true;
  const auto& approval = approved->lawful_end_approved();
  const auto& before = s.before.ending;
  return before && before->id == approval.end_id() && approval.person_id() == s.given.actor.person &&
         std::none_of(before->approvals.begin(), before->approvals.end(),
                      [&](const auto& one) { return one.person_id == approval.person_id(); });
}
bool ObjectionStopsTheEnd(const Step& s) {
  if (!Is<ObjectLawfulEnd>(s)) return true;
  return s.before.ending && std::get<ObjectLawfulEnd>(s.command).end_id == s.before.ending->id &&
         !s.after.ending && !s.after.ended && SameStrands(s);
}
bool NeedStopsTheEnd(const Step& s) {
  const bool need = Has(s, Event::kSetbackRecorded) || Is<TakeOverTonight>(s) ||
                    Has(s, Event::kRiskAssessmentOpened) || Has(s, Event::kSettingStarted) ||
                    Has(s, Event::kResponsibilityMoved);
  return !need || !s.after.ending;
}
bool EndedCaseRestsUntilBroughtBack(const Step& s) {
  if (!s.before.ended) return !Has(s, Event::kCaseReopened);
  if (Has(s, Event::kCameOfAge)) return s.after.ended.has_value();  // the law does not wait
  if (s.after.ended || !Has(s, Event::kCaseReopened)) return false;
  return s.before.ended->ground != v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR || Is<ReopenCase>(s);
}
bool ReopeningRestoresEverybody(const Step& s) {
  const Event* reopened = Find(s, Event::kCaseReopened);
  return reopened == nullptr ||
         (SameHoldersAndTeam(s) &&
          care::FromProto(reopened->case_reopened().holder()) == s.before.responsibility.holder());
}

std::vector<Invariant> Together(std::vector<Invariant> all, const std::vector<Invariant>& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

const std::vector<Invariant>& Invariants() {
  static const std::vector<Invariant> kOfResponsibility = {
      {"R0 the holder of CASE is a named, known person", HolderIsNamed},
      {"A6 the holder of CASE is a public body", HolderIsPublic},
      {"C3 the holder of CASE has a known deputy", HolderHasDeputy},
      {"N1 a case opens once, with its origin's holder", OpensOnceAsItsOrigin},
      {"B1 B3 nothing is given up and nobody is let go", NothingIsGivenUp},
      {"N3 CASE moves only when another person of the receiving unit accepted", MovesByAcceptance},
      {"N3 an offer is the holder's, one at a time, to somebody else", OfferedByHolderOnce},
      {"N3 a handover meeting joins both sides", MeetingJoinsBothSides},
      {"N4 silence moves nothing", SilenceMovesNothing},
      {"N4 no answer is put off for ever", AnswerIsDueSoon},
      {"N4 an offer is revoked by the giver", RevokedByHolder},
      {"N5 a refusal is reasoned, moves nothing, and the second one climbs", RefusalIsReasonedAndClimbs},
      {"N6 a move is warm, or cold in a crisis and caught up with", MovesWarmOrColdInACrisis},
      {"N6 whoever gave looks after the move", GiverLooksAfterTheMove},
      {"N6 a package names its bases and leaves behind what was entrusted", PackageHasItsBases},
      {"A7 a team has a coordinator with a seat", TeamIsCoordinated},
      {"A7 a team has a seat for the holder of CASE", TeamSeatsTheHolder},
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
      {"A11 understanding comes before proposing and adopting", UnderstandingComesFirst},
      {"A11 a cycle is understood once", UnderstoodOncePerCycle},
      {"A14 a setting names its parts, one place at most", ProposedWhole},
      {"A14 a setting is adopted by the holder, after the answer", AdoptedByHolderAfterTheAnswer},
      {"A14 an adopted setting is started by its provider", StartedByTheProviderOnceAdopted},
      {"A15 an answer is an answer, or says why not", AnsweredForReal},
      {"A16 every decision says who was heard", EverybodyIsHeard},
      {"N1 TONIGHT is never empty", TonightIsNeverEmpty},
      {"N9 TONIGHT is taken, never given", TonightIsTakenNeverGiven},
      {"N9 who shelters by a setting runs it", ShelterRuns},
      {"N9 a setting ends with the next night named", EndNamesTheNextNight},
      {"N9 notice holds on", NoticeHoldsOn},
      {"N9 settings end only by their event", SettingsEndOnlyByTheirEvent},
      {"N7 paper moves nothing", PaperMovesNothing},
      {"N7 the law's timeline is the holder's to write", CompetenceIsWrittenByTheHolder},
      {"N7 the other office has a named person", OtherOfficeHasAName},
      {"N7 another office is asked to act only in need", AskedToActOnlyInNeed},
      {"N7 what is contested owes the ombuds office", ContestedOwesTheOmbudsOffice},
      {"N7 whoever holds for the time being waits for it to be settled", ProvisionalMeansUnsettled},
      {"N8 B2 setbacks move nothing and open a new plan", SetbacksMoveNothing},
      {"N12 standby has a date that somebody watches", StandbyHasADate},
      {"N12 standby is the holder's and soon over", StandbyIsTheHoldersAndSoonOver},
      {"N12 standby and contact keep holders and team", StandbyKeepsEverything},
      {"N12 contact brings the case back", ContactBringsBack},
      {"N12 only contact brings it back", RestsUntilMet},
      {"N10 what a partner that goes has promised is waited for, and falls back",
       PromisesOfWhoGoesAreWaitedFor},
      {"N10 a partner that goes keeps everything until it is succeeded", WhoGoesKeepsUntilSucceeded},
      {"N13 an adult has no guardian", AdultsHaveNoGuardian},
      {"N13 nobody comes of age before 18", NobodyComesOfAgeEarly},
      {"N13 a guardian's office accepts in person and holds nothing else", GuardianAcceptsAndIsNobodyElse},
      {"N13 birthdays end nothing", BirthdaysEndNothing},
      {"N13 help goes on beyond 21 with a reason", BeyondTwentyOneWithAReason},
      {"N13 aftercare is the office's, with a period and a rhythm", AftercareHasAPeriodAndARhythm},
      {"N13 aftercare comes after help", AftercareComesAfterHelp},
      {"N14 a case ends after four eyes and the time for objection only", EndsAfterApprovalAndObjection},
      {"N14 an end is asked for by the holder, with what its ground needs",
       EndIsAskedForByHolderWithItsEvidence},
      {"N14 a minor's refusal is never an end", AMinorsRefusalIsNoEnd},
      {"N9 an end leaves no setting behind", EndLeavesNoSettingBehind},
      {"N14 the time for objection is whole, and begins with four eyes", ObjectionPeriodIsWhole},
      {"N14 everybody approves in person and once", ApprovedInPersonOnce},
      {"N14 an objection stops the end", ObjectionStopsTheEnd},
      {"N14 what shows that help is needed stops the end", NeedStopsTheEnd},
      {"N14 an ended case rests until it is brought back", EndedCaseRestsUntilBroughtBack},
      {"N14 reopening restores everybody", ReopeningRestoresEverybody},
  };
  static const std::vector<Invariant> kInvariants = Together(kOfResponsibility, PlanningInvariants());
  return kInvariants;
}

}  // namespace fallverbund::casework::testing
