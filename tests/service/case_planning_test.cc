// Planning end to end: resources, consultation, class and commission, endangerment, records and rights.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/match.h"
#include "fallverbund/casework/v1/case_service.grpc.pb.h"
#include "libs/base/time.h"
#include "services/case/rpc/case_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::casework {
namespace {

using ::testing::ElementsAre;
using testing::HolderOf;
using testing::IdOf;
using ::testing::IsEmpty;
using testing::kAdler;
using testing::kBiber;
using testing::kLerche;
using testing::kNorth;
using testing::kSpecht;
using testing::kWachtel;
using testing::kZeisig;
using ::testing::Pair;
using testing::Reply;
using testing::RunningService;
using testing::Who;
using Cases = v1::CaseService;

const Who kHabicht = {kAdler.organisation, IdOf("habicht"), common::v1::ROLE_TEAM_LEAD};
const Who kWiesel = {kAdler.organisation, IdOf("wiesel"), common::v1::ROLE_TEAM_LEAD_FINANCE};

class CasePlanningTest : public ::testing::Test {
 protected:
  CasePlanningTest() {
    testing::RegisterEverybody(service_);
    Joins(kHabicht, kNorth);
    Joins(kWiesel, "");
    finn_ = OpenFor("finn");
  }

  // By an inquiry of Adler's; the case's id.
  std::string OpenFor(const std::string& name) {
    intake::v1::InquiryEvent received, eligible;
    *received.mutable_inquiry_received()->mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
    received.mutable_inquiry_received()->set_office_organisation_id(kWachtel.organisation);
    auto& found = *eligible.mutable_inquiry_found_eligible();
    found.set_subject_id(IdOf(name));
    *found.mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
    found.mutable_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
    *found.mutable_tonight()->mutable_holder() = HolderOf(kAdler, kSpecht, kNorth);
    service_.Happened("intake", IdOf("inquiry of " + name), "inquiry", {&received, &eligible});
    service_.Settle();
    const auto inbox = service_.Ask(&Cases::Stub::ListInbox, kAdler, v1::ListInboxRequest());
    for (const auto& item : inbox.value.items()) {
      if (item.case_id() != finn_) return item.case_id();
    }
    ADD_FAILURE() << "no case of " << name;
    return "";
  }

  void Joins(const Who& who, const std::string& unit) {
    team::v1::OrganisationEvent event;
    event.mutable_person_registered()->set_person_id(who.person);
    event.mutable_person_registered()->set_unit_id(unit);
    event.mutable_person_registered()->add_roles(who.role);
    service_.Happened("team", who.organisation, "organisation", {&event});
  }
  void OfficeWorksByApproval() {
    team::v1::OrganisationEvent event;
    event.mutable_working_rules_set()->set_adopts_after_approval(true);
    service_.Happened("team", kAdler.organisation, "organisation", {&event});
  }

