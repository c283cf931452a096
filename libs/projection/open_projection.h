// Opening a projection so that it is either usable or new: one that is damaged, of another version, of
// another log, or that waits for a newer program which we now are, is deleted and read again from the log.
#ifndef FALLVERBUND_LIBS_PROJECTION_OPEN_PROJECTION_H_
#define FALLVERBUND_LIBS_PROJECTION_OPEN_PROJECTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::projection {

struct ProjectionVersion {
  uint32_t layout = 1;         // a constant of the service: raise it when its views write other rows
  std::string program;         // build id; a change of it gives held-back aggregates another try
  std::string genesis_sha256;  // of the log
  std::string owner;           // the service whose views these are
  std::string vouched_root;    // of the prefix that is vouched for (vouched_prefix.h); empty: none is
  friend bool operator==(const ProjectionVersion&, const ProjectionVersion&) = default;
};

// Why the rows can not be used by a program of this version; empty: they can. kFailedPrecondition: they are
// those of another service.
absl::StatusOr<std::string> WhyNot(const ProjectionStore& store, const ProjectionVersion& version);

// kDataLoss: what is there is damaged. With `fresh` whatever is there is deleted first.
using OpenStore = std::function<absl::StatusOr<std::unique_ptr<ProjectionStore>>(bool fresh)>;

// kFailedPrecondition: these are the rows of another service, which are left alone.
// `on_rebuild` hears why, in a sentence for a person, before the old rows are deleted. Errors are those of
// `open` for other causes than damage (no right, no space, in use) and of the store.
absl::StatusOr<std::unique_ptr<ProjectionStore>> OpenProjection(
    const OpenStore& open, const ProjectionVersion& version,
    const std::function<void(std::string)>& on_rebuild);

// Of the projector's own rows (prefix.h): raise it when it writes others.
inline constexpr uint32_t kPrefixLayout = 3;

// Each version of a projection has a folder of its own, so that the next one can be built while this one
// serves. `of`: what it is computed from, such as "projection"; the name is then such as projection-2-3.
std::string VersionFolder(std::string_view of, uint32_t layout);
// Which of `names` hold older versions than `layout` of the same. Those of newer ones are left alone:
// somebody prepared them, or went back.
std::vector<std::string> OlderVersions(const std::vector<std::string>& names, std::string_view of,
                                       uint32_t layout);

}  // namespace fallverbund::projection

#endif  // FALLVERBUND_LIBS_PROJECTION_OPEN_PROJECTION_H_
