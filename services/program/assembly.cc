#include "services/program/assembly.h"

#include <utility>

#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/crypto/random.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/pipeline/reader_service.h"
#include "libs/runtime/log.h"

namespace fallverbund::program {
namespace {

std::string NewId() {
  return ToHex(crypto::RandomBytes(16));
}

void Say(const projection::Notice& notice, Tally& tally) {
  if (notice.kind == projection::NoticeKind::kNotUnderstood) {
    ++tally.not_understood;
    log::Error("commit_not_understood", {{"position", notice.position}});
  } else {
    ++tally.invalid;
    log::Warning("invalid_message", {{"position", notice.position}});
  }
}

// So that one id finds in the logs what it finds in the log.
void SayTraced(const eventlog::v1::Commit& commit, uint64_t position) {
  log::Info("traced_commit", {{"trace", log::Id(ToHex(commit.trace().trace_id()))},
                              {"position", position},
                              {"commit", log::Id(commit.commit_id())},
                              {"caused_by", commit.causation().position()}});
}

void SayTrouble(const reaction::Obligation& owed, const absl::Status& status, Tally& tally) {
  ++tally.tried_again;
  log::Warning("reaction_tried_again",
               {{"trace", owed.trace ? log::Id(owed.trace->trace_id) : log::Value("none")},
                {"cause", log::Cause(status)}});
}

service::Ports PortsOf(Adapters& adapters, const runtime::ServiceOptions& options, Tally& tally,
                       std::function<void(const absl::Status&)> on_alarm) {
  return {.log = *adapters.log,
          .journal = *adapters.journal,
          .store = *adapters.store,
          .sealer = *adapters.sealer,
          .signer = *adapters.signer,
          .clock = *adapters.clock,
          .new_id = NewId,
          .id_key = adapters.id_key,
          .identity = {.kind = eventlog::StreamKind::kLog,
                       .association = options.association,
                       .genesis_sha256 = options.genesis_sha256},
          .on_notice = [&tally](const projection::Notice& notice) { Say(notice, tally); },
          .on_alarm = std::move(on_alarm),
          .on_trouble = [&tally](const auto& owed, const auto& status) { SayTrouble(owed, status, tally); },
          .on_traced = SayTraced,
          .voucher = adapters.voucher.get()};
}

// The module learns of the journal before it says what it is.
service::Spec SpecOf(Adapters& adapters, const runtime::ServiceOptions& options, const About& about,
                     service::Module& module, const std::string& journal_genesis_sha256, Tally& tally,
                     const std::function<void(const absl::Status&)>& on_alarm) {
  if (about.reads_journal) {
    module.UseJournal({.log = *adapters.journal,
                       .store = *adapters.journal_store,
                       .identity = {.kind = eventlog::StreamKind::kJournal,
                                    .association = options.association,
                                    .genesis_sha256 = journal_genesis_sha256},
                       .on_notice = [&tally](const projection::Notice& notice) { Say(notice, tally); },
                       .on_alarm = on_alarm,
                       .voucher = adapters.journal_voucher.get(),
                       .production = options.production});
  }
  return module.MakeSpec();
}

// Before anything of the call is looked at, so that what is too much costs nothing and stands nowhere.
absl::StatusOr<access::Caller> WhoCalls(const grpc::ServerContextBase& context, rpc::CallBudget& budget) {
  FV_ASSIGN_OR_RETURN(access::Caller caller, rpc::ReadCaller(context));
  FV_RETURN_IF_ERROR(budget.Take(caller.peer));
  return caller;
}

}  // namespace

Assembly::Assembly(Adapters& adapters, const runtime::ServiceOptions& options, const About& about,
                   service::Module& module, const std::string& journal_genesis_sha256, Tally& tally,
                   std::function<void(const absl::Status&)> on_alarm)
    : host(PortsOf(adapters, options, tally, on_alarm),
           SpecOf(adapters, options, about, module, journal_genesis_sha256, tally, on_alarm)),
      budget(options.calls_per_second, machine),
      pool(std::make_unique<rpc::WorkerPool>()),
      pipeline(host, *pool,
               [this](const grpc::ServerContextBase& context) { return WhoCalls(context, budget); }),
      services(module.MakeServices(host, pipeline)) {
  services.push_back(std::make_unique<service::ReaderService>(host, pipeline));
}

}  // namespace fallverbund::program
