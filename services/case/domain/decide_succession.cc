// A partner goes (N10): what it promised stays promised until somebody else has accepted it. Its settings are
// under notice, with the bridge of N9; its seats wait for successors; and what nobody takes falls back to
// CASE's unit.
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

const Succession* Find(const State& state, const std::string& organisation_id) {
  for (const Succession& one : state.successions) {
    if (one.organisation_id == organisation_id) return &one;
  }
  return nullptr;
}

}  // namespace

Decision DecideOn(const State& state, const LetPartnerGo& command, const Given& given) {
  const std::string& partner = command.organisation_id;
  if (!HasCommitment(state, partner) || Find(state, partner) != nullptr) return Events{};
  const bool insolvent = command.cause == team::v1::LEAVING_CAUSE_INSOLVENT;
  const absl::Time due =
      insolvent ? given.now + kInsolventSuccession : std::max(command.until, given.now + kSuccessionAtLeast);
  Events events;
  v1::CommitmentsToSucceed& succeed = *events.emplace_back().mutable_commitments_to_succeed();
  succeed.set_organisation_id(partner);
  succeed.set_cause(command.cause);
  *succeed.mutable_succession_due() = ToProto(due);
  for (const Setting& setting : state.settings) {
    if (setting.phase != SettingPhase::kRunning || !IsProvider(setting, partner)) continue;
    v1::SettingNoticeGiven& notice = *events.emplace_back().mutable_setting_notice_given();
    notice.set_setting_id(setting.id);
    *notice.mutable_wished_end() = ToProto(due);
  }
  if (insolvent) FallBack(state, partner, events);
  return events;
}

void FallBack(const State& state, const std::string& organisation_id, Events& events) {
  const Succession* known = Find(state, organisation_id);
  if (known != nullptr && known->fell_back) return;
  v1::CommitmentsFellBack& back = *events.emplace_back().mutable_commitments_fell_back();
  back.set_organisation_id(organisation_id);
  *back.mutable_to() = care::ToProto(state.responsibility.holder());
}

}  // namespace fallverbund::casework
