#include "libs/rpc/caller.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/grpc_security_constants.h"
#include "libs/base/status.h"

namespace fallverbund::rpc {
namespace {

absl::StatusOr<std::string_view> OneValue(const grpc::ServerContextBase& context, const char* key) {
  const auto [first, last] = context.client_metadata().equal_range(key);
  if (first == last) return "";
  if (std::next(first) != last)
    return absl::InvalidArgumentError(absl::StrCat("metadata ", key, " is given twice"));
  return std::string_view(first->second.data(), first->second.size());
}

}  // namespace

absl::StatusOr<access::Caller> ReadCaller(const grpc::ServerContextBase& context) {
  const auto auth = context.auth_context();
  if (auth == nullptr || !auth->IsPeerAuthenticated()) {
    return absl::UnauthenticatedError("this call needs a client certificate of the association (mTLS)");
  }
  std::vector<std::string> uris;
  for (const grpc::string_ref& uri : auth->FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME)) {
    uris.emplace_back(uri.data(), uri.size());
  }
  FV_ASSIGN_OR_RETURN(access::Peer peer, access::ParsePeer(uris));
  FV_ASSIGN_OR_RETURN(const std::string_view person, OneValue(context, access::kPersonMetadata));
  FV_ASSIGN_OR_RETURN(const std::string_view role, OneValue(context, access::kRoleMetadata));
  return access::ParseCaller(std::move(peer), person, role);
}

std::optional<Trace> ReadTrace(const grpc::ServerContextBase& context) {
  const auto text = OneValue(context, kTraceparentMetadata);
  return text.ok() ? ParseTraceparent(*text) : std::nullopt;
}

absl::Time DeadlineOf(const grpc::ServerContextBase& context, absl::Duration longest) {
  return std::min(absl::FromChrono(context.deadline()), absl::Now() + longest);
}

}  // namespace fallverbund::rpc
