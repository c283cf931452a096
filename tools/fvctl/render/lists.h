// Numbers for planning as text for people: who carries how much, what conferences were held, what is missing.
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_LISTS_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_LISTS_H_

#include <string>

#include "fallverbund/casework/v1/case_service.pb.h"
#include "fallverbund/team/v1/calendar_service.pb.h"
#include "fallverbund/team/v1/social_space_service.pb.h"
#include "tools/fvctl/render/render.h"

namespace fallverbund::fvctl {

// One line a person, and the team's last (C4).
std::string RenderWorkload(const team::v1::GetWorkloadResponse& workload, const Labels& labels);

// "Nord 2 of 5 held", a line a kind and area (C10).
std::string RenderCoverage(const team::v1::GetConferenceCoverageResponse& report);

// How often a kind was missing in a quarter (A5); small numbers are hidden (E12). One line.
std::string RenderGap(const casework::v1::GapCount& gap);

// ", offered" of an item that is about a handover; of any other nothing.
std::string RenderHandoverState(casework::v1::HandoverState state);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_LISTS_H_
