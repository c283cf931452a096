#include "services/crisis/views/notices.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "libs/base/status.h"
#include "libs/eventlog/oneof.h"

namespace fallverbund::crisis {
namespace {

using casework::v1::CaseEvent;

// The commit that is looked at, and whom it must be told to so far.
class Notices {
 public:
  explicit Notices(const eventlog::ValidCommit& commit) : commit_(commit) {}

  void On(const CaseEvent& event);
  void On(const v1::DeploymentEvent& event);
  void On(const v1::CrisisEvent& event);

  std::vector<Notice> Take() { return std::move(notices_); }

 private:
  // Nobody is told where no organisation is named.
  v1::Notification* Tell(const std::string& organisation_id, v1::NotificationKind kind) {
    return organisation_id.empty() ? nullptr : &Add(organisation_id, kind);
  }
  // Whoever holds the case by then.
  v1::Notification& TellHolder(v1::NotificationKind kind) { return Add("", kind); }

  v1::Notification& Add(const std::string& organisation_id, v1::NotificationKind kind) {
    v1::Notification& what = notices_.emplace_back(Notice{organisation_id, {}}).what;
    what.mutable_place()->set_position(commit_.position);
    what.mutable_place()->set_index(static_cast<uint32_t>(notices_.size() - 1));
    what.set_kind(kind);
    *what.mutable_recorded_at() = commit_.commit.recorded_at();
    return what;
  }

  void OnLeg(const v1::LegStarted& leg, const std::string& case_id) {
    auto* what = Tell(leg.organisation_id(), v1::NOTIFICATION_KIND_CRISIS_LEG);
    if (what == nullptr) return;
    what->set_case_id(case_id);
    what->set_crisis_id(commit_.aggregate_id);
    what->set_party(leg.party());
    if (leg.has_acknowledge_due()) *what->mutable_due() = leg.acknowledge_due();
  }

  // "Look here" only: not which danger it is. Whoever leads has a date, everybody else hears.
  void OnLaterAlarm(const v1::AlarmRepeated& alarm) {
    const bool unheard_of = alarm.again() || !alarm.first_said().empty();
    const v1::NotificationKind kind =
        unheard_of ? v1::NOTIFICATION_KIND_NEW_DANGER : v1::NOTIFICATION_KIND_ALARM_REPEATED;
    for (const std::string& organisation : alarm.told_organisation_ids()) {
      auto* what = Tell(organisation, kind);
      if (what == nullptr) continue;
      what->set_case_id(alarm.case_id());
      what->set_crisis_id(commit_.aggregate_id);
      if (alarm.has_heard_due() && organisation == alarm.lead().organisation_id())
        *what->mutable_due() = alarm.heard_due();
    }
  }

  // To whoever does it, who may have to do with nothing else here: without the case.
  void OnTask(const v1::AfterClinicTaskAgreed& task) {
    auto* what = Tell(task.organisation_id(), v1::NOTIFICATION_KIND_AFTER_CLINIC_TASK);
    if (what == nullptr) return;
    what->set_crisis_id(commit_.aggregate_id);
    what->set_object_id(task.task_id());
    *what->mutable_due() = task.due();
  }

  void AboutCrisis(const std::string& object_id, v1::Notification& what) {
    what.set_crisis_id(commit_.aggregate_id);
    what.set_object_id(object_id);
  }

  // Of everybody whom the event names.
  template <class Event>
  void TellAll(const Event& event, v1::NotificationKind kind, const std::string& object_id,
               const google::protobuf::Timestamp* due) {
    for (const std::string& organisation : event.told_organisation_ids()) {
      auto* what = Tell(organisation, kind);
      if (what == nullptr) continue;
      AboutCrisis(object_id, *what);
      if (due != nullptr) *what->mutable_due() = *due;
    }
  }

  // D4, N9: whose night it is by another's word, with a date to say so; by a plan of its own, that it begins.
  template <class Ended>
  void OnNight(const Ended& event, const std::string& object_id) {
    const std::string& next = event.next().holder().organisation_id();
    if (!event.has_confirm_due() && next == commit_.commit.actor().organisation()) return;
    auto* what = Tell(next, event.has_confirm_due() ? v1::NOTIFICATION_KIND_NIGHT_IS_YOURS
                                                    : v1::NOTIFICATION_KIND_CLINIC_LEFT);
    if (what == nullptr) return;
    what->set_case_id(event.case_id());
    AboutCrisis(object_id, *what);
    if (event.has_confirm_due()) *what->mutable_due() = event.confirm_due();
  }

