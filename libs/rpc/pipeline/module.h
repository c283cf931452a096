// What makes a service this service and no other. Programs and tests run it on a Host.
#ifndef FALLVERBUND_LIBS_RPC_PIPELINE_MODULE_H_
#define FALLVERBUND_LIBS_RPC_PIPELINE_MODULE_H_

#include <memory>
#include <vector>

#include "grpcpp/impl/service_type.h"
#include "libs/rpc/pipeline/pipeline.h"
#include "libs/service/host.h"

namespace fallverbund::service {

// Outlives the host. Called in this order, once, before the host starts.
class Module {
 public:
  virtual ~Module() = default;
  virtual Spec MakeSpec() = 0;
  // Command handlers may be made here, over `host.desk()`; the spec's `execute` is called only after this.
  virtual std::vector<std::unique_ptr<grpc::Service>> MakeServices(Host& host, Pipeline& pipeline) = 0;
};

}  // namespace fallverbund::service

#endif  // FALLVERBUND_LIBS_RPC_PIPELINE_MODULE_H_
