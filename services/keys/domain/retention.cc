#include "services/keys/domain/retention.h"

namespace fallverbund::keys {

absl::Time EarliestEndOfRetention(common::v1::FileClass file_class, std::optional<absl::Time> made_at) {
  const bool long_file =
      file_class == common::v1::FILE_CLASS_HELP || file_class == common::v1::FILE_CLASS_GUARDIANSHIP;
  if (!long_file) return absl::InfinitePast();
  if (!made_at) return absl::InfiniteFuture();
  const absl::TimeZone utc = absl::UTCTimeZone();
  absl::CivilSecond end = absl::ToCivilSecond(*made_at, utc);
  end = absl::CivilSecond(end.year() + kYearsOfLongFiles, end.month(), end.day(), end.hour(), end.minute(),
                          end.second());
  return absl::FromCivil(end, utc);
}

}  // namespace fallverbund::keys
