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

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_CASE_RESOURCE_H_
