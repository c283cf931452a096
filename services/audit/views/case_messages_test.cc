#include "services/audit/views/case_messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/audit/domain/testing/milo.h"
#include "services/audit/views/testing/filed.h"

namespace fallverbund::audit {
namespace {

using ::testing::ElementsAre;
using testing::Filed;
using ::testing::IsEmpty;
using testing::Milo;
using testing::TestId;

TEST(CaseMessages, AreTheCaseWithItsOriginAndWhomItNames) {
  Milo milo;
  milo.PlayAll();
  const std::string stranger = TestId(0x950);
  team::v1::OrganisationRegistered registered;
  registered.set_organisation_id(stranger);
  milo.book.Write("team", "organisation", stranger, Milo::House("team"), registered);
  const Filed filed(milo.book);
  const auto selected = ReadCaseMessages(filed.store, milo.the_case);
  ASSERT_TRUE(selected.ok()) << selected.status();
  for (const testing::Line& line : milo.book.lines()) {
    const auto part = selected->positions.find(line.position);
    const bool in = part != selected->positions.end();
    if (line.aggregate_id == milo.the_case || line.aggregate_id == milo.inquiry ||
        line.aggregate_id == milo.team) {
      ASSERT_TRUE(in) << line.position;
      EXPECT_EQ(part->second, v1::ARCHIVED_PART_CASE);
    }
    if (line.aggregate_id == milo.who.youth_office || line.aggregate_id == milo.who.provider) {
      ASSERT_TRUE(in) << "its persons hold, so the checker must know them";
      EXPECT_EQ(part->second, v1::ARCHIVED_PART_REGISTER);
    }
    if (line.aggregate_id == stranger) {
      EXPECT_FALSE(in) << "nobody of there has to do with it";
    }
  }
  EXPECT_THAT(selected->other_cases, IsEmpty());
  EXPECT_EQ(ReadCaseMessages(filed.store, milo.inquiry)->positions, selected->positions)
      << "the origin is as good a name";
}

TEST(CaseMessages, HoldTheLogsOwnAndOfAnotherCaseOnlyItsName) {
  Milo milo;
  const std::string zeros(32, '0'), other = TestId(0x910);
  eventlog::v1::SignerRegistered key;
  const uint64_t of_the_log = milo.book.Write("log", "log", zeros, {"provisioner", "", ""}, key);
  milo.PlayToCase();
  const uint64_t of_other =
      milo.book.Write("case", "case", other, milo.AdlerPen(), casework::v1::SettingEnded());
  casework::v1::SettingAdopted names;
  names.set_setting_id(other);
  milo.InCase(milo.AdlerPen(), names);
  const Filed filed(milo.book);
  const auto selected = ReadCaseMessages(filed.store, milo.the_case);
  ASSERT_TRUE(selected.ok()) << selected.status();
  EXPECT_EQ(selected->positions.at(of_the_log), v1::ARCHIVED_PART_LOG);
  EXPECT_EQ(selected->positions.count(of_other), 0);
  EXPECT_THAT(selected->other_cases, ElementsAre(other));
}

TEST(CaseMessages, OfNoCaseAreNone) {
  const Filed filed{Milo().book};
  EXPECT_TRUE(absl::IsNotFound(ReadCaseMessages(filed.store, TestId(0x999)).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadCaseMessages(filed.store, "Milo").status()));
}

}  // namespace
}  // namespace fallverbund::audit
