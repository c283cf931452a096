#include "libs/projection/open_projection.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/projection/prefix.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::projection {
namespace {

constexpr char kTable[] = "log.version";

absl::Status Stamp(ProjectionStore& store, const ProjectionVersion& version) {
  auto batch = store.NewBatch();
  batch->Put(kTable, "layout", BigEndian(version.layout));
  batch->Put(kTable, "prefix", BigEndian(uint64_t{kPrefixLayout}));
  batch->Put(kTable, "program", version.program);
  batch->Put(kTable, "genesis", version.genesis_sha256);
  batch->Put(kTable, "owner", version.owner);
  return store.Commit(std::move(batch), store.position());
}

}  // namespace

absl::StatusOr<std::string> WhyNot(const ProjectionStore& store, const ProjectionVersion& version) {
  FV_ASSIGN_OR_RETURN(auto layout, store.Get(kTable, "layout"));
  FV_ASSIGN_OR_RETURN(auto program, store.Get(kTable, "program"));
  FV_ASSIGN_OR_RETURN(auto genesis, store.Get(kTable, "genesis"));
  if (!layout && store.position() == 0) return std::string();
  FV_ASSIGN_OR_RETURN(auto owner, store.Get(kTable, "owner"));
  if (owner && *owner != version.owner) {
    return absl::FailedPreconditionError(absl::StrCat("this folder holds the projection of the service ",
                                                      *owner,
                                                      "; give each service a --data folder of its own"));
  }
  FV_ASSIGN_OR_RETURN(auto prefix, store.Get(kTable, "prefix"));
  if (!layout || !program || !genesis || !prefix || FromBigEndian(*prefix) != kPrefixLayout) {
    return std::string("it was written by another version of the house");
  }
  if (FromBigEndian(*layout) != version.layout) {
    return absl::StrCat("it has version ", FromBigEndian(*layout), ", this program needs ", version.layout);
  }
  if (*genesis != version.genesis_sha256) return std::string("it was read from another log");
  FV_ASSIGN_OR_RETURN(auto unproven, ReadUnproven(store));
  if (unproven && *unproven != version.vouched_root) {
    return std::string("its signatures were not checked, and what vouched for them is gone");
  }
  if (*program != version.program) {
    FV_ASSIGN_OR_RETURN(uint64_t held, CountHeld(store));
    if (held > 0) return absl::StrCat(held, " aggregates were held back and wait for this newer program");
  }
  return std::string();
}

absl::StatusOr<std::unique_ptr<ProjectionStore>> OpenProjection(
    const OpenStore& open, const ProjectionVersion& version,
    const std::function<void(std::string)>& on_rebuild) {
  auto store = open(false);
  std::string why;
  if (store.ok()) {
    auto reason = WhyNot(**store, version);
    if (reason.ok()) {
      why = *std::move(reason);
    } else if (absl::IsDataLoss(reason.status())) {
      why = absl::StrCat("it is damaged: ", reason.status().message());
    } else {
      return reason.status();
    }
  } else if (absl::IsDataLoss(store.status())) {
    why = absl::StrCat("it is damaged: ", store.status().message());
  } else {
    return store.status();
  }
  if (!why.empty()) {
    if (on_rebuild) on_rebuild(absl::StrCat("the projection is deleted and read again from the log: ", why));
    if (store.ok()) store->reset();  // closed before it is deleted
    store = open(true);
    if (!store.ok()) return store.status();
  }
  FV_RETURN_IF_ERROR(Stamp(**store, version));
  return *std::move(store);
}

std::string VersionFolder(std::string_view of, uint32_t layout) {
  return absl::StrCat(ToAbsl(of), "-", kPrefixLayout, "-", layout);
}

std::vector<std::string> OlderVersions(const std::vector<std::string>& names, std::string_view of,
                                       uint32_t layout) {
  std::vector<std::string> older;
  for (const std::string& name : names) {
    const std::vector<absl::string_view> parts = absl::StrSplit(name, '-');
    if (ToStd(parts[0]) != of) continue;
    uint64_t prefix = 0;
    uint64_t other = 0;
    const bool bare = parts.size() == 1;  // from before versions had folders
    const bool versioned = parts.size() == 3 && absl::SimpleAtoi(parts[1], &prefix) &&
                           absl::SimpleAtoi(parts[2], &other) && prefix <= kPrefixLayout && other <= layout;
    if (bare || (versioned && (prefix < kPrefixLayout || other < layout))) older.push_back(name);
  }
  return older;
}

}  // namespace fallverbund::projection
