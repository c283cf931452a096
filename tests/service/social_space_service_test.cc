// Social spaces end to end: the catalogue at a time, what a street suggests, and how much a team carries.
#include "fallverbund/team/v1/social_space_service.grpc.pb.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "libs/base/time.h"
#include "services/team/rpc/team_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"

namespace fallverbund::team {
namespace {

using testing::IdOf;
using testing::kAdler;
using testing::kBiber;
using testing::kLerche;
using testing::kMilo;
using testing::kNorth;
using testing::kSpecht;
using testing::RunningService;
using testing::Who;
using Stub = v1::SocialSpaceService::Stub;

const Who kLead = {IdOf("jugendamt"), IdOf("falke"), common::v1::ROLE_TEAM_LEAD};

class SocialSpaceServiceTest : public ::testing::Test {
 protected:
  SocialSpaceServiceTest() {
    testing::Register(service_, v1::ORGANISATION_KIND_YOUTH_OFFICE, kNorth, {kAdler, kSpecht, kLead});
    testing::Register(service_, v1::ORGANISATION_KIND_SCHOOL, "", {kLerche});
    testing::Register(service_, v1::ORGANISATION_KIND_PROVIDER, "", {kBiber});
  }

  absl::Time Now() { return service_.clock().Now(); }
  template <class Request>
  auto Ask(auto method, const Who& who, const Request& request) {
    auto reply = service_.Ask(method, who, request);
    service_.Settle();
    return reply;
  }
  std::string Define() {
    v1::DefineSocialSpaceRequest request;
    request.set_display_name("Team 05 Rheydt Ost");
    request.set_unit_id(kNorth);
    request.set_person_id(kAdler.person);
    request.set_deputy_person_id(kSpecht.person);
    const auto reply = Ask(&Stub::DefineSocialSpace, kLead, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    return reply.value.social_space_id();
  }
  // A quarter with the street in it, both from now on.
  std::string AddStreet(const std::string& space, const std::string& street) {
    v1::AddQuarterRequest quarter;
    quarter.set_social_space_id(space);
    quarter.set_display_name("Schloss Rheydt");
    *quarter.mutable_valid_from() = fallverbund::ToProto(Now());
    const auto added = Ask(&Stub::AddQuarter, kLead, quarter);
    EXPECT_TRUE(added.ok()) << added.status.error_message();
    v1::AddStreetRequest request;
    request.set_social_space_id(space);
    request.set_quarter_id(added.value.quarter_id());
    request.set_street(street);
    *request.mutable_valid_from() = quarter.valid_from();
    const auto reply = Ask(&Stub::AddStreet, kLead, request);
    EXPECT_TRUE(reply.ok()) << reply.status.error_message();
    return reply.value.entry_id();
  }
  v1::RouteStreetResponse Route(const std::string& street, const Who& who = kLerche) {
    v1::RouteStreetRequest request;
    request.set_street(street);
    return Ask(&Stub::RouteStreet, who, request).value;
  }
  v1::GetWorkloadResponse Workload() {
    v1::GetWorkloadRequest request;
    request.set_organisation_id(kAdler.organisation);
    request.set_unit_id(kNorth);
    return Ask(&Stub::GetWorkload, kLead, request).value;
  }
  void Happened(const casework::v1::CaseEvent& event) { service_.Happened("case", kMilo, "case", {&event}); }

  TeamModule module_;
  RunningService service_{"team", module_};
};

TEST_F(SocialSpaceServiceTest, AStreetOnlySuggestsATeamAndWhoAsksOwnsItMeanwhile) {
  AddStreet(Define(), "Ritterstraße");
  const auto known = Route("ritterstr.");
  ASSERT_EQ(known.hints_size(), 1);
  EXPECT_EQ(known.hints(0).display_name(), "Team 05 Rheydt Ost");
  EXPECT_EQ(known.hints(0).quarter(), "Schloss Rheydt");
  EXPECT_EQ(known.hints(0).team().person_id(), kAdler.person);
  EXPECT_EQ(known.hints(0).team().deputy_person_id(), kSpecht.person);
  EXPECT_EQ(known.owner().person_id(), kLerche.person);
}

TEST_F(SocialSpaceServiceTest, AnUnknownStreetIsNeverUnowned) {
  Define();
  for (const Who& who : {kLerche, kAdler}) {
    const auto unknown = Route("Nirgendweg", who);
    EXPECT_EQ(unknown.hints_size(), 0);
    EXPECT_EQ(unknown.owner().organisation_id(), who.organisation);
    EXPECT_EQ(unknown.owner().person_id(), who.person);
  }
}

TEST_F(SocialSpaceServiceTest, TheCatalogueIsThatOfTheTimeAskedFor) {
  const std::string space = Define();
  const std::string entry = AddStreet(space, "Ritterstraße");
  const absl::Time begin = Now();
  v1::EndStreetEntryRequest end;
  end.set_social_space_id(space);
  end.set_entry_id(entry);
  *end.mutable_valid_until() = fallverbund::ToProto(begin + Days(10));
  ASSERT_TRUE(Ask(&Stub::EndStreetEntry, kLead, end).ok());
  EXPECT_EQ(Route("Ritterstraße").hints_size(), 1);
  service_.clock().Advance(Days(10));
  EXPECT_EQ(Route("Ritterstraße").hints_size(), 0);
  v1::GetSocialSpaceRequest get;
  get.set_social_space_id(space);
  EXPECT_EQ(Ask(&Stub::GetSocialSpace, kAdler, get).value.social_space().quarters(0).streets_size(), 0);
  *get.mutable_at() = fallverbund::ToProto(begin + Days(9));
  EXPECT_EQ(Ask(&Stub::GetSocialSpace, kAdler, get).value.social_space().quarters(0).streets_size(), 1);
  *get.mutable_at() = fallverbund::ToProto(begin - Days(1));
  EXPECT_EQ(Ask(&Stub::GetSocialSpace, kAdler, get).value.social_space().quarters_size(), 0);
}

TEST_F(SocialSpaceServiceTest, IsDefinedForATeamOfTheOwnYouthOffice) {
  v1::DefineSocialSpaceRequest request;
  request.set_display_name("Team 05 Rheydt Ost");
  request.set_unit_id(kNorth);
  request.set_person_id(kAdler.person);
  request.set_deputy_person_id(kBiber.person);
  EXPECT_EQ(Ask(&Stub::DefineSocialSpace, kLead, request).reason(), "SOCIAL_SPACE_NEEDS_TEAM");
  request.set_deputy_person_id(kAdler.person);
  EXPECT_EQ(Ask(&Stub::DefineSocialSpace, kLead, request).reason(), "SOCIAL_SPACE_NEEDS_TEAM");
  v1::EntrustSocialSpaceRequest entrust;
  entrust.set_social_space_id(Define());
  entrust.set_person_id(kSpecht.person);
  entrust.set_deputy_person_id(kLerche.person);
  EXPECT_EQ(Ask(&Stub::EntrustSocialSpace, kLead, entrust).reason(), "SOCIAL_SPACE_NEEDS_TEAM");
  entrust.set_deputy_person_id(kAdler.person);
  EXPECT_TRUE(Ask(&Stub::EntrustSocialSpace, kLead, entrust).ok());
}

TEST_F(SocialSpaceServiceTest, TheWorkloadFollowsOffersMovesRestAndEnds) {
  const auto loads = [this] {
    std::map<std::string, std::string> shown;
    const auto workload = Workload();
    for (const auto& person : workload.people()) {
      shown[person.person_id()] = absl::StrCat(person.cases(), "/", person.resting(), "/", person.offered());
    }
    return shown;
  };
  EXPECT_EQ(loads()[kAdler.person], "0/0/0");
  testing::OpenMilo(service_);
  EXPECT_EQ(loads()[kAdler.person], "1/0/0");
  EXPECT_EQ(loads()[kSpecht.person], "0/0/0");
  casework::v1::CaseEvent offered, moved, resting, back, ended, reopened;
  const auto specht = testing::HolderOf(kSpecht, kAdler, kNorth);
  *offered.mutable_handover_offered()->mutable_to() = specht;
  Happened(offered);
  EXPECT_EQ(loads()[kSpecht.person], "0/0/1");
  *moved.mutable_responsibility_moved()->mutable_to() = specht;
  Happened(moved);
  EXPECT_EQ(loads()[kSpecht.person], "1/0/0");
  EXPECT_EQ(loads()[kAdler.person], "0/0/0");
  resting.mutable_standby_entered();
  Happened(resting);
  EXPECT_EQ(loads()[kSpecht.person], "0/1/0");
  EXPECT_EQ(Workload().team().resting(), 1);
  back.mutable_case_reactivated();
  Happened(back);
  EXPECT_EQ(loads()[kSpecht.person], "1/0/0");
  ended.mutable_case_lawfully_ended();
  Happened(ended);
  EXPECT_EQ(Workload().team().cases(), 0);
  *reopened.mutable_case_reopened()->mutable_holder() = specht;
  Happened(reopened);
  EXPECT_EQ(loads()[kSpecht.person], "1/0/0");
  EXPECT_EQ(Workload().team().cases(), 1);

  v1::GetWorkloadRequest others;
  others.set_organisation_id(kBiber.organisation);
  EXPECT_EQ(Ask(&Stub::GetWorkload, kLead, others).status.error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace fallverbund::team
