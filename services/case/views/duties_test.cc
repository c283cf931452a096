// Long, because one test per duty.
//
// What somebody has to do before there is a case, or beside it, on work lists.
#include "services/case/views/duties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "libs/projection/in_memory_projection_store.h"
#include "services/case/domain/testing/case_story.h"
#include "services/case/views/case_resource.h"
#include "services/case/views/case_view.h"

namespace fallverbund::casework::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class Duties : public ::testing::Test {
 protected:
  template <class Event>
  void Happened(const std::string& id, const Event& event) {
    auto batch = store_.NewBatch();
    ASSERT_TRUE(TakeDuty(id, event, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  void Opened(const std::string& origin_id) {
    v1::CaseEvent event;
    event.mutable_case_opened()->mutable_origin()->set_aggregate_id(origin_id);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(TakeDuty(event, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  // "KIND CLOCK" of each item on the list of this audience; the clock only where something is due.
  std::vector<std::string> Waiting(const std::string& audience) {
    std::vector<std::string> items;
    const auto page = ReadWorkList(store_, {audience}, Wanted({}), "", 100);
    for (const auto& item : page->items) items.push_back(Word(item));
    return items;
  }
  std::vector<std::string> WaitingInUnit(const Person& person) {
    std::vector<std::string> items;
    const std::string unit = UnitKey(person.organisation, person.unit);
    const auto page = ReadUnitWork(store_, unit, Wanted({}), "", 100);
    for (const auto& item : page->items) items.push_back(Word(item));
    return items;
  }
  static std::string Word(const v1::InboxItem& item) {
    const std::string kind = v1::InboxItemKind_Name(item.kind()).substr(sizeof("INBOX_ITEM_KIND_") - 1);
    return kind + " " + (item.has_due() ? std::to_string(item.due().seconds()) : item.object_id());
  }

  static intake::v1::ContactEvent Received(intake::v1::ContactKind kind) {
    intake::v1::ContactEvent event;
    event.mutable_contact_received()->set_kind(kind);
    *event.mutable_contact_received()->mutable_owner() = care::ToProto(Holder(kAdler, kSpecht));
    if (kind == intake::v1::CONTACT_KIND_FIRST_CONTACT)
      event.mutable_contact_received()->mutable_opening_due()->set_seconds(3);
    return event;
  }
  static intake::v1::InquiryEvent Asked() {
    intake::v1::InquiryEvent event;
    *event.mutable_inquiry_received()->mutable_holder() = care::ToProto(Holder(kAdler, kSpecht));
    event.mutable_inquiry_received()->set_office_organisation_id(kKrause.organisation);
    event.mutable_inquiry_received()->mutable_answer_due()->set_seconds(14);
    return event;
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(Duties, ADialogIsOnNoList) {
  Happened("contact", Received(intake::v1::CONTACT_KIND_DIALOG));
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), IsEmpty());
}

TEST_F(Duties, ADeclinedInquiryAndOneTakenOverStandWithWhoHolds) {
  Happened("inquiry", Asked());
  intake::v1::InquiryEvent event;
  event.mutable_inquiry_declined();
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("INQUIRY inquiry"));
  *event.mutable_inquiry_taken_over()->mutable_to() = care::ToProto(Holder(kSpecht, kHabicht));
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), IsEmpty());
  EXPECT_THAT(Waiting(PersonAudience(kSpecht.id)), ElementsAre("INQUIRY inquiry"));
  Happened("contact", Received(intake::v1::CONTACT_KIND_FIRST_CONTACT));
  intake::v1::ContactEvent contact;
  *contact.mutable_contact_taken_over()->mutable_to() = care::ToProto(Holder(kSpecht, kHabicht));
  Happened("contact", contact);
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), IsEmpty());
}

TEST_F(Duties, AFirstContactWaitsForItsHolderAndTheUnitUntilItsCaseIsOpen) {
  Happened("contact", Received(intake::v1::CONTACT_KIND_FIRST_CONTACT));
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("FIRST_CONTACT 3", "DUE 3"));
  EXPECT_THAT(Waiting(PersonAudience(kSpecht.id)), IsEmpty());
  EXPECT_THAT(WaitingInUnit(kAdler), ElementsAre("FIRST_CONTACT 3", "DUE 3"));
  Opened("contact");
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), IsEmpty());
  EXPECT_THAT(WaitingInUnit(kAdler), IsEmpty());
}

TEST_F(Duties, AContactWithoutACaseClimbsToDeputyLeadHeadAndSteeringGroup) {
  Happened("contact", Received(intake::v1::CONTACT_KIND_FIRST_CONTACT));
  intake::v1::ContactEvent missed;
  missed.mutable_contact_opening_overdue();
  Happened("contact", missed);
  const std::vector<std::string> ladder = {
      PersonAudience(kSpecht.id), UnitAudience(kAdler.unit, common::v1::ROLE_TEAM_LEAD),
      OrganisationAudience(kAdler.organisation, common::v1::ROLE_DEPARTMENT_HEAD),
      AssociationAudience(common::v1::ROLE_STEERING_GROUP)};
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("FIRST_CONTACT 3", "OVERDUE 3"));
  for (size_t step = 0; step < ladder.size(); ++step) {
    EXPECT_THAT(Waiting(ladder[step]), IsEmpty());
    missed.mutable_contact_opening_escalated()->set_step(
        static_cast<common::v1::EscalationStep>(common::v1::ESCALATION_STEP_DEPUTY + step));
    Happened("contact", missed);
    EXPECT_THAT(Waiting(ladder[step]), ElementsAre("OVERDUE 3"));
  }
}

