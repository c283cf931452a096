// What somebody has before there is a case, as it is counted for a person who leaves.
#include "services/case/views/duties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "libs/projection/in_memory_projection_store.h"
#include "services/case/domain/testing/case_story.h"
#include "services/case/views/held.h"

namespace fallverbund::casework::testing {
namespace {

using ::testing::ElementsAre;

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
  uint32_t FirstContacts(const Person& person) { return CountHeld(store_, person.id)->first_contacts(); }

  static intake::v1::ContactEvent Received(intake::v1::ContactKind kind) {
    intake::v1::ContactEvent event;
    event.mutable_contact_received()->set_kind(kind);
    *event.mutable_contact_received()->mutable_owner() = care::ToProto(Holder(kAdler, kSpecht));
    return event;
  }
  static intake::v1::InquiryEvent Asked() {
    intake::v1::InquiryEvent event;
    *event.mutable_inquiry_received()->mutable_holder() = care::ToProto(Holder(kAdler, kSpecht));
    return event;
  }

  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(Duties, AFirstContactIsHeldUntilItsCaseIsOpen) {
  Happened("contact", Received(intake::v1::CONTACT_KIND_FIRST_CONTACT));
  EXPECT_EQ(FirstContacts(kAdler), 1u);
  Opened("another");
  EXPECT_EQ(FirstContacts(kAdler), 1u);
  Opened("contact");
  EXPECT_EQ(FirstContacts(kAdler), 0u) << "from now on the case is";
}

TEST_F(Duties, ADialogIsNobodysResponsibility) {
  Happened("contact", Received(intake::v1::CONTACT_KIND_DIALOG));
  EXPECT_EQ(FirstContacts(kAdler), 0u);
}

TEST_F(Duties, ADeclinedInquiryIsStillHeld) {
  Happened("inquiry", Asked());
  intake::v1::InquiryEvent declined;
  declined.mutable_inquiry_declined();
  Happened("inquiry", declined);
  EXPECT_EQ(FirstContacts(kAdler), 1u);
}

TEST_F(Duties, WhoeverTakesOverHoldsAndTheOtherIsRemembered) {
  Happened("contact", Received(intake::v1::CONTACT_KIND_FIRST_CONTACT));
  Happened("inquiry", Asked());
  intake::v1::ContactEvent contact;
  *contact.mutable_contact_taken_over()->mutable_to() = care::ToProto(Holder(kSpecht, kHabicht));
  Happened("contact", contact);
  EXPECT_EQ(FirstContacts(kAdler), 1u);
  intake::v1::InquiryEvent inquiry;
  *inquiry.mutable_inquiry_taken_over()->mutable_to() = care::ToProto(Holder(kSpecht, kHabicht));
  Happened("inquiry", inquiry);
  EXPECT_EQ(FirstContacts(kAdler), 0u);
  EXPECT_EQ(FirstContacts(kSpecht), 2u);
  EXPECT_THAT(*PersonsIn(store_, "contact"), ElementsAre(kAdler.id, kSpecht.id)) << "to be counted anew";
}

}  // namespace
}  // namespace fallverbund::casework::testing
