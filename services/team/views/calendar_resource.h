// A calendar as the API shows it. Pure.
#ifndef FALLVERBUND_SERVICES_TEAM_VIEWS_CALENDAR_RESOURCE_H_
#define FALLVERBUND_SERVICES_TEAM_VIEWS_CALENDAR_RESOURCE_H_

#include <vector>

#include "fallverbund/team/v1/calendar_service.pb.h"
#include "libs/history/history.h"
#include "libs/history/sealed_text.h"
#include "services/team/domain/calendar_decider.h"

namespace fallverbund::team {

inline constexpr int kShownSessions = 100;  // of GetCalendar: some years of a quarterly conference

// `texts`: the results' texts, to be opened into `shown`; both must stay where they are until then.
void ShowCalendar(const history::History<CalendarDecider>& calendar, v1::Calendar& shown,
                  std::vector<history::SealedText>& texts);

}  // namespace fallverbund::team

#endif  // FALLVERBUND_SERVICES_TEAM_VIEWS_CALENDAR_RESOURCE_H_
