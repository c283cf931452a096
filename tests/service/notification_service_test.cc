// Long, because one test per promise of the stream.
//
// Notifications end to end: at once, in order, to nobody else, and again from where somebody was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "fallverbund/crisis/v1/notification_service.grpc.pb.h"
#include "libs/base/time.h"
#include "libs/rpc/pipeline/stream.h"
#include "libs/rpc/server.h"
#include "services/crisis/rpc/crisis_module.h"
#include "tests/service/people.h"
#include "tests/service/running_service.h"
#include "tools/fvctl/watch.h"

namespace fallverbund::crisis {
namespace {

using ::testing::ElementsAre;
using testing::IdOf;
using ::testing::IsEmpty;
using testing::kAdler;
using testing::kBiber;
using testing::kDachs;
using testing::kMilo;
using testing::RunningService;
using testing::Who;

std::string PlaceOf(const v1::NotificationPlace& place) {
  return absl::StrCat(place.position(), ".", place.index());
}

// One call, as a partner's program makes it. Reads as it comes, unless it is slow.
class Watcher final : public grpc::ClientReadReactor<v1::WatchNotificationsResponse> {
 public:
  struct Options {
    v1::NotificationPlace after;
    bool as_cloud_events = false;
    bool slow = false;         // reads nothing until told
    std::string organisation;  // whose; empty: the own
  };
  Watcher(RunningService& service, const Who& who) : Watcher(service, who, Options()) {}
  Watcher(RunningService& service, const Who& who, Options options)
      : stub_(v1::NotificationService::NewStub(service.ChannelOf(who.organisation))) {
    request_.set_organisation_id(options.organisation.empty() ? who.organisation : options.organisation);
    if (options.after.position() > 0) *request_.mutable_after() = options.after;
    request_.set_as_cloud_events(options.as_cloud_events);
    rpc::PrepareCall(context_, {.person = who.person, .role = who.role, .timeout = absl::Hours(1)});
    stub_->async()->WatchNotifications(&context_, &request_, this);
    if (options.slow) AddHold();
    if (!options.slow) StartRead(&read_);
    StartCall();
  }
  ~Watcher() override {
    context_.TryCancel();
    (void)Over();
  }

  void BeginToRead() {
    StartRead(&read_);
    RemoveHold();
  }
  void Cancel() { context_.TryCancel(); }
  grpc::Status Over() {
    absl::MutexLock lock(&mu_);
    mu_.Await(absl::Condition(&over_));
    return status_;
  }
  // The first so many, as places; fewer only where the stream ended or nothing came for long.
  std::vector<std::string> First(size_t notifications) {
    absl::MutexLock lock(&mu_);
    const auto enough = [&] { return places_.size() >= notifications || over_; };
    mu_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(30));
    return places_;
  }
  bool HeartbeatsCome(int heartbeats) {
    absl::MutexLock lock(&mu_);
    const auto enough = [&] { return heartbeats_ >= heartbeats || over_; };
    return mu_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(30)) && heartbeats_ >= heartbeats;
  }
  v1::NotificationPlace up_to() {
    absl::MutexLock lock(&mu_);
    return up_to_;
  }
  std::vector<v1::Notification> notifications() {
    absl::MutexLock lock(&mu_);
    return notifications_;
  }
  std::vector<std::string> cloud_events() {
    absl::MutexLock lock(&mu_);
    return cloud_events_;
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    {
      absl::MutexLock lock(&mu_);
      for (const auto& each : read_.notifications()) {
        notifications_.push_back(each);
        places_.push_back(PlaceOf(each.place()));
      }
      for (const auto& each : read_.cloud_events()) cloud_events_.push_back(each.id());
      for (const auto& each : read_.cloud_events()) places_.push_back(each.id());
      heartbeats_ += read_.notifications().empty() && read_.cloud_events().empty() ? 1 : 0;
      up_to_ = read_.up_to();
    }
    StartRead(&read_);
  }
  void OnDone(const grpc::Status& status) override {
    absl::MutexLock lock(&mu_);
    status_ = status;
    over_ = true;
  }

  const std::unique_ptr<v1::NotificationService::Stub> stub_;
  grpc::ClientContext context_;
  v1::WatchNotificationsRequest request_;
  v1::WatchNotificationsResponse read_;
  absl::Mutex mu_;
  std::vector<v1::Notification> notifications_;
  std::vector<std::string> places_, cloud_events_;
  v1::NotificationPlace up_to_;
  int heartbeats_ = 0;
  bool over_ = false;
  grpc::Status status_;
};

