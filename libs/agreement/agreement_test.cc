#include "libs/agreement/agreement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fallverbund/team/v1/agreement_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::agreement {
namespace {

using common::v1::CRISIS_PARTY_CLINIC;
using common::v1::CRISIS_PARTY_YOUTH_OFFICE;
using team::v1::AgreementEvent;
using ::testing::ElementsAre;

absl::Time Second(int64_t second) {
  return absl::FromUnixSeconds(second);
}

class AgreementTest : public ::testing::Test {
 protected:
  void Happened(const AgreementEvent& event, absl::Time at, const std::string& context = "team") {
    eventlog::ValidCommit commit;
    commit.context = context;
    commit.aggregate_id = "agreement-1";
    commit.commit.set_aggregate_type("agreement");
    *commit.commit.mutable_recorded_at() = ToProto(at);
    *commit.commit.add_events() = eventlog::PackOneof(event);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(AgreementView().Apply({commit, at}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), ++position_).ok());
  }
  static team::v1::CrisisProcedure Says(int minutes) {
    team::v1::CrisisProcedure procedure;
    auto& office = *procedure.add_legs();
    office.set_party(CRISIS_PARTY_YOUTH_OFFICE);
    office.set_acknowledge_minutes(minutes);
    auto& clinic = *procedure.add_legs();
    clinic.set_party(CRISIS_PARTY_CLINIC);
    clinic.set_acknowledge_minutes(2 * minutes);
    procedure.set_court_approval_hours(24);
    procedure.set_meeting_days(7);
    return procedure;
  }
  void Adopted(absl::Time from, int minutes) {
    AgreementEvent event;
    *event.mutable_agreement_adopted()->mutable_effective_from() = ToProto(from);
    *event.mutable_agreement_adopted()->mutable_procedure() = Says(minutes);
    Happened(event, Second(1));
  }
  void VersionAdopted(int version, absl::Time from, int minutes) {
    AgreementEvent event;
    event.mutable_agreement_version_adopted()->set_version(version);
    *event.mutable_agreement_version_adopted()->mutable_effective_from() = ToProto(from);
    *event.mutable_agreement_version_adopted()->mutable_procedure() = Says(minutes);
    Happened(event, Second(1));
  }
  void Signed(const std::string& organisation, absl::Time at, const std::string& contact = "contact") {
    AgreementEvent event;
    event.mutable_agreement_signed()->set_organisation_id(organisation);
    event.mutable_agreement_signed()->set_contact_person_id(contact);
    event.mutable_agreement_signed()->set_deputy_person_id("deputy of " + contact);
    Happened(event, at);
  }
  void Left(const std::string& organisation, absl::Time at) {
    AgreementEvent event;
    event.mutable_agreement_left()->set_organisation_id(organisation);
    Happened(event, at);
  }
  int VersionAt(absl::Time at) {
    const auto found = InForce(store_, at);
    EXPECT_TRUE(found.ok());
    return found.ok() && *found ? (*found)->version : 0;
  }
  bool SignedAt(const std::string& organisation, absl::Time at) {
    const auto answer = HasSigned(store_, organisation, at);
    EXPECT_TRUE(answer.ok());
    return answer.ok() && *answer;
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(AgreementTest, NothingIsInForceAndNobodyHasSignedBeforeOneIsAdopted) {
  EXPECT_EQ(VersionAt(Second(100)), 0);
  EXPECT_FALSE(SignedAt("clinic", Second(100)));
  Signed("clinic", Second(5));
  EXPECT_FALSE(SignedAt("clinic", Second(100))) << "signed what?";
}

TEST_F(AgreementTest, AVersionIsInForceFromItsVeryFirstMoment) {
  Adopted(Second(10), 15);
  EXPECT_EQ(VersionAt(Second(10) - absl::Nanoseconds(1)), 0);
  EXPECT_EQ(VersionAt(Second(10)), 1);
}

TEST_F(AgreementTest, APastCrisisIsJudgedByTheVersionThenInForce) {
  Adopted(Second(10), 15);
  VersionAdopted(2, Second(50), 30);
  EXPECT_EQ(VersionAt(Second(50) - absl::Nanoseconds(1)), 1);
  EXPECT_EQ(VersionAt(Second(50)), 2);
  EXPECT_EQ(VersionAt(Second(1000)), 2);
}

TEST_F(AgreementTest, OfTwoVersionsFromOneMomentTheLaterCounts) {
  Adopted(Second(10), 15);
  VersionAdopted(2, Second(50), 30);
  VersionAdopted(3, Second(50), 45);
  EXPECT_EQ(VersionAt(Second(50)), 3);
  EXPECT_EQ(VersionAt(Second(49)), 1);
}

TEST_F(AgreementTest, TellsWhatTheVersionSays) {
  Adopted(Second(10), 15);
  const auto found = InForce(store_, Second(11));
  ASSERT_TRUE(found.ok() && found->has_value());
  const Procedure expected = {
      "agreement-1",
      1,
      {{CRISIS_PARTY_YOUTH_OFFICE, absl::Minutes(15)}, {CRISIS_PARTY_CLINIC, absl::Minutes(30)}},
      absl::Hours(24),
      absl::Hours(7 * 24)};
  EXPECT_EQ(**found, expected);
}

TEST_F(AgreementTest, ReadsMoreVersionsThanOneScanHolds) {
  Adopted(Second(10), 15);
  for (int version = 2; version <= 205; ++version) VersionAdopted(version, Second(10 * version), 15);
  EXPECT_EQ(VersionAt(Second(2050)), 205);
  EXPECT_EQ(VersionAt(Second(1500)), 150);
}

TEST_F(AgreementTest, ASignatureCountsFromItsMomentUntilTheOrganisationLeaves) {
  Adopted(Second(10), 15);
  Signed("clinic", Second(20));
  Left("clinic", Second(40));
  EXPECT_FALSE(SignedAt("clinic", Second(20) - absl::Nanoseconds(1)));
  EXPECT_TRUE(SignedAt("clinic", Second(20)));
  EXPECT_TRUE(SignedAt("clinic", Second(40) - absl::Nanoseconds(1)));
  EXPECT_FALSE(SignedAt("clinic", Second(40)));
  EXPECT_FALSE(SignedAt("provider", Second(30)));
}

TEST_F(AgreementTest, WhoLeftAndSignsAgainHadLeftInBetween) {
  Adopted(Second(10), 15);
  Signed("clinic", Second(20));
  Left("clinic", Second(40));
  Signed("clinic", Second(60));
  EXPECT_TRUE(SignedAt("clinic", Second(30)));
  EXPECT_FALSE(SignedAt("clinic", Second(50)));
  EXPECT_TRUE(SignedAt("clinic", Second(60)));
}

TEST_F(AgreementTest, ASignatureCountsOnlyWhileAVersionIsInForceAndOutlivesVersions) {
  Signed("clinic", Second(5));
  Adopted(Second(10), 15);
  VersionAdopted(2, Second(50), 30);
  EXPECT_FALSE(SignedAt("clinic", Second(9)));
  EXPECT_TRUE(SignedAt("clinic", Second(10)));
  EXPECT_TRUE(SignedAt("clinic", Second(55)));
}

TEST_F(AgreementTest, TheContactListHoldsWhoeverHasSignedWithADeputy) {
  Adopted(Second(10), 15);
  Signed("provider", Second(20), "berg");
  Signed("clinic", Second(20), "kern");
  Signed("school", Second(20), "roth");
  Left("school", Second(21));
  AgreementEvent named;
  named.mutable_crisis_contact_named()->set_organisation_id("clinic");
  named.mutable_crisis_contact_named()->set_contact_person_id("may");
  named.mutable_crisis_contact_named()->set_deputy_person_id("kern");
  Happened(named, Second(22));
  const auto contacts = Contacts(store_);
  ASSERT_TRUE(contacts.ok());
  EXPECT_THAT(*contacts, ElementsAre(CrisisContact{"clinic", "may", "kern"},
                                     CrisisContact{"provider", "berg", "deputy of berg"}));
  const auto gone = ContactOf(store_, "school");
  ASSERT_TRUE(gone.ok());
  EXPECT_FALSE(gone->has_value());
}

TEST_F(AgreementTest, OtherContextsDoNotWriteTheAgreement) {
  AgreementEvent event;
  *event.mutable_agreement_adopted()->mutable_effective_from() = ToProto(Second(1));
  Happened(event, Second(1), "crisis");
  EXPECT_EQ(VersionAt(Second(2)), 0);
}

}  // namespace
}  // namespace fallverbund::agreement
