#include "libs/reaction/obligation.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "libs/base/check.h"

namespace fallverbund::reaction {
namespace {

constexpr char kServiceRole[] = "SERVICE";

// Rows must be the same after every rebuild, so maps are written in order.
std::string Deterministic(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  FV_CHECK(message.SerializeToCodedStream(&coded));
  coded.Trim();
  return bytes;
}

}  // namespace

Draft Do(std::string target_id, const google::protobuf::Message& command, std::optional<absl::Time> due) {
  return {std::move(target_id), command.GetDescriptor()->full_name(), Deterministic(command), due};
}

bool UnpackCommand(const Obligation& obligation, google::protobuf::Message* command) {
  return obligation.command_type == command->GetDescriptor()->full_name() &&
         command->ParseFromString(obligation.command_bytes);
}

command::CommandContext ContextFor(const Obligation& obligation, std::string_view service,
                                   absl::Time deadline) {
  command::CommandContext context;
  context.aggregate_id = obligation.target_id;
  context.command_id = obligation.command_id;
  context.actor = {.organisation = std::string(service), .person = "", .role = kServiceRole};
  if (obligation.is_clock) context.occurred_at = obligation.due;
  context.not_before = obligation.due;
  context.correlation_id = obligation.correlation_id;
  context.causation = obligation.trigger;
  context.trace = obligation.trace;
  context.reaction = obligation.name;
  context.deadline = deadline;
  return context;
}

}  // namespace fallverbund::reaction
