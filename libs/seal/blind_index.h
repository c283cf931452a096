// The one way a name is written before it is blinded, so that "Müller", "MUELLER" and "Mu\u0308ller" find one
// another.
#ifndef FALLVERBUND_LIBS_SEAL_BLIND_INDEX_H_
#define FALLVERBUND_LIBS_SEAL_BLIND_INDEX_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace fallverbund::seal {

inline constexpr size_t kMaxIndexTextBytes = 1024;

// Lower case without accents (ä ae, ö oe, ü ue, ß ss), hyphens and white space as one space, none at the
// ends. Letters beyond Latin (with Turkish and Romanian ones) stay as they are. Blind indexes are stored, so
// this never changes: a better folding gets a new name. kInvalidArgument: longer than kMaxIndexTextBytes, or
// nothing left.
absl::StatusOr<std::string> FoldForIndex(std::string_view text);

}  // namespace fallverbund::seal

#endif  // FALLVERBUND_LIBS_SEAL_BLIND_INDEX_H_