  // The stable code of the answer; "OK".
  template <class Method, class Request>
  std::string Ask(Method method, const Who& who, Request request) {
    request.set_case_id(finn_);
    const auto reply = service_.Ask(method, who, request);
    service_.Settle();
    return reply.reason();
  }
  static common::v1::Participation BothHeard() {
    common::v1::Participation heard;
    heard.mutable_young_person()->set_heard(true);
    heard.mutable_family()->set_heard(true);
    return heard;
  }
  static v1::Participant At(v1::Party party, const Who& who) {
    v1::Participant participant;
    participant.set_party(party);
    participant.set_organisation_id(who.organisation);
    participant.set_person_id(who.person);
    return participant;
  }
  std::string Check() {
    v1::RecordResourceCheckRequest check;
    check.add_participants()->set_party(v1::PARTY_DAY_CARE);
    check.set_resources("die Grossmutter in der Strasse");
    return Ask(&Cases::Stub::RecordResourceCheck, kAdler, check);
  }
  std::string Consult() {
    v1::RecordPeerConsultationRequest consult;
    *consult.add_participants() = At(v1::PARTY_ASD, kAdler);
    *consult.add_participants() = At(v1::PARTY_FINANCE, kWiesel);
    consult.set_childs_view("will bei Lea bleiben");
    consult.set_parents_view("schlafen nicht mehr");
    *consult.mutable_participation() = BothHeard();
    return Ask(&Cases::Stub::RecordPeerConsultation, kAdler, consult);
  }
  std::string Classify(v1::NeedClass need_class) {
    v1::ClassifyNeedRequest classify;
    classify.set_need_class(need_class);
    return Ask(&Cases::Stub::ClassifyNeed, kAdler, classify);
  }
  std::string Propose() {
    v1::RecordCaseUnderstandingRequest understand;
    understand.set_understanding("haelt die Familie zusammen");
    *understand.mutable_participation() = BothHeard();
    EXPECT_EQ(Ask(&Cases::Stub::RecordCaseUnderstanding, kAdler, understand), "OK");
    v1::ProposeSettingRequest propose;
    propose.set_case_id(finn_);
    auto& place = *propose.add_components();
    place.set_kind(v1::COMPONENT_KIND_RESIDENTIAL);
    place.set_organisation_id(kBiber.organisation);
    *propose.mutable_participation() = BothHeard();
    const auto proposed = service_.Ask(&Cases::Stub::ProposeSetting, kAdler, propose);
    EXPECT_EQ(proposed.reason(), "OK");
    v1::AnswerSettingRequest answer;
    answer.set_setting_id(proposed.value.setting_id());
    answer.set_answer(v1::ANSWER_YES);
    EXPECT_EQ(Ask(&Cases::Stub::AnswerSetting, kAdler, answer), "OK");
    return proposed.value.setting_id();
  }
  std::string Adopt(const std::string& setting) {
    v1::AdoptSettingRequest adopt;
    adopt.set_setting_id(setting);
    *adopt.mutable_participation() = BothHeard();
    return Ask(&Cases::Stub::AdoptSetting, kAdler, adopt);
  }
  std::string Vote(const Who& who, v1::CommissionSeat seat) {
    v1::VoteInCommissionRequest vote;
    vote.set_commission_id(Finn(kAdler).planning().commission().commission_id());
    vote.set_seat(seat);
    vote.set_approves(true);
    return Ask(&Cases::Stub::VoteInCommission, who, vote);
  }
  v1::Case Finn(const Who& who) {
    v1::GetCaseRequest request;
    request.set_case_id(finn_);
    const auto reply = service_.Ask(&Cases::Stub::GetCase, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    return reply.value.case_();
  }
  bool HasInInbox(const Who& who, v1::InboxItemKind kind) {
    const auto inbox = service_.Ask(&Cases::Stub::ListInbox, who, v1::ListInboxRequest());
    EXPECT_TRUE(inbox.ok()) << inbox.status.error_message();
    return std::any_of(inbox.value.items().begin(), inbox.value.items().end(),
                       [&](const auto& item) { return item.kind() == kind; });
  }

  CaseModule module_;
  RunningService service_{"case", module_};
  std::string finn_;
};

TEST_F(CasePlanningTest, AnApprovalTakesItsStepsAndThreePersons) {
  EXPECT_EQ(Consult(), "RESOURCES_NOT_CHECKED");
  ASSERT_EQ(Check(), "OK");
  EXPECT_EQ(Classify(v1::NEED_CLASS_GREY), "NOT_CONSULTED");
  ASSERT_EQ(Consult(), "OK");
  v1::CallCommissionRequest call;
  const std::string setting = Propose();
  call.set_setting_id(setting);
  EXPECT_EQ(Ask(&Cases::Stub::CallCommission, kAdler, call), "NEED_NOT_CLASSIFIED");
  ASSERT_EQ(Classify(v1::NEED_CLASS_GREY), "OK");
  ASSERT_EQ(Ask(&Cases::Stub::CallCommission, kAdler, call), "OK");
  EXPECT_TRUE(HasInInbox(kWiesel, v1::INBOX_ITEM_KIND_COMMISSION));
  ASSERT_EQ(Vote(kAdler, v1::COMMISSION_SEAT_CASE), "OK");
  ASSERT_EQ(Vote(kHabicht, v1::COMMISSION_SEAT_TEAM_LEAD), "OK");
  EXPECT_THAT(Finn(kWiesel).planning().commission().missing(), ElementsAre(v1::COMMISSION_SEAT_FINANCE_LEAD));
  EXPECT_EQ(Adopt(setting), "APPROVAL_MISSING");
  ASSERT_EQ(Vote(kWiesel, v1::COMMISSION_SEAT_FINANCE_LEAD), "OK");
  EXPECT_FALSE(HasInInbox(kWiesel, v1::INBOX_ITEM_KIND_COMMISSION));
  EXPECT_TRUE(Finn(kAdler).settings(0).approved());
  EXPECT_EQ(Finn(kAdler).settings(0).components(0).procurement(), v1::PROCUREMENT_FLEXIBLE);
  EXPECT_EQ(Adopt(setting), "OK");
  for (const char* canary : {"Grossmutter", "Lea", "schlafen"})
    EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), canary)) << canary;
}

