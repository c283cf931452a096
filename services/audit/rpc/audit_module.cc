#include "services/audit/rpc/audit_module.h"

#include <utility>

#include "libs/base/check.h"
#include "libs/runtime/log.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/rpc/proof_service.h"

namespace fallverbund::audit {

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

  page_desk_ = std::make_unique<PageDesk>(host, journal_->log, *of_journal_);

  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<AuditService>(host, pipeline, journal_->log, *of_journal_));
  services.push_back(std::make_unique<ProofService>(host, pipeline, PublishedFolder()));
  return services;
}

void AuditModule::Start() {
  of_journal_->Start();
  OpenPages();
  if (sealing_options_ == nullptr || sealing_options_->into.empty()) return;
  sealing_ = std::make_unique<Sealing>(*sealing_options_, *log_, journal_->on_alarm);
}

std::string AuditModule::PublishedFolder() const {
  if (published_ != nullptr && !published_->empty()) return *published_;
  return sealing_options_ == nullptr ? "" : sealing_options_->into;
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
  if (sealing_ != nullptr) sealing_->Tell(page);
}

void AuditModule::Stop() {
  page_door_.reset();
  sealing_.reset();
  of_journal_->Stop();
}

}  // namespace fallverbund::audit
