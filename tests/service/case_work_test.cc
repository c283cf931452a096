// Work lists of the case service: of a person, of a unit, of an organisation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

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
using testing::kMilo;
using testing::kNorth;
using testing::kSpecht;
using testing::Who;
using Cases = v1::CaseService;

const Who kEule = {kAdler.organisation, IdOf("eule"), common::v1::ROLE_DEPARTMENT_HEAD};
const Who kStar = {kAdler.organisation, IdOf("star"), common::v1::ROLE_CASE_WORKER};
const std::string kSouth = IdOf("jhd sued");

class CaseWorkTest : public ::testing::Test {
 protected:
  CaseWorkTest() {
    testing::RegisterEverybody(service_);
    Joins(kEule, kNorth);
    team::v1::OrganisationEvent unit;
    unit.mutable_unit_added()->set_unit_id(kSouth);
    service_.Happened("team", kAdler.organisation, "organisation", {&unit});
    Joins(kStar, kSouth);
    testing::OpenMilo(service_);
  }

  void Joins(const Who& who, const std::string& unit) {
    team::v1::OrganisationEvent event;
    auto& person = *event.mutable_person_registered();
    person.set_person_id(who.person);
    person.set_unit_id(unit);
    person.add_roles(who.role);
    service_.Happened("team", who.organisation, "organisation", {&event});
  }
  void InCase(const v1::CaseEvent& event) { service_.Happened("case", kMilo, "case", {&event}); }
  void OfferToSouth() {
    v1::CaseEvent event;
    auto& offered = *event.mutable_handover_offered();
    offered.set_handover_id(IdOf("handover"));
    *offered.mutable_to() = HolderOf(kStar, kAdler, kSouth);
    *offered.mutable_answer_due() = ToProto(service_.clock().Now() + Days(14));
    InCase(event);
  }
  void StandBy() {
    v1::CaseEvent event;
    event.mutable_standby_entered()->set_reason(v1::STANDBY_REASON_REFUSAL);
    *event.mutable_standby_entered()->mutable_next_contact_due() = ToProto(service_.clock().Now() + Days(28));
    InCase(event);
  }

  // Everything page by page, as "CASE_HELD", or "DUE STANDBY_CONTACT" where there is a date.
  template <class Request, class Response>
  std::vector<std::string> All(grpc::Status (Cases::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                   Response*),
                               const Who& who, Request request, int page_size = 100) {
    std::vector<std::string> words;
    request.set_page_size(page_size);
    do {
      const auto reply = service_.Ask(method, who, request);
      EXPECT_TRUE(reply.ok()) << reply.status.error_message();
      EXPECT_LE(reply.value.items_size(), page_size);
      for (const auto& item : reply.value.items()) {
        std::string word = v1::InboxItemKind_Name(item.kind()).substr(sizeof("INBOX_ITEM_KIND_") - 1);
        if (item.clock() != 0)
          word += " " + common::v1::ClockKind_Name(item.clock()).substr(sizeof("CLOCK_KIND_") - 1);
        words.push_back(word);
        persons_.push_back(item.person_id());
      }
      request.set_page_token(reply.value.next_page_token());
    } while (!request.page_token().empty());
    return words;
  }
  std::vector<std::string> OfUnit(const Who& who, const v1::WorkFilter& filter = {}, int page_size = 100) {
    v1::ListUnitWorkRequest request;
    *request.mutable_filter() = filter;
    return All(&Cases::Stub::ListUnitWork, who, request, page_size);
  }
  std::vector<std::string> OfOrganisation(const Who& who, int page_size = 100) {
    return All(&Cases::Stub::ListOrganisationWork, who, v1::ListOrganisationWorkRequest(), page_size);
  }

