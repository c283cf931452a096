// The crisis agreement end to end: adopted, signed in person, known at a time, and whom to reach.
#include "fallverbund/team/v1/agreement_service.grpc.pb.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/base/time.h"
#include "services/team/rpc/team_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::team {
namespace {

using testing::IdOf;
using testing::kAdler;
using testing::kBiber;
using testing::kDachs;
using testing::kReiher;
using testing::kSpecht;
using testing::RunningService;
using testing::Who;
using Stub = v1::AgreementService::Stub;

const Who kLead = {IdOf("jugendamt"), IdOf("falke"), common::v1::ROLE_TEAM_LEAD};
const Who kOtter = {IdOf("klinik"), IdOf("otter"), common::v1::ROLE_CLINIC};

class AgreementServiceTest : public ::testing::Test {
 protected:
  AgreementServiceTest() {
    testing::Register(service_, v1::ORGANISATION_KIND_YOUTH_OFFICE, testing::kNorth,
                      {kAdler, kSpecht, kLead});
    testing::Register(service_, v1::ORGANISATION_KIND_PROVIDER, "", {kBiber});
    testing::Register(service_, v1::ORGANISATION_KIND_CLINIC, "", {kReiher, kOtter});
  }

  absl::Time Now() { return service_.clock().Now(); }
  template <class Request>
  auto Ask(auto method, const Who& who, const Request& request) {
    auto reply = service_.Ask(method, who, request);
    service_.Settle();
    return reply;
  }
  static v1::CrisisProcedure Procedure(int minutes) {
    v1::CrisisProcedure procedure;
    for (int party = common::v1::CRISIS_PARTY_YOUTH_OFFICE; party <= common::v1::CRISIS_PARTY_CLINIC;
         ++party) {
      auto& leg = *procedure.add_legs();
      leg.set_party(static_cast<common::v1::CrisisParty>(party));
      leg.set_acknowledge_minutes(minutes);
    }
    procedure.set_court_approval_hours(24);
    procedure.set_meeting_days(7);
    return procedure;
  }
  testing::Reply<v1::AdoptAgreementResponse> Adopt(const Who& who = kLead) {
    v1::AdoptAgreementRequest request;
    request.set_display_name("Vereinbarung Klinik und Jugendamt");
    request.set_unit_id(testing::kNorth);
    request.set_deputy_person_id(kSpecht.person);
    *request.mutable_procedure() = Procedure(15);
    return Ask(&Stub::AdoptAgreement, who, request);
  }
  std::string Sign(const Who& who, const Who& contact, const Who& deputy) {
    v1::SignAgreementRequest request;
    request.set_contact_person_id(contact.person);
    request.set_deputy_person_id(deputy.person);
    return Ask(&Stub::SignAgreement, who, request).reason();
  }
  int InForce(absl::Time at) {
    v1::GetAgreementRequest request;
    *request.mutable_at() = ToProto(at);
    const auto reply = Ask(&Stub::GetAgreement, kReiher, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    for (const auto& version : reply.value.agreement().versions()) {
      if (version.in_force()) return version.version();
    }
    return 0;
  }
  void HasLeft(const Who& who, const Who& deputy) {
    v1::OrganisationEvent leaves, left;
    leaves.mutable_deactivation_requested()->set_person_id(who.person);
    leaves.mutable_deactivation_requested()->set_deputy_person_id(deputy.person);
    left.mutable_person_deactivated()->set_person_id(who.person);
    service_.Happened("team", who.organisation, "organisation", {&leaves, &left});
    service_.Settle();
  }
  v1::ListCrisisContactsResponse Contacts() {
    return Ask(&Stub::ListCrisisContacts, kAdler, v1::ListCrisisContactsRequest()).value;
  }

  TeamModule module_;
  RunningService service_{"team", module_};
};

TEST_F(AgreementServiceTest, AnAgreementIsInForceAtOnceAndItsVersionsKeepTheirTimes) {
  const absl::Time adopted = Now();
  ASSERT_TRUE(Adopt().ok());
  EXPECT_EQ(Adopt().reason(), "AGREEMENT_EXISTS");
  EXPECT_EQ(Adopt(kReiher).status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  service_.clock().Advance(Days(10));
  v1::AdoptAgreementVersionRequest next;
  *next.mutable_procedure() = Procedure(30);
  *next.mutable_effective_from() = ToProto(Now() - Days(1));
  EXPECT_EQ(Ask(&Stub::AdoptAgreementVersion, kLead, next).reason(), "AGREEMENT_ONLY_AHEAD");
  *next.mutable_effective_from() = ToProto(Now() + Days(1));
  EXPECT_EQ(Ask(&Stub::AdoptAgreementVersion, kLead, next).reason(), "OK");
  EXPECT_EQ(InForce(adopted - Days(1)), 0);
  EXPECT_EQ(InForce(Now()), 1);
  EXPECT_EQ(InForce(Now() + Days(1)), 2);
}

TEST_F(AgreementServiceTest, AProcedureWithoutOneOfTheFiveIsRefusedAndRemembered) {
  v1::AdoptAgreementRequest request;
  request.set_display_name("Vereinbarung");
  request.set_deputy_person_id(kSpecht.person);
  *request.mutable_procedure() = Procedure(15);
  request.mutable_procedure()->mutable_legs()->RemoveLast();
  EXPECT_EQ(Ask(&Stub::AdoptAgreement, kLead, request).reason(), "PROCEDURE_INCOMPLETE");
  EXPECT_EQ(service_.JournalEntries().back(), "fallverbund.eventlog.v1.CommandRefused");
}

TEST_F(AgreementServiceTest, WhoSignsNamesWhomToReachAndLeavesAgain) {
  EXPECT_EQ(Sign(kReiher, kReiher, kOtter), "OBJECT_UNKNOWN");
  ASSERT_TRUE(Adopt().ok());
  EXPECT_EQ(Sign(kReiher, kBiber, kOtter), "CRISIS_CONTACT_UNKNOWN");
  EXPECT_EQ(Sign(kReiher, kReiher, kReiher), "DEPUTY_NOT_NAMED");
  EXPECT_EQ(Sign(kReiher, kReiher, kOtter), "OK");
  EXPECT_EQ(Sign(kOtter, kReiher, kOtter), "AGREEMENT_SIGNED");
  ASSERT_EQ(Contacts().contacts_size(), 1);
  EXPECT_EQ(Contacts().contacts(0).contact_person_id(), kReiher.person);
  EXPECT_FALSE(Contacts().contacts(0).deputy_acts());

  v1::NameCrisisContactRequest other;
  other.set_contact_person_id(kOtter.person);
  other.set_deputy_person_id(kReiher.person);
  EXPECT_EQ(Ask(&Stub::NameCrisisContact, kReiher, other).reason(), "OK");
  EXPECT_EQ(Contacts().contacts(0).contact_person_id(), kOtter.person);
  EXPECT_EQ(Ask(&Stub::LeaveAgreement, kReiher, v1::LeaveAgreementRequest()).reason(), "OK");
  EXPECT_EQ(Contacts().contacts_size(), 0);
  EXPECT_EQ(Ask(&Stub::NameCrisisContact, kReiher, other).reason(), "AGREEMENT_NOT_SIGNED");
}

TEST_F(AgreementServiceTest, TheDeputyActsWhereTheContactLeaves) {
  ASSERT_TRUE(Adopt().ok());
  EXPECT_EQ(Sign(kReiher, kReiher, kOtter), "OK");
  v1::OrganisationEvent leaves;
  leaves.mutable_deactivation_requested()->set_person_id(kReiher.person);
  leaves.mutable_deactivation_requested()->set_deputy_person_id(kOtter.person);
  service_.Happened("team", kReiher.organisation, "organisation", {&leaves});
  service_.Settle();
  EXPECT_TRUE(Contacts().contacts(0).deputy_acts());
}

// D5: neither of the two can be told to be reached once they have left.
TEST_F(AgreementServiceTest, WhoHasLeftIsNotOnTheListAndSomebodyElseIsWhoStandsIn) {
  const Who kMeise = {kReiher.organisation, IdOf("meise"), common::v1::ROLE_CLINIC};
  v1::OrganisationEvent joins, instead;
  joins.mutable_person_registered()->set_person_id(kMeise.person);
  instead.mutable_deputy_named()->set_person_id(kOtter.person);
  instead.mutable_deputy_named()->set_deputy_person_id(kMeise.person);
  service_.Happened("team", kReiher.organisation, "organisation", {&joins, &instead});
  ASSERT_TRUE(Adopt().ok());
  EXPECT_EQ(Sign(kReiher, kReiher, kOtter), "OK");
  HasLeft(kReiher, kOtter);
  EXPECT_EQ(Contacts().contacts(0).contact_person_id(), "");
  EXPECT_EQ(Contacts().contacts(0).deputy_person_id(), kOtter.person);
  EXPECT_TRUE(Contacts().contacts(0).deputy_acts());
  EXPECT_FALSE(Contacts().contacts(0).nobody());
  HasLeft(kOtter, kMeise);
  EXPECT_EQ(Contacts().contacts(0).deputy_person_id(), kMeise.person);
  EXPECT_FALSE(Contacts().contacts(0).nobody());
  HasLeft(kMeise, kMeise);
  EXPECT_EQ(Contacts().contacts(0).deputy_person_id(), "");
  EXPECT_TRUE(Contacts().contacts(0).nobody()) << "and the list says so";
}

// N11: both who kept it have gone, and a colleague adopts the next version all the same.
TEST_F(AgreementServiceTest, AColleagueEntrustsItWhereBothWhoKeptItHaveGone) {
  const Who kKauz = {kLead.organisation, IdOf("kauz"), common::v1::ROLE_TEAM_LEAD};
  v1::OrganisationEvent joins;
  joins.mutable_person_registered()->set_person_id(kKauz.person);
  joins.mutable_person_registered()->set_unit_id(testing::kNorth);
  joins.mutable_person_registered()->add_roles(kKauz.role);
  service_.Happened("team", kKauz.organisation, "organisation", {&joins});
  ASSERT_TRUE(Adopt().ok());
  HasLeft(kLead, kSpecht);
  HasLeft(kSpecht, kAdler);
  v1::AdoptAgreementVersionRequest version;
  *version.mutable_procedure() = Procedure(20);
  EXPECT_EQ(Ask(&Stub::AdoptAgreementVersion, kKauz, version).reason(), "ONLY_THE_AGREEMENTS_KEEPER");
  v1::EntrustAgreementRequest entrust;
  entrust.set_person_id(kKauz.person);
  entrust.set_deputy_person_id(kSpecht.person);
  EXPECT_EQ(Ask(&Stub::EntrustAgreement, kKauz, entrust).reason(), "PERSON_UNKNOWN") << "who has left";
  entrust.set_deputy_person_id(kAdler.person);
  EXPECT_EQ(Ask(&Stub::EntrustAgreement, kReiher, entrust).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Ask(&Stub::EntrustAgreement, kKauz, entrust).reason(), "OK");
  EXPECT_EQ(Ask(&Stub::AdoptAgreementVersion, kKauz, version).reason(), "OK");
  const auto shown = Ask(&Stub::GetAgreement, kReiher, v1::GetAgreementRequest());
  EXPECT_EQ(shown.value.agreement().keeper().person_id(), kKauz.person);
  EXPECT_EQ(shown.value.agreement().keeper().deputy_person_id(), kAdler.person);
}

}  // namespace
}  // namespace fallverbund::team
