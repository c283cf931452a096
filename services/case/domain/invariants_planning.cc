// The invariants of planning, records and the course of settings.
#include <algorithm>
#include <set>

#include "libs/base/time.h"
#include "services/case/domain/invariants_parts.h"

namespace fallverbund::casework::testing {
namespace {

const care::Holder& CaseHolder(const Step& s) {
  return s.before.responsibility.holder();
}
bool IsSoon(const care::Clock* clock, const Step& s, int days) {
  return clock != nullptr && clock->due > s.given.now && clock->due <= s.given.now + Days(days);
}

// --- The way to an approval ---

bool StepsFollow(const Step& s) {
  using casework::Step;
  const Step reached = s.before.planning.step;
  if (const Event* checked = Find(s, Event::kResourcesChecked))
    return ByHolder(s) && checked->resources_checked().participants_size() > 0;
  if (Find(s, Event::kPeerConsultationHeld) != nullptr)
    return ByHolder(s) && reached >= Step::kResourcesChecked;
  if (Find(s, Event::kNeedClassified) != nullptr) return ByHolder(s) && reached >= Step::kConsulted;
  if (const Event* called = Find(s, Event::kCommissionCalled)) {
    const Setting* setting = s.before.FindSetting(called->commission_called().setting_id());
    return ByHolder(s) && reached >= Step::kClassified && setting != nullptr &&
           !s.before.planning.commission && setting->phase == SettingPhase::kProposed &&
           IsSoon(ClockOf(s.after, common::v1::CLOCK_KIND_COMMISSION), s, 28);
  }
  return true;
}

bool BothConsult(const Step& s) {
  const Event* event = Find(s, Event::kPeerConsultationHeld);
  if (event == nullptr) return true;
  const auto& held = event->peer_consultation_held();
  std::set<std::string> asd, finance;
  for (const auto& one : held.participants()) {
    if (one.organisation_id() != CaseHolder(s).organisation_id) continue;
    if (one.party() == v1::PARTY_ASD) asd.insert(one.person_id());
    if (one.party() == v1::PARTY_FINANCE) finance.insert(one.person_id());
  }
  const bool two = std::any_of(asd.begin(), asd.end(), [&](const std::string& person) {
    return finance.size() > (finance.contains(person) ? 1u : 0u);
  });
  return two && (!held.participation().young_person().heard() || held.has_childs_view()) &&
         (!held.participation().family().heard() || held.has_parents_view());
}

bool EndangermentIsAnswered(const Step& s) {
  const Event* classified = Find(s, Event::kNeedClassified);
  const bool danger =
      classified != nullptr && classified->need_classified().need_class() == v1::NEED_CLASS_ENDANGERMENT;
  if (danger && s.after.planning.assessment_id.empty()) return false;
  if (Find(s, Event::kRiskAssessmentOpened) == nullptr) return true;
  return s.before.planning.assessment_id.empty() &&
         IsSoon(ClockOf(s.after, common::v1::CLOCK_KIND_RISK_ASSESSMENT), s, 7);
}

bool AssessedTogether(const Step& s) {
  const Event* event = Find(s, Event::kRiskAssessmentMade);
  if (event == nullptr) return true;
  const auto& made = event->risk_assessment_made();
  std::set<std::string> assessors;
  for (const auto& one : made.assessors()) assessors.insert(one.person_id());
  const auto put_off = [](const common::v1::Hearing& hearing) {
    return !hearing.heard() && hearing.reason() == common::v1::NOT_HEARD_REASON_NOT_YET;
  };
  return ByHolder(s) && made.assessment_id() == s.before.planning.assessment_id && assessors.size() >= 2 &&
         assessors.contains(s.given.actor.person) && !put_off(made.participation().young_person()) &&
         (s.before.of_age || !put_off(made.participation().family()));
}

bool NoEndWhileAssessed(const Step& s) {
  const Event* asked = Find(s, Event::kLawfulEndRequested);
  if (asked == nullptr || s.before.planning.assessment_id.empty()) return true;
  const auto ground = asked->lawful_end_requested().ground();
  return ground == v1::LAWFUL_END_GROUND_DEATH;
}

bool FitsSeat(const Step& s, v1::CommissionSeat seat) {
  const auto& actor = s.given.actor;
  if (seat == v1::COMMISSION_SEAT_TEAM_LEAD) return actor.role == "TEAM_LEAD";
  if (seat == v1::COMMISSION_SEAT_FINANCE_LEAD) return actor.role == "TEAM_LEAD_FINANCE";
  return actor.person == CaseHolder(s).person_id || actor.person == CaseHolder(s).deputy_person_id;
}

bool VotesAreDistinct(const Step& s) {
  const Event* event = Find(s, Event::kCommissionVoteCast);
  if (event == nullptr) return Find(s, Event::kHelpApproved) == nullptr;
  const auto& vote = event->commission_vote_cast();
  const auto& commission = s.before.planning.commission;
  if (!commission || commission->id != vote.commission_id() || !ByHolder(s) || !FitsSeat(s, vote.seat()) ||
      vote.person_id() != s.given.actor.person)
    return false;
  const bool twice = std::any_of(commission->votes.begin(), commission->votes.end(), [&](const auto& one) {
    return one.person_id == vote.person_id() || one.role == vote.seat();
  });
  const Event* returned = Find(s, Event::kHelpReturned);
  const bool reasoned =
      returned != nullptr && returned->help_returned().reason() != v1::RETURN_REASON_UNSPECIFIED;
  const bool last = commission->votes.size() == 2 && vote.approves();
  return !twice && (vote.approves() || reasoned) && (Find(s, Event::kHelpApproved) != nullptr) == last;
}

bool AdoptedAfterApproval(const Step& s) {
  const Event* adopted = Find(s, Event::kSettingAdopted);
  if (adopted == nullptr || !s.before.planning.begun) return true;
  const Setting* setting = s.before.FindSetting(adopted->setting_adopted().setting_id());
  return setting != nullptr && setting->approved;
}
bool OnlyACommissionApproves(const Step& s) {
  for (const Setting& setting : s.after.settings) {
    const Setting* before = s.before.FindSetting(setting.id);
    if (setting.approved && (before == nullptr || !before->approved) &&
        Find(s, Event::kHelpApproved) == nullptr)
      return false;
  }
  return true;
}

// --- Records and rights ---

bool RestsOnConsent(const Step& s, const v1::RecordEntered& record) {
  if (record.basis() != v1::RECORD_BASIS_CONSENT) return record.consent_id().empty();
  const Consent* consent = s.before.FindConsent(record.consent_id());
  return consent != nullptr && !consent->withdrawn_at && consent->until > s.given.now &&
         consent->organisation_id == s.before.responsibility.holder().organisation_id;
}

bool RecordsAreGrounded(const Step& s) {
  const Event* event = Find(s, Event::kRecordEntered);
  if (event == nullptr) return true;
  const auto& record = event->record_entered();
  const bool entrusted = record.confidentiality() == common::v1::CONFIDENTIALITY_ENTRUSTED;
  return record.source() != v1::RECORD_SOURCE_UNSPECIFIED && record.basis() != v1::RECORD_BASIS_UNSPECIFIED &&
         record.confidentiality() != common::v1::CONFIDENTIALITY_UNSPECIFIED &&
         (!entrusted || record.basis() == v1::RECORD_BASIS_CONSENT ||
          record.basis() == v1::RECORD_BASIS_ENDANGERMENT) &&
         RestsOnConsent(s, record);
}

bool RightsAreLookedAtAgain(const Step& s) {
  const Event* event = Find(s, Event::kRightAssessed);
  if (event == nullptr) return true;
  const auto& right = event->right_assessed();
  const care::Clock* clock = s.after.clocks.Find(common::v1::CLOCK_KIND_RIGHT_UNCOVERED,
                                                 v1::RightDomain_Name(right.domain()).substr(13));
  return FromProto(right.since()) <= s.given.now &&
         (right.covered() ? clock == nullptr : IsSoon(clock, s, 28));
}

// --- The course of settings ---

bool PhasesFollow(const Step& s) {
  const Event* event = Find(s, Event::kResidentialPhaseEntered);
  if (event == nullptr) return true;
  const auto& entered = event->residential_phase_entered();
  const Setting* setting = s.before.FindSetting(entered.setting_id());
  if (setting == nullptr || s.before.tonight_setting_id != setting->id) return false;
  const bool returns = entered.phase() == v1::RESIDENTIAL_PHASE_RETURN;
  const bool follows =
      entered.phase() == setting->residential + 1 || (returns && setting->residential == entered.phase());
  return follows && (!returns || (s.world.IsKnown(care::FromProto(entered.receiver())) &&
                                  FromProto(entered.return_planned_at()) > s.given.now));
}

bool IsToReturn(const Setting& setting) {
  return (setting.phase == SettingPhase::kRunning || setting.phase == SettingPhase::kNotice) &&
         setting.residential == v1::RESIDENTIAL_PHASE_RETURN;
}
// By its day, or by the one by which it is planned with somebody else; and nobody receives unasked.
bool ReturnsAreDue(const Step& s) {
  if (s.after.ended) return true;
  return std::all_of(s.after.settings.begin(), s.after.settings.end(), [&](const Setting& setting) {
    const bool due = s.after.clocks.Find(common::v1::CLOCK_KIND_RETURN_PLANNED, setting.id) != nullptr;
    const bool asked = s.after.clocks.Find(common::v1::CLOCK_KIND_RETURN_ANSWER, setting.id) != nullptr;
    if (!IsToReturn(setting)) return !due && !asked;
    const bool named = !setting.return_receiver.person_id.empty();
    return due && named == (asked || setting.return_accepted) && !(asked && setting.return_accepted);
  });
}
bool IsOfReceiver(const Setting& setting, const Step& s) {
  const care::Holder& receiver = setting.return_receiver;
  const auto& actor = s.given.actor;
  return receiver.organisation_id == actor.organisation &&
         (receiver.person_id == actor.person || receiver.deputy_person_id == actor.person);
}
bool HasFallenBack(const Setting& setting, const State& state) {
  return std::any_of(state.successions.begin(), state.successions.end(), [&](const Succession& one) {
    return one.fell_back && one.organisation_id == setting.return_receiver.organisation_id;
  });
}
// The promise outlives the help: until the receiver has met the young person or says no, or another place has
// taken them in.
bool ReceiversAreAwaited(const Step& s) {
  constexpr auto kContact = common::v1::CLOCK_KIND_RETURN_CONTACT;
  if (s.after.ended) return true;
  return std::all_of(s.after.settings.begin(), s.after.settings.end(), [&](const Setting& setting) {
    const bool awaited = s.after.clocks.Find(kContact, setting.id) != nullptr;
    const Setting* before = s.before.FindSetting(setting.id);
    if (awaited) return setting.phase == SettingPhase::kEnded && setting.return_accepted;
    if (before == nullptr) return true;
    if (Is<EndSetting>(s) && IsRunning(*before) && !IsRunning(setting)) return !before->return_accepted;
    if (s.before.clocks.Find(kContact, setting.id) == nullptr || Has(s, Event::kSettingStarted)) return true;
    const bool met = Has(s, Event::kContactWithYoungPersonRecorded) || Has(s, Event::kReturnAnswered);
    return met && (IsOfReceiver(*before, s) || (ByHolder(s) && HasFallenBack(*before, s.before)));
  });
}
// Or by the deputy; who plans it with themselves says so in the same breath.
bool ReceivedInPerson(const Step& s) {
  const Event* event = Find(s, Event::kReturnAnswered);
  if (event == nullptr) return true;
  const auto& answered = event->return_answered();
  const Event* planned = Find(s, Event::kResidentialPhaseEntered);
  const Setting* setting = s.before.FindSetting(answered.setting_id());
  if (setting == nullptr) return false;
  const care::Holder asked = planned == nullptr
                                 ? setting->return_receiver
                                 : care::FromProto(planned->residential_phase_entered().receiver());
  const auto& actor = s.given.actor;
  return asked.organisation_id == actor.organisation &&
         (asked.person_id == actor.person ||
          (planned == nullptr && asked.deputy_person_id == actor.person)) &&
         (answered.accepted() || answered.has_reason());
}

bool TrialsEnd(const Step& s) {
  const Event* event = Find(s, Event::kTrialBegun);
  if (event == nullptr) return true;
  const Setting* setting = s.before.FindSetting(event->trial_begun().setting_id());
  return setting != nullptr && setting->phase != SettingPhase::kProposed &&
         setting->phase != SettingPhase::kEnded && !setting->trial_until &&
         IsSoon(ClockOf(s.after, common::v1::CLOCK_KIND_SETTING_EVALUATION), s, 183);
}

bool MovesNobody(const Step& s) {
  static const std::set<Event::EventCase> kSayings = {
      Event::kResourcesChecked,   Event::kPeerConsultationHeld, Event::kNeedClassified,
      Event::kRiskAssessmentMade, Event::kRiskAssessmentOpened, Event::kCommissionCalled,
      Event::kCommissionVoteCast, Event::kRecordEntered,        Event::kTrialBegun,
      Event::kSettingEvaluated,   Event::kFundingDecided,       Event::kResidentialPhaseEntered,
      Event::kRightAssessed,      Event::kConfidenceRecorded,   Event::kReturnAnswered};
  if (!kSayings.contains(s.events[0].event_case())) return true;
  const State &a = s.before, &b = s.after;
  const auto running = [](const State& state) {
    return std::count_if(state.settings.begin(), state.settings.end(), IsRunning);
  };
  return a.responsibility == b.responsibility && a.coordination == b.coordination && a.tonight == b.tonight &&
         a.seats == b.seats && a.shared == b.shared && running(a) == running(b);
}

}  // namespace

std::vector<Invariant> PlanningInvariants() {
  return {
      {"C5 C6 C7 C8 each step of planning follows the one before it", StepsFollow},
      {"C6 C15 both departments consult, and whoever was heard has a view", BothConsult},
      {"C7 endangerment is assessed at once", EndangermentIsAnswered},
      {"C7 endangerment is assessed by several, with those it is about", AssessedTogether},
      {"C7 no case ends while endangerment is assessed", NoEndWhileAssessed},
      {"C8 three persons approve, each in a seat of their own", VotesAreDistinct},
      {"C8 what is adopted was approved, once the path was begun", AdoptedAfterApproval},
      {"C8 only a commission approves", OnlyACommissionApproves},
      {"A10 a record says where from, why and how far", RecordsAreGrounded},
      {"A21 a right that is not covered is looked at again", RightsAreLookedAtAgain},
      {"C17 residential help goes on phase by phase, and returns to somebody", PhasesFollow},
      {"C17 a return is due, of somebody who is asked or has said yes", ReturnsAreDue},
      {"C17 who has promised to receive is awaited after the help", ReceiversAreAwaited},
      {"C17 N5 who receives says so in person, and a no with its reason", ReceivedInPerson},
      {"B12 a trial ends with a look", TrialsEnd},
      {"B14 N15 what is said, classified or paid moves nobody", MovesNobody},
  };
}

}  // namespace fallverbund::casework::testing