TEST_F(Duties, AnInquiryWaitsForTheOfficeUntilItHasAnsweredAndForItsHolderUntilTheCase) {
  const std::string office = OrganisationAudience(kKrause.organisation, common::v1::ROLE_COORDINATOR);
  Happened("inquiry", Asked());
  EXPECT_THAT(Waiting(office), ElementsAre("INQUIRY 14", "DUE 14"));
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("INQUIRY 14"));
  intake::v1::InquiryEvent event;
  event.mutable_inquiry_answer_overdue();
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(office), ElementsAre("INQUIRY 14", "OVERDUE 14"));
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("INQUIRY 14", "OVERDUE 14"))
      << "who waits in vain is told";
  event.mutable_inquiry_answer_escalated()->set_step(common::v1::ESCALATION_STEP_DEPUTY);
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(PersonAudience(kSpecht.id)), ElementsAre("OVERDUE 14"));
  event.mutable_inquiry_needs_info();
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(office), IsEmpty());
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("INQUIRY inquiry"));
  event.mutable_broken_off_support_added()->mutable_answer_due()->set_seconds(28);
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(office), ElementsAre("INQUIRY 28", "DUE 28"));
  event.mutable_inquiry_found_eligible();
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(office), IsEmpty());
  Opened("inquiry");
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), IsEmpty());
}

TEST_F(Duties, WhatTheOfficeAsksForIsDueFromWhoeverInquiredAndClimbsThere) {
  const std::string office = OrganisationAudience(kKrause.organisation, common::v1::ROLE_COORDINATOR);
  Happened("inquiry", Asked());
  intake::v1::InquiryEvent event;
  event.mutable_inquiry_needs_info()->mutable_info_due()->set_seconds(21);
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("INQUIRY 21", "DUE 21"));
  EXPECT_THAT(Waiting(office), IsEmpty()) << "it has answered";
  event.mutable_inquiry_info_overdue();
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("INQUIRY 21", "OVERDUE 21"));
  EXPECT_THAT(Waiting(PersonAudience(kSpecht.id)), IsEmpty());
  event.mutable_inquiry_info_escalated()->set_step(common::v1::ESCALATION_STEP_DEPUTY);
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(PersonAudience(kSpecht.id)), ElementsAre("OVERDUE 21"));
  event.mutable_broken_off_support_added()->mutable_answer_due()->set_seconds(28);
  Happened("inquiry", event);
  EXPECT_THAT(Waiting(office), ElementsAre("INQUIRY 28", "DUE 28"));
  EXPECT_THAT(Waiting(PersonAudience(kSpecht.id)), IsEmpty());
}

TEST_F(Duties, ADeploymentWaitsForTheTeamUntilItIsAnswered) {
  auto batch = store_.NewBatch();
  batch->Put("cases", "case", CaseResource("case", OpenedCase().state(), 1).SerializeAsString());
  ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  const std::string team = OrganisationAudience(kStorch.organisation, common::v1::ROLE_CRISIS_WORKER);
  crisis::v1::DeploymentEvent requested, overdue, answer;
  requested.mutable_deployment_requested()->set_case_id("case");
  requested.mutable_deployment_requested()->set_crisis_team_organisation_id(kStorch.organisation);
  requested.mutable_deployment_requested()->mutable_answer_due()->set_seconds(30);
  overdue.mutable_deployment_answer_overdue();
  const std::vector<void (*)(crisis::v1::DeploymentEvent&)> answers = {
      [](crisis::v1::DeploymentEvent& event) { event.mutable_deployment_accepted(); },
      [](crisis::v1::DeploymentEvent& event) { event.mutable_deployment_refused(); },
      [](crisis::v1::DeploymentEvent& event) { event.mutable_deployment_withdrawn(); }};
  for (const auto give : answers) {
    Happened("deployment", requested);
    EXPECT_THAT(Waiting(team), ElementsAre("DEPLOYMENT 30", "DUE 30"));
    EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("DEPLOYMENT 30"));
    Happened("deployment", overdue);
    EXPECT_THAT(Waiting(team), ElementsAre("DEPLOYMENT 30", "OVERDUE 30"));
    EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("DEPLOYMENT 30", "OVERDUE 30"));
    give(answer);
    Happened("deployment", answer);
    EXPECT_THAT(Waiting(team), IsEmpty());
    EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), IsEmpty());
  }
  requested.mutable_deployment_requested()->set_case_id("unknown");
  Happened("deployment", requested);
  EXPECT_THAT(Waiting(team), IsEmpty());
}

TEST_F(Duties, EachLegOfACrisisWaitsForItsAddresseeUntilItIsAcknowledged) {
  auto batch = store_.NewBatch();
  batch->Put("cases", "case", CaseResource("case", OpenedCase().state(), 1).SerializeAsString());
  ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  const std::string clinic = OrganisationAudience(kKranich.organisation, common::v1::ROLE_CLINIC);
  crisis::v1::CrisisEvent opened, overdue, acknowledged, admitted, left, concluded;
  auto& alarm = *opened.mutable_crisis_opened();
  alarm.set_case_id("case");
  *alarm.mutable_lead() = care::ToProto(Holder(kFuchs, kDachs));
  alarm.mutable_meeting_due()->set_seconds(900);
  for (const auto& [party, organisation] : {std::pair{common::v1::CRISIS_PARTY_CLINIC, kKranich.organisation},
                                            {common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE, std::string()}}) {
    auto& leg = *alarm.add_legs();
    leg.set_party(party);
    leg.set_organisation_id(organisation);
    leg.mutable_acknowledge_due()->set_seconds(30);
  }
  Happened("crisis", opened);
  EXPECT_THAT(Waiting(clinic), ElementsAre("CRISIS_LEG 30", "DUE 30"));
  EXPECT_THAT(Waiting(PersonAudience(kFuchs.id)), ::testing::Contains("DUE 30")) << "of the mother";
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("AFTERCARE_MEETING 900", "DUE 900"));
  overdue.mutable_crisis_deadline_overdue()->set_clock(common::v1::CLOCK_KIND_CRISIS_LEG);
  overdue.mutable_crisis_deadline_overdue()->set_object_id("5");
  Happened("crisis", overdue);
  EXPECT_THAT(Waiting(clinic), ElementsAre("CRISIS_LEG 30", "OVERDUE 30"));
  acknowledged.mutable_leg_acknowledged()->set_party(common::v1::CRISIS_PARTY_CLINIC);
  Happened("crisis", acknowledged);
  EXPECT_THAT(Waiting(clinic), IsEmpty());
  admitted.mutable_admitted_to_clinic();
  Happened("crisis", admitted);
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), IsEmpty()) << "it is counted from leaving";
  left.mutable_left_clinic()->set_case_id("case");
  left.mutable_left_clinic()->mutable_meeting_due()->set_seconds(1900);
  Happened("crisis", left);
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("AFTERCARE_MEETING 1900", "DUE 1900"));
  concluded.mutable_crisis_concluded();
  Happened("crisis", concluded);
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), IsEmpty());
  EXPECT_THAT(Waiting(PersonAudience(kFuchs.id)), IsEmpty());
}

