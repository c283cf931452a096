#include "tools/relay/say/say.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/time.h"

namespace fallverbund::relay {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

crisis::v1::Notification Alarm() {
  crisis::v1::Notification notification;
  notification.mutable_place()->set_position(17);
  notification.set_kind(crisis::v1::NOTIFICATION_KIND_CRISIS_LEG);
  notification.set_case_id(std::string(32, 'a'));
  notification.set_crisis_id(std::string(32, 'b'));
  *notification.mutable_due() = ToProto(absl::FromUnixSeconds(1'770'000'000));
  *notification.mutable_recorded_at() = ToProto(absl::FromUnixSeconds(1'769'999'000));
  return notification;
}

TEST(Say, AWebhookHearsKindAndWhereToLook) {
  EXPECT_EQ(BodyOf(Alarm()),
            "{\"place\":\"17.0\",\"kind\":\"CRISIS_LEG\",\"case_id\":\"" + std::string(32, 'a') +
                "\",\"crisis_id\":\"" + std::string(32, 'b') +
                "\",\"due\":\"2026-02-02T02:40:00Z\",\"recorded_at\":\"2026-02-02T02:23:20Z\"}");
}

TEST(Say, ANewDangerIsSaidWithoutWhichItIs) {
  auto notification = Alarm();
  notification.set_kind(crisis::v1::NOTIFICATION_KIND_NEW_DANGER);
  EXPECT_THAT(BodyOf(notification), HasSubstr("\"kind\":\"NEW_DANGER\""));
  const Letter letter{"fv@example.org", "notdienst@example.org", absl::FromUnixSeconds(1'770'000'000)};
  EXPECT_THAT(MailOf(notification, letter), HasSubstr("Subject: Fallverbund: NEW_DANGER\r\n"));
  notification.set_kind(crisis::v1::NOTIFICATION_KIND_ALARM_REPEATED);
  EXPECT_THAT(BodyOf(notification), HasSubstr("\"kind\":\"ALARM_REPEATED\""));
}

TEST(Say, NothingThatIsNoIdIsSaidAsOne) {
  auto notification = Alarm();
  notification.set_case_id("Milo, 15\",\"x\":\"");
  EXPECT_THAT(BodyOf(notification), Not(HasSubstr("Milo")));
}

TEST(Say, ASignatureIsOverTimeAndBody) {
  // printf '1770000000.{}' | openssl dgst -sha256 -hmac secret
  const std::string signature = SignatureOf("secret", "1770000000", "{}");
  EXPECT_EQ(signature.size(), sizeof("sha256=") - 1 + 64);
  EXPECT_NE(signature, SignatureOf("secret", "1770000001", "{}"));
  EXPECT_NE(signature, SignatureOf("secret", "1770000000", "{ }"));
  EXPECT_NE(signature, SignatureOf("other", "1770000000", "{}"));
}

TEST(Say, AMailIsOneWhoseCopyCanBeTold) {
  const Letter letter{"fv@example.org", "notdienst@example.org", absl::FromUnixSeconds(1'770'000'000)};
  const std::string mail = MailOf(Alarm(), letter);
  EXPECT_THAT(mail, HasSubstr("From: <fv@example.org>\r\nTo: <notdienst@example.org>\r\n"));
  EXPECT_THAT(mail, HasSubstr("Date: Mon, 02 Feb 2026 02:40:00 +0000\r\n"));
  EXPECT_THAT(mail, HasSubstr("Message-ID: <17.0@fallverbund.invalid>\r\n"));
  EXPECT_THAT(mail, HasSubstr("Subject: Fallverbund: CRISIS_LEG\r\n"));
  EXPECT_THAT(mail, HasSubstr("crisis_id: " + std::string(32, 'b') + "\r\n"));
}

TEST(Say, APlaceIsReadAsItWasWritten) {
  const auto place = PlaceOf("17.4294967295");
  EXPECT_EQ(place.position(), 17);
  EXPECT_EQ(place.index(), 4294967295);
  EXPECT_EQ(PlaceText(place), "17.4294967295");
  for (const char* text : {"", "17", "17.x", "a.b.c"}) EXPECT_EQ(PlaceOf(text).position(), 0) << text;
}

TEST(Say, APauseDoublesUpToFiveMinutes) {
  EXPECT_EQ(PauseAfter(1), absl::Seconds(1));
  EXPECT_EQ(PauseAfter(2), absl::Seconds(2));
  EXPECT_EQ(PauseAfter(9), absl::Seconds(256));
  EXPECT_EQ(PauseAfter(10), absl::Minutes(5));
  EXPECT_EQ(PauseAfter(1'000'000), absl::Minutes(5));
}

}  // namespace
}  // namespace fallverbund::relay