  std::vector<std::string> Inbox(const Who& who) {
    return All(&Cases::Stub::ListInbox, who, v1::ListInboxRequest());
  }
  // Zeisig is asked to coordinate and silent until that has climbed to the last step.
  void SilentSuccessor() {
    v1::CaseEvent assumed, offered;
    *assumed.mutable_coordination_assumed()->mutable_holder() =
        HolderOf(testing::kWachtel, testing::kZeisig, "");
    offered.mutable_coordination_offered()->set_offer_id(IdOf("offer"));
    *offered.mutable_coordination_offered()->mutable_to() = HolderOf(testing::kZeisig, testing::kWachtel, "");
    *offered.mutable_coordination_offered()->mutable_answer_due() = ToProto(service_.clock().Now() + Days(7));
    service_.Happened("case", kMilo, "case", {&assumed, &offered});
    service_.Settle();
    service_.clock().Advance(Days(7));
    service_.Settle();
  }
  void ClimbOnce() {
    service_.clock().Advance(Days(1));
    service_.Settle();
  }

  CaseModule module_;
  testing::RunningService service_{"case", module_};
  std::vector<std::string> persons_;  // whose what was listed is
};

TEST_F(CaseWorkTest, AUnitSeesTheCasesItHoldsAndWhoseTheyAre) {
  EXPECT_THAT(OfUnit(kSpecht), ElementsAre("CASE_HELD", "TONIGHT_HELD"));
  EXPECT_THAT(persons_, ElementsAre(kAdler.person, kAdler.person));
  EXPECT_THAT(OfUnit(kStar), IsEmpty());
}

