// What a service of the house could try once it has been taken over.
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/eventlog/log_reader.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/eventlog_jetstream/testing/bus_fixture.h"
#include "tests/contract/raw_client.h"

namespace fallverbund::eventlog {
namespace {

class BusAttacks : public testing::Test {
 protected:
  static std::string FreshId() { return ToHex(crypto::RandomBytes(16)); }
  static std::string Subject(const std::string& context, const std::string& id) {
    return absl::StrCat("fv.do.", context, ".", id);
  }
  std::vector<StoredMessage> All(EventLog& log) {
    LogReader reader(log);
    std::vector<StoredMessage> all;
    for (;;) {
      auto batch = reader.Next();
      EXPECT_TRUE(batch.ok()) << batch.status();
      if (!batch.ok() || batch->empty()) return all;
      all.insert(all.end(), batch->begin(), batch->end());
    }
  }

  // Each header with a payload and without one, all by crisis; one ordinary message behind them.
  void StoreWithHeaders(const std::vector<std::string>& headers) {
    std::string bytes;
    for (const std::string& header : headers) {
      for (const char* payload : {"truth", ""})
        bytes += HeaderPub(Subject("crisis", FreshId()), header, payload);
    }
    SendRaw(bus_, "crisis", bytes);
    ASSERT_TRUE(bus_.OpenLog("crisis")->Append({Subject("crisis", FreshId()), "truth", 0}).ok());
  }
  static void ExpectAsTheLeaderHasThem(EventLog& log, const std::vector<StoredMessage>& messages) {
    uint64_t position = 0;
    for (const StoredMessage& message : messages) {
      ASSERT_EQ(message.position, ++position);
      const auto leaders = log.ReadFromLeader(position);
      ASSERT_TRUE(leaders.ok() && leaders->has_value()) << leaders.status();
      EXPECT_EQ(message.subject, (*leaders)->subject);
      EXPECT_EQ(message.payload, (*leaders)->payload);
      EXPECT_EQ(message.server_time_ns, (*leaders)->server_time_ns);
    }
  }

