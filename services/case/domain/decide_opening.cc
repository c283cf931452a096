// How a case begins.
#include "services/case/domain/rules.h"

namespace fallverbund::casework {

Decision DecideOn(const State& state, const OpenCase& command, const Given&) {
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
  // Whether both have a role to act in was asked at the origin, which holds until this is accepted (R0): to
  // refuse it here would leave the case there for good.
  Events events;
  *events.emplace_back().mutable_case_opened() = opened;
  return events;
}

}  // namespace fallverbund::casework