class NotificationServiceTest : public ::testing::Test {
 protected:
  NotificationServiceTest() {
    testing::RegisterEverybody(service_);
    testing::OpenMilo(service_);
  }

  // The case service offers Milo's case to somebody of each organisation; the commit's position.
  uint64_t Offer(const std::vector<std::string>& organisations) {
    std::vector<casework::v1::CaseEvent> events;
    for (const std::string& organisation : organisations) {
      auto& offered = *events.emplace_back().mutable_handover_offered();
      offered.set_handover_id(IdOf("handover"));
      offered.mutable_to()->set_organisation_id(organisation);
      *offered.mutable_answer_due() = ToProto(service_.clock().Now() + absl::Hours(24));
    }
    std::vector<eventlog::v1::Event> packed;
    for (const auto& event : events) packed.push_back(eventlog::PackOneof(event));
    service_.log().SetNow(service_.clock().Now());
    return service_.log().Append("case", kMilo, "case", packed);
  }
  // Until so many are open; a cancelled one is gone a moment later.
  bool AwaitOpen(int streams) {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    while (service_.pipeline().streams().open() != streams && absl::Now() < patience)
      std::this_thread::yield();
    return service_.pipeline().streams().open() == streams;
  }
  static std::string At(uint64_t position, uint32_t index = 0) { return absl::StrCat(position, ".", index); }

  CrisisModule module_;
  RunningService service_{"crisis", module_};
};

TEST_F(NotificationServiceTest, WhoMustHearHearsAtOnceAndWithoutAskingAgain) {
  Watcher kit(service_, kDachs);
  ASSERT_TRUE(kit.HeartbeatsCome(1)) << "it is open, and there is nothing yet";
  v1::DeploymentEvent event;
  auto& requested = *event.mutable_deployment_requested();
  requested.set_case_id(kMilo);
  requested.set_crisis_team_organisation_id(kDachs.organisation);
  *requested.mutable_answer_due() = ToProto(service_.clock().Now() + absl::Minutes(30));
  service_.Happened("crisis", IdOf("deployment"), "deployment", {&event});
  kit.First(1);
  ASSERT_THAT(kit.notifications(), ::testing::SizeIs(1));
  const auto what = kit.notifications()[0];
  EXPECT_EQ(what.kind(), v1::NOTIFICATION_KIND_DEPLOYMENT_REQUESTED);
  EXPECT_EQ(what.case_id(), kMilo);
  EXPECT_EQ(what.object_id(), IdOf("deployment"));
  EXPECT_EQ(FromProto(what.due()), service_.clock().Now() + absl::Minutes(30));
}

TEST_F(NotificationServiceTest, WhoeverLeadsHearsOfANewDangerAtOnce) {
  Watcher biber(service_, kBiber);
  ASSERT_TRUE(biber.HeartbeatsCome(1));
  v1::CrisisEvent opened, repeated;
  opened.mutable_crisis_opened()->set_case_id(kMilo);
  auto& alarm = *repeated.mutable_alarm_repeated();
  alarm.set_case_id(kMilo);
  alarm.add_first_said(v1::DANGER_RISK_TO_OTHERS);
  alarm.add_told_organisation_ids(kBiber.organisation);
  alarm.mutable_lead()->set_organisation_id(kBiber.organisation);
  *alarm.mutable_heard_due() = ToProto(service_.clock().Now() + absl::Minutes(30));
  service_.Happened("crisis", IdOf("crisis"), "crisis", {&opened, &repeated});
  biber.First(1);
  ASSERT_THAT(biber.notifications(), ::testing::SizeIs(1));
  const auto what = biber.notifications()[0];
  EXPECT_EQ(what.kind(), v1::NOTIFICATION_KIND_NEW_DANGER);
  EXPECT_EQ(what.case_id(), kMilo);
  EXPECT_EQ(what.crisis_id(), IdOf("crisis"));
  EXPECT_EQ(FromProto(what.due()), service_.clock().Now() + absl::Minutes(30));
}

