#include "libs/care/approval.h"

#include <gtest/gtest.h>

namespace fallverbund::care {
namespace {

const Approval kAdler{"office", "adler"}, kSpecht{"office", "specht"}, kFuchs{"home", "fuchs"};

TEST(Approval, FourEyesAreTwoPersonsOfTwoOrganisations) {
  EXPECT_FALSE(HasFourEyes({}));
  EXPECT_FALSE(HasFourEyes({kAdler}));
  EXPECT_FALSE(HasFourEyes({kAdler, kSpecht}));
  EXPECT_TRUE(HasFourEyes({kAdler, kSpecht, kFuchs}));
}

TEST(Approval, OnePersonOfTwoOrganisationsHasTwoEyes) {
  EXPECT_FALSE(HasFourEyes({kAdler, {"home", "adler"}}));
}

TEST(Approval, APersonCountsOnce) {
  Approvals approvals;
  Approve(approvals, kAdler);
  Approve(approvals, {"home", "adler"});
  EXPECT_EQ(approvals, Approvals{kAdler});
  EXPECT_TRUE(HasApproved(approvals, "adler"));
  EXPECT_FALSE(HasApproved(approvals, "fuchs"));
}

TEST(Approval, NamesTheRolesThatNobodyHasApprovedIn) {
  Approvals approvals;
  EXPECT_EQ(MissingRoles(approvals, {1, 2, 3}), (std::vector<int>{1, 2, 3}));
  Approve(approvals, {"office", "adler", 3});
  Approve(approvals, {"office", "adler", 1});  // one person has one voice
  EXPECT_EQ(MissingRoles(approvals, {1, 2, 3}), (std::vector<int>{1, 2}));
  Approve(approvals, {"office", "specht", 1});
  Approve(approvals, {"office", "fuchs", 2});
  EXPECT_TRUE(MissingRoles(approvals, {1, 2, 3}).empty());
}

}  // namespace
}  // namespace fallverbund::care
