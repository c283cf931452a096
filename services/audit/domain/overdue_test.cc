#include "services/audit/domain/overdue.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/base/time.h"

namespace fallverbund::audit {
namespace {

using common::v1::ClockKind;
using enum common::v1::ClockKind;

const absl::Time kDue = absl::FromUnixSeconds(1'800'000'000);

// One commit of one event, of an aggregate of that type.
struct Written {
  Written(std::string of_context, const std::string& type, const google::protobuf::Message& event,
          std::string id = "one")
      : context(std::move(of_context)), aggregate_id(std::move(id)) {
    commit.set_aggregate_type(type);
    auto& only = *commit.add_events();
    only.set_type(event.GetDescriptor()->full_name());
    only.set_schema_version(1);
    only.set_data(event.SerializeAsString());
  }
  Entry entry() const { return {1, context, aggregate_id, commit, kDue}; }
  std::optional<OverdueDate> Date() const { return OverdueOf(entry(), commit.events(0)); }
  bool Settling(const OverdueDate& date) const { return Settles(entry(), commit.events(0), date); }

  std::string context, aggregate_id;
  eventlog::v1::Commit commit;
};

OverdueDate DateOf(ClockKind clock, const std::string& object_id) {
  return {.clock = clock, .aggregate_id = "one", .object_id = object_id, .due = kDue};
}

// Of every kind of aggregate that a chain has.
TEST(OverdueDates, AreReadFromEveryKindOfEventThatRecordsOne) {
  const auto clock = [](const std::string& context, const std::string& type, auto event) {
    *event.mutable_due() = ToProto(kDue);
    const auto date = Written(context, type, event).Date();
    EXPECT_TRUE(date && date->due == kDue) << event.GetDescriptor()->full_name();
    return date ? date->clock : CLOCK_KIND_UNSPECIFIED;
  };
  crisis::v1::CrisisDeadlineOverdue leg;
  leg.set_clock(CLOCK_KIND_CRISIS_LEG);
  EXPECT_EQ(clock("crisis", "crisis", leg), CLOCK_KIND_CRISIS_LEG);
  team::v1::TeamDeadlineOverdue meeting;
  meeting.set_clock(CLOCK_KIND_TEAM_MEETING);
  EXPECT_EQ(clock("team", "team", meeting), CLOCK_KIND_TEAM_MEETING);
  EXPECT_EQ(clock("intake", "contact", intake::v1::ContactOpeningOverdue()), CLOCK_KIND_CASE_OPENING);
  EXPECT_EQ(clock("intake", "inquiry", intake::v1::InquiryAnswerOverdue()), CLOCK_KIND_INQUIRY_ANSWER);
  EXPECT_EQ(clock("intake", "inquiry", intake::v1::InquiryInfoOverdue()), CLOCK_KIND_INQUIRY_INFO);
  EXPECT_EQ(clock("crisis", "deployment", crisis::v1::DeploymentAnswerOverdue()),
            CLOCK_KIND_DEPLOYMENT_ANSWER);
  EXPECT_EQ(clock("crisis", "deployment", crisis::v1::OutreachContactOverdue()), CLOCK_KIND_OUTREACH_CONTACT);
  EXPECT_EQ(clock("crisis", "deployment", crisis::v1::DebriefOverdue()), CLOCK_KIND_DEBRIEF);
  EXPECT_FALSE(Written("case", "case", casework::v1::CaseOpened()).Date());
}

TEST(OverdueDates, AreSettledByWhatWasDueOfTheSameObjectAndAggregate) {
  crisis::v1::LegAcknowledged acknowledged;
  acknowledged.set_party(common::v1::CRISIS_PARTY_CLINIC);
  const OverdueDate clinic = DateOf(CLOCK_KIND_CRISIS_LEG, std::to_string(common::v1::CRISIS_PARTY_CLINIC));
  EXPECT_TRUE(Written("crisis", "crisis", acknowledged).Settling(clinic));
  EXPECT_FALSE(Written("crisis", "crisis", acknowledged, "another").Settling(clinic));
  EXPECT_FALSE(
      Written("crisis", "crisis", acknowledged)
          .Settling(DateOf(CLOCK_KIND_CRISIS_LEG, std::to_string(common::v1::CRISIS_PARTY_PROVIDER))));
  EXPECT_TRUE(Written("crisis", "crisis", crisis::v1::CrisisConcluded()).Settling(clinic));

  casework::v1::RightAssessed health;
  health.set_domain(casework::v1::RIGHT_DOMAIN_HEALTH);
  EXPECT_TRUE(Written("case", "case", health).Settling(DateOf(CLOCK_KIND_RIGHT_UNCOVERED, "HEALTH")));
  EXPECT_FALSE(Written("case", "case", health).Settling(DateOf(CLOCK_KIND_RIGHT_UNCOVERED, "EDUCATION")));

  casework::v1::CommitmentsStay stays;
  stays.add_setting_ids("s1");
  stays.add_setting_ids("s2");
  EXPECT_TRUE(Written("case", "case", stays).Settling(DateOf(CLOCK_KIND_NOTICE_BRIDGE, "s2")));
  EXPECT_FALSE(Written("case", "case", stays).Settling(DateOf(CLOCK_KIND_NOTICE_BRIDGE, "s3")));
}

TEST(OverdueDates, StandWhileTheEventSaysThatItWasNotReached) {
  crisis::v1::OutreachContactMade contact;
  const OverdueDate date = DateOf(CLOCK_KIND_OUTREACH_CONTACT, "");
  EXPECT_FALSE(Written("crisis", "deployment", contact).Settling(date));
  contact.set_reached(true);
  EXPECT_TRUE(Written("crisis", "deployment", contact).Settling(date));
}

// The table knows events and fields by their names: each row is read once.
TEST(OverdueDates, KnowEveryClockThatACaseOrWhatBelongsToItCanMiss) {
  std::set<ClockKind> settled;
  std::set<std::string, std::less<>> tried;
  for (int number = 1; number < common::v1::ClockKind_ARRAYSIZE; ++number) {
    if (!common::v1::ClockKind_IsValid(number)) continue;
    const auto clock = static_cast<ClockKind>(number);
    const auto tries = [&](const std::string& context, const std::string& type, const auto& sum) {
      const auto& oneof = *sum.GetDescriptor()->oneof_decl(0);
      for (int i = 0; i < oneof.field_count(); ++i) {
        const auto* descriptor = oneof.field(i)->message_type();
        tried.insert(descriptor->name());
        const auto* prototype =
            google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor);
        if (descriptor->name() != "CaseLawfullyEnded" &&
            Written(context, type, *prototype).Settling(DateOf(clock, "")))
          settled.insert(clock);
      }
    };
    tries("case", "case", casework::v1::CaseEvent());
    tries("crisis", "crisis", crisis::v1::CrisisEvent());
    tries("crisis", "deployment", crisis::v1::DeploymentEvent());
    tries("intake", "inquiry", intake::v1::InquiryEvent());
    tries("intake", "contact", intake::v1::ContactEvent());
    tries("team", "team", team::v1::TeamEvent());
  }
  for (const std::string_view event : EventsThatSettle())
    EXPECT_TRUE(tried.contains(event)) << event << " is no event of a chain";
  for (const ClockKind of_prevention :
       {CLOCK_KIND_LIFE_PHASE, CLOCK_KIND_WARM_HANDOVER_ANSWER, CLOCK_KIND_WARM_HANDOVER_CHECK})
    settled.insert(of_prevention);             // an accompaniment is no case, and on no board of cases
  settled.insert(CLOCK_KIND_RIGHT_UNCOVERED);  // by a domain: see above
  for (int number = 1; number < common::v1::ClockKind_ARRAYSIZE; ++number) {
    if (!common::v1::ClockKind_IsValid(number)) continue;
    EXPECT_TRUE(settled.contains(static_cast<ClockKind>(number)))
        << common::v1::ClockKind_Name(static_cast<ClockKind>(number));
  }
}

// D4: each date by its own word; the word of before they were told apart ends all of them.
TEST(Settling, OfTheDatesOfANightThatHasMovedOn) {
  crisis::v1::NightMovedOn moved_on;
  moved_on.set_object_id("stay");
  moved_on.set_clock(CLOCK_KIND_CLINIC_LEAVE);
  const auto settles = [&](ClockKind clock, const char* object) {
    return Written("crisis", "crisis", moved_on).Settling(DateOf(clock, object));
  };
  EXPECT_TRUE(settles(CLOCK_KIND_CLINIC_LEAVE, "stay"));
  EXPECT_FALSE(settles(CLOCK_KIND_CLINIC_LEAVE, "another"));
  EXPECT_FALSE(settles(CLOCK_KIND_NIGHT_CONFIRMATION, "stay"));
  moved_on.clear_clock();
  EXPECT_TRUE(settles(CLOCK_KIND_CLINIC_LEAVE, "another"));
  EXPECT_TRUE(settles(CLOCK_KIND_NIGHT_CONFIRMATION, "another"));
  EXPECT_TRUE(settles(CLOCK_KIND_CARE_END, "another"));
  EXPECT_FALSE(settles(CLOCK_KIND_CRISIS_LEG, "stay"));
}

}  // namespace
}  // namespace fallverbund::audit