  BusFixture bus_;
};

TEST_F(BusAttacks, NoServiceGetsAMessageOntoASubjectOfAnother) {
  const std::vector<std::string> contexts = {"intake", "case", "team", "crisis", "keys", "log"};
  int own_messages = 0;
  for (const std::string attacker : {"intake", "case", "team", "crisis", "audit", "keys"}) {
    std::string bytes;
    for (const std::string& victim : contexts) {
      if (victim == attacker) continue;
      const std::string foreign = Subject(victim, victim == "log" ? kLogAggregateId : FreshId());
      const std::string journal = absl::StrCat("fvj.do.", victim, victim == "log" ? ".0" : ".x1");
      for (const std::string& target : {foreign, journal}) {
        bytes += Pub(target, "", "forged");
        bytes += HeaderPub(target, "NATS/1.0\r\nNats-Expected-Last-Subject-Sequence: 0\r\n\r\n", "forged");
        // The server's answers, named to be delivered onto the victim's subject.
        bytes += Pub("fvapi.log.read", target, R"({"seq":1,"batch":1})");
        bytes += Pub("fvapi.log.get", target, R"({"seq":1})");
        bytes += Pub("fvapi.sys.jsz", target, "{}");
        bytes += Pub(absl::StrCat("fvapi.journal.last.fvj.do.", attacker, ".x"), target, "");
        bytes += Pub("fvapi.journal.read", target, R"({"seq":1,"batch":1})");
        bytes += Pub(absl::StrCat("fvapi.keys.$KV.FV_DO_KEYS.", FreshId()), target, "v");
        bytes += Pub("$JS.API.STREAM.MSG.GET.FV_DO", target, R"({"seq":1})");
        if (attacker != "audit") {  // its own publish, acknowledged onto the victim's subject
          bytes += Pub(Subject(attacker, FreshId()), target, "own");
          ++own_messages;
        }
      }
    }
    for (const char* call :
         {"STREAM.DELETE.FV_DO", "STREAM.PURGE.FV_DO", "STREAM.UPDATE.FV_DO", "STREAM.MSG.DELETE.FV_DO",
          "STREAM.CREATE.X", "CONSUMER.CREATE.FV_DO", "STREAM.RESTORE.FV_DO"}) {
      bytes += Pub(absl::StrCat("$JS.API.", call), absl::StrCat("_INBOX.", attacker, ".x"),
                   R"({"seq":1,"max_msgs":1})");
    }
    SendRaw(bus_, attacker, bytes);
  }

  const auto log = bus_.OpenLog("audit");
  const auto journal = bus_.OpenLog("audit", StreamKind::kJournal);
  int stored = 0;
  for (const StoredMessage& message : All(*log)) {
    if (message.position <= 2) continue;  // genesis and signer keys
    ++stored;
    EXPECT_EQ(message.payload, "own") << message.subject;
  }
  EXPECT_EQ(stored, own_messages);
  EXPECT_EQ(All(*journal).size(), 1u);  // its genesis
}

// Headers that look like the server's own: the server's come behind them, and one read gives all messages as
// they are.
TEST_F(BusAttacks, HeadersThatImitateTheServersDeceiveNoReader) {
  StoreWithHeaders({
      "NATS/1.0\r\nNats-Sequence: 777\r\nNats-Subject: fv.do.case.x\r\nNats-Time-Stamp: "
      "1999-01-01T00:00:00Z\r\n\r\n",
      "NATS/1.0\r\nStatus: 204\r\nDescription: EOB\r\n\r\n",
      "NATS/1.0 204 EOB\r\nNats-Num-Pending: 0\r\nNats-Last-Sequence: 2\r\n\r\n",
      "NATS/1.0 404 Message Not Found\r\n\r\n",
      "NATS/1.0 503\r\n\r\n",
      "NATS/1.0\r\nNats-Sequence: 777\r\n",  // without an end
      "NATS/1.0\r\nNats-Sequence:\r\n\r\n",
  });
  const auto log = bus_.OpenLog("case");
  const auto all = log->Read(1, {});
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->size(), 2u + 14u + 1u);
  ExpectAsTheLeaderHasThem(*log, *all);
}

// Headers nobody can read hide the server's. Readers get past them all the same, by asking the leader.
TEST_F(BusAttacks, HeadersNobodyCanReadStopNoReader) {
  StoreWithHeaders({
      "NATS/1.0 204 EOB\r\n\r\nX: y\r\n\r\n",  // ends early
      "NATS/1.0\r\nNats-Sequence: 777\r\n\r\nNats-Sequence: 7\r\n",
      "NATS/1.0\r\nX: cut off",
      "NATS/1.0\r\nX:\r\n\r\n",
      "NATS/1.0\r\nno colon at all\r\n\r\n",
      std::string("NATS/1.0\r\nnul\0here: x\r\n\r\n", 25),
      "NATS/1.0\r\n folded: from nothing\r\n\r\n",
      "NATS/1.0\r\n\r\n",
      "not a header\r\n\r\n",
      "x",
  });
  const auto log = bus_.OpenLog("case");
  const std::vector<StoredMessage> all = All(*log);
  EXPECT_EQ(all.size(), 2u + 20u + 1u);
  EXPECT_EQ(all.size(), *log->HeadFromLeader());
  ExpectAsTheLeaderHasThem(*log, all);
}

TEST_F(BusAttacks, OnlyTheirReadersReachTheJournalAndTheKeys) {
  const auto allowed = [&](const std::string& service, const char* call) {
    const auto answer =
        bus_.Connect(service)->Request({call, R"({"seq":1,"batch":1})", {}}, absl::Seconds(20));
    EXPECT_TRUE(answer.ok() || absl::IsPermissionDenied(answer.status())) << answer.status();
    return answer.ok();
  };
  for (const char* service : {"intake", "case", "team", "crisis", "keys", "audit"}) {
    const std::string name = service;
    EXPECT_EQ(allowed(name, "fvapi.journal.read"), name == "audit") << name;
    EXPECT_EQ(allowed(name, "fvapi.journal.get"), name == "audit") << name;
    EXPECT_EQ(allowed(name, "fvapi.keys.STREAM.MSG.GET.KV_FV_DO_KEYS"), name == "keys") << name;
    EXPECT_TRUE(allowed(name, "fvapi.log.get")) << name;
  }
}

TEST_F(BusAttacks, HeadersWithMeaningForTheServerChangeNothing) {
  const auto log = bus_.OpenLog("crisis");
  const std::string subject = Subject("crisis", FreshId());
  ASSERT_TRUE(log->Append({subject, "1", 0}).ok());
  ASSERT_TRUE(log->Append({subject, "2", 3}).ok());
  SendRaw(
      bus_, "crisis",
      HeaderPub(subject, "NATS/1.0\r\nNats-Rollup: all\r\n\r\n", "rollup") +
          HeaderPub(subject, "NATS/1.0\r\nNats-Rollup: sub\r\n\r\n", "rollup") +
          HeaderPub(subject, "NATS/1.0\r\nNats-TTL: 1s\r\n\r\n", "ttl") +
          HeaderPub(subject, "NATS/1.0\r\nNats-Incr: +1\r\n\r\n", "") +
          HeaderPub(subject,
                    "NATS/1.0\r\nNats-Schedule: @every 1s\r\nNats-Schedule-Target: fv.do.case.x\r\n\r\n",
                    "s") +
          HeaderPub(subject,
                    "NATS/1.0\r\nNats-Batch-Id: b\r\nNats-Batch-Sequence: 1\r\nNats-Batch-Commit: 1\r\n\r\n",
                    "b"));
  const auto all = All(*log);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[2].payload, "1");
  EXPECT_EQ(all[3].payload, "2");
}

TEST_F(BusAttacks, EvenTheProvisionerCannotTakeAMessageBackByTheFrontDoor) {
  bus_.SetChangeWindow(true);
  const auto provisioner = bus_.Connect("prov");
  const auto said = [&](const std::string& call, const std::string& payload) {
    const auto answer = provisioner->Request({"$JS.API." + call, payload, {}}, absl::Seconds(10));
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? std::string(answer->data()) : std::string();
  };
  EXPECT_TRUE(absl::StrContains(said("STREAM.MSG.DELETE.FV_DO", R"({"seq":1})"), "10057"));
  EXPECT_TRUE(absl::StrContains(said("STREAM.PURGE.FV_DO", ""), "10110"));
  const std::string unset = said(
      "STREAM.UPDATE.FV_DO",
      R"({"name":"FV_DO","subjects":["fv.do.>"],"storage":"file","retention":"limits","discard":"new","num_replicas":1})");
  EXPECT_TRUE(absl::StrContains(unset, "\"error\"")) << unset;
  EXPECT_EQ(All(*bus_.OpenLog("case")).size(), 2u);
}

TEST_F(BusAttacks, ProvisioningNeedsAChangeWindow) {
  EXPECT_TRUE(absl::IsPermissionDenied(bus_.TryConnect("prov").status())) << bus_.TryConnect("prov").status();
  EXPECT_TRUE(absl::IsPermissionDenied(bus_.TryConnect("log").status()));
  bus_.SetChangeWindow(true);
  EXPECT_TRUE(bus_.TryConnect("prov").ok());
  EXPECT_TRUE(bus_.TryConnect("log").ok());
}

}  // namespace
}  // namespace fallverbund::eventlog
