#include "tools/fvctl/raw_log.h"

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/subject.h"
#include "libs/eventlog_jetstream/jetstream_event_log.h"
#include "tools/fvctl/story/values.h"

namespace fallverbund::fvctl {
namespace {

using story::Text;
using story::Value;

Value Number(uint64_t number) {
  Value value;
  value.set_number_value(static_cast<double>(number));
  return value;
}

std::string LineOf(const eventlog::StoredMessage& message) {
  std::vector<std::pair<std::string, Value>> fields{
      {"position", Number(message.position)},
      {"subject", Text(message.subject)},
      {"payload_sha256", Text(ToHex(crypto::Sha256(message.payload)))}};
  eventlog::v1::Envelope envelope;
  eventlog::v1::Commit commit;
  if (!envelope.ParseFromString(message.payload) || !commit.ParseFromString(envelope.signed_part())) {
    Value yes;
    yes.set_bool_value(true);
    fields.emplace_back("unreadable", yes);
  } else {
    fields.emplace_back("aggregate_type", Text(commit.aggregate_type()));
    fields.emplace_back("aggregate_version", Number(commit.aggregate_version()));
    fields.emplace_back("commit_id", Text(commit.commit_id()));
    fields.emplace_back("command_id", Text(commit.command_id()));
    fields.emplace_back("organisation", Text(commit.actor().organisation()));
    fields.emplace_back("caused_by_position", Number(commit.causation().position()));
    Value events;
    for (const auto& event : commit.events()) *events.mutable_list_value()->add_values() = Text(event.type());
    fields.emplace_back("events", events);
  }
  Value line;
  for (auto& [name, value] : fields)
    (*line.mutable_struct_value()->mutable_fields())[name] = std::move(value);
  return story::ToJson(line);
}

}  // namespace

absl::StatusOr<std::unique_ptr<eventlog::BusConnection>> ConnectAsAudit(const RawLogOptions& options) {
  if (!IsAssociation(options.association)) {
    return absl::InvalidArgumentError(
        "--association is a lower-case word of 2 to 16 letters and digits, such as do");
  }
  const std::string certificate = options.certificates + "/svc-audit";
  return eventlog::BusConnection::Connect({.urls = options.nats_urls,
                                           .service = "audit",
                                           .ca_file = options.ca,
                                           .cert_file = certificate + ".pem",
                                           .key_file = certificate + ".key"});
}

absl::Status ListLog(const RawLogOptions& options, std::ostream& out) {
  FV_ASSIGN_OR_RETURN(const std::shared_ptr<eventlog::BusConnection> bus, ConnectAsAudit(options));
  FV_ASSIGN_OR_RETURN(const auto log, eventlog::JetStreamEventLog::Open(
                                          bus, bus,
                                          {.association = options.association,
                                           .kind = options.journal ? eventlog::StreamKind::kJournal
                                                                   : eventlog::StreamKind::kLog}));
  FV_ASSIGN_OR_RETURN(const uint64_t head, log->HeadFromLeader());
  uint64_t next = options.from;
  while (next <= head) {
    FV_ASSIGN_OR_RETURN(auto batch, log->Read(next, {}));
    if (batch.empty() || batch.front().position != next) {  // what a reader of a damaged or late replica asks
      FV_ASSIGN_OR_RETURN(auto message, log->ReadFromLeader(next));
      if (!message) return absl::DataLossError(absl::StrCat("the leader has no message at position ", next));
      batch = {*std::move(message)};
    }
    for (const auto& message : batch) {
      if (message.position != next) break;  // a hole: ask for it
      if (next > head) return absl::OkStatus();
      out << LineOf(message) << "\n";
      ++next;
    }
  }
  return absl::OkStatus();
}

}  // namespace fallverbund::fvctl
