// fvload: makes a town with open cases in a running house, and puts it under load.
#include <CLI/CLI.hpp>

#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/base/status.h"
#include "libs/runtime/files.h"
#include "tools/load/closed_loop.h"
#include "tools/load/record.h"
#include "tools/load/town.h"

namespace fallverbund::load {
namespace {

struct Options {
  std::string clients, story, clock;
  int cases = 0;  // run: 0 is all of them
  int in_flight = 64;
  double seconds = 10, warm_up = 0, timeout = 10, patience = 0;
  uint64_t calls = 0;
  std::string wish = "contact", record, json, target;
  bool plain = false;
};

int Fail(const absl::Status& status) {
  std::cerr << "fvload: " << status.message() << "\n";
  return 1;
}

using MakeWish = std::function<Wish(uint64_t number)>;

absl::StatusOr<MakeWish> Contacts(const Options& options) {
  FV_ASSIGN_OR_RETURN(auto cases, ReadCases(options.clients));
  if (options.cases > 0 && cases.size() > static_cast<size_t>(options.cases))
    cases.resize(static_cast<size_t>(options.cases));
  FV_ASSIGN_OR_RETURN(const Voice voice,
                      VoiceOf(options.clients, kCaseWorker, "case", options.target, options.plain));
  return [cases = std::move(cases), voice](uint64_t number) {
    return ContactWish(cases[number % cases.size()], voice);
  };
}

absl::StatusOr<MakeWish> Inquiries(const Options& options) {
  FV_ASSIGN_OR_RETURN(const auto inquiry, ReadInquiry(options.clients));
  FV_ASSIGN_OR_RETURN(const Voice voice,
                      VoiceOf(options.clients, kCaseWorker, "intake", options.target, options.plain));
  return [inquiry, voice](uint64_t) { return InquiryWish(inquiry, voice); };
}

absl::Status Run(const Options& options) {
  FV_ASSIGN_OR_RETURN(const MakeWish wish,
                      options.wish == "inquiry" ? Inquiries(options) : Contacts(options));
  std::ofstream record_file;
  if (!options.record.empty()) {
    record_file.open(options.record, std::ios::app);
    if (!record_file)
      return absl::InvalidArgumentError(absl::StrCat("--record: ", options.record, " cannot be written"));
  }
  const absl::Time from = absl::Now() + absl::Seconds(options.warm_up);
  const absl::Time to = options.calls > 0 ? absl::InfiniteFuture() : from + absl::Seconds(options.seconds);
  std::vector<Record> ended;
  RunClosedLoop(
      {.in_flight = options.in_flight,
       .timeout = absl::Seconds(options.timeout),
       .patience = absl::Seconds(options.patience)},
      [&](uint64_t number) -> std::optional<Wish> {
        if (options.calls > 0 ? number >= options.calls : absl::Now() >= to) return std::nullopt;
        return wish(number);
      },
      [&](const Record& record, const google::protobuf::Message*) {
        // Flushed by line: whoever kills us finds all that was known.
        if (record_file.is_open()) record_file << ToLine(record) << std::endl;
        ended.push_back(record);
      });
  if (record_file.is_open() && !record_file)
    return absl::ResourceExhaustedError(
        absl::StrCat("--record: ", options.record, " could not be written to its end"));
  Tally tally(from, options.calls > 0 ? absl::Now() : to);
  for (const Record& record : ended) tally.Add(record);
  const std::string json = ToJson(tally.Sum());
  if (options.json.empty()) {
    std::cout << json << "\n";
    return absl::OkStatus();
  }
  return runtime::WriteFileAtomically(options.json, json + "\n", "--json");
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("Puts a running house under load, through its API.", "fvload");
  app.require_subcommand(1);
  auto* found = app.add_subcommand("found", "a town in a new house: its people, and open cases");
  auto* run = app.add_subcommand(
      "run", "keeps so many writes in flight, each on the next case; prints throughput and latency");
  for (auto* verb : {found, run})
    verb->add_option("--clients", options.clients, "folder of the partners' side of the house")->required();
  found->add_option("--story", options.story, "the town's people: tools/load/town.story")->required();
  found->add_option("--clock", options.clock, "the house's clock file; stands still afterwards")->required();
  found->add_option("--cases", options.cases, "how many are opened")
      ->required()
      ->check(CLI::Range(1, 100'000));
  run->add_option("--cases", options.cases,
                  "writes on so many of them only; fewer than are in flight collide");
  run->add_option("--wish", options.wish,
                  "contact: somebody spoke with a young person (case); inquiry: a new one (intake)")
      ->check(CLI::IsMember({"contact", "inquiry"}))
      ->capture_default_str();
  run->add_option("--in-flight", options.in_flight, "at any time")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  run->add_option("--seconds", options.seconds, "how long wishes begin")->capture_default_str();
  run->add_option("--calls", options.calls, "so many wishes instead");
  run->add_option("--warm-up", options.warm_up, "seconds before, which do not count")->capture_default_str();
  run->add_option("--timeout", options.timeout, "seconds that one try may take")->capture_default_str();
  run->add_option("--patience", options.patience,
                  "seconds that a wish is tried again with the same request_id when its outcome is not known")
      ->capture_default_str();
  run->add_option("--record", options.record, "appends a line of JSON for every wish and its final outcome");
  run->add_option("--json", options.json, "writes the summary there instead of printing it");
  run->add_option("--target", options.target, "HOST:PORT of a service instead of the house's");
  run->add_flag("--plain", options.plain,
                "without TLS: the benchmark's own server takes it, none of the house's does");
  CLI11_PARSE(app, argc, argv);
  const absl::Status done =
      *found ? FoundTown(options.story, options.clients, options.clock, options.cases) : Run(options);
  return done.ok() ? 0 : Fail(done);
}

}  // namespace
}  // namespace fallverbund::load

int main(int argc, char** argv) {
  return fallverbund::load::Main(argc, argv);
}
