#include "tools/fvctl/bus.h"

#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/eventlog/subject.h"
#include "libs/eventlog_jetstream/bus_state.h"
#include "libs/eventlog_jetstream/compare_copy.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"

namespace fallverbund::fvctl {
namespace {

using eventlog::CopyFault;
using eventlog::StreamKind;

constexpr absl::Duration kServersAnswerWithin = absl::Seconds(2);
// A follower has on disk what the leader has acknowledged after some milliseconds; one that is being refilled
// needs longer and is told apart by being asked again.
constexpr absl::Duration kCopyCatchesUpWithin = absl::Seconds(10);
// What is written this moment looks damaged, but not in each of so many looks.
constexpr int kKeyLooks = 20;
constexpr absl::Duration kKeysRestWithin = absl::Seconds(2);
constexpr size_t kMostRanges = 20;  // of faults that are shown

std::string_view Words(CopyFault fault) {
  switch (fault) {
    case CopyFault::kMissing:
      return "is missing in this copy";
    case CopyFault::kDamaged:
      return "is damaged in this copy: its checksum is wrong";
    case CopyFault::kDifferent:
      return "is another message in this copy than the bus serves";
    case CopyFault::kUnserved:
      return "is in this copy, and the bus does not serve it: the damaged copy leads";
  }
  return "";
}

// What is moved away so that the server fetches this copy anew (deploy/README.md).
void TellFolders(const std::string& store, const std::string& stream,
                 const std::vector<eventlog::BusServer>& servers, std::ostream& out) {
  out << "  its folders: " << store << "/jetstream/LOG/streams/" << stream;
  for (const auto& copy : servers[0].streams) {
    if (copy.stream == stream && !copy.raft_group.empty())
      out << " " << store << "/jetstream/SYS/_js_/" << copy.raft_group;
  }
  out << "\n";
}

bool Tell(std::string_view what, const eventlog::CopyReport& report, std::ostream& out) {
  uint64_t wrong = 0;
  for (const auto& range : report.faults) wrong += range.last - range.first + 1;
  if (wrong == 0) {
    out << what << ": 1 to " << report.head << " as the bus serves it, sha256 " << report.sha256 << "\n";
    return true;
  }
  out << what << ": of 1 to " << report.head << ", " << wrong << " are not as they must be\n";
  for (size_t i = 0; i < report.faults.size() && i < kMostRanges; ++i) {
    const auto& range = report.faults[i];
    out << "  " << range.first;
    if (range.last != range.first) out << " to " << range.last;
    out << " " << Words(range.fault) << "\n";
  }
  if (report.faults.size() > kMostRanges) out << "  and more\n";
  return false;
}

absl::StatusOr<bool> CheckKeys(const std::string& store, const std::string& stream, std::ostream& out) {
  int looks = 1;
  FV_ASSIGN_OR_RETURN(
      const auto seen, eventlog::CheckChecksums(store, stream, [&looks] {
        absl::SleepFor(kKeysRestWithin / kKeyLooks);  // the server gives no sign when it rests
        return ++looks <= kKeyLooks;
      }));
  if (seen.damaged > 0) {
    out << "keys: " << seen.damaged << " records are damaged in this copy\n";
  } else {
    out << "keys: " << seen.records << " records, each with its checksum\n";
  }
  return seen.damaged == 0;
}

}  // namespace

absl::Status ShowBus(const RawLogOptions& options, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const auto bus, ConnectAsAudit(options));
  FV_ASSIGN_OR_RETURN(const auto servers, eventlog::AskBusServers(*bus, kServersAnswerWithin));
  int expected = 1;
  struct Stream {
    uint64_t head = 0;
    bool led = false;
  };
  std::map<std::string, Stream> streams;
  for (const auto& server : servers) {
    expected = std::max(expected, server.servers);
    for (const auto& copy : server.streams) {
      auto& stream = streams[copy.stream];
      stream.head = std::max(stream.head, copy.last);
      stream.led |= server.servers == 1 || !copy.leader.empty();
    }
  }
  for (const auto& server : servers) {
    for (const auto& copy : server.streams) {
      out << server.name << " " << copy.stream << " last=" << copy.last
          << " behind=" << streams[copy.stream].head - copy.last << " missing=" << copy.missing;
      if (!copy.raft_group.empty()) out << " raft=" << copy.raft_group;
      if (copy.leader.empty() ? server.servers == 1 : copy.leader == server.name) out << " leads";
      if (!server.syncs) out << " does-not-sync";
      out << "\n";
    }
  }
  std::vector<std::string> wrong;
  if (servers.size() < static_cast<size_t>(expected))
    wrong.push_back(absl::StrCat(servers.size(), " of ", expected, " servers of the bus answer"));
  for (const auto& [name, stream] : streams) {
    if (!stream.led) wrong.push_back(absl::StrCat("nobody leads ", name));
  }
  return wrong.empty() ? absl::OkStatus() : absl::UnavailableError(absl::StrJoin(wrong, "; "));
}

absl::StatusOr<bool> CompareBus(const RawLogOptions& options, const std::string& store, std::ostream& out,
                                std::ostream& progress) {
  FV_ASSIGN_OR_RETURN(const std::shared_ptr<eventlog::BusConnection> bus, ConnectAsAudit(options));
  FV_ASSIGN_OR_RETURN(const auto servers, eventlog::AskBusServers(*bus, kServersAnswerWithin));
  bool whole = true;
  for (const StreamKind kind : {StreamKind::kLog, StreamKind::kJournal}) {
    const char* what = kind == StreamKind::kLog ? "log" : "journal";
    FV_ASSIGN_OR_RETURN(const auto log, eventlog::JetStreamEventLog::Open(
                                            bus, bus, {.association = options.association, .kind = kind}));
    const std::string stream = eventlog::StreamName(kind, options.association);
    FV_ASSIGN_OR_RETURN(auto copy, eventlog::StoredCopy::Open(store, stream));
    FV_ASSIGN_OR_RETURN(const auto report,
                        eventlog::CompareCopy(*log, copy, kCopyCatchesUpWithin, [&](uint64_t position) {
                          progress << what << ": " << position << " compared\n";
                        }));
    if (Tell(what, report, out)) continue;
    TellFolders(store, stream, servers, out);
    whole = false;
  }
  const std::string keys = absl::StrCat("KV_FV_", absl::AsciiStrToUpper(options.association), "_KEYS");
  FV_ASSIGN_OR_RETURN(const bool keys_whole, CheckKeys(store, keys, out));
  if (!keys_whole) TellFolders(store, keys, servers, out);
  whole = keys_whole && whole;
  if (servers[0].servers == 1) {
    out << "One server alone: there is no other copy to compare with. What is written here bears its "
           "checksums "
           "and has no hole; whether it is what was signed, `fvctl audit verify` says.\n";
  }
  if (!whole)
    out << "This server must not lead: deploy/README.md, \"A replica is damaged\", says what to do.\n";
  return whole;
}

}  // namespace fallverbund::fvctl