// D2: nobody at the clinic says anything.
TEST_F(NotificationServiceTest, WhoLeadsAndWhoHoldsTheCaseHearThatALegIsMissing) {
  Watcher biber(service_, kBiber), adler(service_, kAdler);
  ASSERT_TRUE(biber.HeartbeatsCome(1) && adler.HeartbeatsCome(1));
  v1::CrisisEvent opened;
  auto& alarm = *opened.mutable_crisis_opened();
  alarm.set_case_id(kMilo);
  alarm.mutable_lead()->set_organisation_id(kBiber.organisation);
  auto& leg = *alarm.add_legs();
  leg.set_party(common::v1::CRISIS_PARTY_CLINIC);
  leg.set_organisation_id(IdOf("klinik"));
  *leg.mutable_acknowledge_due() = ToProto(service_.clock().Now() + absl::Minutes(15));
  service_.Happened("crisis", IdOf("crisis"), "crisis", {&opened});
  service_.Settle();
  service_.clock().Advance(absl::Minutes(15));
  service_.Settle();
  for (Watcher* watcher : {&biber, &adler}) {
    watcher->First(1);
    ASSERT_THAT(watcher->notifications(), ::testing::SizeIs(1));
    EXPECT_EQ(watcher->notifications()[0].kind(), v1::NOTIFICATION_KIND_LEG_OVERDUE);
    EXPECT_EQ(watcher->notifications()[0].party(), common::v1::CRISIS_PARTY_CLINIC);
    EXPECT_EQ(watcher->notifications()[0].case_id(), kMilo);
  }
  service_.clock().Advance(absl::Minutes(30));
  service_.Settle();
  adler.First(2);
  ASSERT_THAT(adler.notifications(), ::testing::SizeIs(2)) << "minutes climb in minutes";
  EXPECT_EQ(adler.notifications()[1].step(), common::v1::ESCALATION_STEP_DEPUTY);
}

TEST_F(NotificationServiceTest, WhoComesBackAfterAnOutageGetsWhatItMissedInOrder) {
  std::vector<std::string> all;
  const auto offer = [&](int times) {
    for (int i = 0; i < times; ++i) all.push_back(At(Offer({kBiber.organisation})));
  };
  v1::NotificationPlace was;
  {
    Watcher before(service_, kBiber);
    offer(2);
    EXPECT_EQ(before.First(2), all);
    was = before.up_to();
  }
  ASSERT_TRUE(AwaitOpen(0));
  offer(250);  // more than two responses hold
  all.erase(all.begin(), all.begin() + 2);
  Watcher after(service_, kBiber, {.after = was});
  EXPECT_EQ(after.First(250), all);
  offer(1);
  EXPECT_EQ(after.First(251), all) << "and what comes";
}

TEST_F(NotificationServiceTest, WhoReplaysFromTheBeginningGetsAllOfItAgain) {
  const uint64_t position = Offer({kBiber.organisation, kDachs.organisation, kBiber.organisation});
  Watcher once(service_, kBiber), again(service_, kBiber);
  EXPECT_THAT(once.First(2), ElementsAre(At(position, 0), At(position, 2)));
  EXPECT_EQ(again.First(2), once.First(2));
}

TEST_F(NotificationServiceTest, WhoWasCutOffInTheMiddleOfACommitGetsTheRestOfIt) {
  const uint64_t position = Offer({kBiber.organisation, kBiber.organisation});
  v1::NotificationPlace half;
  half.set_position(position);
  Watcher rest(service_, kBiber, {.after = half});
  EXPECT_THAT(rest.First(1), ElementsAre(At(position, 1)));
}

