// All ids but the association's are 32 lower-case hex digits: 128 random bits, or those of a keyed hash
// (libs/crypto/derive.h). None is ever derived from a name or a birth date.
#ifndef FALLVERBUND_LIBS_BASE_ID_H_
#define FALLVERBUND_LIBS_BASE_ID_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace fallverbund {

bool IsHexId(std::string_view text);  // 32 lower-case hex digits

// Association: [a-z][a-z0-9]{1,15}; upper case in stream names.
bool IsAssociation(std::string_view text);

// A UUID in the usual 8-4-4-4-12 form, any case; the form of a client's request_id (AIP-155).
bool IsUuid(std::string_view text);

std::string ToHex(std::string_view bytes);
absl::StatusOr<std::string> FromHex(std::string_view hex);  // kInvalidArgument: not pairs of hex digits

// `what` names the field in the error: "case_id must be 32 lower-case hex digits".
absl::Status CheckHexId(std::string_view text, std::string_view what);

}  // namespace fallverbund

#endif  // FALLVERBUND_LIBS_BASE_ID_H_