  void OnDetentionEnded(const v1::DetentionEnded& ended) {
    TellAll(ended, v1::NOTIFICATION_KIND_DETENTION_ENDED, "", nullptr);
    AboutCrisis("", TellHolder(v1::NOTIFICATION_KIND_DETENTION_ENDED));
  }

  const eventlog::ValidCommit& commit_;
  std::vector<Notice> notices_;
};

void Notices::On(const CaseEvent& event) {
  if (event.has_handover_offered()) {
    const auto& offered = event.handover_offered();
    auto* what = Tell(offered.to().organisation_id(), v1::NOTIFICATION_KIND_HANDOVER_OFFERED);
    if (what == nullptr) return;
    what->set_case_id(commit_.aggregate_id);
    what->set_object_id(offered.handover_id());
    if (offered.has_answer_due()) *what->mutable_due() = offered.answer_due();
  }
  for (const std::string& organisation : event.tonight_moved().told_organisation_ids()) {
    auto* what = Tell(organisation, v1::NOTIFICATION_KIND_MISSING_FROM_CARE);
    if (what == nullptr) continue;
    what->set_case_id(commit_.aggregate_id);
    what->set_object_id(event.tonight_moved().missing_from_care_id());
  }
  if (event.has_glass_broken()) {
    const auto& broken = event.glass_broken();
    auto* what = Tell(broken.holder_organisation_id(), v1::NOTIFICATION_KIND_GLASS_BROKEN);
    if (what == nullptr) return;
    what->set_case_id(commit_.aggregate_id);
    what->set_crisis_id(broken.crisis_id());
    what->set_object_id(broken.reading_id());
    *what->mutable_due() = broken.review_due();
  }
}

void Notices::On(const v1::DeploymentEvent& event) {
  switch (event.event_case()) {
    case v1::DeploymentEvent::kDeploymentRequested: {
      const auto& requested = event.deployment_requested();
      auto* what = Tell(requested.crisis_team_organisation_id(), v1::NOTIFICATION_KIND_DEPLOYMENT_REQUESTED);
      if (what == nullptr) return;
      what->set_case_id(requested.case_id());
      what->set_object_id(commit_.aggregate_id);
      if (requested.has_answer_due()) *what->mutable_due() = requested.answer_due();
      return;
    }
    case v1::DeploymentEvent::kDeploymentRefused:
      TellHolder(v1::NOTIFICATION_KIND_DEPLOYMENT_REFUSED).set_object_id(commit_.aggregate_id);
      return;
    case v1::DeploymentEvent::kDeploymentAnswerOverdue:
      TellHolder(v1::NOTIFICATION_KIND_DEPLOYMENT_UNANSWERED).set_object_id(commit_.aggregate_id);
      return;
    case v1::DeploymentEvent::kOutreachContactMade:
    case v1::DeploymentEvent::kOutreachContactOverdue:
    case v1::DeploymentEvent::kOutreachContactEscalated:
    case v1::DeploymentEvent::kDeploymentTakenOver:
    case v1::DeploymentEvent::kDeploymentAccepted:
    case v1::DeploymentEvent::kDeploymentWithdrawn:
    case v1::DeploymentEvent::kDeploymentAnswerEscalated:
    case v1::DeploymentEvent::kDeploymentEnded:
    case v1::DeploymentEvent::kDebriefRecorded:
    case v1::DeploymentEvent::kDebriefOverdue:
    case v1::DeploymentEvent::kDebriefEscalated:
    case v1::DeploymentEvent::kPlaceReturned:
    case v1::DeploymentEvent::EVENT_NOT_SET:
      return;
  }
}

void Notices::On(const v1::CrisisEvent& event) {
  switch (event.event_case()) {
    case v1::CrisisEvent::kCrisisOpened:
      for (const auto& leg : event.crisis_opened().legs()) OnLeg(leg, event.crisis_opened().case_id());
      return;
    case v1::CrisisEvent::kLegStarted:
      return OnLeg(event.leg_started(), "");
    case v1::CrisisEvent::kAlarmRepeated:
      return OnLaterAlarm(event.alarm_repeated());
    case v1::CrisisEvent::kAfterClinicTaskAgreed:
      return OnTask(event.after_clinic_task_agreed());
    case v1::CrisisEvent::kTakenIntoCare:
      return TellAll(event.taken_into_care(), v1::NOTIFICATION_KIND_TAKEN_INTO_CARE,
                     event.taken_into_care().care_id(), nullptr);
    case v1::CrisisEvent::kCareEnded:
      TellAll(event.care_ended(), v1::NOTIFICATION_KIND_CARE_ENDED, event.care_ended().care_id(), nullptr);
      return OnNight(event.care_ended(), event.care_ended().care_id());
    case v1::CrisisEvent::kLeftClinic:
      return OnNight(event.left_clinic(), event.left_clinic().stay_id());
    case v1::CrisisEvent::kDetentionEnded:
      return OnDetentionEnded(event.detention_ended());
    case v1::CrisisEvent::kClinicLeavePlanned: {
      const auto& planned = event.clinic_leave_planned();
      return TellAll(planned, v1::NOTIFICATION_KIND_LEAVE_PLANNED, planned.stay_id(), &planned.on());
    }
    case v1::CrisisEvent::kCareEndPlanned: {
      const auto& planned = event.care_end_planned();
      return TellAll(planned, v1::NOTIFICATION_KIND_LEAVE_PLANNED, planned.care_id(), &planned.on());
    }
    case v1::CrisisEvent::kAftercareMeetingScheduled: {
      const auto& scheduled = event.aftercare_meeting_scheduled();
      return TellAll(scheduled, v1::NOTIFICATION_KIND_MEETING_DAY, scheduled.meeting_id(), &scheduled.on());
    }
    case v1::CrisisEvent::kNightMovedOn:
    case v1::CrisisEvent::kNightConfirmed:
    case v1::CrisisEvent::kClinicStayDetained:
    case v1::CrisisEvent::kAlarmAcknowledged:
    case v1::CrisisEvent::kCrisisCaseRequested:
    case v1::CrisisEvent::kCrisisCaseOpened:
    case v1::CrisisEvent::kLegAttempted:
    case v1::CrisisEvent::kLegAcknowledged:
    case v1::CrisisEvent::kCrisisDeadlineOverdue:
    case v1::CrisisEvent::kCrisisDeadlineEscalated:
    case v1::CrisisEvent::kCrisisStabilised:
    case v1::CrisisEvent::kAdmittedToClinic:
    case v1::CrisisEvent::kCourtDecided:
    case v1::CrisisEvent::kAftercareMeetingHeld:
    case v1::CrisisEvent::kAfterClinicTaskDone:
    case v1::CrisisEvent::kParentsInvolved:
    case v1::CrisisEvent::kCrisisConcluded:
    case v1::CrisisEvent::EVENT_NOT_SET:
      return;
  }
}

template <class Event>
absl::StatusOr<std::vector<Notice>> Of(const eventlog::ValidCommit& commit) {
  Notices notices(commit);
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<Event>(stored));
    notices.On(event);
  }
  return notices.Take();
}

}  // namespace

