// A case as the API shows it. Pure.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_CASE_RESOURCE_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_CASE_RESOURCE_H_

#include <cstdint>
#include <string_view>

#include "fallverbund/casework/v1/case_service.pb.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {

v1::Case CaseResource(std::string_view case_id, const State& state, uint64_t version);

v1::CasePhase PhaseOf(const State& state);

// How far a handover of CASE or COORDINATION of this id has come; UNSPECIFIED: the case knows none such any
// more. The one place that says so.
v1::HandoverState HandoverStateOf(const State& state, std::string_view handover_id);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_CASE_RESOURCE_H_