TEST_F(CaseWorkTest, AUnitsListIsShownAsItWasToTheUnitAndToAuditors) {
  const absl::Time opened = service_.clock().Now();
  service_.clock().Advance(Days(1));
  OfferToSouth();
  v1::ListUnitWorkRequest then;
  *then.mutable_as_known_at() = ToProto(opened);
  EXPECT_THAT(All(&Cases::Stub::ListUnitWork, kSpecht, then), ElementsAre("CASE_HELD", "TONIGHT_HELD"));
  EXPECT_THAT(All(&Cases::Stub::ListUnitWork, kStar, then), IsEmpty());
  *then.mutable_as_known_at() = ToProto(service_.clock().Now());
  EXPECT_THAT(All(&Cases::Stub::ListUnitWork, kStar, then),
              ::testing::UnorderedElementsAre("HANDOVER_OFFERED", "DUE HANDOVER_ANSWER"));
  v1::ListOrganisationWorkRequest all;
  *all.mutable_as_true_at() = ToProto(opened);
  EXPECT_THAT(All(&Cases::Stub::ListOrganisationWork, kEule, all, 1),
              ::testing::UnorderedElementsAre("CASE_HELD", "TONIGHT_HELD"));

  const Who kauz = {IdOf("pruefstelle"), IdOf("kauz"), common::v1::ROLE_AUDITOR};
  testing::Register(service_, team::v1::ORGANISATION_KIND_OTHER, "", {kauz});
  v1::ListPersonInboxRequest asked;
  asked.set_organisation_id(kAdler.organisation);
  asked.set_unit_id(kSouth);
  EXPECT_EQ(All(&Cases::Stub::ListPersonInbox, kauz, asked), OfUnit(kStar));
  *asked.mutable_as_known_at() = ToProto(opened);
  EXPECT_THAT(All(&Cases::Stub::ListPersonInbox, kauz, asked), IsEmpty());
  asked.clear_unit_id();
  EXPECT_THAT(All(&Cases::Stub::ListPersonInbox, kauz, asked),
              ::testing::UnorderedElementsAre("CASE_HELD", "TONIGHT_HELD"));
  asked.set_person_id(kAdler.person);
  EXPECT_EQ(service_.Ask(&Cases::Stub::ListPersonInbox, kauz, asked).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CaseWorkTest, AUnitSeesOfAnotherUnitsCaseTheOfferAlone) {
  OfferToSouth();
  EXPECT_THAT(OfUnit(kStar), ElementsAre("HANDOVER_OFFERED", "DUE HANDOVER_ANSWER"));
  EXPECT_THAT(OfUnit(kSpecht), ElementsAre("CASE_HELD", "TONIGHT_HELD", "HANDOVER_OFFERED",
                                           "HANDOVER_AWAITED", "DUE HANDOVER_ANSWER"));
  v1::CaseEvent revoked;
  revoked.mutable_handover_revoked()->set_handover_id(IdOf("handover"));
  InCase(revoked);
  EXPECT_THAT(OfUnit(kStar), IsEmpty());
  EXPECT_THAT(OfUnit(kSpecht), ElementsAre("CASE_HELD", "TONIGHT_HELD"));
}

TEST_F(CaseWorkTest, ACaseThatMovedIsInTheListOfItsNewUnit) {
  OfferToSouth();
  v1::CaseEvent accepted, moved;
  accepted.mutable_handover_accepted()->set_handover_id(IdOf("handover"));
  accepted.mutable_handover_accepted()->set_person_id(kStar.person);
  auto& move = *moved.mutable_responsibility_moved();
  move.set_handover_id(IdOf("handover"));
  *move.mutable_from() = HolderOf(kAdler, kSpecht, kNorth);
  *move.mutable_to() = HolderOf(kStar, kAdler, kSouth);
  *move.mutable_effective_at() = ToProto(service_.clock().Now());
  service_.Happened("case", kMilo, "case", {&accepted, &moved});
  EXPECT_THAT(OfUnit(kStar), ::testing::Contains("CASE_HELD"));
  EXPECT_THAT(OfUnit(kSpecht), IsEmpty());
}

TEST_F(CaseWorkTest, ADepartmentHeadSeesAllUnitsPageByPage) {
  OfferToSouth();
  const std::vector<std::string> all = OfOrganisation(kEule);
  EXPECT_EQ(all.size(), 7);  // five in the unit that holds, two in the one that is asked
  for (const int page_size : {1, 2, 3, 4, 5, 6})
    EXPECT_EQ(OfOrganisation(kEule, page_size), all) << page_size;
  EXPECT_EQ(service_.Ask(&Cases::Stub::ListOrganisationWork, kAdler, v1::ListOrganisationWorkRequest())
                .status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(CaseWorkTest, AFilterShowsWhoStandsByAndUntilWhen) {
  StandBy();
  v1::WorkFilter standing_by;
  standing_by.add_clocks(common::v1::CLOCK_KIND_STANDBY_CONTACT);
  EXPECT_THAT(OfUnit(kAdler, standing_by), ElementsAre("DUE STANDBY_CONTACT"));
  v1::WorkFilter overdue;
  overdue.add_kinds(v1::INBOX_ITEM_KIND_OVERDUE);
  EXPECT_THAT(OfUnit(kAdler, overdue), IsEmpty());
  v1::WorkFilter soon;
  *soon.mutable_due_before() = ToProto(service_.clock().Now() + Days(28));
  EXPECT_THAT(OfUnit(kAdler, soon), IsEmpty()) << "due at that very instant, not before";
  *soon.mutable_due_before() = ToProto(service_.clock().Now() + Days(29));
  EXPECT_THAT(OfUnit(kAdler, soon), ElementsAre("DUE STANDBY_CONTACT"));
  service_.clock().Advance(Days(29));
  service_.Settle();
  service_.clock().Advance(Days(3));
  service_.Settle();
  EXPECT_THAT(OfUnit(kAdler, overdue), ElementsAre("OVERDUE STANDBY_CONTACT"))
      << "once, though it has climbed";

  v1::ListInboxRequest own;
  *own.mutable_filter() = overdue;
  EXPECT_THAT(All(&Cases::Stub::ListInbox, kAdler, own, 1), ElementsAre("OVERDUE STANDBY_CONTACT"));
  EXPECT_THAT(All(&Cases::Stub::ListInbox, kStar, own), IsEmpty());
}

// N13, § 36b: what changes in a person's life within a year, and what is to be looked at again (A8).
TEST_F(CaseWorkTest, AFilterShowsTransitionsAYearAheadAndReviewsThatAreDue) {
  const absl::Time now = service_.clock().Now();
  v1::CaseEvent planned, replan;
  *planned.mutable_help_planned()->mutable_planned_end() = ToProto(now + Days(365 + 90));
  *planned.mutable_help_planned()->mutable_transition_check_due() = ToProto(now + Days(90));
  *replan.mutable_replan_opened()->mutable_meeting_due() = ToProto(now + Days(7));
  InCase(planned);
  InCase(replan);
  v1::WorkFilter transitions;
  transitions.add_clocks(common::v1::CLOCK_KIND_TRANSITION_CHECK);
  transitions.add_clocks(common::v1::CLOCK_KIND_PLANNED_END);
  *transitions.mutable_due_before() = ToProto(now + Days(365));
  EXPECT_THAT(OfUnit(kSpecht, transitions), ElementsAre("DUE TRANSITION_CHECK"))
      << "a year before help is planned to end, which itself is further away";
  v1::WorkFilter reviews;
  reviews.add_clocks(common::v1::CLOCK_KIND_CASE_REVIEW);
  reviews.add_clocks(common::v1::CLOCK_KIND_TEAM_REVIEW);
  v1::ListOrganisationWorkRequest all;
  *all.mutable_filter() = reviews;
  EXPECT_THAT(All(&Cases::Stub::ListOrganisationWork, kEule, all), ElementsAre("DUE CASE_REVIEW"));
  v1::ListInboxRequest own;
  *own.mutable_filter() = reviews;
  EXPECT_THAT(All(&Cases::Stub::ListInbox, kAdler, own), ElementsAre("DUE CASE_REVIEW"));
}

TEST_F(CaseWorkTest, APageTokenIsGoodForItsFilterAlone) {
  v1::ListUnitWorkRequest request;
  request.set_page_size(1);
  const auto first = service_.Ask(&Cases::Stub::ListUnitWork, kAdler, request);
  request.set_page_token(first.value.next_page_token());
  ASSERT_NE(request.page_token(), "");
  request.mutable_filter()->add_kinds(v1::INBOX_ITEM_KIND_TONIGHT_HELD);
  EXPECT_EQ(service_.Ask(&Cases::Stub::ListUnitWork, kAdler, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(CaseWorkTest, WhereNobodyLeadsTheStepsReachColleaguesAndTheLastOneTheSteeringGroup) {
  const Who amsel = {testing::kWachtel.organisation, IdOf("amsel"), common::v1::ROLE_COORDINATOR};
  const Who member = {testing::kWachtel.organisation, IdOf("rabe"), common::v1::ROLE_TEAM_MEMBER};
  const Who steering = {testing::kLerche.organisation, IdOf("kauz"), common::v1::ROLE_STEERING_GROUP};
  for (const Who& who : {amsel, member, steering}) Joins(who, "");
  const auto overdue = ::testing::Contains("OVERDUE COORDINATION_ANSWER");
  SilentSuccessor();
  EXPECT_THAT(Inbox(testing::kZeisig), overdue);
  ClimbOnce();
  EXPECT_THAT(Inbox(testing::kWachtel), overdue) << "the deputy";
  EXPECT_THAT(Inbox(amsel), ::testing::Not(overdue));
  ClimbOnce();
  EXPECT_THAT(Inbox(amsel), overdue) << "N4: a coordination office has no team lead";
  EXPECT_THAT(Inbox(member), ::testing::Not(overdue));
  EXPECT_THAT(Inbox(testing::kBiber), ::testing::Not(overdue)) << "another organisation";
  EXPECT_THAT(Inbox(steering), IsEmpty());
  ClimbOnce();
  ClimbOnce();
  EXPECT_THAT(Inbox(steering), overdue) << "N4: the last step";
}

}  // namespace
}  // namespace fallverbund::casework
