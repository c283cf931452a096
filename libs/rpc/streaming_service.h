// A gRPC service whose methods are all server streams, each answered by a reactor that writes bytes.
//
//   NotificationService::NotificationService(...) { ServeStreams(&NotificationService::WatchNotifications); }
//
// Like UnaryService one entry for every method. The messages are serialised before they come here, so one
// kind of reactor carries all of them.
#ifndef FALLVERBUND_LIBS_RPC_STREAMING_SERVICE_H_
#define FALLVERBUND_LIBS_RPC_STREAMING_SERVICE_H_

#include "grpcpp/support/byte_buffer.h"
#include "libs/rpc/unary_service.h"

namespace fallverbund::rpc {

// Writes messages of the method's response type, serialised.
using StreamReactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;

class StreamingService : public UnaryService {
 public:
  template <class Self, class Request>
  using StreamFor = StreamReactor* (Self::*)(grpc::CallbackServerContext*, const Request*);

 protected:
  // As ServeAll.
  template <class Self, class... Request>
  void ServeStreams(StreamFor<Self, Request>... answers) {
    Self* const self = static_cast<Self*>(this);
    (Add(*Request::descriptor(), grpc::internal::RpcMethod::SERVER_STREAMING,
         new grpc::internal::CallbackServerStreamingHandler<Request, grpc::ByteBuffer>(
             [self, answers](grpc::CallbackServerContext* context, const Request* request) {
               return (self->*answers)(context, request);
             })),
     ...);
    CheckWhole();
  }
};

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_STREAMING_SERVICE_H_
