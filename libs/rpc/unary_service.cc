#include "libs/rpc/unary_service.h"

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"

namespace fallverbund::rpc {

using google::protobuf::Descriptor;
using google::protobuf::MethodDescriptor;

const MethodDescriptor* FindMethodOf(const Descriptor& request) {
  const auto* file = request.file();
  for (int s = 0; s < file->service_count(); ++s) {
    for (int m = 0; m < file->service(s)->method_count(); ++m) {
      if (file->service(s)->method(m)->input_type() == &request) return file->service(s)->method(m);
    }
  }
  return nullptr;
}

void UnaryService::Add(const Descriptor& request, grpc::internal::RpcMethod::RpcType type,
                       grpc::internal::MethodHandler* handler) {
  using grpc::internal::RpcMethod;
  using grpc::internal::RpcServiceMethod;
  const MethodDescriptor* method = FindMethodOf(request);
  FV_CHECK(method != nullptr && served_.insert(method).second);
  FV_CHECK(!method->client_streaming() &&
           method->server_streaming() == (type == RpcMethod::SERVER_STREAMING));
  const std::string& name =
      names_.emplace_back(absl::StrCat("/", method->service()->full_name(), "/", method->name()));
  AddMethod(new RpcServiceMethod(name.c_str(), type, nullptr));
  MarkMethodCallback(static_cast<int>(names_.size()) - 1, handler);
}

void UnaryService::CheckWhole() const {
  FV_CHECK(!served_.empty());
  const auto* service = (*served_.begin())->service();
  for (const MethodDescriptor* method : served_) FV_CHECK(method->service() == service);
  FV_CHECK(static_cast<int>(served_.size()) == service->method_count());
}

}  // namespace fallverbund::rpc
