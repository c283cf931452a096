#include "libs/seal/key_vault.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"

namespace fallverbund::seal {
namespace {

constexpr size_t kIdDigits = 32;

bool IsStaffSubject(std::string_view text) {
  return text.size() == 2 * kIdDigits + 1 && text[kIdDigits] == '.' && IsHexId(text.substr(0, kIdDigits)) &&
         IsHexId(text.substr(kIdDigits + 1));
}

}  // namespace

std::string StaffSubject(std::string_view organisation_id, std::string_view person_id) {
  return absl::StrCat(ToAbsl(organisation_id), ".", ToAbsl(person_id));
}

absl::Status CheckScope(const KeyScope& scope) {
  if (!IsAssociation(scope.association)) return absl::InvalidArgumentError("key scope: not an association");
  if (scope.file_class == common::v1::FILE_CLASS_UNSPECIFIED ||
      !common::v1::FileClass_IsValid(scope.file_class)) {
    return absl::InvalidArgumentError("key scope: file_class must be one of those known");
  }
  if (scope.confidentiality == common::v1::CONFIDENTIALITY_UNSPECIFIED ||
      !common::v1::Confidentiality_IsValid(scope.confidentiality)) {
    return absl::InvalidArgumentError("key scope: confidentiality must be one of those known");
  }
  const bool staff = scope.file_class == common::v1::FILE_CLASS_STAFF;
  if (staff && !IsStaffSubject(scope.subject_id)) {
    return absl::InvalidArgumentError("key scope: subject_id of staff must be organisation_id.person_id");
  }
  if (!staff && !IsHexId(scope.subject_id)) {
    return absl::InvalidArgumentError("key scope: subject_id must be 32 lower-case hex digits");
  }
  return absl::OkStatus();
}

absl::Status CheckReason(const OpenReason& reason) {
  const std::string& purpose = reason.purpose;
  const bool good = !purpose.empty() && purpose.size() <= kMaxPurposeBytes &&
                    std::all_of(purpose.begin(), purpose.end(),
                                [](char c) { return absl::ascii_isgraph(static_cast<unsigned char>(c)); });
  if (!good) {
    return absl::InvalidArgumentError(
        absl::StrCat("opening keys needs a purpose: the method or view it serves, at most ", kMaxPurposeBytes,
                     " bytes without spaces"));
  }
  if (reason.actor.organisation().empty()) {
    return absl::InvalidArgumentError("opening keys needs an actor: at least the organisation");
  }
  return absl::OkStatus();
}

absl::Status CheckKeyIds(absl::Span<const std::string> key_ids) {
  if (key_ids.size() > kMaxOpenBatch) {
    return absl::InvalidArgumentError(absl::StrCat("at most ", kMaxOpenBatch, " keys can be opened at once"));
  }
  for (const std::string& id : key_ids) FV_RETURN_IF_ERROR(CheckHexId(id, "key_id"));
  return absl::OkStatus();
}

}  // namespace fallverbund::seal
