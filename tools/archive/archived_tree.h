// The tree that an archive's checkpoint is of, made anew out of its messages: what the published folder of
// the log had, so that proofs can be made when the house is gone.
#ifndef FALLVERBUND_TOOLS_ARCHIVE_ARCHIVED_TREE_H_
#define FALLVERBUND_TOOLS_ARCHIVE_ARCHIVED_TREE_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "fallverbund/audit/v1/archive.pb.h"
#include "libs/tlog/in_memory_tile_store.h"

namespace fallverbund::archive {

struct ArchivedTree {
  std::string checkpoint;  // as it was published; whether its signatures are good is for a policy to say
  // Of a whole log: tiles and checkpoint, and the log's own messages in the tree, which register its keys.
  tlog::InMemoryTileStore tiles;
  std::vector<audit::v1::ArchivedMessage> own;
  // Of one case: the proofs that it holds, by position. Others nobody can make of it.
  std::map<uint64_t, std::string> proofs;
  std::string case_id;  // empty: the whole log
};

// Reads every message once and keeps some 130 bytes of each. kDataLoss names the file or position where the
// archive is not what was sealed: a checksum, a hole, another tree than the checkpoint's. kInvalidArgument:
// no archive, or of a later format. kUnavailable: the disk.
absl::StatusOr<std::unique_ptr<ArchivedTree>> ReadTree(const std::filesystem::path& folder);

}  // namespace fallverbund::archive

#endif  // FALLVERBUND_TOOLS_ARCHIVE_ARCHIVED_TREE_H_
