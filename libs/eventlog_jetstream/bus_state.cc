#include "libs/eventlog_jetstream/bus_state.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "google/protobuf/struct.pb.h"
#include "libs/base/status.h"
#include "libs/eventlog_jetstream/json.h"

namespace fallverbund::eventlog {
namespace {

// So many answers are taken, whatever a server says about its cluster.
constexpr size_t kMostServers = 16;

uint64_t Count(const Json& json, std::string_view path) {
  return static_cast<uint64_t>(std::max<int64_t>(FindInt(json, path).value_or(0), 0));
}

// The objects of the list at `path`.
std::vector<const Json*> Objects(const Json& json, std::string_view path) {
  std::vector<const Json*> objects;
  const auto* list = Find(json, path);
  if (list == nullptr) return objects;
  for (const auto& value : list->list_value().values()) {
    if (value.has_struct_value()) objects.push_back(&value.struct_value());
  }
  return objects;
}

}  // namespace

absl::StatusOr<BusServer> ParseBusServer(std::string_view text) {
  FV_ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  BusServer server;
  server.name = FindString(json, "server.name").value_or("");
  if (server.name.empty()) return absl::InvalidArgumentError("a server of the bus does not say who it is");
  server.syncs = FindBool(json, "data.config.sync_always").value_or(false);
  server.servers =
      static_cast<int>(std::max<int64_t>(FindInt(json, "data.meta_cluster.cluster_size").value_or(1), 1));
  for (const Json* account : Objects(json, "data.account_details")) {
    for (const Json* stream : Objects(*account, "stream_detail")) {
      server.streams.push_back({.stream = FindString(*stream, "name").value_or(""),
                                .bytes = Count(*stream, "state.bytes"),
                                .limit_bytes = Count(*stream, "config.max_bytes"),
                                .last = Count(*stream, "state.last_seq"),
                                .missing = Count(*stream, "state.num_deleted"),
                                .leader = FindString(*stream, "cluster.leader").value_or(""),
                                .raft_group = FindString(*stream, "cluster.raft_group").value_or("")});
    }
  }
  return server;
}

absl::StatusOr<std::vector<BusServer>> AskBusServers(BusConnection& bus, absl::Duration patience) {
  std::vector<BusServer> servers;
  size_t expected = 1;
  const absl::Status asked =
      bus.RequestMany({"fvapi.sys.jsz", R"({"accounts":true,"streams":true,"config":true})", {}}, patience,
                      [&](const BusAnswer& answer) {
                        if (auto server = ParseBusServer(answer.data()); server.ok()) {
                          expected = std::max(expected, static_cast<size_t>(server->servers));
                          servers.push_back(*std::move(server));
                        }
                        return servers.size() < std::min(expected, kMostServers);
                      });
  if (!servers.empty()) return servers;
  return asked.ok() ? absl::UnavailableError("no server of the bus tells how it is") : asked;
}

}  // namespace fallverbund::eventlog