TEST_F(NotificationServiceTest, NobodyHearsWhatIsForOthers) {
  Watcher biber(service_, kBiber), dachs(service_, kDachs);
  const uint64_t first = Offer({kDachs.organisation}), second = Offer({kBiber.organisation});
  EXPECT_THAT(dachs.First(1), ElementsAre(At(first)));
  EXPECT_THAT(biber.First(1), ElementsAre(At(second)));
  EXPECT_THAT(dachs.notifications(), ::testing::SizeIs(1));

  Watcher nosy(service_, kBiber, {.organisation = kDachs.organisation});
  EXPECT_EQ(nosy.Over().error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(nosy.notifications(), IsEmpty());
  const Who kauz = {IdOf("pruefstelle"), IdOf("kauz"), common::v1::ROLE_AUDITOR};
  testing::Register(service_, team::v1::ORGANISATION_KIND_OTHER, "", {kauz});
  Watcher auditor(service_, kauz);
  EXPECT_EQ(rpc::DetailsOf(auditor.Over()).reason, "ROLE_MAY_NOT_CALL");
  Watcher stranger(service_, {kBiber.organisation, IdOf("nobody"), kBiber.role});
  EXPECT_EQ(rpc::DetailsOf(stranger.Over()).reason, "CALLER_PERSON_UNKNOWN");
}

TEST_F(NotificationServiceTest, ThatSomebodyBeginsToWatchIsJournaledBeforeTheFirstWord) {
  Watcher biber(service_, kBiber);
  ASSERT_TRUE(biber.HeartbeatsCome(1));
  const auto journal = service_.Journal();
  ASSERT_EQ(journal.size(), 1);
  eventlog::v1::ReadRecorded read;
  ASSERT_TRUE(eventlog::UnpackEvent(journal[0], &read));
  EXPECT_TRUE(absl::EndsWith(read.method_id(), ".WatchNotifications"));
  EXPECT_EQ(read.object_id(), kBiber.organisation);
}

TEST_F(NotificationServiceTest, WhoseAccountIsClosedHearsNothingMore) {
  Watcher biber(service_, kBiber);
  ASSERT_TRUE(biber.HeartbeatsCome(1));
  team::v1::OrganisationEvent asked, closed;
  asked.mutable_deactivation_requested()->set_person_id(kBiber.person);
  closed.mutable_person_deactivated()->set_person_id(kBiber.person);
  service_.Happened("team", kBiber.organisation, "organisation", {&asked, &closed});
  Offer({kBiber.organisation});
  EXPECT_EQ(rpc::DetailsOf(biber.Over()).reason, "CALLER_PERSON_UNKNOWN");
  EXPECT_THAT(biber.notifications(), IsEmpty());
  EXPECT_EQ(service_.JournalEntries().back(), "fallverbund.eventlog.v1.CallDenied");
}

TEST_F(NotificationServiceTest, APlaceThatTheLogDoesNotHaveIsToldInsteadOfWaitedFor) {
  v1::NotificationPlace elsewhere;
  elsewhere.set_position(1'000'000);
  Watcher biber(service_, kBiber, {.after = elsewhere});
  EXPECT_EQ(biber.Over().error_code(), grpc::StatusCode::OUT_OF_RANGE);
}

TEST_F(NotificationServiceTest, ASilentStreamSaysThatItIsThereAndHowFarItIs) {
  service_.pipeline().streams().SetHeartbeatEvery(absl::Milliseconds(20));
  Watcher biber(service_, kBiber);
  ASSERT_TRUE(biber.HeartbeatsCome(3));
  const uint64_t elsewhere = Offer({kDachs.organisation});
  service_.Settle();
  int beats = 3;
  while (biber.up_to().position() < elsewhere) ASSERT_TRUE(biber.HeartbeatsCome(++beats));
  EXPECT_THAT(biber.notifications(), IsEmpty());
}

// What the contract promises of a service as it runs: a word within 15 seconds, and a connection made anew
// after five minutes.
TEST(NotificationPromise, ASilentStreamIsHeardOfWithinFifteenSecondsAndAConnectionLastsFiveMinutes) {
  EXPECT_LE(service::kHeartbeatEvery + service::kHeartbeatTick, absl::Seconds(15));
  EXPECT_EQ(rpc::kMaxConnectionAge, absl::Minutes(5));
}

TEST_F(NotificationServiceTest, AsCloudEventsTheyAreTheSame) {
  const uint64_t position = Offer({kBiber.organisation});
  Watcher biber(service_, kBiber, {.as_cloud_events = true});
  biber.First(1);
  EXPECT_THAT(biber.cloud_events(), ElementsAre(At(position)));
  EXPECT_THAT(biber.notifications(), IsEmpty());
}

TEST_F(NotificationServiceTest, TheCommandLineFollowsItFromWhereItWas) {
  const uint64_t first = Offer({kBiber.organisation, kBiber.organisation}),
                 last = Offer({kBiber.organisation});
  std::vector<std::string> places, lines;
  const auto say = [&](const v1::Notification& each) {
    places.push_back(fvctl::PlaceText(each.place()));
    lines.push_back(fvctl::NotificationLine(each));
  };
  fvctl::Watching watching{
      .organisation_id = kBiber.organisation, .person_id = kBiber.person, .role = kBiber.role, .count = 3};
  const auto channel = service_.ChannelOf(kBiber.organisation);
  ASSERT_TRUE(fvctl::Watch(channel, watching, say).ok());
  EXPECT_THAT(places, ElementsAre(At(first, 0), At(first, 1), At(last)));
  EXPECT_EQ(lines[2],
            absl::StrCat(At(last),
                         "  2026-03-02 08:00  handover offered, to be answered by 2026-03-03 08:00, "
                         "about ",
                         IdOf("handover"), ", case ", kMilo));

  watching.after = *fvctl::ParsePlace(places[0]);
  watching.count = 1;
  ASSERT_TRUE(fvctl::Watch(channel, watching, say).ok());
  EXPECT_EQ(places.back(), At(first, 1)) << "what came after it, and no more than asked for";
  watching.count = 0;
  watching.after = *fvctl::ParsePlace(At(last));
  watching.duration = absl::Milliseconds(50);
  EXPECT_TRUE(fvctl::Watch(channel, watching, say).ok()) << "ends when its time is over";
  EXPECT_THAT(places, ::testing::SizeIs(4));

  watching.organisation_id = kDachs.organisation;
  EXPECT_EQ(fvctl::Watch(channel, watching, say).code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(fvctl::ParsePlace("17").ok());
  EXPECT_FALSE(fvctl::ParsePlace("17.x").ok());
}

TEST_F(NotificationServiceTest, WhoIsSlowMissesNothingAndDelaysNobody) {
  std::vector<std::string> all;
  for (int i = 0; i < 3'000; ++i) all.push_back(At(Offer({kBiber.organisation})));
  Watcher slow(service_, kBiber, {.slow = true});
  ASSERT_TRUE(AwaitOpen(1));
  Watcher quick(service_, kBiber);
  EXPECT_EQ(quick.First(3'000), all);
  slow.BeginToRead();
  EXPECT_EQ(slow.First(3'000), all);
}

TEST_F(NotificationServiceTest, CancelledStreamsLeaveNothingBehind) {
  for (int round = 0; round < 3; ++round) {
    std::deque<std::unique_ptr<Watcher>> watchers;
    for (int i = 0; i < 50; ++i) watchers.push_back(std::make_unique<Watcher>(service_, kBiber));
    EXPECT_TRUE(AwaitOpen(50));
    Offer({kBiber.organisation});
    for (auto& each : watchers) each->Cancel();
    for (auto& each : watchers) EXPECT_EQ(each->Over().error_code(), grpc::StatusCode::CANCELLED);
    EXPECT_TRUE(AwaitOpen(0));
  }
}

TEST_F(NotificationServiceTest, HundredsWatchOverTwoConnections) {
  std::deque<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < 120; ++i) {
    watchers.push_back(std::make_unique<Watcher>(service_, kBiber));
    watchers.push_back(std::make_unique<Watcher>(service_, kDachs));
    ASSERT_TRUE(watchers.back()->HeartbeatsCome(1));  // no more at once than there is room for
  }
  ASSERT_TRUE(AwaitOpen(240));
  const uint64_t position = Offer({kBiber.organisation, kDachs.organisation});
  for (size_t i = 0; i < watchers.size(); ++i)
    EXPECT_THAT(watchers[i]->First(1), ElementsAre(At(position, i % 2)));
}

TEST_F(NotificationServiceTest, AServiceThatStopsSaysSoAndOneThatStartsGoesOn) {
  const uint64_t before = Offer({kBiber.organisation});
  Watcher watcher(service_, kBiber);
  EXPECT_THAT(watcher.First(1), ElementsAre(At(before)));
  service_.pipeline().streams().End();
  EXPECT_EQ(watcher.Over().error_code(), grpc::StatusCode::UNAVAILABLE);
  Watcher late(service_, kBiber);
  EXPECT_EQ(late.Over().error_code(), grpc::StatusCode::UNAVAILABLE);

  const uint64_t meanwhile = Offer({kBiber.organisation});
  CrisisModule module;
  RunningService other("crisis", module, service_);
  Watcher there(other, kBiber, {.after = watcher.up_to()});
  EXPECT_THAT(there.First(1), ElementsAre(At(meanwhile)));
}

}  // namespace
}  // namespace fallverbund::crisis
