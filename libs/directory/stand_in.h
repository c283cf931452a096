// Who acts in the place of somebody who leaves or has left (N11).
#ifndef FALLVERBUND_LIBS_DIRECTORY_STAND_IN_H_
#define FALLVERBUND_LIBS_DIRECTORY_STAND_IN_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "libs/projection/view.h"

namespace fallverbund::directory {

// Who holds in the place of `holder`, where that person leaves or has left (N11): `first` if of the same unit
// (may be empty), else the deputy, whoever acts for the one who leaves, or a colleague; where nobody of the
// unit can hold, somebody of another one of the office. With a deputy of that person's unit, else of the
// organisation, else with none: then whoever holds names one (C3). None of them the `guardian` (may be empty,
// N13). nullopt: the person is there, or nobody else of the organisation is.
absl::StatusOr<std::optional<common::v1::Holder>> FindStandIn(const projection::Rows& rows,
                                                              const common::v1::Holder& holder,
                                                              const std::string& first,
                                                              const std::string& guardian);

}  // namespace fallverbund::directory

#endif  // FALLVERBUND_LIBS_DIRECTORY_STAND_IN_H_
