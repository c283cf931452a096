// fvmanylog: makes a long log to audit, and measures proofs of it.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/base/status.h"
#include "libs/runtime/files.h"
#include "libs/tlog/policy.h"
#include "libs/tlog/proof_file.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/sealer/proofs.h"
#include "tools/manylog/published.h"

namespace fallverbund::manylog {
namespace {

double Microseconds(absl::Duration duration) {
  return absl::ToDoubleMicroseconds(duration);
}

void Tell(const char* what, std::vector<double>& taken, const char* unit) {
  std::sort(taken.begin(), taken.end());
  std::cout << what << ": p50 " << taken[taken.size() / 2] << ", p99 " << taken[taken.size() * 99 / 100]
            << ", most " << taken.back() << " " << unit << "\n";
}

// Positions spread over the whole log, so tiles are seldom those of the one before.
absl::Status Measure(const std::string& folder, uint64_t times) {
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(folder + "/policy", "the policy"));
  FV_ASSIGN_OR_RETURN(const tlog::Policy policy, tlog::Policy::Parse(text));
  const tlog_files::FileTileStore tiles(folder + "/published");
  FV_ASSIGN_OR_RETURN(const audit::Published published, audit::ReadPublished(tiles));
  const uint64_t size = published.checkpoint.size;
  std::vector<double> bytes, made, checked;
  for (uint64_t i = 0; i < times; ++i) {
    const uint64_t position = 1 + (i * 7'368'787) % size;
    const absl::Time start = absl::Now();
    FV_ASSIGN_OR_RETURN(const std::string proof, audit::ProveInclusion(tiles, position));
    const absl::Time there = absl::Now();
    FV_ASSIGN_OR_RETURN(const tlog::ProofFile parsed, tlog::ParseProofFile(proof));
    FV_RETURN_IF_ERROR(tlog::CheckProofFile(parsed, *parsed.extra, policy).status());
    checked.push_back(Microseconds(absl::Now() - there));
    made.push_back(Microseconds(there - start));
    bytes.push_back(static_cast<double>(proof.size()));
  }
  std::cout << times << " proofs in a tree of " << size << " positions, checkpoint of "
            << published.note.size() << " bytes\n";
  Tell("size of a .tlog-proof", bytes, "bytes");
  Tell("making it out of the folder", made, "us");
  Tell("checking it, with its three signatures", checked, "us");
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("fvmanylog: makes a long log to audit, and measures proofs of it.");
  app.require_subcommand(1);
  uint64_t count = 1'000'000;
  std::string folder;
  absl::Status status;
  auto* make = app.add_subcommand("make", "folder/published, folder/policy and folder/archive");
  make->add_option("folder", folder, "to be made")->required();
  make->add_option("--messages", count, "how many")
      ->check(CLI::Range(100, 100'000'000))
      ->capture_default_str();
  int64_t minutes = absl::ToInt64Minutes(kNewCaseEvery);
  make->add_option("--new-case-every-minutes", minutes,
                   "another number gives another history, under the same keys")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  make->callback([&] {
    ManyLog log(count, absl::Minutes(minutes));
    status = Make(log, folder, nullptr);
  });
  uint64_t times = 1000;
  auto* prove = app.add_subcommand("prove", "how large and how fast proofs are");
  prove->add_option("folder", folder, "that make made")->required();
  prove->add_option("--times", times, "how many")->check(CLI::Range(1, 1'000'000))->capture_default_str();
  prove->callback([&] { status = Measure(folder, times); });
  CLI11_PARSE(app, argc, argv);
  if (!status.ok()) std::cerr << "fvmanylog: " << status.message() << "\n";
  return status.ok() ? 0 : 1;
}

}  // namespace
}  // namespace fallverbund::manylog

int main(int argc, char** argv) {
  return fallverbund::manylog::Main(argc, argv);
}
