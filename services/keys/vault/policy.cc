#include "services/keys/vault/policy.h"

#include <algorithm>
#include <iterator>

namespace fallverbund::keys {
namespace {

using common::v1::FileClass;

struct Row {
  std::string_view service;
  FileClass file_class;
};

// The audit stands nowhere here: its findings need no keys (the checker does not share the rule's
// code).
constexpr Row kMayUse[] = {
    {"intake", common::v1::FILE_CLASS_PREVENTION}, {"intake", common::v1::FILE_CLASS_HELP},
    {"intake", common::v1::FILE_CLASS_PROTECTION}, {"intake", common::v1::FILE_CLASS_STAFF},
    {"case", common::v1::FILE_CLASS_HELP},         {"case", common::v1::FILE_CLASS_PROTECTION},
    {"case", common::v1::FILE_CLASS_GUARDIANSHIP}, {"case", common::v1::FILE_CLASS_STAFF},
    {"team", common::v1::FILE_CLASS_HELP},         {"team", common::v1::FILE_CLASS_STAFF},
    {"team", common::v1::FILE_CLASS_REGISTER},     {"crisis", common::v1::FILE_CLASS_HELP},
    {"intake", common::v1::FILE_CLASS_REGISTER},   {"crisis", common::v1::FILE_CLASS_PROTECTION},
    {"crisis", common::v1::FILE_CLASS_STAFF},
};

constexpr std::string_view kMayDerive[] = {"intake", "case", "team", "crisis"};

}  // namespace

bool MayUse(std::string_view service, FileClass file_class) {
  return std::any_of(std::begin(kMayUse), std::end(kMayUse),
                     [&](const Row& row) { return row.service == service && row.file_class == file_class; });
}

bool MayDerive(std::string_view service) {
  return std::find(std::begin(kMayDerive), std::end(kMayDerive), service) != std::end(kMayDerive);
}

}  // namespace fallverbund::keys