absl::StatusOr<std::vector<Notice>> NoticesOf(const eventlog::ValidCommit& commit) {
  const std::string& type = commit.commit.aggregate_type();
  if (commit.context == "case" && type == "case") return Of<CaseEvent>(commit);
  if (commit.context == "crisis" && type == "deployment") return Of<v1::DeploymentEvent>(commit);
  if (commit.context == "crisis" && type == "crisis") return Of<v1::CrisisEvent>(commit);
  return std::vector<Notice>{};
}

absl::StatusOr<std::optional<std::string>> CaseOfCrisis(const eventlog::ValidCommit& commit) {
  if (commit.context == "crisis" && commit.commit.aggregate_type() == "deployment") {
    for (const auto& stored : commit.commit.events()) {
      FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::DeploymentEvent>(stored));
      if (event.has_deployment_requested()) return event.deployment_requested().case_id();
    }
    return std::nullopt;
  }
  if (commit.context != "crisis" || commit.commit.aggregate_type() != "crisis") return std::nullopt;
  std::optional<std::string> case_id;
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::CrisisEvent>(stored));
    if (event.has_crisis_opened()) case_id = event.crisis_opened().case_id();
    if (event.has_crisis_case_opened()) case_id = event.crisis_case_opened().case_id();
  }
  return case_id;
}