TEST_F(CasePlanningTest, AnOfficeMayWorkByApprovalAndWithoutItNothingIsAsked) {
  const std::string setting = Propose();
  OfficeWorksByApproval();
  EXPECT_EQ(Adopt(setting), "APPROVAL_MISSING");
  team::v1::OrganisationEvent as_everywhere;
  as_everywhere.mutable_working_rules_set();
  service_.Happened("team", kAdler.organisation, "organisation", {&as_everywhere});
  EXPECT_EQ(Adopt(setting), "OK");
}

TEST_F(CasePlanningTest, EndangermentHasAClockAndTwoProfessionals) {
  ASSERT_EQ(Check(), "OK");
  ASSERT_EQ(Consult(), "OK");
  ASSERT_EQ(Classify(v1::NEED_CLASS_ENDANGERMENT), "OK");
  const std::string assessment = Finn(kAdler).planning().open_assessment_id();
  ASSERT_FALSE(assessment.empty());
  EXPECT_TRUE(HasInInbox(kAdler, v1::INBOX_ITEM_KIND_DUE));
  service_.clock().Advance(absl::Hours(25));
  service_.Settle();
  EXPECT_TRUE(HasInInbox(kAdler, v1::INBOX_ITEM_KIND_OVERDUE));
  EXPECT_EQ(Finn(kAdler).holder().person_id(), kAdler.person);
  v1::RecordRiskAssessmentRequest assess;
  assess.set_assessment_id(assessment);
  *assess.add_assessors() = At(v1::PARTY_ASD, kAdler);
  assess.set_outcome(v1::RISK_OUTCOME_LATENT);
  assess.set_assessment("blaue Flecken am Arm");
  assess.set_late_reason("niemand oeffnete");
  *assess.mutable_participation() = BothHeard();
  EXPECT_EQ(Ask(&Cases::Stub::RecordRiskAssessment, kAdler, assess), "ASSESSMENT_NEEDS_TWO");
  *assess.add_assessors() = At(v1::PARTY_ASD, kHabicht);
  EXPECT_EQ(Ask(&Cases::Stub::RecordRiskAssessment, kAdler, assess), "OK");
  EXPECT_EQ(Finn(kAdler).planning().open_assessment_id(), "");
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "Flecken"));
}

