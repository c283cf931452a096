// How a case begins.
#include "libs/base/time.h"
#include "services/case/domain/rules.h"

namespace fallverbund::casework {

Decision DecideOn(const State& state, const OpenCase& command, const Given& given) {
  const v1::CaseOpened& opened = command.opened;
  const care::Holder holder = care::FromProto(opened.holder());
  const care::Tonight tonight = care::FromProto(opened.tonight());
  const bool heard_first =  // N2: until a youth office has accepted
      (opened.origin().kind() == v1::ORIGIN_KIND_CONTACT ||
       opened.origin().kind() == v1::ORIGIN_KIND_CRISIS) &&
      command.holder.emergency_service;
  if (state.opened() && state.origin_id == opened.origin().aggregate_id()) return Events{};
  if (auto no = Require(Reason::kCaseAlreadyOpened, !state.opened())) return *no;  // N1
  if (auto no = Require(Reason::kHolderNotNamed, IsNamed(holder) && command.holder.person_known))
    return *no;  // R0
  if (auto no = Require(Reason::kDeputyNotNamed, HasDeputy(holder) && command.holder.deputy_known))
    return *no;  // C3
  if (auto no = Require(Reason::kHolderNotPublic, command.holder.public_body || heard_first))
    return *no;                                                                  // A6
  if (auto no = Require(Reason::kTonightMissing, IsNamed(tonight))) return *no;  // N1
  // Whether both have a role to act in was asked at the origin, which holds until this is accepted; an alarm
  // asks it, too, and is never refused for it (C13). To refuse it here would leave the case there for good.
  // So the holder holds, and that somebody is to be named who can act is overdue from the first moment and
  // climbs (R0).
  Events events;
  v1::CaseOpened& begun = *events.emplace_back().mutable_case_opened();
  begun = opened;
  if (!command.holder.reachable) *begun.mutable_reachable_due() = ToProto(given.now);
  return events;
}

}  // namespace fallverbund::casework
