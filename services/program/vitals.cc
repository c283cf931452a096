#include "services/program/vitals.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "libs/crypto/certificate.h"
#include "libs/eventlog/subject.h"
#include "libs/eventlog_jetstream/bus_state.h"
#include "libs/projection/prefix.h"
#include "libs/reaction/reaction_view.h"
#include "libs/refusal/refusal.h"
#include "libs/runtime/files.h"
#include "libs/seal/key_vault.h"

namespace fallverbund::program {
namespace {

using metrics::Metric;
using metrics::Page;

// So many open obligations are read for a scrape; more are told as this many.
constexpr int kMostOpenCounted = 10'000;

std::vector<std::string> ReasonCodes() {
  std::vector<std::string> codes;
#define FV_REASON(name, code, row, german, english, next_german, next_english) codes.emplace_back(code);
#include "libs/refusal/reasons.def"
#undef FV_REASON
  return codes;
}

double Seconds(absl::Time time) {
  return absl::ToDoubleSeconds(time - absl::UnixEpoch());
}

void TellLog(const Vitals& of, Page& page) {
  const auto& projector = of.host.projector();
  const uint64_t position = projector.position();
  page.Set(Metric::kPosition, position);
  page.Set(Metric::kLayout, of.about.layout);
  page.Set(Metric::kReading, projector.status().ok());
  page.Set(Metric::kCaughtUp, projector.CaughtUp());
  if (of.adapters.reading->connected()) {
    if (const auto head = of.host.log().HeadFromLeader(); head.ok()) {
      page.Set(Metric::kLogHead, *head);
      page.Set(Metric::kLag, *head > position ? *head - position : 0);
    }
  }
  if (const auto held = projection::CountHeld(of.host.rows()); held.ok()) page.Set(Metric::kHeldBack, *held);
  page.Set(Metric::kMended, projector.mended());
  page.Set(Metric::kNotices, of.tally.invalid.load(), {"invalid"});
  page.Set(Metric::kNotices, of.tally.not_understood.load(), {"not_understood"});
}

void TellWork(const Vitals& of, Page& page) {
  const auto& desk = of.host.desk();
  page.Set(Metric::kInDoubt, desk.append_counts().in_doubt.load());
  page.Set(Metric::kUnresolved, desk.append_counts().unresolved.load());
  page.Set(Metric::kLostRaces, desk.lost_races());
  page.Set(Metric::kTriedAgain, of.tally.tried_again.load());
  page.Set(Metric::kJournalEntries, of.host.journal().written(), {"written"});
  page.Set(Metric::kJournalEntries, of.host.journal().failed(), {"failed"});

  const absl::Time now = of.host.clock().Now();
  const auto open =  // in the order in which they fall due
      reaction::ReadOpen(*of.host.rows().Snapshot(nullptr), absl::InfiniteFuture(), "", kMostOpenCounted);
  if (!open.ok()) return;
  uint64_t count[2] = {}, due[2] = {};  // of reactions, of clocks
  for (const auto& [obligation, cursor] : *open) {
    ++count[obligation.is_clock];
    if (obligation.due <= now) ++due[obligation.is_clock];
  }
  for (const bool is_clock : {false, true}) {
    page.Set(Metric::kOpen, count[is_clock], {is_clock ? "clock" : "reaction"});
    page.Set(Metric::kDue, due[is_clock], {is_clock ? "clock" : "reaction"});
  }
  const bool any_due = due[false] + due[true] > 0;
  page.Set(Metric::kOldestDue, any_due ? absl::ToDoubleSeconds(now - open->front().obligation.due) : 0.0);
}

// A server that keeps silent must not keep a scrape.
constexpr absl::Duration kBusAnswersWithin = absl::Seconds(1);

// Log, journal and keys of this association; other streams are not ours to tell of.
std::string_view StreamWord(const std::string& stream, const std::string& association) {
  if (stream == eventlog::StreamName(eventlog::StreamKind::kLog, association)) return "log";
  if (stream == eventlog::StreamName(eventlog::StreamKind::kJournal, association)) return "journal";
  return stream == "KV_" + eventlog::StreamName(eventlog::StreamKind::kLog, association) + "_KEYS" ? "keys"
                                                                                                   : "";
}

void TellServers(const Vitals& of, Page& page) {
  if (!of.adapters.reading->connected()) return;
  const auto servers = eventlog::AskBusServers(*of.adapters.reading, kBusAnswersWithin);
  if (!servers.ok()) return;
  int expected = 1;
  for (const auto& server : *servers) {
    expected = std::max(expected, server.servers);
    for (const auto& copy : server.streams) {
      const std::string_view stream = StreamWord(copy.stream, of.options.association);
      if (stream.empty()) continue;
      page.Set(Metric::kStreamBytes, copy.bytes, {server.name, stream});
      if (copy.limit_bytes > 0) page.Set(Metric::kStreamLimit, copy.limit_bytes, {server.name, stream});
      page.Set(Metric::kStreamLast, copy.last, {server.name, stream});
      // The bucket keeps one value per key, so there it means nothing.
      if (stream != "keys") page.Set(Metric::kStreamMissing, copy.missing, {server.name, stream});
    }
  }
  page.Set(Metric::kBusServers, expected, {"expected"});
  page.Set(Metric::kBusServers, servers->size(), {"answering"});
}

void TellBusAndVault(const Vitals& of, Page& page) {
  page.Set(Metric::kBusConnected, of.adapters.writing->connected(), {"writing"});
  page.Set(Metric::kBusConnected, of.adapters.reading->connected(), {"reading"});
  page.Set(Metric::kBusReconnects, of.adapters.writing->reconnects(), {"writing"});
  page.Set(Metric::kBusReconnects, of.adapters.reading->reconnects(), {"reading"});
  page.Set(Metric::kBusSyncs, of.adapters.log->syncs());
  TellServers(of, page);
  if (of.adapters.key_counts == nullptr) return;
  const seal::KeyCounts& keys = *of.adapters.key_counts;
  page.Set(Metric::kVaultKeys, keys.of(seal::KeyOutcome::kOpened), {"opened"});
  page.Set(Metric::kVaultKeys, keys.of(seal::KeyOutcome::kErased), {"erased"});
  page.Set(Metric::kVaultKeys, keys.of(seal::KeyOutcome::kDenied), {"denied"});
  page.Set(Metric::kVaultKeys, keys.of(seal::KeyOutcome::kUnavailable), {"unavailable"});
  page.Set(Metric::kVaultCacheHits, keys.cache_hits.load());
}

// Files are watched, so they may be others than at the start.
void TellCertificate(const std::string& path, std::string_view of, Page& page) {
  const auto pem = runtime::ReadFile(path, "certificate");
  if (!pem.ok()) return;
  const auto certificate = crypto::ParseCertificate(*pem);
  if (certificate.ok()) page.Set(Metric::kCertificate, Seconds(certificate->not_after), {of});
}

void TellMachine(const Vitals& of, Page& page) {
  struct statvfs disk {};
  if (statvfs(of.options.data.c_str(), &disk) == 0) {
    page.Set(Metric::kDataFree, uint64_t{disk.f_bavail} * disk.f_frsize);
    page.Set(Metric::kDataSize, uint64_t{disk.f_blocks} * disk.f_frsize);
  }
  TellCertificate(of.options.tls.cert, "tls", page);
  TellCertificate(of.options.nats.cert, "nats", page);
  page.Set(Metric::kStarted, Seconds(of.tally.started));
  const auto memory = runtime::ReadFile("/proc/self/statm", "memory");
  if (!memory.ok()) return;
  const std::vector<std::string> pages = absl::StrSplit(*memory, ' ');
  uint64_t resident = 0;
  if (pages.size() > 1 && absl::SimpleAtoi(pages[1], &resident))
    page.Set(Metric::kResident, resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE)));
}

}  // namespace

Tally::Tally() : calls(ReasonCodes()), started(absl::Now()) {}

std::string Vitals::Text() const {
  Page page(about.context);
  tally.calls.Fill(page);
  page.Set(Metric::kServing, readiness.serving());
  page.Set(Metric::kCallsWaiting, pipeline.waiting());
  page.Set(Metric::kStreams, pipeline.streams().open());
  page.Set(Metric::kCallsQueued, pool.queued());
  page.Set(Metric::kCallsOverBudget, budget.refused());
  TellLog(*this, page);
  TellWork(*this, page);
  TellBusAndVault(*this, page);
  TellMachine(*this, page);
  module.Tell(page);
  return page.Text();
}

}  // namespace fallverbund::program
