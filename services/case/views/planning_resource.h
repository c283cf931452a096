// The parts of a case's resource that tell of planning, records, rights and the course of settings.
#ifndef FALLVERBUND_SERVICES_CASE_VIEWS_PLANNING_RESOURCE_H_
#define FALLVERBUND_SERVICES_CASE_VIEWS_PLANNING_RESOURCE_H_

#include "fallverbund/casework/v1/case_service.pb.h"
#include "services/case/domain/state.h"

namespace fallverbund::casework {

void FillPlanning(const State& state, v1::Planning& out);
void FillRecordsAndRights(const State& state, v1::Case& out);
void FillCourse(const State& state, const Setting& setting, v1::Setting& out);

}  // namespace fallverbund::casework

#endif  // FALLVERBUND_SERVICES_CASE_VIEWS_PLANNING_RESOURCE_H_
