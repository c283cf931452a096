// A gRPC service whose methods are all unary and answered by a reactor.
//
//   ReaderService::ReaderService(...) {
//     ServeAll(&ReaderService::WaitSettled, &ReaderService::GetProjection);
//   }
//
// In place of the generated CallbackService, which nests one class template for every method: of 65 methods a
// compiler made 2,000 symbols of up to 3,000 letters, and needed 1 GB and half a minute for whatever file
// constructs the service. Here every method is one entry, and a server needs the messages alone.
#ifndef FALLVERBUND_LIBS_RPC_UNARY_SERVICE_H_
#define FALLVERBUND_LIBS_RPC_UNARY_SERVICE_H_

#include <deque>
#include <set>
#include <string>

#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/impl/codegen/rpc_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/method_handler.h"
#include "grpcpp/support/server_callback.h"

namespace fallverbund::rpc {

// The method that takes such a request: each has a message of its own (buf STANDARD). nullptr: none does.
const google::protobuf::MethodDescriptor* FindMethodOf(const google::protobuf::Descriptor& request);

class UnaryService : public grpc::Service {
 public:
  template <class Self, class Request, class Response>
  using MemberFor = grpc::ServerUnaryReactor* (Self::*)(grpc::CallbackServerContext*, const Request*,
                                                        Response*);

 protected:
  // Once, in the constructor: the members that answer, one for each method of the proto's service. A method
  // that is missing or twice there ends the program.
  template <class Self, class... Request, class... Response>
  void ServeAll(MemberFor<Self, Request, Response>... answers) {
    Self* const self = static_cast<Self*>(this);
    (Add(*Request::descriptor(), grpc::internal::RpcMethod::NORMAL_RPC,
         new grpc::internal::CallbackUnaryHandler<Request, Response>(
             [self, answers](grpc::CallbackServerContext* context, const Request* request,
                             Response* response) { return (self->*answers)(context, request, response); })),
     ...);
    CheckWhole();
  }

  // Takes the handler. What the proto says of the method must be so: a stream is no unary method.
  void Add(const google::protobuf::Descriptor& request, grpc::internal::RpcMethod::RpcType type,
           grpc::internal::MethodHandler* handler);
  void CheckWhole() const;

 private:
  std::deque<std::string> names_;  // gRPC keeps pointers to them
  std::set<const google::protobuf::MethodDescriptor*> served_;
};

}  // namespace fallverbund::rpc

#endif  // FALLVERBUND_LIBS_RPC_UNARY_SERVICE_H_
