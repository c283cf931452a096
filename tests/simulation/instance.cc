#include "tests/simulation/instance.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/reaction/reaction_view.h"
#include "services/audit/views/log_view.h"
#include "services/case/rpc/case_module.h"
#include "services/crisis/rpc/crisis_module.h"
#include "services/intake/rpc/intake_module.h"
#include "services/team/rpc/team_module.h"

namespace fallverbund::simulation {
namespace {

constexpr int kWorkers = 3;

// The audit's reader of the log. What it is asked is asked of its rows.
class AuditReader final : public service::Module {
 public:
  service::Spec MakeSpec() override { return {.context = kAudit, .views = {&view_}}; }
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(service::Host&, service::Pipeline&) override {
    return {};
  }

 private:
  audit::LogView view_{audit::Bounds{}};
};

std::unique_ptr<service::Module> MakeModule(const std::string& context, const Ground& ground) {
  if (context == "intake") return std::make_unique<intake::IntakeModule>();
  if (context == "case") return std::make_unique<casework::CaseModule>(ground.case_decides);
  if (context == "team") return std::make_unique<team::TeamModule>();
  if (context == "crisis") return std::make_unique<crisis::CrisisModule>();
  FV_CHECK(context == kAudit);
  return std::make_unique<AuditReader>();
}

// Unlucky is no news; anything else is a mistake of ours.
bool IsUnlucky(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsAborted(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsResourceExhausted(status);
}

}  // namespace

const std::vector<std::string>& Contexts() {
  static const std::vector<std::string> contexts = {"intake", "case", "team", "crisis"};
  return contexts;
}

Instance::Instance(const Ground& ground, std::string context, std::string name, Rows rows)
    : ground_(ground),
      context_(std::move(context)),
      name_(std::move(name)),
      rows_(std::move(rows)),
      clock_(ground.clock),
      points_(life_, ground.dice, ground.luck),
      log_(ground.log, points_, false),
      journal_(ground.journal, points_, true),
      store_(*rows_, points_),
      sealer_({.association = eventlog::SignedLog::kAssociation,
               .random = [&ground](size_t count) { return ground.dice.Bytes(count); }},
              &ground.vault, &ground.clock),
      signer_(eventlog::SignedLog::signer(context_)),
      module_(MakeModule(context_, ground)) {
  host_ = std::make_unique<service::Host>(
      service::Ports{
          .log = log_,
          .journal = journal_,
          .store = store_,
          .sealer = sealer_,
          .signer = signer_,
          .clock = clock_,
          .new_id = [&ground] { return ToHex(ground.dice.Bytes(16)); },
          .id_key = ground.id_key,
          .identity = ground.identity,
          .on_notice =
              [this](const projection::Notice& notice) {
                ground_.wrong(
                    absl::StrCat(name_, " reads a bad message at ", notice.position, ": ", notice.text));
              },
          .on_alarm =
              [this](const absl::Status& status) {
                ground_.wrong(absl::StrCat(name_, " stopped reading: ", status.ToString()));
              },
          .on_trouble =
              [this](const reaction::Obligation& obligation, const absl::Status& status) {
                if (!IsUnlucky(status))
                  ground_.wrong(absl::StrCat(name_, " cannot do ", obligation.name, ": ", status.ToString()));
              },
          .before_waiting =
              [this](uint64_t position) {
                const auto over = std::make_shared<bool>(false);  // may outlive this fiber's stack
                host_->projector().WaitFor(position, absl::InfiniteFuture(),
                                           [over](const absl::Status&) { *over = true; });
                while (!*over) points_.Pass([over] { return *over; });
              },
      },
      module_->MakeSpec());
  pool_ = std::make_unique<rpc::WorkerPool>(rpc::WorkerPool::Limits{.threads = 0});
  pipeline_ = std::make_unique<service::Pipeline>(*host_, *pool_, ground.who_calls);
  services_ = module_->MakeServices(*host_, *pipeline_);
}

Instance::~Instance() {
  fibers_.clear();
  host_->Stop();
  pool_.reset();  // with it the calls that were still waiting, which hold rows
}

void Instance::Begin() {
  using Next = projection::Projector::Next;
  fibers_.push_back(std::make_unique<Fiber>([this] {
    for (Next next = Next::kStep; next != Next::kEnd; next = host_->projector().Step())
      points_.Pass([this, next] { return next != Next::kWaitForHint || IsBehind(); });
    while (true) points_.Pass([] { return false; });
  }));
  fibers_.push_back(std::make_unique<Fiber>([this] {
    while (true) {
      points_.Pass([this] { return SomethingDue(); });
      host_->runner().Step();
    }
  }));
  for (int i = 0; i < kWorkers && !services_.empty(); ++i) {
    fibers_.push_back(std::make_unique<Fiber>([this] {
      while (true) {
        points_.Pass([this] { return pool_->queued() > 0; });
        ++working_;
        pool_->RunOne();
        --working_;
      }
    }));
  }
}

bool Instance::IsBehind() const {
  const auto head = ground_.log.HeadFromLeader();
  return head.ok() && rows_->position() < *head;
}

// What this instance's rows say at its own time. Looked up again when one of the two has changed.
bool Instance::SomethingDue() {
  const std::pair now(rows_->position(), clock_.Now());
  if (nothing_due_at_ == now) return false;
  const auto open = reaction::ReadOpen(*rows_, now.second, "", 1);
  FV_CHECK(open.ok());
  if (!open->empty()) return true;
  nothing_due_at_ = now;
  return false;
}

bool Instance::Idle() {
  return working_ == 0 && pool_->queued() == 0 && pipeline_->waiting() == 0 && !IsBehind() && !SomethingDue();
}

}  // namespace fallverbund::simulation
