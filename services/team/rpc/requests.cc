#include "services/team/rpc/requests.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/directory/directory.h"

namespace fallverbund::team {
namespace {

constexpr size_t kMaxPlainNameBytes = 80;

}  // namespace

absl::Time TimeOf(bool there, const google::protobuf::Timestamp& time) {
  return there ? FromProto(time) : absl::InfinitePast();
}

absl::Status CheckFew(int size, const char* field, int most) {
  if (size <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, " has more than ", most, " entries"));
}

absl::Status CheckPlainName(const std::string& name, const char* field) {
  if (!name.empty() && name.size() <= kMaxPlainNameBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(field, " must be a name without any person's, 1 to ", kMaxPlainNameBytes, " bytes"));
}

absl::StatusOr<bool> IsOwnUnit(service::Call& call, const std::string& unit_id) {
  if (unit_id.empty()) return true;
  return directory::IsUnitOf(call.rows(), call.caller().peer.name, unit_id);
}

absl::StatusOr<bool> IsOwnPerson(service::Call& call, const std::string& person_id) {
  return directory::IsPersonOf(call.rows(), call.caller().peer.name, person_id);
}

absl::StatusOr<bool> IsOrganisation(service::Call& call, const std::string& organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto found, directory::FindOrganisation(call.rows(), organisation_id));
  return found.has_value();
}

seal::KeyScope RegisterScope(service::Call& call, const std::string& register_id) {
  return {call.host().association(), register_id, common::v1::FILE_CLASS_REGISTER,
          common::v1::CONFIDENTIALITY_ORDINARY};
}

}  // namespace fallverbund::team
