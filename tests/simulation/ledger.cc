#include "tests/simulation/ledger.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "libs/base/check.h"
#include "libs/command/given.h"
#include "libs/eventlog/oneof.h"
#include "libs/eventlog/subject.h"
#include "services/case/domain/case_decider.h"

namespace fallverbund::simulation {
namespace {

bool HasPerson(const care::Holder& holder) {
  return !holder.organisation_id.empty() && !holder.person_id.empty();
}

}  // namespace

void Ledger::ReadOn(eventlog::EventLog& log) {
  while (true) {
    const auto head = log.HeadFromLeader();
    FV_CHECK(head.ok());
    if (position_ == *head) return;
    const auto message = log.ReadFromLeader(position_ + 1);
    FV_CHECK(message.ok() && message->has_value());
    Take(**message);
    ++position_;
  }
}

void Ledger::Take(const eventlog::StoredMessage& message) {
  eventlog::v1::Envelope envelope;
  eventlog::v1::Commit commit;
  FV_CHECK(envelope.ParseFromString(message.payload) && commit.ParseFromString(envelope.signed_part()));
  const auto subject = eventlog::ParseSubject(message.subject);
  FV_CHECK(subject.has_value());

  uint64_t& version = versions_[message.subject];
  if (commit.aggregate_version() != version + 1) {
    wrong_(absl::StrCat("P8: position ", message.position, " is version ", commit.aggregate_version(),
                        " of its record, behind version ", version));
  }
  version = commit.aggregate_version();
  if (!commit.command_id().empty() && by_command_.contains(commit.command_id())) {
    wrong_(absl::StrCat("P9: position ", message.position, " (", subject->context, " ",
                        commit.aggregate_type(), ") takes effect for command ", commit.command_id(),
                        ", which position ", by_command_.find(commit.command_id())->second, " did already"));
  }
  by_command_.emplace(commit.command_id(), message.position);
  by_position_[message.position] = {message.position, commit.commit_id(),    commit.command_id(),
                                    subject->context, subject->aggregate_id, commit.aggregate_type()};
  last_[subject->aggregate_id].push_back(message.position);
  if (known_.emplace(commit.aggregate_type(), subject->aggregate_id).second)  // a settlement may come first
    ids_[commit.aggregate_type()].push_back(subject->aggregate_id);

  if (subject->context != casework::CaseDecider::kContext ||
      commit.aggregate_type() != casework::CaseDecider::kAggregateType) {
    return;
  }
  casework::State& state = cases_[subject->aggregate_id];
  for (const auto& stored : commit.events()) {
    auto event = eventlog::UnpackOneof<casework::v1::CaseEvent>(stored);
    FV_CHECK(event.ok());
    state = casework::CaseDecider::Evolve(std::move(state), *event, command::GivenOf(commit));
  }
  if (!state.opened() || !state.responsibility.held() || !HasPerson(state.responsibility.holder()) ||
      !state.tonight.held() || !HasPerson(state.tonight.holder().holder)) {
    wrong_(absl::StrCat("P12: from position ", message.position, " on nobody holds case ",
                        subject->aggregate_id, ", or nobody tonight"));
  }
}

std::vector<Recorded> Ledger::OfCommand(const std::string& command_id) const {
  std::vector<Recorded> found;
  const auto [first, last] = by_command_.equal_range(command_id);
  for (auto it = first; it != last; ++it) found.push_back(by_position_.at(it->second));
  return found;
}

const Recorded* Ledger::At(uint64_t position) const {
  const auto found = by_position_.find(position);
  return found == by_position_.end() ? nullptr : &found->second;
}

uint64_t Ledger::LastOf(const std::string& aggregate_id, uint64_t until) const {
  const auto found = last_.find(aggregate_id);
  if (found == last_.end()) return 0;
  const auto behind = std::upper_bound(found->second.begin(), found->second.end(), until);
  return behind == found->second.begin() ? 0 : *std::prev(behind);
}

const std::vector<std::string>& Ledger::Ids(const std::string& type) const {
  static const std::vector<std::string> none;
  const auto found = ids_.find(type);
  return found == ids_.end() ? none : found->second;
}

}  // namespace fallverbund::simulation
