// Who is at the other end of a call. The certificate names an organisation, a service of this house or an
// operator by its one URI; person and role ride in the call's metadata and are checked against the directory
// (check.h).
#ifndef FALLVERBUND_LIBS_ACCESS_IDENTITY_H_
#define FALLVERBUND_LIBS_ACCESS_IDENTITY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "fallverbund/common/v1/access.pb.h"

namespace fallverbund::access {

inline constexpr std::string_view kTrustDomain = "spiffe://fallverbund.example/";
// Keys of the metadata.
inline constexpr char kPersonMetadata[] = "fv-person";
inline constexpr char kRoleMetadata[] = "fv-role";

enum class PeerKind { kOrganisation, kService, kOperator };

struct Peer {
  PeerKind kind = PeerKind::kOrganisation;
  // Organisation id (32 hex digits), or name of the service or operator ([a-z][a-z0-9-]{0,30}).
  std::string name;
  friend bool operator==(const Peer&, const Peer&) = default;
};

// spiffe://fallverbund.example/{org/<id>|svc/<name>|ops/<name>}. kUnauthenticated: not exactly one URI, or
// not one of these.
absl::StatusOr<Peer> ParsePeer(const std::vector<std::string>& uris);
std::string PeerUri(const Peer& peer);

struct Caller {
  Peer peer;
  std::string person;  // empty for services and operators
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
  friend bool operator==(const Caller&, const Caller&) = default;
};

// Adds person and role from the metadata, empty where there is none. `role` is the name without its prefix,
// such as CASE_WORKER. kInvalidArgument names the metadata key that is malformed. Operators and services have
// no person; their roles are OPERATOR and SERVICE.
absl::StatusOr<Caller> ParseCaller(Peer peer, std::string_view person, std::string_view role);

// CASE_WORKER and back; ROLE_UNSPECIFIED and "" for what is none.
std::string_view RoleName(common::v1::Role role);
common::v1::Role RoleOfName(std::string_view name);

}  // namespace fallverbund::access

#endif  // FALLVERBUND_LIBS_ACCESS_IDENTITY_H_
