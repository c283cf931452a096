#include "services/audit/rpc/audit_module.h"

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/check.h"
#include "libs/metrics/page.h"
#include "libs/runtime/log.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/rpc/proof_service.h"
#include "services/audit/views/tables.h"

namespace fallverbund::audit {
namespace {

void TellFindings(const projection::Rows& log_rows, const projection::Rows& journal_rows,
                  metrics::Page& page) {
  const auto of_log = ReadSums(log_rows), of_journal = ReadSums(journal_rows);
  if (!of_log.ok() || !of_journal.ok()) return;
  page.Set(metrics::Metric::kAuditGaps, of_log->gaps());
  page.Set(metrics::Metric::kAuditFindings, of_log->findings(), {"log"});
  page.Set(metrics::Metric::kAuditFindings, of_journal->findings(), {"journal"});
  page.Set(metrics::Metric::kDischargeAttempts, of_journal->discharge_attempts());
}

}  // namespace

void AuditModule::UseJournal(service::JournalPorts journal) {
  journal_.emplace(std::move(journal));
}

service::Spec AuditModule::MakeSpec() {
  return {.context = "audit", .views = {&directory_, &log_view_}};
}

std::vector<std::unique_ptr<grpc::Service>> AuditModule::MakeServices(service::Host& host,
                                                                      service::Pipeline& pipeline) {
  FV_CHECK(journal_.has_value());  // the program says that the audit reads the journal
  log_ = &host.log();
  host_ = &host;
  journal_view_.emplace(host.rows());
  covered_ = std::make_unique<CoveredJournal>(journal_->log, host.log(), host.projector());
  projection::ProjectorOptions reading;
  reading.identity = journal_->identity;
  reading.views = {&*journal_view_};
  reading.keys_of_log = [&rows = host.rows()](std::string_view key_id, std::string_view context) {
    return SignerKeyOfLog(rows, key_id, context);
  };
  reading.voucher = journal_->voucher;
  reading.on_notice = journal_->on_notice;
  reading.on_alarm = journal_->on_alarm;
  of_journal_ = std::make_unique<projection::Projector>(*covered_, journal_->store, std::move(reading));

  page_desk_ = std::make_unique<PageDesk>(host, journal_->log, *of_journal_, PublishedFolder());

  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<AuditService>(host, pipeline, journal_->log, *of_journal_));
  services.push_back(std::make_unique<ProofService>(
      host, pipeline, PublishedFolder(),
      ProofService::OfJournal{journal_->log, *of_journal_, PublishedJournalFolder()}));
  return services;
}

void AuditModule::Start() {
  of_journal_->Start();
  OpenPages();
  if (sealing_options_ != nullptr && journal_sealing_options_ != nullptr && !sealing_options_->into.empty() &&
      sealing_options_->into == journal_sealing_options_->into) {
    return journal_->on_alarm(
        absl::FailedPreconditionError(absl::StrCat("--seal-into and --seal-journal-into are both ",
                                                   sealing_options_->into, ": two trees need two folders")));
  }
  sealing_ = Seal(sealing_options_, *log_);
  journal_sealing_ = Seal(journal_sealing_options_, journal_->log);
}

std::unique_ptr<Sealing> AuditModule::Seal(const SealingOptions* options, eventlog::EventLog& log) const {
  if (options == nullptr || options->into.empty()) return nullptr;
  SealingOptions own = *options;
  own.witness_ca = sealing_options_->witness_ca;  // both alike: they are the same partners
  own.cosign_every = sealing_options_->cosign_every;
  own.production = journal_->production;
  return std::make_unique<Sealing>(std::move(own), log, journal_->on_alarm);
}

std::string AuditModule::PublishedFolder() const {
  if (published_ != nullptr && !published_->empty()) return *published_;
  return sealing_options_ == nullptr ? "" : sealing_options_->into;
}

std::string AuditModule::PublishedJournalFolder() const {
  if (published_journal_ != nullptr && !published_journal_->empty()) return *published_journal_;
  return journal_sealing_options_ == nullptr ? "" : journal_sealing_options_->into;
}

// A door that cannot be opened is not as configured: somebody must look, as with the sealer's files.
void AuditModule::OpenPages() {
  if (page_options_ == nullptr || page_options_->listen.empty()) return;
  auto door = PageDoor::Open(*page_options_,
                             [this](const PageRequest& request) { return page_desk_->Answer(request); });
  if (!door.ok()) return journal_->on_alarm(door.status());
  page_door_ = *std::move(door);
  log::Info("pages", {{"port", page_door_->port()}});
}

bool AuditModule::CaughtUp() const {
  return of_journal_->CaughtUp();
}

void AuditModule::Tell(metrics::Page& page) const {
  for (const auto& sealing : {std::cref(sealing_), std::cref(journal_sealing_)}) {
    if (sealing.get() != nullptr) sealing.get()->Tell(page);
  }
  if (!host_->CaughtUp() || !CaughtUp()) return;  // half a log has gaps of its own
  TellFindings(host_->rows(), of_journal_->store(), page);
  TellIndicators(page);
}

// Read once a quarter, since they do not change within one; it reads all facts.
void AuditModule::TellIndicators(metrics::Page& page) const {
  const absl::Time now = host_->clock().Now();
  const absl::MutexLock lock(&indicators_mu_);
  if (indicators_in_ != QuarterOf(now)) {
    uint64_t head = 0;
    const auto rows = host_->rows().Snapshot(&head);
    auto indicators = ReadIndicators(*rows, now, head);
    if (!indicators.ok()) return;  // rows that fail are told of otherwise
    indicators_ = *std::move(indicators);
    indicators_in_ = QuarterOf(now);
  }
  for (const Indicator& one : indicators_) page.Set(metrics::Metric::kIndicator, one.value, {one.name});
}

void AuditModule::Stop() {
  page_door_.reset();
  sealing_.reset();
  journal_sealing_.reset();
  of_journal_->Stop();
}

}  // namespace fallverbund::audit
