#include "libs/eventlog_jetstream/bus_state.h"

#include <gtest/gtest.h>

namespace fallverbund::eventlog {
namespace {

// As nats-server 2.15.1 answers, shortened.
constexpr char kAnswer[] = R"({
  "server": {"name": "fv-2", "cluster": "fv"},
  "data": {
    "config": {"sync_always": true, "max_storage": 3000000000},
    "storage": 700,
    "meta_cluster": {"name": "fv", "leader": "fv-1", "cluster_size": 3},
    "account_details": [{"name": "LOG", "stream_detail": [
      {"name": "FV_DO", "state": {"messages": 40, "bytes": 500, "first_seq": 1, "last_seq": 42, "num_deleted": 2},
       "cluster": {"name": "fv", "raft_group": "S-R3F-abc", "leader": "fv-1"},
       "config": {"name": "FV_DO", "max_bytes": 1000}},
      {"name": "KV_FV_DO_KEYS", "state": {"messages": 1, "bytes": 200, "first_seq": 1, "last_seq": 1}}]}]}})";

TEST(BusServer, TellsOfEachCopyHowFullAndHowWholeItIs) {
  const auto server = ParseBusServer(kAnswer);
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_EQ(server->name, "fv-2");
  EXPECT_TRUE(server->syncs);
  EXPECT_EQ(server->servers, 3);
  ASSERT_EQ(server->streams.size(), 2);
  EXPECT_EQ(server->streams[0].stream, "FV_DO");
  EXPECT_EQ(server->streams[0].bytes, 500);
  EXPECT_EQ(server->streams[0].limit_bytes, 1000);
  EXPECT_EQ(server->streams[0].last, 42);
  EXPECT_EQ(server->streams[0].missing, 2);
  EXPECT_EQ(server->streams[0].leader, "fv-1");
  EXPECT_EQ(server->streams[0].raft_group, "S-R3F-abc");
  EXPECT_EQ(server->streams[1].leader, "");
  EXPECT_EQ(server->streams[1].missing, 0);
}

TEST(BusServer, AnswersThatAreNone) {
  EXPECT_FALSE(ParseBusServer("").ok());
  EXPECT_FALSE(ParseBusServer("[]").ok());
  EXPECT_FALSE(ParseBusServer(R"({"data":{}})").ok());
  const auto bare =
      ParseBusServer(R"({"server":{"name":"fv"},"data":{"account_details":[1,{"stream_detail":7}]}})");
  ASSERT_TRUE(bare.ok());
  EXPECT_FALSE(bare->syncs);
  EXPECT_TRUE(bare->streams.empty());
}

}  // namespace
}  // namespace fallverbund::eventlog
