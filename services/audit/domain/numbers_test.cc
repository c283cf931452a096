#include "services/audit/domain/numbers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "libs/base/time.h"
#include "services/audit/domain/testing/milo.h"

namespace fallverbund::audit {
namespace {

using ::testing::IsEmpty;
using testing::LogBook;
using testing::Pen;
using ::testing::SizeIs;
using testing::TestId;

class NumbersTest : public ::testing::Test {
 protected:
  // What is known of each number once the whole book is read.
  std::map<std::string, v1::AuditedNumber> Known() {
    std::map<std::string, v1::AuditedNumber> known;
    const NumberBefore before = [&](std::string_view number) -> std::optional<v1::AuditedNumber> {
      const auto found = known.find(std::string(number));
      if (found == known.end()) return std::nullopt;
      return found->second;
    };
    for (const testing::Line& line : book_.lines()) {
      for (auto& number : NumbersOf(line.AsEntry(), before)) known[number.number()] = number;
    }
    return known;
  }
  static common::v1::Holder Navigator(const std::string& person) {
    common::v1::Holder holder;
    holder.set_organisation_id(TestId(0x30));
    holder.set_person_id(person);
    return holder;
  }
  void WriteTransition(const google::protobuf::Message& event) {
    book_.Write("intake", "transition", kTransition, pen_, event);
  }

  const std::string kContact = TestId(1), kTransition = TestId(2), kCase = TestId(3), kAssessment = TestId(4);
  const Pen pen_{TestId(0x30), TestId(0x31), "NAVIGATOR"};
  LogBook book_;
};

TEST_F(NumbersTest, ADialogHasItsOwnerAndAFirstContactAChainInstead) {
  intake::v1::ContactReceived received;
  received.set_kind(intake::v1::CONTACT_KIND_DIALOG);
  *received.mutable_owner() = Navigator(TestId(0x31));
  book_.Write("intake", "contact", kContact, pen_, received);
  received.set_kind(intake::v1::CONTACT_KIND_FIRST_CONTACT);
  book_.Write("intake", "contact", TestId(9), pen_, received);
  const auto known = Known();
  ASSERT_THAT(known, SizeIs(1));
  const v1::AuditedNumber& dialog = known.at(kContact);
  EXPECT_EQ(dialog.kind(), v1::NUMBER_KIND_DIALOG);
  EXPECT_EQ(dialog.owner().person_id(), TestId(0x31));
  EXPECT_EQ(dialog.position(), 1u);
}

TEST_F(NumbersTest, ACountedContactNamesWhoCountedItAndNobodyElse) {
  book_.Write("intake", "prevention_contact", kContact, pen_, intake::v1::AnonymousContactCounted());
  const auto known = Known();
  ASSERT_THAT(known, SizeIs(1));
  EXPECT_EQ(known.at(kContact).kind(), v1::NUMBER_KIND_PREVENTION_CONTACT);
  EXPECT_EQ(known.at(kContact).owner().organisation_id(), pen_.organisation);
  EXPECT_EQ(known.at(kContact).owner().person_id(), "");
}

TEST_F(NumbersTest, AnAccompanimentHasWhoNavigatesNowUntilItsEnd) {
  intake::v1::TransitionBegun begun;
  *begun.mutable_navigator() = Navigator("first");
  WriteTransition(begun);
  EXPECT_EQ(Known().at(kTransition).owner().person_id(), "first");
  intake::v1::NavigatorMoved moved;
  *moved.mutable_to() = Navigator("second");
  WriteTransition(moved);
  EXPECT_EQ(Known().at(kTransition).owner().person_id(), "second");
  intake::v1::NavigatorTakenOver taken;
  *taken.mutable_to() = Navigator("third");
  WriteTransition(taken);
  EXPECT_EQ(Known().at(kTransition).owner().person_id(), "third");
  EXPECT_FALSE(Known().at(kTransition).has_done_at());
  WriteTransition(intake::v1::TransitionCompleted());
  const v1::AuditedNumber ended = Known().at(kTransition);
  EXPECT_EQ(FromProto(ended.done_at()), book_.now());
  EXPECT_EQ(ended.position(), 1u);
  EXPECT_EQ(ended.last_position(), 4u);
}

TEST_F(NumbersTest, AWithdrawalEndsAnAccompaniment) {
  WriteTransition(intake::v1::TransitionBegun());
  WriteTransition(intake::v1::PreventionConsentWithdrawn());
  EXPECT_TRUE(Known().at(kTransition).has_done_at());
}

TEST_F(NumbersTest, AnAssessmentIsOfItsCaseAndDoneOnceItWasMade) {
  casework::v1::RiskAssessmentOpened opened;
  opened.set_assessment_id(kAssessment);
  *opened.mutable_due() = ToProto(book_.now() + absl::Hours(24));
  book_.Write("case", "case", kCase, pen_, casework::v1::NeedClassified(), opened);
  const v1::AuditedNumber open = Known().at(kAssessment);
  EXPECT_EQ(open.kind(), v1::NUMBER_KIND_ASSESSMENT);
  EXPECT_EQ(open.case_id(), kCase);
  EXPECT_EQ(FromProto(open.due()), book_.now() + absl::Hours(24));
  EXPECT_FALSE(open.has_done_at());
  casework::v1::RiskAssessmentMade made;
  made.set_assessment_id(kAssessment);
  const absl::Time when = book_.now();
  book_.Advance(absl::Hours(48));
  book_.Occurred(when).Write("case", "case", kCase, pen_, made);
  EXPECT_EQ(FromProto(Known().at(kAssessment).done_at()), when) << "when it was made, not when it was said";
}

// Whoever writes what is against the rule is found by the checker; no list repeats it.
TEST_F(NumbersTest, WhatIsNoIdOrWasNeverBegunIsNoNumber) {
  casework::v1::RiskAssessmentOpened opened;
  opened.set_assessment_id("Milo, son of ...");
  book_.Write("case", "case", kCase, pen_, opened);
  casework::v1::RiskAssessmentMade made;
  made.set_assessment_id(kAssessment);
  book_.Write("case", "case", kCase, pen_, made);
  WriteTransition(intake::v1::TransitionCompleted());
  EXPECT_THAT(Known(), IsEmpty());
}

TEST_F(NumbersTest, ANumberThatIsBegunTwiceStaysWhatItWas) {
  casework::v1::RiskAssessmentOpened opened;
  opened.set_assessment_id(kAssessment);
  book_.Write("case", "case", kCase, pen_, opened);
  book_.Write("case", "case", TestId(5), pen_, opened);
  EXPECT_EQ(Known().at(kAssessment).case_id(), kCase);
}

}  // namespace
}  // namespace fallverbund::audit
