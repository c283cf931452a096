// The audit as a module of the house: reads log and journal, decides nothing, writes nothing but its own
// journal entries.
#ifndef FALLVERBUND_SERVICES_AUDIT_RPC_AUDIT_MODULE_H_
#define FALLVERBUND_SERVICES_AUDIT_RPC_AUDIT_MODULE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/quarter.h"
#include "libs/directory/directory.h"
#include "libs/projection/projector.h"
#include "libs/rpc/pipeline/module.h"
#include "services/audit/door/door.h"
#include "services/audit/rpc/covered_journal.h"
#include "services/audit/rpc/page_desk.h"
#include "services/audit/sealer/sealing.h"
#include "services/audit/views/indicators.h"
#include "services/audit/views/journal_view.h"
#include "services/audit/views/log_view.h"

namespace fallverbund::audit {

class AuditModule final : public service::Module {
 public:
  // `sealing` outlives it and is read when the module starts; nullptr: this instance seals nothing.
  // `pages` likewise; nullptr, or one that listens nowhere: this instance serves no pages.
  // `published` likewise: the folder that proofs come from, which another instance fills; nullptr or empty:
  // the one that this instance seals into, if it does. `journal_sealing` and `published_journal`: the same
  // for the journal's own tree.
  explicit AuditModule(const SealingOptions* sealing = nullptr, const PageDoorOptions* pages = nullptr,
                       const std::string* published = nullptr,
                       const SealingOptions* journal_sealing = nullptr,
                       const std::string* published_journal = nullptr)
      : sealing_options_(sealing),
        journal_sealing_options_(journal_sealing),
        page_options_(pages),
        published_(published),
        published_journal_(published_journal) {}
  void UseJournal(service::JournalPorts journal) override;
  service::Spec MakeSpec() override;
  std::vector<std::unique_ptr<grpc::Service>> MakeServices(service::Host& host,
                                                           service::Pipeline& pipeline) override;
  projection::Projector* OfJournal() override { return of_journal_.get(); }
  void Start() override;
  bool CaughtUp() const override;
  void Stop() override;
  void Tell(metrics::Page& page) const override;

 private:
  void OpenPages();
  std::unique_ptr<Sealing> Seal(const SealingOptions* options, eventlog::EventLog& log) const;
  void TellIndicators(metrics::Page& page) const;
  std::string PublishedFolder() const;
  std::string PublishedJournalFolder() const;

  directory::DirectoryView directory_;
  LogView log_view_{Bounds{}};
  std::optional<service::JournalPorts> journal_;
  // Over the host's rows and log, so made with the services.
  std::optional<JournalView> journal_view_;
  std::unique_ptr<CoveredJournal> covered_;
  std::unique_ptr<projection::Projector> of_journal_;
  const SealingOptions* const sealing_options_;
  const SealingOptions* const journal_sealing_options_;
  const PageDoorOptions* const page_options_;
  const std::string* const published_;
  const std::string* const published_journal_;
  eventlog::EventLog* log_ = nullptr;  // the host's
  service::Host* host_ = nullptr;
  mutable absl::Mutex indicators_mu_;
  mutable std::vector<Indicator> indicators_ ABSL_GUARDED_BY(indicators_mu_);
  mutable std::optional<Quarter> indicators_in_ ABSL_GUARDED_BY(indicators_mu_);  // when they were read
  std::unique_ptr<Sealing> sealing_, journal_sealing_;
  std::unique_ptr<PageDesk> page_desk_;
  std::unique_ptr<PageDoor> page_door_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_RPC_AUDIT_MODULE_H_