absl::StatusOr<std::optional<DangerWaits>> DangerOf(const eventlog::ValidCommit& commit) {
  if (commit.context != "crisis" || commit.commit.aggregate_type() != "crisis") return std::nullopt;
  std::optional<DangerWaits> danger;
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::CrisisEvent>(stored));
    if (event.alarm_repeated().has_heard_due()) danger = {true, event.alarm_repeated().heard_due()};
    if (event.alarm_acknowledged().leads() || event.has_crisis_concluded()) danger = {false, {}};
  }
  return danger;
}

absl::StatusOr<std::optional<LegMissing>> MissingLegOf(const eventlog::ValidCommit& commit) {
  if (commit.context != "crisis" || commit.commit.aggregate_type() != "crisis") return std::nullopt;
  const auto missing = [](const auto& missed, common::v1::EscalationStep step) -> std::optional<LegMissing> {
    int party = 0;  // a leg's clock is named by its party's number
    if (missed.clock() != common::v1::CLOCK_KIND_CRISIS_LEG || !absl::SimpleAtoi(missed.object_id(), &party))
      return std::nullopt;
    return LegMissing{static_cast<common::v1::CrisisParty>(party), missed.due(), step};
  };
  std::optional<LegMissing> leg;
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::CrisisEvent>(stored));
    if (event.has_crisis_deadline_overdue())
      leg = missing(event.crisis_deadline_overdue(), common::v1::ESCALATION_STEP_UNSPECIFIED);
    if (event.has_crisis_deadline_escalated())
      leg = missing(event.crisis_deadline_escalated(), event.crisis_deadline_escalated().step());
  }
  return leg;
}

absl::StatusOr<std::optional<FirstLead>> FirstLeadOf(const eventlog::ValidCommit& commit) {
  if (commit.context != "crisis" || commit.commit.aggregate_type() != "crisis") return std::nullopt;
  std::optional<FirstLead> leads;
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<v1::CrisisEvent>(stored));
    const auto& opened = event.crisis_opened();
    if (event.has_crisis_opened()) leads = {opened.episode(), opened.lead().organisation_id()};
  }
  return leads;
}

Notice StillMissing(const eventlog::ValidCommit& commit, const std::string& organisation_id,
                    const LegMissing& leg, size_t index) {
  Notice notice{organisation_id, {}};
  notice.what.mutable_place()->set_position(commit.position);
  notice.what.mutable_place()->set_index(static_cast<uint32_t>(index));
  notice.what.set_kind(v1::NOTIFICATION_KIND_LEG_OVERDUE);
  *notice.what.mutable_recorded_at() = commit.commit.recorded_at();
  notice.what.set_crisis_id(commit.aggregate_id);
  notice.what.set_party(leg.party);
  *notice.what.mutable_due() = leg.due;
  notice.what.set_step(leg.step);
  return notice;
}

absl::StatusOr<std::optional<LeadPassed>> LeadOf(const eventlog::ValidCommit& commit) {
  if (commit.context != "case" || commit.commit.aggregate_type() != "case") return std::nullopt;
  std::optional<LeadPassed> passed;
  bool reopened = false;  // by an alarm it follows the lead, whom that alarm has told itself
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<CaseEvent>(stored));
    reopened |= event.has_case_reopened();
    const auto& taken = event.crisis_lead_taken();
    if (taken.has_from() || (reopened && event.has_crisis_lead_taken()))
      passed = {taken.crisis_id(), taken.episode(), taken.to().organisation_id()};
  }
  return passed;
}

Notice StillUnheard(const eventlog::ValidCommit& commit, const LeadPassed& passed,
                    const google::protobuf::Timestamp& due, size_t index) {
  Notice notice{passed.organisation_id, {}};
  notice.what.mutable_place()->set_position(commit.position);
  notice.what.mutable_place()->set_index(static_cast<uint32_t>(index));
  notice.what.set_kind(v1::NOTIFICATION_KIND_NEW_DANGER);
  *notice.what.mutable_recorded_at() = commit.commit.recorded_at();
  notice.what.set_case_id(commit.aggregate_id);
  notice.what.set_crisis_id(passed.crisis_id);
  *notice.what.mutable_due() = due;
  return notice;
}

}  // namespace fallverbund::crisis
