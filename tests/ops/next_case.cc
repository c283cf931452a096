// The case service of a later day: the same but for one more view, and so with another layout of its rows.
// Built for upgrade_test.py, installed nowhere.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/status.h"
#include "libs/projection/row_codec.h"
#include "libs/projection/view.h"
#include "services/case/rpc/case_module.h"
#include "services/program/program.h"

namespace fallverbund {
namespace {

// Commits of each aggregate.
class CountView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override {
    const std::string& aggregate = recorded.commit.aggregate_id;
    FV_ASSIGN_OR_RETURN(const auto before, rows.Get("next.commits", aggregate));
    const uint64_t commits = before ? projection::FromBigEndian(*before) : 0;
    rows.Put("next.commits", aggregate, projection::BigEndian(commits + 1));
    return absl::OkStatus();
  }
};

class NextCaseModule final : public service::Module {
 public:
  service::Spec MakeSpec() override {
    service::Spec spec = today_.MakeSpec();
    spec.views.push_back(&count_);
    return spec;
  }
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(service::Host& host,
                                                           service::Pipeline& pipeline) override {
    return today_.MakeServices(host, pipeline);
  }

 private:
  casework::CaseModule today_;
  CountView count_;
};

}  // namespace
}  // namespace fallverbund

int main(int argc, char** argv) {
  const fallverbund::program::About about{.context = "case",
                                          .purpose = "Decides about cases on a later day.",
                                          .layout = fallverbund::casework::kLayout + 1};
  fallverbund::NextCaseModule module;
  return fallverbund::program::Run(argc, argv, about, module);
}
