// One instance of a service around a log in memory: store, projector, desk. Several may share a log.
#ifndef FALLVERBUND_LIBS_COMMAND_TESTING_INSTANCE_H_
#define FALLVERBUND_LIBS_COMMAND_TESTING_INSTANCE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/check.h"
#include "libs/base/clock.h"
#include "libs/command/command_desk.h"
#include "libs/command/command_log.h"
#include "libs/command/testing/jar.h"
#include "libs/crypto/derive.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"
#include "libs/projection/projector.h"

namespace fallverbund::command::testing {

inline constexpr char kIdKey[] = "0123456789abcdef0123456789abcdef";

class Instance {
 public:
  // `more` views run after the command log. `store`: of an earlier life.
  Instance(eventlog::SignedLog& log, const Clock& clock, std::string name,
           std::vector<const projection::View*> more = {},
           std::unique_ptr<projection::InMemoryProjectionStore> store = nullptr, size_t max_ahead = kMaxAhead,
           eventlog::Signer signer = eventlog::SignedLog::signer("case"))
      : name_(std::move(name)),
        store_(store ? std::move(store) : std::make_unique<projection::InMemoryProjectionStore>()),
        command_log_("case", {KindOf<JarDecider>()}),
        signer_(std::move(signer)) {
    projection::ProjectorOptions options{.identity = log.identity(), .views = {&command_log_}};
    options.views.insert(options.views.end(), more.begin(), more.end());
    options.fallback_wait =
        absl::Seconds(30);  // so that without hints it stays where it is until it has to know
    projector_ = std::make_unique<projection::Projector>(log.log(), *store_, options);
    desk_ = std::make_unique<CommandDesk>(CommandDesk::Parts{
        log.log(), *projector_, signer_, clock, eventlog::SignedLog::kAssociation, "case",
        crypto::Secret(std::string_view(kIdKey)),
        [this] { return eventlog::TestHexId(absl::StrCat("commit of ", name_, " ", ++commits_)); },
        max_ahead});
  }
  // Reads the log from now on. Without it this instance stays as blind as it is.
  Instance& Start() {
    projector_->Start();
    return *this;
  }
  Instance& StartAndCatchUp(eventlog::SignedLog& log) {
    Start();
    CatchUp(log);
    return *this;
  }
  void CatchUp(eventlog::SignedLog& log) {
    FV_CHECK(projector_->WaitFor(*log.log().HeadFromLeader(), absl::Now() + absl::Seconds(20)).ok());
  }

  CommandDesk& desk() { return *desk_; }
  projection::Projector& projector() { return *projector_; }
  projection::InMemoryProjectionStore& store() { return *store_; }

 private:
  const std::string name_;
  std::unique_ptr<projection::InMemoryProjectionStore> store_;
  CommandLog command_log_;
  eventlog::Signer signer_;
  std::unique_ptr<projection::Projector> projector_;
  std::unique_ptr<CommandDesk> desk_;
  std::atomic<int> commits_ = 0;
};

inline CommandContext RequestTo(const std::string& jar, const std::string& request,
                                const std::string& content = "same") {
  CommandContext context;
  context.aggregate_id = eventlog::TestHexId(jar);
  context.command_id = crypto::DeriveCommandId(kIdKey, "org", "method", request);
  context.request_mac = crypto::RequestMac(kIdKey, content);
  context.actor = {"0123456789abcdef0123456789abcdef", "person", "CASE_WORKER"};
  context.deadline = absl::Now() + absl::Seconds(20);
  return context;
}

}  // namespace fallverbund::command::testing

#endif  // FALLVERBUND_LIBS_COMMAND_TESTING_INSTANCE_H_
