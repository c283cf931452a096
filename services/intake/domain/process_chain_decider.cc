#include "services/intake/domain/process_chain_decider.h"

namespace fallverbund::intake {
namespace {

using Version = v1::ProcessChainVersionSet;

absl::Duration LengthOf(const google::protobuf::Duration& length) {
  return absl::Seconds(length.seconds());
}

bool IsWithin(const google::protobuf::Duration& length, absl::Duration at_most) {
  return LengthOf(length) >= Days(1) && LengthOf(length) <= at_most;
}

bool IsComplete(const Version& wanted, const ProcessChainState& state, absl::Time now) {
  const absl::Time from = FromProto(wanted.valid_from());
  // Not backwards: a handover was right or wrong by the version that was in force when it was offered.
  const bool forward =
      from >= now && (state.versions.empty() || from >= FromProto(state.versions.back().valid_from()));
  return forward && wanted.from_line() != v1::SERVICE_LINE_UNSPECIFIED &&
         wanted.to_line() != v1::SERVICE_LINE_UNSPECIFIED && wanted.from_line() != wanted.to_line() &&
         wanted.required_items_size() > 0 && IsWithin(wanted.answer_within(), kWarmAnswerAtMost) &&
         IsWithin(wanted.check_after(), kWarmCheckAtMost) && !wanted.description().key_id().empty();
}

}  // namespace

const Version* ProcessChainState::InForce(absl::Time at) const {
  const Version* in_force = nullptr;
  for (const Version& version : versions) {
    if (FromProto(version.valid_from()) <= at) in_force = &version;
  }
  return in_force;
}

decider::Decision<v1::ProcessChainEvent> ProcessChainDecider::Decide(const State& state,
                                                                     const Command& command,
                                                                     const decider::Given& given) {
  using decider::Reason;
  Event event;
  Version& version = *event.mutable_process_chain_version_set();
  version = std::get<SetProcessChain>(command).wanted;
  if (!version.has_valid_from()) *version.mutable_valid_from() = ToProto(given.now);
  if (auto no = decider::Require(Reason::kProcessChainIncomplete, IsComplete(version, state, given.now)))
    return *no;  // E4
  version.set_version(static_cast<uint32_t>(state.versions.size()) + 1);
  return std::vector<Event>{event};
}

ProcessChainState ProcessChainDecider::Evolve(State state, const Event& event, const decider::Given&) {
  switch (event.event_case()) {
    case Event::kProcessChainVersionSet:
      state.versions.push_back(event.process_chain_version_set());
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
  return state;
}

}  // namespace fallverbund::intake