// One leg of a crisis, which the clinic has acknowledged.
class LegsAnew : public Duties {
 protected:
  LegsAnew() {
    auto batch = store_.NewBatch();
    batch->Put("cases", "case", CaseResource("case", OpenedCase().state(), 1).SerializeAsString());
    EXPECT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
    crisis::v1::CrisisEvent opened, acknowledged;
    opened.mutable_crisis_opened()->set_case_id("case");
    *opened.mutable_crisis_opened()->mutable_lead() = care::ToProto(Holder(kFuchs, kDachs));
    *opened.mutable_crisis_opened()->add_legs() = Leg(30);
    opened.mutable_crisis_opened()->mutable_meeting_due()->set_seconds(900);
    acknowledged.mutable_leg_acknowledged()->set_party(common::v1::CRISIS_PARTY_CLINIC);
    Happened("crisis", opened);
    Happened("crisis", acknowledged);
  }
  static crisis::v1::LegStarted Leg(int64_t due) {
    crisis::v1::LegStarted leg;
    leg.set_party(common::v1::CRISIS_PARTY_CLINIC);
    leg.set_organisation_id(kKranich.organisation);
    leg.mutable_acknowledge_due()->set_seconds(due);
    return leg;
  }
  static crisis::v1::CrisisEvent Started(int64_t due) {
    crisis::v1::CrisisEvent event;
    *event.mutable_leg_started() = Leg(due);
    return event;
  }
  const std::string clinic_ = OrganisationAudience(kKranich.organisation, common::v1::ROLE_CLINIC);
};

TEST_F(LegsAnew, WaitForWhomTheySayAlsoAfterTheyWereAcknowledged) {
  EXPECT_THAT(Waiting(clinic_), IsEmpty());
  Happened("crisis", Started(60));
  EXPECT_THAT(Waiting(clinic_), ElementsAre("CRISIS_LEG 60", "DUE 60"));
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ::testing::Contains("CRISIS_LEG 60"))
      << "of who holds the case";
}

TEST_F(LegsAnew, InAnEmergencyOfItsOwnAreInSightOfWhoeverLeadsAndTheMeetingIsOwedAgain) {
  crisis::v1::CrisisEvent held, again;
  held.mutable_aftercare_meeting_held();
  Happened("crisis", held);
  again.mutable_alarm_repeated()->set_again(true);
  *again.mutable_alarm_repeated()->mutable_lead() = care::ToProto(Holder(kFuchs, kDachs));
  again.mutable_alarm_repeated()->mutable_meeting_due()->set_seconds(2000);
  Happened("crisis", again);
  Happened("crisis", Started(60));
  EXPECT_THAT(Waiting(clinic_), ElementsAre("CRISIS_LEG 60", "DUE 60"));
  EXPECT_THAT(Waiting(PersonAudience(kFuchs.id)), ::testing::Contains("CRISIS_LEG 60"));
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ::testing::Contains("AFTERCARE_MEETING 2000"));
}

TEST_F(LegsAnew, InAnEmergencyOfItsOwnOweNoOtherMeetingThanTheOneThatIsOwed) {
  crisis::v1::CrisisEvent again;
  again.mutable_alarm_repeated()->set_again(true);
  Happened("crisis", again);
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ::testing::Contains("AFTERCARE_MEETING 900"));
}

