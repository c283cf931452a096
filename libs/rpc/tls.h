// Credentials for mTLS between everybody: TLS 1.3 only, both sides show a certificate of one authority.
// Files are watched, so certificates rotate without a restart.
#ifndef FALLVERBUND_LIBS_RPC_TLS_H_
#define FALLVERBUND_LIBS_RPC_TLS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "libs/runtime/options.h"

namespace fallverbund::rpc {

// Reads all three files and looks at what would otherwise only fail as "handshake failed": unreadable or
// malformed files, a key of another certificate, a certificate that has expired or is not yet valid at `now`
// (real time, not the test clock). The error names the file and the way out.
absl::Status CheckTlsFiles(const runtime::TlsPaths& files, absl::Time now);

// Both check the files first. A peer without a certificate, with an expired one or with one of another
// authority does not get through the handshake.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const runtime::TlsPaths& files);
// `service` names the service of this house that must answer ("case": its certificate says svc/case); empty:
// any server whose certificate names the host we dialled.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(
    const runtime::TlsPaths& files, const std::string& service);

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_TLS_H_
