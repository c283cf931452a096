// The vouched prefix as a file beside the projection's folder, so that it outlives the rows.
#ifndef FALLVERBUND_LIBS_PROJECTION_ROCKSDB_VOUCHED_FILE_H_
#define FALLVERBUND_LIBS_PROJECTION_ROCKSDB_VOUCHED_FILE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "libs/projection/vouched_prefix.h"

namespace fallverbund::projection {

// Damaged, unreadable or missing: nothing is vouched for, and every signature is checked. Deleting the file
// is always safe. Errors of the disk are kUnavailable and name the path.
class VouchedFile final : public Voucher {
 public:
  explicit VouchedFile(std::string path);
  std::optional<VouchedPrefix> Load() override;
  absl::Status Keep(const VouchedPrefix& vouched) override;
  absl::Status Forget() override;

 private:
  const std::string path_;
};

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_ROCKSDB_VOUCHED_FILE_H_