class CrisisDates : public Duties {
 protected:
  CrisisDates() {
    auto batch = store_.NewBatch();
    batch->Put("cases", "case", CaseResource("case", OpenedCase().state(), 1).SerializeAsString());
    EXPECT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
    crisis::v1::CrisisEvent opened;
    auto& alarm = *opened.mutable_crisis_opened();
    alarm.set_case_id("case");
    *alarm.mutable_lead() = care::ToProto(Holder(kFuchs, kDachs));
    alarm.mutable_meeting_due()->set_seconds(900);
    auto& leg = *alarm.add_legs();
    leg.set_party(common::v1::CRISIS_PARTY_LEGAL_REPRESENTATIVE);
    leg.set_organisation_id("guardians");
    leg.mutable_acknowledge_due()->set_seconds(30);
    Happened("crisis", opened);
  }
  void Missed(common::v1::ClockKind clock, const std::string& object_id) {
    crisis::v1::CrisisEvent event;
    event.mutable_crisis_deadline_overdue()->set_clock(clock);
    event.mutable_crisis_deadline_overdue()->set_object_id(object_id);
    Happened("crisis", event);
  }
  void HappenedInTheCase(const v1::CaseEvent& event) {
    auto batch = store_.NewBatch();
    ASSERT_TRUE(TakeDuty(event, *batch).ok());
    ASSERT_TRUE(PassDuties("case", event, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  static crisis::v1::CrisisEvent NotHeard(int64_t retry_s) {
    crisis::v1::CrisisEvent event;
    auto& girl = *event.mutable_parents_involved()->mutable_participation()->mutable_young_person();
    girl.set_reason(common::v1::NOT_HEARD_REASON_UNREACHABLE);
    girl.mutable_retry_due()->set_seconds(retry_s);
    event.mutable_parents_involved()->mutable_participation()->mutable_family()->set_heard(true);
    return event;
  }
  const std::string holder_ = PersonAudience(kAdler.id);
  const std::string clinic_ = OrganisationAudience(kKranich.organisation, common::v1::ROLE_CLINIC);
};

TEST_F(CrisisDates, ATaskWaitsForWhoeverDoesItAlsoAfterTheCrisis) {
  crisis::v1::CrisisEvent agreed, done, concluded;
  agreed.mutable_after_clinic_task_agreed()->set_task_id("task");
  agreed.mutable_after_clinic_task_agreed()->set_organisation_id(kKranich.organisation);
  agreed.mutable_after_clinic_task_agreed()->mutable_due()->set_seconds(2000);
  Happened("crisis", agreed);
  EXPECT_THAT(Waiting(clinic_), ElementsAre("AFTER_CLINIC_TASK 2000", "DUE 2000"));
  const auto list = ReadWorkList(store_, {clinic_}, Wanted({}), "", 100);
  ASSERT_TRUE(list.ok());
  for (const auto& item : list->items) EXPECT_EQ(item.case_id(), "") << "D7: the task alone";
  EXPECT_THAT(Waiting(holder_), ::testing::Contains("AFTER_CLINIC_TASK 2000"));
  concluded.mutable_crisis_concluded();
  Happened("crisis", concluded);
  Missed(common::v1::CLOCK_KIND_AFTER_CLINIC_TASK, "task");
  EXPECT_THAT(Waiting(clinic_), ElementsAre("AFTER_CLINIC_TASK 2000", "OVERDUE 2000"));
  EXPECT_THAT(Waiting(holder_), ::testing::Contains("OVERDUE 2000"));
  done.mutable_after_clinic_task_done()->set_task_id("task");
  Happened("crisis", done);
  EXPECT_THAT(Waiting(clinic_), IsEmpty());
  EXPECT_THAT(Waiting(holder_), IsEmpty());
}

TEST_F(CrisisDates, WhoeverWasNotHeardIsAskedAgainByWhoHoldsTheCaseAlsoAfterTheCrisis) {
  Happened("crisis", NotHeard(2000));
  EXPECT_THAT(Waiting(holder_), ::testing::Contains("CRISIS_HEARING 2000"));
  crisis::v1::CrisisEvent concluded, heard;
  concluded.mutable_crisis_concluded();
  Happened("crisis", concluded);
  Missed(common::v1::CLOCK_KIND_HEARING_RETRY, "");
  EXPECT_THAT(Waiting(holder_), ElementsAre("CRISIS_HEARING 2000", "OVERDUE 2000"));
  auto& participation = *heard.mutable_parents_involved()->mutable_participation();
  participation.mutable_young_person()->set_heard(true);
  participation.mutable_family()->set_heard(true);
  Happened("crisis", heard);
  EXPECT_THAT(Waiting(holder_), IsEmpty());
}

TEST_F(CrisisDates, ACourtsApprovalWaitsForTheClinicAndWhoHoldsTheCaseUntilItHasDecided) {
  crisis::v1::CrisisEvent admitted, decided;
  admitted.mutable_admitted_to_clinic()->mutable_holder()->set_organisation_id(kKranich.organisation);
  admitted.mutable_admitted_to_clinic()->set_stay_id("stay");
  admitted.mutable_admitted_to_clinic()->mutable_approval_due()->set_seconds(100);
  decided.mutable_court_decided()->set_detention(crisis::v1::DETENTION_CLINIC);
  Happened("crisis", admitted);
  EXPECT_THAT(Waiting(clinic_), ElementsAre("COURT_APPROVAL 100", "DUE 100"));
  EXPECT_THAT(Waiting(holder_), ElementsAre("COURT_APPROVAL 100"));
  Missed(common::v1::CLOCK_KIND_COURT_APPROVAL, "stay");
  EXPECT_THAT(Waiting(holder_), ElementsAre("COURT_APPROVAL 100", "OVERDUE 100"));
  crisis::v1::CrisisEvent in_care;
  in_care.mutable_court_decided()->set_detention(crisis::v1::DETENTION_IN_CARE);
  Happened("crisis", in_care);
  EXPECT_THAT(Waiting(clinic_), ElementsAre("COURT_APPROVAL 100", "OVERDUE 100")) << "of another detention";
  Happened("crisis", decided);
  EXPECT_THAT(Waiting(clinic_), IsEmpty());
  EXPECT_THAT(Waiting(holder_), IsEmpty());
}

// § 42(5): until a court has decided, or it is over.
TEST_F(CrisisDates, TheEndOfADetentionIsADateOfWhoeverDetains) {
  crisis::v1::CrisisEvent taken, decided, over, ended;
  auto& care = *taken.mutable_taken_into_care();
  care.set_organisation_id(kAmsel.organisation);
  care.set_person_id(kAmsel.id);
  *care.mutable_holder() = care::ToProto(Holder(kAmsel, kStar));
  care.mutable_detention_until()->set_seconds(100);
  const std::string office = PersonAudience(kAmsel.id);
  Happened("crisis", taken);
  EXPECT_THAT(Waiting(office), ElementsAre("DETENTION_LIMIT 100", "DUE 100"));
  EXPECT_THAT(Waiting(OrganisationAudience(kAdler.organisation, common::v1::ROLE_CASE_WORKER)),
              ElementsAre("DETENTION_LIMIT 100"))
      << "in sight of who holds the case";
  v1::CaseEvent lead;
  lead.mutable_crisis_lead_taken()->set_crisis_id("crisis");
  *lead.mutable_crisis_lead_taken()->mutable_to() = care::ToProto(Holder(kStorch, kKranich));
  HappenedInTheCase(lead);
  EXPECT_THAT(Waiting(office), ElementsAre("DETENTION_LIMIT 100", "DUE 100")) << "not of whoever leads";
  decided.mutable_court_decided()->set_detention(crisis::v1::DETENTION_IN_CARE);
  decided.mutable_court_decided()->set_granted(true);
  decided.mutable_court_decided()->mutable_until()->set_seconds(700);
  Happened("crisis", decided);
  EXPECT_THAT(Waiting(office), ElementsAre("DETENTION_LIMIT 700", "DUE 700"));
  over.mutable_detention_ended()->set_detention(crisis::v1::DETENTION_IN_CARE);
  Happened("crisis", over);
  EXPECT_THAT(Waiting(office), IsEmpty());
  Happened("crisis", decided);
  EXPECT_THAT(Waiting(office), ElementsAre("DETENTION_LIMIT 700", "DUE 700")) << "granted anew";
  ended.mutable_care_ended();
  Happened("crisis", ended);
  EXPECT_THAT(Waiting(office), IsEmpty());
}

TEST_F(CrisisDates, ADetentionInTheClinicIsADateOfTheClinicAsLongAsTheCourtSaid) {
  crisis::v1::CrisisEvent admitted, detained, decided, left;
  *admitted.mutable_admitted_to_clinic()->mutable_holder() = care::ToProto(Holder(kKranich, kStorch));
  Happened("crisis", admitted);
  EXPECT_THAT(Waiting(clinic_), IsEmpty()) << "by consent";
  detained.mutable_clinic_stay_detained()->mutable_approval_due()->set_seconds(100);
  Happened("crisis", detained);
  EXPECT_THAT(Waiting(clinic_), ElementsAre("COURT_APPROVAL 100", "DUE 100"));
  decided.mutable_court_decided()->set_detention(crisis::v1::DETENTION_CLINIC);
  decided.mutable_court_decided()->set_granted(true);
  decided.mutable_court_decided()->mutable_until()->set_seconds(700);
  Happened("crisis", decided);
  EXPECT_THAT(Waiting(clinic_), IsEmpty());
  EXPECT_THAT(Waiting(PersonAudience(kKranich.id)), ElementsAre("DETENTION_LIMIT 700", "DUE 700"));
  left.mutable_left_clinic()->set_case_id("case");
  Happened("crisis", left);
  EXPECT_THAT(Waiting(PersonAudience(kKranich.id)), IsEmpty());
}

// D3: whoever is to come has the day, and not only who called for it.
TEST_F(CrisisDates, TheDayOfTheMeetingIsADateOfAllWhoCome) {
  crisis::v1::CrisisEvent scheduled, another, held;
  scheduled.mutable_aftercare_meeting_scheduled()->mutable_on()->set_seconds(500);
  Happened("crisis", scheduled);
  EXPECT_THAT(Waiting(clinic_), IsEmpty()) << "of before anybody was told";
  scheduled.mutable_aftercare_meeting_scheduled()->add_told_organisation_ids(kKranich.organisation);
  Happened("crisis", scheduled);
  EXPECT_THAT(Waiting(clinic_), ElementsAre("MEETING_DAY 500"));
  another = scheduled;
  another.mutable_aftercare_meeting_scheduled()->mutable_on()->set_seconds(600);
  Happened("crisis", another);
  EXPECT_THAT(Waiting(clinic_), ElementsAre("MEETING_DAY 600"));
  held.mutable_aftercare_meeting_held();
  Happened("crisis", held);
  EXPECT_THAT(Waiting(clinic_), IsEmpty());
}

TEST_F(CrisisDates, TheDayOfLeavingIsADateOfWhoeverTakesOverAndOfTheClinic) {
  crisis::v1::CrisisEvent planned, left;
  *planned.mutable_clinic_leave_planned()->mutable_next()->mutable_holder() =
      care::ToProto(Holder(kFuchs, kDachs));
  planned.mutable_clinic_leave_planned()->mutable_participation()->mutable_young_person()->set_heard(true);
  planned.mutable_clinic_leave_planned()->mutable_participation()->mutable_family()->set_heard(true);
  Happened("crisis", planned);
  EXPECT_THAT(Waiting(clinic_), IsEmpty()) << "of before there was a date";
  planned.mutable_clinic_leave_planned()->mutable_leave_due()->set_seconds(500);
  planned.mutable_clinic_leave_planned()->add_told_organisation_ids(kKranich.organisation);
  Happened("crisis", planned);
  EXPECT_THAT(Waiting(clinic_), ElementsAre("CLINIC_LEAVE 500"));
  EXPECT_THAT(Waiting(PersonAudience(kFuchs.id)), ::testing::IsSupersetOf({"CLINIC_LEAVE 500", "DUE 500"}));
  Missed(common::v1::CLOCK_KIND_CLINIC_LEAVE, "stay");
  EXPECT_THAT(Waiting(PersonAudience(kFuchs.id)), ::testing::Contains("OVERDUE 500"));
  left.mutable_left_clinic()->set_case_id("case");
  Happened("crisis", left);
  EXPECT_THAT(Waiting(clinic_), IsEmpty());
}

TEST_F(CrisisDates, TheDayOnWhichCareEndsIsADateOfWhoeverTakesOverAndOfItsOffice) {
  crisis::v1::CrisisEvent planned, ended;
  auto& plan = *planned.mutable_care_end_planned();
  *plan.mutable_next()->mutable_holder() = care::ToProto(Holder(kFuchs, kDachs));
  plan.mutable_participation()->mutable_young_person()->set_heard(true);
  plan.mutable_participation()->mutable_family()->set_heard(true);
  plan.add_told_organisation_ids(kAmsel.organisation);
  const std::string office = OrganisationAudience(kAmsel.organisation, common::v1::ROLE_CASE_WORKER);
  Happened("crisis", planned);
  EXPECT_THAT(Waiting(office), IsEmpty()) << "of before there was a date";
  plan.mutable_end_due()->set_seconds(500);
  Happened("crisis", planned);
  EXPECT_THAT(Waiting(office), ElementsAre("CARE_END 500"));
  EXPECT_THAT(Waiting(PersonAudience(kFuchs.id)), ::testing::IsSupersetOf({"CARE_END 500", "DUE 500"}));
  Missed(common::v1::CLOCK_KIND_CARE_END, "care");
  EXPECT_THAT(Waiting(PersonAudience(kFuchs.id)), ::testing::Contains("OVERDUE 500"));
  ended.mutable_care_ended();
  Happened("crisis", ended);
  EXPECT_THAT(Waiting(office), IsEmpty());
  Happened("crisis", planned);
  ended.mutable_taken_into_care();
  Happened("crisis", ended);
  EXPECT_THAT(Waiting(office), IsEmpty()) << "what was planned was for before";
}

// D4: of the person and of everybody who works there in crises, until it is confirmed.
TEST_F(CrisisDates, ANightByAnothersWordWaitsForItsConfirmation) {
  crisis::v1::CrisisEvent left, confirmed, ended;
  left.mutable_left_clinic()->set_case_id("case");
  *left.mutable_left_clinic()->mutable_next()->mutable_holder() = care::ToProto(Holder(kAdler, kSpecht));
  left.mutable_left_clinic()->mutable_confirm_due()->set_seconds(300);
  const std::string duty_desk = OrganisationAudience(kAdler.organisation, common::v1::ROLE_CASE_WORKER);
  Happened("crisis", left);
  EXPECT_THAT(Waiting(holder_), ::testing::IsSupersetOf({"NIGHT_TO_CONFIRM 300", "DUE 300"}));
  EXPECT_THAT(Waiting(duty_desk), ElementsAre("NIGHT_TO_CONFIRM 300"));
  Missed(common::v1::CLOCK_KIND_NIGHT_CONFIRMATION, "stay");
  EXPECT_THAT(Waiting(holder_), ::testing::Contains("OVERDUE 300"));
  confirmed.mutable_night_confirmed();
  Happened("crisis", confirmed);
  EXPECT_THAT(Waiting(duty_desk), IsEmpty());
  *ended.mutable_care_ended()->mutable_next()->mutable_holder() = care::ToProto(Holder(kAdler, kSpecht));
  ended.mutable_care_ended()->mutable_confirm_due()->set_seconds(400);
  Happened("crisis", ended);
  EXPECT_THAT(Waiting(duty_desk), ElementsAre("NIGHT_TO_CONFIRM 400"));
  crisis::v1::CrisisEvent taken;
  taken.mutable_taken_into_care()->set_shelters(true);
  Happened("crisis", taken);
  EXPECT_THAT(Waiting(duty_desk), IsEmpty()) << "the night is another's";
  Happened("crisis", ended);
  crisis::v1::CrisisEvent on;
  on.mutable_night_moved_on()->set_clock(common::v1::CLOCK_KIND_CARE_END);
  Happened("crisis", on);
  EXPECT_THAT(Waiting(duty_desk), ElementsAre("NIGHT_TO_CONFIRM 400")) << "another date of it says nothing";
  on.mutable_night_moved_on()->set_clock(common::v1::CLOCK_KIND_NIGHT_CONFIRMATION);
  Happened("crisis", on);
  EXPECT_THAT(Waiting(duty_desk), IsEmpty()) << "in the case, too";
}

// Each by its own word, and all by the word of before they were told apart.
TEST_F(CrisisDates, OfANightThatHasMovedOnWaitForNobody) {
  for (const bool told_apart : {true, false}) {
    crisis::v1::CrisisEvent leave, care, on;
    *leave.mutable_clinic_leave_planned()->mutable_next()->mutable_holder() =
        care::ToProto(Holder(kAdler, kSpecht));
    leave.mutable_clinic_leave_planned()->mutable_leave_due()->set_seconds(500);
    *care.mutable_care_end_planned()->mutable_next()->mutable_holder() =
        care::ToProto(Holder(kAdler, kSpecht));
    care.mutable_care_end_planned()->mutable_end_due()->set_seconds(600);
    Happened("crisis", leave);
    Happened("crisis", care);
    EXPECT_THAT(Waiting(holder_), ::testing::IsSupersetOf({"DUE 500", "DUE 600"}));
    if (told_apart) {
      on.mutable_night_moved_on()->set_clock(common::v1::CLOCK_KIND_NIGHT_CONFIRMATION);
      Happened("crisis", on);
      EXPECT_THAT(Waiting(holder_), ::testing::IsSupersetOf({"DUE 500", "DUE 600"}));
      on.mutable_night_moved_on()->set_clock(common::v1::CLOCK_KIND_CLINIC_LEAVE);
      Happened("crisis", on);
      EXPECT_THAT(Waiting(holder_), ::testing::Contains("DUE 600"));
      EXPECT_THAT(Waiting(holder_), ::testing::Not(::testing::Contains("DUE 500")));
      on.mutable_night_moved_on()->set_clock(common::v1::CLOCK_KIND_CARE_END);
    } else {
      on.mutable_night_moved_on();
    }
    Happened("crisis", on);
    EXPECT_THAT(Waiting(holder_), ::testing::Not(::testing::AnyOf(::testing::Contains("DUE 500"),
                                                                  ::testing::Contains("DUE 600"))));
  }
}

TEST_F(CrisisDates, AClinicLeftWhenTheNightIsElsewhereLeavesItThere) {
  crisis::v1::CrisisEvent ended, left;
  *ended.mutable_care_ended()->mutable_next()->mutable_holder() = care::ToProto(Holder(kAdler, kSpecht));
  ended.mutable_care_ended()->mutable_confirm_due()->set_seconds(400);
  left.mutable_left_clinic()->set_case_id("case");
  left.mutable_left_clinic()->mutable_meeting_due()->set_seconds(900);
  Happened("crisis", ended);
  Happened("crisis", left);
  EXPECT_THAT(Waiting(OrganisationAudience(kAdler.organisation, common::v1::ROLE_CASE_WORKER)),
              ElementsAre("NIGHT_TO_CONFIRM 400"));
}

TEST_F(CrisisDates, EndWithTheCrisis) {
  crisis::v1::CrisisEvent left, scheduled, concluded;
  left.mutable_left_clinic()->set_case_id("case");
  *left.mutable_left_clinic()->mutable_next()->mutable_holder() = care::ToProto(Holder(kAdler, kSpecht));
  left.mutable_left_clinic()->mutable_confirm_due()->set_seconds(300);
  scheduled.mutable_aftercare_meeting_scheduled()->add_told_organisation_ids(kKranich.organisation);
  scheduled.mutable_aftercare_meeting_scheduled()->mutable_on()->set_seconds(500);
  concluded.mutable_crisis_concluded();
  Happened("crisis", left);
  Happened("crisis", scheduled);
  Happened("crisis", concluded);
  EXPECT_THAT(Waiting(clinic_), IsEmpty());
  EXPECT_THAT(Waiting(holder_), IsEmpty());
}

// A18: refused is not settled.
TEST_F(CrisisDates, ARefusedDeploymentWaitsForWhoHoldsTheCaseUntilAskedAnewOrNotNeeded) {
  const auto requested = [](const std::string& team) {
    crisis::v1::DeploymentEvent event;
    event.mutable_deployment_requested()->set_case_id("case");
    event.mutable_deployment_requested()->set_crisis_team_organisation_id(team);
    event.mutable_deployment_requested()->mutable_answer_due()->set_seconds(30);
    return event;
  };
  crisis::v1::DeploymentEvent refused, withdrawn;
  refused.mutable_deployment_refused()->set_case_id("case");
  refused.mutable_deployment_refused()->set_settled_by_holder(true);
  withdrawn.mutable_deployment_withdrawn()->set_case_id("case");
  const std::string team = OrganisationAudience(kStorch.organisation, common::v1::ROLE_CRISIS_WORKER);
  Happened("first", requested(kStorch.organisation));
  Happened("first", refused);
  EXPECT_THAT(Waiting(team), IsEmpty());
  EXPECT_THAT(Waiting(holder_), ::testing::Contains("DEPLOYMENT_REFUSED first"));
  v1::CaseEvent moved;
  *moved.mutable_responsibility_moved()->mutable_to() = care::ToProto(Holder(kAmsel, kStar));
  HappenedInTheCase(moved);
  EXPECT_THAT(Waiting(PersonAudience(kAmsel.id)), ::testing::Contains("DEPLOYMENT_REFUSED first"));
  Happened("second", requested(kKranich.organisation));
  EXPECT_THAT(Waiting(PersonAudience(kAmsel.id)), Not(::testing::Contains("DEPLOYMENT_REFUSED first")));
  Happened("second", refused);
  Happened("second", withdrawn);
  EXPECT_THAT(Waiting(holder_), Not(::testing::Contains("DEPLOYMENT_REFUSED second")));
}

TEST_F(CrisisDates, ContactsOfOutreachWaitForWhoeverIsDeployed) {
  crisis::v1::DeploymentEvent accepted, made, overdue, taken, ended;
  auto& first = *accepted.mutable_deployment_accepted();
  first.set_case_id("case");
  *first.mutable_holder() = care::ToProto(Holder(kStorch, kKranich));
  first.mutable_first_contact_due()->set_seconds(100);
  const std::string deployed = PersonAudience(kStorch.id);
  Happened("deployment", accepted);
  EXPECT_THAT(Waiting(deployed), ElementsAre("OUTREACH_CONTACT 100", "DUE 100"));
  overdue.mutable_outreach_contact_overdue();
  Happened("deployment", overdue);
  EXPECT_THAT(Waiting(deployed), ElementsAre("OUTREACH_CONTACT 100", "OVERDUE 100"));
  made.mutable_outreach_contact_made()->mutable_next_due();
  Happened("deployment", made);
  EXPECT_THAT(Waiting(deployed), ElementsAre("OUTREACH_CONTACT 100", "OVERDUE 100")) << "nobody was reached";
  made.mutable_outreach_contact_made()->set_reached(true);
  made.mutable_outreach_contact_made()->mutable_next_due()->set_seconds(200);
  Happened("deployment", made);
  EXPECT_THAT(Waiting(deployed), ElementsAre("OUTREACH_CONTACT 200", "DUE 200"));
  *taken.mutable_deployment_taken_over()->mutable_to() = care::ToProto(Holder(kKranich, kStorch));
  Happened("deployment", taken);
  EXPECT_THAT(Waiting(deployed), IsEmpty());
  EXPECT_THAT(Waiting(PersonAudience(kKranich.id)), ElementsAre("OUTREACH_CONTACT 200", "DUE 200"));
  ended.mutable_deployment_ended()->set_case_id("unknown");
  Happened("deployment", ended);
  EXPECT_THAT(Waiting(PersonAudience(kKranich.id)), IsEmpty());
}

TEST_F(CrisisDates, FollowWhoeverHoldsTheCaseAndWhoeverLeads) {
  Happened("crisis", NotHeard(2000));
  v1::CaseEvent moved, taken;
  *moved.mutable_responsibility_moved()->mutable_to() = care::ToProto(Holder(kAmsel, kStar));
  HappenedInTheCase(moved);
  EXPECT_THAT(Waiting(holder_), IsEmpty());
  EXPECT_THAT(Waiting(PersonAudience(kAmsel.id)),
              ::testing::IsSupersetOf({"AFTERCARE_MEETING 900", "CRISIS_HEARING 2000"}));
  EXPECT_THAT(Waiting(PersonAudience(kFuchs.id)), ElementsAre("CRISIS_LEG 30")) << "leads as before";
  taken.mutable_crisis_lead_taken()->set_crisis_id("crisis");
  *taken.mutable_crisis_lead_taken()->mutable_to() = care::ToProto(Holder(kStorch, kKranich));
  HappenedInTheCase(taken);
  EXPECT_THAT(Waiting(PersonAudience(kFuchs.id)), IsEmpty());
  EXPECT_THAT(Waiting(PersonAudience(kStorch.id)), ElementsAre("CRISIS_LEG 30"));
}

TEST_F(CrisisDates, ALegWaitsForAGuardianWhateverOrganisationThatIs) {
  for (const auto role : {common::v1::ROLE_CASE_WORKER, common::v1::ROLE_LEGAL_REPRESENTATIVE})
    EXPECT_THAT(Waiting(OrganisationAudience("guardians", role)), ElementsAre("CRISIS_LEG 30", "DUE 30"));
}

class LaterAlarms : public Duties {
 protected:
  static crisis::v1::CrisisEvent Alarm(bool danger) {
    crisis::v1::CrisisEvent event;
    auto& alarm = *event.mutable_alarm_repeated();
    alarm.set_case_id("case");
    *alarm.mutable_lead() = care::ToProto(Holder(kFuchs, kDachs));
    alarm.add_told_organisation_ids(kFuchs.organisation);
    alarm.add_told_organisation_ids(kKranich.organisation);
    if (!danger) return event;
    alarm.add_first_said(crisis::v1::DANGER_RISK_TO_OTHERS);
    alarm.mutable_heard_due()->set_seconds(30);
    return event;
  }
  static crisis::v1::CrisisEvent HeardBy(const std::string& organisation, bool leads) {
    crisis::v1::CrisisEvent event;
    event.mutable_alarm_acknowledged()->set_organisation_id(organisation);
    event.mutable_alarm_acknowledged()->set_leads(leads);
    return event;
  }
  const std::string clinic_ = OrganisationAudience(kKranich.organisation, common::v1::ROLE_CLINIC);
  const std::string lead_ = PersonAudience(kFuchs.id);
};

TEST_F(LaterAlarms, WaitForEachWhoWasToldUntilTheySayThatTheyHaveHeard) {
  Happened("crisis", Alarm(false));
  EXPECT_THAT(Waiting(lead_), ElementsAre("ALARM_REPEATED crisis"));
  EXPECT_THAT(Waiting(clinic_), ElementsAre("ALARM_REPEATED crisis"));
  Happened("crisis", HeardBy(kKranich.organisation, false));
  EXPECT_THAT(Waiting(clinic_), IsEmpty());
  EXPECT_THAT(Waiting(lead_), ElementsAre("ALARM_REPEATED crisis"));
  Happened("crisis", HeardBy(kFuchs.organisation, true));
  EXPECT_THAT(Waiting(lead_), IsEmpty());
}

TEST_F(LaterAlarms, WithANewDangerHaveADateForWhoeverLeads) {
  Happened("crisis", Alarm(false));
  Happened("crisis", Alarm(true));
  EXPECT_THAT(Waiting(lead_), ElementsAre("NEW_DANGER 30", "DUE 30"));
  EXPECT_THAT(Waiting(clinic_), ElementsAre("NEW_DANGER crisis"));
  crisis::v1::CrisisEvent overdue;
  overdue.mutable_crisis_deadline_overdue()->set_clock(common::v1::CLOCK_KIND_NEW_DANGER);
  Happened("crisis", overdue);
  EXPECT_THAT(Waiting(lead_), ElementsAre("NEW_DANGER 30", "OVERDUE 30"));
  Happened("crisis", Alarm(false));
  EXPECT_THAT(Waiting(lead_), ElementsAre("NEW_DANGER 30", "OVERDUE 30"))
      << "a mere repetition changes nothing";
  Happened("crisis", HeardBy("of the case", true));
  EXPECT_THAT(Waiting(lead_), ElementsAre("NEW_DANGER crisis")) << "heard for it, and still to be looked at";
  crisis::v1::CrisisEvent concluded;
  concluded.mutable_crisis_concluded();
  Happened("crisis", concluded);
  EXPECT_THAT(Waiting(lead_), IsEmpty());
  EXPECT_THAT(Waiting(clinic_), IsEmpty());
}

TEST_F(LaterAlarms, OfAnEmergencyOfItsOwnAreADangerWhateverTheySay) {
  crisis::v1::CrisisEvent again = Alarm(false);
  again.mutable_alarm_repeated()->set_again(true);
  Happened("crisis", again);
  EXPECT_THAT(Waiting(clinic_), ElementsAre("NEW_DANGER crisis"));
}

TEST_F(LaterAlarms, GoToWhoeverLeadsNext) {
  Happened("crisis", Alarm(true));
  v1::CaseEvent taken;
  taken.mutable_crisis_lead_taken()->set_crisis_id("crisis");
  *taken.mutable_crisis_lead_taken()->mutable_to() = care::ToProto(Holder(kAdler, kSpecht));
  auto batch = store_.NewBatch();
  ASSERT_TRUE(TakeDuty(taken, *batch).ok());
  ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  EXPECT_THAT(Waiting(PersonAudience(kAdler.id)), ElementsAre("NEW_DANGER 30", "DUE 30"));
  EXPECT_THAT(Waiting(lead_), IsEmpty());
}

}  // namespace
}  // namespace fallverbund::casework::testing
