// Who is calling, read from one call: the certificate of the connection and the metadata of the call.
#ifndef FALLVERBUND_LIBS_RPC_CALLER_H_
#define FALLVERBUND_LIBS_RPC_CALLER_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "libs/access/identity.h"
#include "libs/base/trace.h"

namespace fallverbund::rpc {

// kUnauthenticated: no certificate, or not one of ours. kInvalidArgument: metadata missing, malformed or
// given twice.
absl::StatusOr<access::Caller> ReadCaller(const grpc::ServerContextBase& context);

// What the metadata `traceparent` says; nullopt where it is missing, malformed or given twice, which is no
// error (W3C Trace Context).
std::optional<Trace> ReadTrace(const grpc::ServerContextBase& context);

// The call's deadline, but never later than `longest` from now: a caller without one must not hold us for
// ever.
absl::Time DeadlineOf(const grpc::ServerContextBase& context, absl::Duration longest);

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_CALLER_H_
