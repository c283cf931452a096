// How early the vault believes that retention may have ended: the one check that needs nobody's word.
#ifndef FALLVERBUND_SERVICES_KEYS_DOMAIN_RETENTION_H_
#define FALLVERBUND_SERVICES_KEYS_DOMAIN_RETENTION_H_

#include <optional>

#include "absl/time/time.h"
#include "fallverbund/common/v1/sealed.pb.h"

namespace fallverbund::keys {

// § 9b SGB VIII keeps files of help and guardianship until 70 years after the 30th birthday. Help ends with
// 27 at the latest (§ 41, § 7(1) no. 4), so a key made for it is at least 3 + 70 years younger than that
// date. For the other classes the law names no years (§ 79a(2): a reasonable time); there the stated date
// decides.
inline constexpr int kYearsOfLongFiles = 73;

// No retention of a file of this class whose key was made at `made_at` can have ended before this.
// InfinitePast: the class has no such floor. InfiniteFuture: it has one, and nobody knows when the key was
// made.
absl::Time EarliestEndOfRetention(common::v1::FileClass file_class, std::optional<absl::Time> made_at);

}  // namespace fallverbund::keys

#endif  // FALLVERBUND_SERVICES_KEYS_DOMAIN_RETENTION_H_
