// The directory end to end: bootstrap, organisations, people, names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "fallverbund/team/v1/directory_service.grpc.pb.h"
#include "libs/base/id.h"
#include "libs/base/time.h"
#include "services/team/rpc/bootstrap_id.h"
#include "services/team/rpc/team_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::team {
namespace {

using testing::IdOf;
using testing::kOperator;
using testing::Reply;
using testing::RunningService;
using testing::Who;
using Directory = v1::DirectoryService;

const std::string kFirst = BootstrapOrganisationId("do");

class DirectoryServiceTest : public ::testing::Test {
 protected:
  Reply<v1::BootstrapAssociationResponse> Bootstrap(const Who& who = kOperator,
                                                    const std::string& id = kFirst) {
    v1::BootstrapAssociationRequest request;
    request.set_organisation_id(id);
    request.set_display_name("Jugendamt Dortmund");
    request.set_administrator_name("Frau Kranich");
    auto reply = service_.Ask(&Directory::Stub::BootstrapAssociation, who, request);
    if (reply.ok()) kranich_ = {id, reply.value.administrator_person_id(), common::v1::ROLE_ADMINISTRATOR};
    service_.Settle();
    return reply;
  }
  Reply<v1::RegisterOrganisationResponse> Register(const Who& who, const std::string& id,
                                                   v1::OrganisationKind kind) {
    v1::RegisterOrganisationRequest request;
    request.set_organisation_id(id);
    request.set_kind(kind);
    request.set_display_name("Haus Uferlos");
    request.set_administrator_name("Herr Storch");
    auto reply = service_.Ask(&Directory::Stub::RegisterOrganisation, who, request);
    service_.Settle();
    return reply;
  }
  Reply<v1::RegisterPersonResponse> RegisterPerson(const Who& who, const std::string& organisation,
                                                   const std::string& unit, common::v1::Role role) {
    v1::RegisterPersonRequest request;
    request.set_organisation_id(organisation);
    request.set_unit_id(unit);
    request.add_roles(role);
    request.set_name("Frau Adler");
    auto reply = service_.Ask(&Directory::Stub::RegisterPerson, who, request);
    service_.Settle();
    return reply;
  }
  std::string AddUnit(const Who& who) {
    v1::AddUnitRequest request;
    request.set_organisation_id(who.organisation);
    request.set_display_name("JHD Nord");
    auto reply = service_.Ask(&Directory::Stub::AddUnit, who, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    service_.Settle();
    return reply.value.unit_id();
  }

  TeamModule module_;
  RunningService service_{"team", module_};
  Who kranich_;  // administrator of the first youth office
};

TEST_F(DirectoryServiceTest, BeginsOnceByTheOperatorUnderTheAssociationsId) {
  auto bootstrap = service_.Ask(&Directory::Stub::GetBootstrap, kOperator, v1::GetBootstrapRequest());
  ASSERT_TRUE(bootstrap.ok()) << bootstrap.status.error_message();
  EXPECT_EQ(bootstrap.value.organisation_id(), kFirst);
  EXPECT_FALSE(bootstrap.value.done());

  EXPECT_EQ(Bootstrap(kOperator, IdOf("another")).reason(), "BOOTSTRAP_ORGANISATION_FIXED");
  const auto begun = Bootstrap();
  ASSERT_TRUE(begun.ok()) << begun.status.error_message();
  EXPECT_TRUE(IsHexId(begun.value.administrator_person_id()));
  EXPECT_GT(begun.value.result().position(), 0u);
  EXPECT_FALSE(begun.value.result().receipt().empty());
  EXPECT_EQ(Bootstrap().reason(), "BOOTSTRAP_DONE");

  v1::GetBootstrapRequest read;
  read.set_at_least_position(begun.value.result().position());
  EXPECT_TRUE(service_.Ask(&Directory::Stub::GetBootstrap, kOperator, read).value.done());
}

TEST_F(DirectoryServiceTest, AnOperatorMayDoNothingElse) {
  ASSERT_TRUE(Bootstrap().ok());
  EXPECT_EQ(Register(kOperator, IdOf("traeger"), v1::ORGANISATION_KIND_PROVIDER).status.error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(Bootstrap(kranich_).status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(DirectoryServiceTest, PartnersComeThroughTheFirstYouthOffice) {
  ASSERT_TRUE(Bootstrap().ok());
  const auto provider = Register(kranich_, IdOf("traeger"), v1::ORGANISATION_KIND_PROVIDER);
  ASSERT_TRUE(provider.ok()) << provider.status.error_message();
  const Who storch = {IdOf("traeger"), provider.value.administrator_person_id(),
                      common::v1::ROLE_ADMINISTRATOR};
  EXPECT_EQ(Register(storch, IdOf("klinik"), v1::ORGANISATION_KIND_CLINIC).reason(),
            "ONLY_FIRST_YOUTH_OFFICE_REGISTERS");
  EXPECT_EQ(Register(kranich_, IdOf("klinik"), v1::ORGANISATION_KIND_UNSPECIFIED).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_TRUE(RegisterPerson(storch, IdOf("traeger"), "", common::v1::ROLE_PROVIDER_WORKER).ok());
  EXPECT_EQ(RegisterPerson(storch, IdOf("traeger"), "", common::v1::ROLE_CASE_WORKER).reason(),
            "ROLE_DOES_NOT_FIT");
  EXPECT_EQ(RegisterPerson(storch, kFirst, "", common::v1::ROLE_ADMINISTRATOR).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(DirectoryServiceTest, PeopleHaveUnitsRolesDeputiesAndSealedNames) {
  ASSERT_TRUE(Bootstrap().ok());
  const std::string unit = AddUnit(kranich_);
  const auto adler = RegisterPerson(kranich_, kFirst, unit, common::v1::ROLE_CASE_WORKER);
  ASSERT_TRUE(adler.ok()) << adler.status.error_message();
  v1::NameDeputyRequest deputy;
  deputy.set_organisation_id(kFirst);
  deputy.set_person_id(adler.value.person_id());
  deputy.set_deputy_person_id(kranich_.person);
  ASSERT_TRUE(service_.Ask(&Directory::Stub::NameDeputy, kranich_, deputy).ok());
  v1::GrantRolesRequest roles;
  roles.set_organisation_id(kFirst);
  roles.set_person_id(adler.value.person_id());
  roles.add_roles(common::v1::ROLE_TEAM_LEAD);
  const auto granted = service_.Ask(&Directory::Stub::GrantRoles, kranich_, roles);
  ASSERT_TRUE(granted.ok());

  v1::GetPersonRequest get;
  get.set_person_id(adler.value.person_id());
  get.set_at_least_position(granted.value.result().position());
  const auto person = service_.Ask(&Directory::Stub::GetPerson, kranich_, get);
  ASSERT_TRUE(person.ok()) << person.status.error_message();
  EXPECT_EQ(person.value.person().name(), "Frau Adler");
  EXPECT_EQ(person.value.person().unit_id(), unit);
  EXPECT_EQ(person.value.person().deputy_person_id(), kranich_.person);
  EXPECT_THAT(person.value.person().roles(),
              ::testing::ElementsAre(common::v1::ROLE_CASE_WORKER, common::v1::ROLE_TEAM_LEAD));
  const std::string written = service_.EverythingWritten();
  EXPECT_FALSE(absl::StrContains(written, "Adler"));
  EXPECT_FALSE(absl::StrContains(written, "Kranich"));
  EXPECT_TRUE(absl::StrContains(written, "JHD Nord"));  // bodies are no persons
  EXPECT_EQ(service_.JournalEntries().back(), "fallverbund.eventlog.v1.ReadRecorded");

  get.set_person_id(IdOf("nobody"));
  EXPECT_EQ(service_.Ask(&Directory::Stub::GetPerson, kranich_, get).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(DirectoryServiceTest, SomebodyLeavesOnceEverythingWasAcceptedAndIsFencedUntilThen) {
  ASSERT_TRUE(Bootstrap().ok());
  const std::string unit = AddUnit(kranich_);
  const auto person = RegisterPerson(kranich_, kFirst, unit, common::v1::ROLE_CASE_WORKER).value.person_id();
  const auto deputy = RegisterPerson(kranich_, kFirst, unit, common::v1::ROLE_CASE_WORKER).value.person_id();
  v1::NameDeputyRequest name;
  name.set_organisation_id(kFirst);
  name.set_person_id(person);
  name.set_deputy_person_id(deputy);
  v1::RequestDeactivationRequest leave;
  leave.set_organisation_id(kFirst);
  leave.set_person_id(person);
  EXPECT_EQ(service_.Ask(&Directory::Stub::RequestDeactivation, kranich_, leave).reason(),
            "DEPUTY_NOT_NAMED");
  ASSERT_TRUE(service_.Ask(&Directory::Stub::NameDeputy, kranich_, name).ok());
  ASSERT_TRUE(service_.Ask(&Directory::Stub::RequestDeactivation, kranich_, leave).ok());
  service_.Settle();
  const auto leaving = [&] {
    v1::GetPersonRequest get;
    get.set_person_id(person);
    return service_.Ask(&Directory::Stub::GetPerson, kranich_, get).value.person().leaving();
  };
  EXPECT_EQ(leaving().acting_deputy_person_id(), deputy);
  EXPECT_FALSE(leaving().has_open());

  const auto counted = [&](uint32_t cases) {
    casework::v1::LeaverEvent event;
    auto& count = *event.mutable_responsibilities_counted();
    count.set_person_id(person);
    count.set_organisation_id(kFirst);
    count.mutable_open()->set_cases(cases);
    service_.Happened("case", person, "leaver", {&event});
    service_.Settle();
  };
  counted(2);
  EXPECT_EQ(leaving().open().cases(), 2u);
  const auto refused = service_.Ask(&Directory::Stub::RequestDeactivation, kranich_, leave);
  EXPECT_EQ(refused.reason(), "RESPONSIBILITIES_OPEN");
  EXPECT_EQ(rpc::DetailsOf(refused.status).refusal->row(), "N11");
  name.set_person_id(deputy);
  name.set_deputy_person_id(person);
  EXPECT_EQ(service_.Ask(&Directory::Stub::NameDeputy, kranich_, name).reason(), "PERSON_LEAVES");
  counted(0);
  EXPECT_TRUE(leaving().deactivated());

  v1::WithdrawDeactivationRequest stay;
  stay.set_organisation_id(kFirst);
  stay.set_person_id(person);
  ASSERT_TRUE(service_.Ask(&Directory::Stub::WithdrawDeactivation, kranich_, stay).ok());
  service_.Settle();
  EXPECT_FALSE(leaving().deactivated());
}

TEST_F(DirectoryServiceTest, APartnerThatGoesMayStayAfterAllBeforeThatDay) {
  ASSERT_TRUE(Bootstrap().ok());
  const std::string home = IdOf("traeger");
  const auto registered = Register(kranich_, home, v1::ORGANISATION_KIND_PROVIDER);
  ASSERT_TRUE(registered.ok());
  const Who chief = {home, registered.value.administrator_person_id(), common::v1::ROLE_ADMINISTRATOR};
  const auto leaving = [&] {
    const auto listed =
        service_.Ask(&Directory::Stub::ListOrganisations, kranich_, v1::ListOrganisationsRequest());
    for (const auto& organisation : listed.value.organisations()) {
      if (organisation.organisation_id() == home) return organisation.leaving();
    }
    return false;
  };
  v1::WithdrawOrganisationLeavingRequest stays;
  stays.set_organisation_id(home);
  const auto stay = [&](const Who& who) {
    stays.clear_request_id();
    auto reply = service_.Ask(&Directory::Stub::WithdrawOrganisationLeaving, who, stays);
    service_.Settle();
    return reply;
  };
  EXPECT_EQ(stay(chief).reason(), "ORGANISATION_DOES_NOT_LEAVE");
  v1::ReportOrganisationLeavingRequest goes;
  goes.set_organisation_id(home);
  goes.set_cause(v1::LEAVING_CAUSE_LEAVES);
  *goes.mutable_until() = fallverbund::ToProto(service_.clock().Now() + Days(30));
  ASSERT_TRUE(service_.Ask(&Directory::Stub::ReportOrganisationLeaving, chief, goes).ok());
  service_.Settle();
  EXPECT_TRUE(leaving());
  EXPECT_EQ(stay(kranich_).reason(), "NOT_YOUR_ORGANISATION");
  ASSERT_TRUE(stay(chief).ok());
  EXPECT_FALSE(leaving());
  goes.clear_request_id();
  ASSERT_TRUE(service_.Ask(&Directory::Stub::ReportOrganisationLeaving, chief, goes).ok());
  service_.clock().Advance(Days(30));
  service_.Settle();
  const auto late = stay(chief);
  EXPECT_EQ(late.reason(), "LEAVING_IS_OVER");
  EXPECT_EQ(rpc::DetailsOf(late.status).refusal->row(), "N10");
}

TEST_F(DirectoryServiceTest, TheSameRequestGetsTheSameAnswerAndAnotherContentDoesNot) {
  ASSERT_TRUE(Bootstrap().ok());
  v1::AddUnitRequest request;
  request.set_request_id(RunningService::NewRequestId());
  request.set_organisation_id(kFirst);
  request.set_display_name("JHD Nord");
  const auto first = service_.Ask(&Directory::Stub::AddUnit, kranich_, request);
  const auto again = service_.Ask(&Directory::Stub::AddUnit, kranich_, request);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first.value.SerializeAsString(), again.value.SerializeAsString());
  request.set_display_name("JHD Ost");
  EXPECT_EQ(service_.Ask(&Directory::Stub::AddUnit, kranich_, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(DirectoryServiceTest, ListsOrganisationsPageByPage) {
  ASSERT_TRUE(Bootstrap().ok());
  AddUnit(kranich_);
  ASSERT_TRUE(Register(kranich_, IdOf("traeger"), v1::ORGANISATION_KIND_PROVIDER).ok());
  ASSERT_TRUE(Register(kranich_, IdOf("klinik"), v1::ORGANISATION_KIND_CLINIC).ok());
  std::vector<std::string> ids, units;
  v1::ListOrganisationsRequest request;
  request.set_page_size(2);
  do {
    const auto page = service_.Ask(&Directory::Stub::ListOrganisations, kranich_, request);
    ASSERT_TRUE(page.ok()) << page.status.error_message();
    EXPECT_LE(page.value.organisations_size(), 2);
    for (const auto& organisation : page.value.organisations()) {
      ids.push_back(organisation.organisation_id());
      for (const auto& unit : organisation.units()) units.push_back(unit.display_name());
    }
    request.set_page_token(page.value.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(ids, ::testing::UnorderedElementsAre(kFirst, IdOf("traeger"), IdOf("klinik")));
  EXPECT_THAT(units, ::testing::ElementsAre("JHD Nord"));
  request.set_page_token(kFirst);  // a row, but none of our tokens
  EXPECT_EQ(service_.Ask(&Directory::Stub::ListOrganisations, kranich_, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_EQ(service_.Ask(&Directory::Stub::ListOrganisations, kranich_, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(DirectoryServiceTest, AYouthOfficeSaysHowItWorks) {
  ASSERT_TRUE(Bootstrap().ok());
  v1::SetWorkingRulesRequest request;
  request.set_organisation_id(kFirst);
  request.set_adopts_after_approval(true);
  request.set_broken_off_supports(11);
  EXPECT_EQ(service_.Ask(&Directory::Stub::SetWorkingRules, kranich_, request).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  request.set_broken_off_supports(3);
  ASSERT_TRUE(service_.Ask(&Directory::Stub::SetWorkingRules, kranich_, request).ok());
  service_.Settle();
  const auto page =
      service_.Ask(&Directory::Stub::ListOrganisations, kranich_, v1::ListOrganisationsRequest());
  EXPECT_TRUE(page.value.organisations(0).adopts_after_approval()) << "C8";
  EXPECT_EQ(page.value.organisations(0).broken_off_supports(), 3u) << "B11";
}

TEST_F(DirectoryServiceTest, AYouthOfficeSaysHowLongItTakesWithinBounds) {
  ASSERT_TRUE(Bootstrap().ok());
  v1::SetWorkingRulesRequest request;
  request.set_organisation_id(kFirst);
  request.mutable_terms()->set_replan_days(29);
  EXPECT_EQ(service_.Ask(&Directory::Stub::SetWorkingRules, kranich_, request).reason(), "TERM_OUT_OF_RANGE");
  request.mutable_terms()->set_replan_days(10);
  ASSERT_TRUE(service_.Ask(&Directory::Stub::SetWorkingRules, kranich_, request).ok());
  request.clear_terms();  // as a program would ask that knows no terms
  request.set_broken_off_supports(3);
  ASSERT_TRUE(service_.Ask(&Directory::Stub::SetWorkingRules, kranich_, request).ok());
  service_.Settle();
  const auto listed = [&] {
    return service_.Ask(&Directory::Stub::ListOrganisations, kranich_, v1::ListOrganisationsRequest())
        .value.organisations(0);
  };
  EXPECT_EQ(listed().broken_off_supports(), 3u);
  EXPECT_EQ(listed().terms().replan_days(), 10u) << "they stay";
  request.mutable_terms()->set_standby_days(60);
  ASSERT_TRUE(service_.Ask(&Directory::Stub::SetWorkingRules, kranich_, request).ok());
  service_.Settle();
  EXPECT_EQ(listed().terms().standby_days(), 60u);
  EXPECT_EQ(listed().terms().replan_days(), 0u) << "what is set takes the place of all";
}

TEST_F(DirectoryServiceTest, ABodysNameHasOneToEightyBytes) {
  ASSERT_TRUE(Bootstrap().ok());
  for (const std::string& name : {std::string(), std::string(81, 'x')}) {
    v1::AddUnitRequest request;
    request.set_organisation_id(kFirst);
    request.set_display_name(name);
    EXPECT_EQ(service_.Ask(&Directory::Stub::AddUnit, kranich_, request).status.error_code(),
              grpc::StatusCode::INVALID_ARGUMENT);
  }
}

TEST(BootstrapId, IsTheFirstHalfOfTheAssociationsHash) {
  // printf 'fallverbund.bootstrap/v1\ndo' | sha256sum | cut -c1-32
  EXPECT_EQ(BootstrapOrganisationId("do"), "cc1edfd7241b7f3334e4a524dca5fcfa");
}

}  // namespace
}  // namespace fallverbund::team
