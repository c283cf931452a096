#include "libs/access/identity.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/strings.h"

namespace fallverbund::access {
namespace {

using common::v1::Role;

constexpr std::string_view kRolePrefix = "ROLE_";
constexpr size_t kMaxName = 31;

struct Form {
  PeerKind kind;
  std::string_view prefix;
};
constexpr Form kForms[] = {
    {PeerKind::kOrganisation, "org/"}, {PeerKind::kService, "svc/"}, {PeerKind::kOperator, "ops/"}};

bool IsName(std::string_view text) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && text.size() <= kMaxName && lower(text[0]) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

absl::StatusOr<Peer> ParsePeer(const std::vector<std::string>& uris) {
  if (uris.size() != 1) {
    return absl::UnauthenticatedError(
        absl::StrCat("the client certificate must name exactly one URI, it names ", uris.size(),
                     "; ask the operator for another one"));
  }
  const std::string_view uri = uris[0];
  for (const Form& form : kForms) {
    if (!uri.starts_with(kTrustDomain) || !uri.substr(kTrustDomain.size()).starts_with(form.prefix)) continue;
    const std::string_view name = uri.substr(kTrustDomain.size() + form.prefix.size());
    if (form.kind == PeerKind::kOrganisation ? !IsHexId(name) : !IsName(name)) break;
    return Peer{form.kind, std::string(name)};
  }
  return absl::UnauthenticatedError(
      absl::StrCat("the URI of the client certificate must be ", ToAbsl(kTrustDomain),
                   "org/ID, svc/NAME or ops/NAME; ask the operator for another one"));
}

std::string PeerUri(const Peer& peer) {
  for (const Form& form : kForms) {
    if (form.kind == peer.kind) return absl::StrCat(ToAbsl(kTrustDomain), ToAbsl(form.prefix), peer.name);
  }
  return "";
}

absl::StatusOr<Caller> ParseCaller(Peer peer, std::string_view person, std::string_view role) {
  Caller caller{.peer = std::move(peer)};
  if (caller.peer.kind != PeerKind::kOrganisation) {
    if (!person.empty() || !role.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(kPersonMetadata, " and ", kRoleMetadata,
                                                     " are only for certificates of organisations"));
    }
    caller.role =
        caller.peer.kind == PeerKind::kOperator ? common::v1::ROLE_OPERATOR : common::v1::ROLE_SERVICE;
    return caller;
  }
  if (!IsHexId(person)) {
    return absl::InvalidArgumentError(
        absl::StrCat("metadata ", kPersonMetadata, " must name the acting person: 32 lower-case hex digits"));
  }
  caller.person = std::string(person);
  caller.role = RoleOfName(role);
  if (caller.role == common::v1::ROLE_UNSPECIFIED) {
    return absl::InvalidArgumentError(absl::StrCat(
        "metadata ", kRoleMetadata, " must name the role the person acts in, such as CASE_WORKER"));
  }
  return caller;
}

std::string_view RoleName(Role role) {
  const auto* value = common::v1::Role_descriptor()->FindValueByNumber(role);
  if (value == nullptr || role == common::v1::ROLE_UNSPECIFIED) return "";
  return std::string_view(value->name()).substr(kRolePrefix.size());
}

Role RoleOfName(std::string_view name) {
  const auto* value =
      common::v1::Role_descriptor()->FindValueByName(absl::StrCat(ToAbsl(kRolePrefix), ToAbsl(name)));
  return value == nullptr ? common::v1::ROLE_UNSPECIFIED : static_cast<Role>(value->number());
}

}  // namespace fallverbund::access