TEST_F(CasePlanningTest, AFamilyPatternIsForTheOfficeAndWhoeverWroteItAndGapsAreCountedWithoutNames) {
  v1::EnterRecordRequest record;
  record.set_kind(v1::RECORD_KIND_FAMILY_PATTERN);
  record.set_source(v1::RECORD_SOURCE_FAMILY);
  record.set_basis(v1::RECORD_BASIS_SGB8_62_2);
  record.set_confidentiality(common::v1::CONFIDENTIALITY_ORDINARY);
  record.set_text("Kampf und Abgabe");
  ASSERT_EQ(Ask(&Cases::Stub::EnterRecord, kAdler, record), "OK");
  v1::EnterRecordRequest gap = record;
  gap.set_kind(v1::RECORD_KIND_STRUCTURAL_GAP);
  gap.set_gap(v1::GAP_KIND_SMALL_SETTING);
  gap.set_text("zu zweit gibt es nichts");
  for (int i = 0; i < 4; ++i) ASSERT_EQ(Ask(&Cases::Stub::EnterRecord, kAdler, gap), "OK");
  gap.set_gap(v1::GAP_KIND_INTERPRETER);
  ASSERT_EQ(Ask(&Cases::Stub::EnterRecord, kAdler, gap), "OK");

  v1::ListCaseDocumentsRequest list;
  list.set_case_id(finn_);
  const auto office = service_.Ask(&Cases::Stub::ListCaseDocuments, kSpecht, list);
  EXPECT_EQ(office.value.documents(0).text(), "Kampf und Abgabe");
  ASSERT_EQ(Adopt(Propose()), "OK");  // so its provider belongs to the circle
  const auto partner = service_.Ask(&Cases::Stub::ListCaseDocuments, kBiber, list);
  ASSERT_TRUE(partner.ok()) << partner.status.error_message();
  EXPECT_EQ(partner.value.documents(0).state(), v1::TEXT_STATE_RESTRICTED) << "C16";
  EXPECT_EQ(partner.value.documents(1).text(), "zu zweit gibt es nichts");

  const auto told = [&] {
    std::map<int, uint32_t> records;  // of the figures that are not hidden, by kind
    const auto gaps =
        service_.Ask(&Cases::Stub::ListStructuralGaps, kWachtel, v1::ListStructuralGapsRequest());
    EXPECT_TRUE(gaps.ok()) << gaps.status.error_message();
    for (const auto& one : gaps.value.gaps()) {
      if (!one.hidden()) records[one.kind()] = one.records();
    }
    return records;
  };
  EXPECT_THAT(told(), IsEmpty()) << "the quarter is not over";
  service_.clock().Advance(Days(93));
  EXPECT_THAT(told(), ElementsAre(Pair(v1::GAP_KIND_UNSPECIFIED, 5u)))
      << "one is hidden (E12), and the four that would tell it";
  EXPECT_EQ(service_.Ask(&Cases::Stub::ListStructuralGaps, kBiber, v1::ListStructuralGapsRequest())
                .status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

// N4, N8: the number that counts is the one the office had when it was decided.
TEST_F(CasePlanningTest, AnOfficesOwnNumberMovesItsNextDateAndClimbsAtItsPace) {
  const auto takes = [&](uint32_t replan_days, uint32_t escalation_hours) {
    team::v1::OrganisationEvent event;
    event.mutable_working_rules_set()->mutable_terms()->set_replan_days(replan_days);
    event.mutable_working_rules_set()->mutable_terms()->set_escalation_hours(escalation_hours);
    service_.Happened("team", kAdler.organisation, "organisation", {&event});
    service_.Settle();
  };
  const auto review = [&] {
    v1::InboxItem found;
    const auto inbox = service_.Ask(&Cases::Stub::ListInbox, kAdler, v1::ListInboxRequest());
    for (const auto& item : inbox.value.items())
      if (item.clock() == common::v1::CLOCK_KIND_CASE_REVIEW) found = item;
    return found;
  };
  v1::RecordSetbackRequest setback;
  setback.add_kinds(v1::SETBACK_KIND_RELAPSE);
  setback.set_account("kam nicht wieder");
  const absl::Time began = service_.clock().Now();
  takes(12, 48);
  ASSERT_EQ(Ask(&Cases::Stub::RecordSetback, kAdler, setback), "OK");
  EXPECT_NEAR(absl::ToDoubleHours(FromProto(review().due()) - began), 12 * 24, 1);
  takes(3, 1);
  EXPECT_NEAR(absl::ToDoubleHours(FromProto(review().due()) - began), 12 * 24, 1) << "what is set stays";
  takes(3, 48);
  service_.clock().Advance(Days(12) + absl::Hours(1));
  service_.Settle();
  EXPECT_EQ(review().kind(), v1::INBOX_ITEM_KIND_OVERDUE);
  service_.clock().Advance(absl::Hours(47));
  service_.Settle();
  EXPECT_EQ(review().step(), common::v1::ESCALATION_STEP_UNSPECIFIED) << "not after a day";
  service_.clock().Advance(absl::Hours(2));
  service_.Settle();
  EXPECT_EQ(review().step(), common::v1::ESCALATION_STEP_DEPUTY);
}

TEST_F(CasePlanningTest, ARightThatIsNotCoveredIsOnTheListOfTheOfficeUntilItIs) {
  v1::AssessRightRequest school;
  school.set_domain(v1::RIGHT_DOMAIN_EDUCATION);
  *school.mutable_since() = fallverbund::ToProto(service_.clock().Now() - Days(40));
  ASSERT_EQ(Ask(&Cases::Stub::AssessRight, kAdler, school), "OK");
  const auto listed = [&](const Who& who) {
    std::vector<std::string> cases;
    const auto reply = service_.Ask(&Cases::Stub::ListUncoveredRights, who, v1::ListUncoveredRightsRequest());
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    for (const auto& right : reply.value.rights()) cases.push_back(right.case_id());
    return cases;
  };
  EXPECT_THAT(listed(kHabicht), ElementsAre(finn_));
  service_.clock().Advance(Days(14));
  service_.Settle();
  EXPECT_TRUE(HasInInbox(kAdler, v1::INBOX_ITEM_KIND_OVERDUE));
  school.set_covered(true);
  ASSERT_EQ(Ask(&Cases::Stub::AssessRight, kAdler, school), "OK");
  EXPECT_THAT(listed(kHabicht), IsEmpty());
  EXPECT_FALSE(HasInInbox(kAdler, v1::INBOX_ITEM_KIND_OVERDUE));
}

// § 36(2), § 62: what becomes of one of two children says nothing of the other.
TEST_F(CasePlanningTest, SiblingsWhoArePlacedApartHaveANightAndACircleOfTheirOwn) {
  const std::string lea = OpenFor("lea");
  const std::string setting = Propose();
  ASSERT_EQ(Adopt(setting), "OK");
  v1::StartSettingRequest start;
  start.set_setting_id(setting);
  ASSERT_EQ(Ask(&Cases::Stub::StartSetting, kBiber, start), "OK");
  EXPECT_EQ(Finn(kAdler).tonight().holder().person_id(), kBiber.person);
  v1::GetCaseRequest get;
  get.set_case_id(lea);
  const v1::Case sister = service_.Ask(&Cases::Stub::GetCase, kAdler, get).value.case_();
  EXPECT_EQ(sister.tonight().kind(), common::v1::TONIGHT_KIND_FAMILY) << "she stays at home";
  EXPECT_EQ(sister.tonight().holder().person_id(), kAdler.person);
  EXPECT_EQ(sister.settings_size(), 0);
  EXPECT_TRUE(service_.Ask(&Cases::Stub::GetCase, kSpecht, get).ok()) << "one office holds both";
  EXPECT_EQ(Finn(kBiber).case_id(), finn_);
  EXPECT_EQ(service_.Ask(&Cases::Stub::GetCase, kBiber, get).status.error_code(), grpc::StatusCode::NOT_FOUND)
      << "who shelters the brother reads nothing of the sister";
  v1::ListCaseDocumentsRequest list;
  list.set_case_id(lea);
  EXPECT_EQ(service_.Ask(&Cases::Stub::ListCaseDocuments, kBiber, list).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

// C17: the day of a return is somebody's, and whoever is to receive says so in person.
TEST_F(CasePlanningTest, AReturnHasADayAndAReceiverWhoAccepts) {
  const std::string setting = Propose();
  ASSERT_EQ(Adopt(setting), "OK");
  v1::StartSettingRequest start;
  start.set_setting_id(setting);
  ASSERT_EQ(Ask(&Cases::Stub::StartSetting, kBiber, start), "OK");
  v1::EnterResidentialPhaseRequest phase;
  phase.set_setting_id(setting);
  phase.set_phase(v1::RESIDENTIAL_PHASE_COURSE);
  *phase.mutable_participation() = BothHeard();
  ASSERT_EQ(Ask(&Cases::Stub::EnterResidentialPhase, kBiber, phase), "OK");
  phase.set_phase(v1::RESIDENTIAL_PHASE_RETURN);
  *phase.mutable_receiver() = HolderOf(kLerche, kLerche, "");
  *phase.mutable_return_planned_at() = fallverbund::ToProto(service_.clock().Now() - Days(365));
  EXPECT_EQ(Ask(&Cases::Stub::EnterResidentialPhase, kBiber, phase), "RETURN_DATE_NOT_AHEAD");
  *phase.mutable_return_planned_at() = fallverbund::ToProto(service_.clock().Now() + Days(30));
  EXPECT_EQ(Ask(&Cases::Stub::EnterResidentialPhase, kBiber, phase), "RECEIVER_CANNOT_RECEIVE") << "a school";
  *phase.mutable_receiver() = HolderOf(kWachtel, kZeisig, "");
  ASSERT_EQ(Ask(&Cases::Stub::EnterResidentialPhase, kBiber, phase), "OK");
  EXPECT_TRUE(HasInInbox(kWachtel, v1::INBOX_ITEM_KIND_RETURN_OFFERED));

  v1::AnswerReturnRequest answer;
  answer.set_setting_id(setting);
  EXPECT_EQ(Ask(&Cases::Stub::AnswerReturn, kWachtel, answer), "REFUSAL_WITHOUT_REASON");
  answer.set_accepts(true);
  EXPECT_EQ(Ask(&Cases::Stub::AnswerReturn, kSpecht, answer), "NOT_ASKED_TO_RECEIVE");
  EXPECT_EQ(Ask(&Cases::Stub::AnswerReturn, kWachtel, answer), "OK");
  EXPECT_TRUE(HasInInbox(kWachtel, v1::INBOX_ITEM_KIND_RETURN_HELD));
  EXPECT_TRUE(Finn(kAdler).settings(0).return_accepted());
  EXPECT_FALSE(HasInInbox(kAdler, v1::INBOX_ITEM_KIND_OVERDUE));
  service_.clock().Advance(Days(30));
  service_.Settle();
  EXPECT_TRUE(HasInInbox(kAdler, v1::INBOX_ITEM_KIND_OVERDUE)) << "nobody has come home";

  v1::EndSettingRequest end;
  end.set_setting_id(setting);
  end.mutable_next_tonight()->set_kind(common::v1::TONIGHT_KIND_FAMILY);
  *end.mutable_next_tonight()->mutable_holder() = HolderOf(kAdler, kSpecht, testing::kNorth);
  ASSERT_EQ(Ask(&Cases::Stub::EndSetting, kAdler, end), "OK");
  EXPECT_TRUE(HasInInbox(kWachtel, v1::INBOX_ITEM_KIND_RETURN_HELD)) << "the promise outlives the help";
  EXPECT_TRUE(Finn(kWachtel).settings(0).has_return_contact_due());
  service_.clock().Advance(Days(8));
  service_.Settle();
  EXPECT_TRUE(HasInInbox(kWachtel, v1::INBOX_ITEM_KIND_OVERDUE)) << "nobody has met Finn";
  v1::RecordContactWithYoungPersonRequest met;
  met.set_channel(v1::CONTACT_CHANNEL_IN_PERSON);
  ASSERT_EQ(Ask(&Cases::Stub::RecordContactWithYoungPerson, kWachtel, met), "OK");
  EXPECT_FALSE(HasInInbox(kWachtel, v1::INBOX_ITEM_KIND_RETURN_HELD));
  EXPECT_FALSE(HasInInbox(kWachtel, v1::INBOX_ITEM_KIND_OVERDUE));
}

// C17, § 62: asked is asked for this return, and for nothing else of the case.
TEST_F(CasePlanningTest, WhoIsAskedToReceiveSeesTheQuestionAndThePlanOfThatReturn) {
  const Who otter = {IdOf("second provider"), IdOf("otter"), common::v1::ROLE_PROVIDER_WORKER};
  const Who marder = {otter.organisation, IdOf("marder"), common::v1::ROLE_PROVIDER_WORKER};
  testing::Register(service_, team::v1::ORGANISATION_KIND_PROVIDER, "", {otter, marder});
  const std::string setting = Propose();
  ASSERT_EQ(Adopt(setting), "OK");
  v1::StartSettingRequest start;
  start.set_setting_id(setting);
  ASSERT_EQ(Ask(&Cases::Stub::StartSetting, kBiber, start), "OK");
  v1::EnterResidentialPhaseRequest phase;
  phase.set_setting_id(setting);
  phase.set_phase(v1::RESIDENTIAL_PHASE_COURSE);
  phase.set_plan("Schule und Fussball");
  *phase.mutable_participation() = BothHeard();
  ASSERT_EQ(Ask(&Cases::Stub::EnterResidentialPhase, kBiber, phase), "OK");
  phase.set_phase(v1::RESIDENTIAL_PHASE_RETURN);
  phase.set_plan("erst jedes zweite Wochenende");
  *phase.mutable_receiver() = HolderOf(otter, marder, "");
  *phase.mutable_return_planned_at() = fallverbund::ToProto(service_.clock().Now() + Days(30));
  ASSERT_EQ(Ask(&Cases::Stub::EnterResidentialPhase, kBiber, phase), "OK");
  const v1::Case seen = Finn(otter);
  EXPECT_TRUE(seen.only_asked());
  ASSERT_EQ(seen.settings_size(), 1);
  EXPECT_EQ(seen.settings(0).return_receiver().person_id(), otter.person);
  EXPECT_TRUE(seen.settings(0).has_return_planned_at());
  EXPECT_EQ(seen.settings(0).components_size(), 0);
  v1::ListCaseDocumentsRequest list;
  list.set_case_id(finn_);
  const auto listed = service_.Ask(&Cases::Stub::ListCaseDocuments, otter, list);
  ASSERT_TRUE(listed.ok()) << listed.status.error_message();
  std::vector<std::string> texts;
  for (const auto& document : listed.value.documents()) texts.push_back(document.text());
  EXPECT_THAT(texts, ::testing::Contains("erst jedes zweite Wochenende"));
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "[withheld]"), static_cast<ptrdiff_t>(texts.size()) - 1);
}

TEST_F(CasePlanningTest, HowSureSomebodyIsIsSaidWithinTheCircleAboutTheQuestionAsked) {
  v1::RecordConfidenceRequest sure;
  sure.set_confidence(v1::CONFIDENCE_PARTLY);
  sure.set_occasion(v1::CONFIDENCE_OCCASION_TEAM_MEETING);
  EXPECT_EQ(Ask(&Cases::Stub::RecordConfidence, kAdler, sure), "CONFIDENCE_QUESTION_UNKNOWN");
  sure.set_question_version(1);
  EXPECT_EQ(Ask(&Cases::Stub::RecordConfidence, kAdler, sure), "OK");
  EXPECT_EQ(Ask(&Cases::Stub::RecordConfidence, kBiber, sure), "OBJECT_UNKNOWN") << "not of the circle";
}

TEST_F(CasePlanningTest, AConsentShowsWhoMayBeToldUntilWhenAndThatItWasTakenBack) {
  v1::RegisterConsentRequest consent;
  consent.set_case_id(finn_);
  consent.set_matter(v1::CONSENT_MATTER_HEALTH);
  consent.set_organisation_id(kBiber.organisation);
  consent.set_given_by(v1::CONSENT_GIVER_GUARDIAN);
  *consent.mutable_given_on() = fallverbund::ToProto(service_.clock().Now());
  *consent.mutable_until() = fallverbund::ToProto(service_.clock().Now() + Days(30));
  consent.set_words("der Brief aus der Ambulanz");
  const auto given = service_.Ask(&Cases::Stub::RegisterConsent, kAdler, consent);
  ASSERT_TRUE(given.ok()) << given.status.error_message();
  service_.Settle();
  v1::GetCaseRequest get;
  get.set_case_id(finn_);
  const auto shown = [&] { return service_.Ask(&Cases::Stub::GetCase, kAdler, get).value.case_(); };
  ASSERT_EQ(shown().consents_size(), 1);
  EXPECT_EQ(shown().consents(0).consent_id(), given.value.consent_id());
  EXPECT_EQ(shown().consents(0).organisation_id(), kBiber.organisation);
  EXPECT_FALSE(shown().consents(0).has_withdrawn_at());
  v1::WithdrawConsentRequest back;
  back.set_consent_id(given.value.consent_id());
  back.set_withdrawn_by(v1::CONSENT_GIVER_YOUNG_PERSON);
  EXPECT_EQ(Ask(&Cases::Stub::WithdrawConsent, kAdler, back), "OK");
  EXPECT_TRUE(shown().consents(0).has_withdrawn_at());
  back.set_consent_id(IdOf("another consent"));
  EXPECT_EQ(Ask(&Cases::Stub::WithdrawConsent, kAdler, back), "CONSENT_UNKNOWN");
  EXPECT_FALSE(absl::StrContains(service_.EverythingWritten(), "Ambulanz"));
}

}  // namespace
}  // namespace fallverbund::casework
