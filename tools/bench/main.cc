// fvbench: the parts of `./tools/dev bench` that are not the house: the ceiling and what stands beside it.
#include <CLI/CLI.hpp>

#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "libs/base/status.h"
#include "libs/runtime/files.h"
#include "libs/runtime/options.h"
#include "libs/runtime/signals.h"
#include "tools/bench/alarms.h"
#include "tools/bench/bulk.h"
#include "tools/bench/ceiling.h"
#include "tools/bench/doors.h"
#include "tools/bench/watch.h"
#include "tools/load/closed_loop.h"
#include "tools/load/record.h"
#include "tools/load/town.h"

namespace fallverbund::bench {
namespace {

struct Options {
  std::string nats_url, port_file, target;
  int replicas = 1, in_flight = 64, aggregates = 256, payload_bytes = 900;
  double seconds = 5, warm_up = 0.5;
  std::string folder, case_id, projection;
  uint64_t rows = 100'000, messages = 0;
  int times = 201;
  AlarmPlan alarms;
  std::vector<std::string> watching;  // names of profiles
  int streams = 100;
  std::string ready_file;
  double open_within = 120;
};

// Opens all streams, says so, holds them until asked to stop, and prints what became of them meanwhile.
absl::Status Watch(const Options& options, runtime::StopSignal& stop) {
  std::vector<load::Voice> voices;
  for (const std::string& name : options.watching) {
    FV_ASSIGN_OR_RETURN(const auto voice, load::VoiceOf(options.alarms.clients, name, "crisis"));
    voices.insert(voices.end(), static_cast<size_t>(options.streams), voice);  // over one connection
  }
  const absl::Time from = absl::Now();
  Watchers watchers(voices, [](const crisis::v1::Notification&) {});
  FV_RETURN_IF_ERROR(watchers.AwaitAllOpen(absl::Seconds(options.open_within)));
  const double open_after = absl::ToDoubleSeconds(absl::Now() - from);
  FV_RETURN_IF_ERROR(runtime::WriteFileAtomically(options.ready_file, "open\n", "--ready-file"));
  stop.Wait();
  std::cout << "{\"open\":" << watchers.lowest_open() << ",\"connections\":" << options.watching.size()
            << ",\"open_after_s\":" << open_after << ",\"begun_again\":" << watchers.begun_again()
            << ",\"heartbeats\":" << watchers.heartbeats() << "}\n";
  return absl::OkStatus();
}

absl::Status Alarm(const Options& options) {
  FV_ASSIGN_OR_RETURN(const auto took_ms, MeasureAlarms(options.alarms));
  std::cout << "{\"ms\":[" << absl::StrJoin(took_ms, ",") << "]}\n";
  return absl::OkStatus();
}

absl::Status ServeCeiling(const Options& options, runtime::StopSignal& stop) {
  FV_ASSIGN_OR_RETURN(const auto log, PlainLog::Open(options.nats_url, options.replicas));
  FV_ASSIGN_OR_RETURN(const auto server, Ceiling::Start(*log));
  FV_RETURN_IF_ERROR(
      runtime::WriteFileAtomically(options.port_file, absl::StrCat(server->port(), "\n"), "--port-file"));
  stop.Wait();
  return absl::OkStatus();
}

// As `fvload run` does it, so that both paths pay the same for their client.
absl::Status LoadCeiling(const Options& options) {
  const load::Voice voice{.channel = grpc::CreateChannel(options.target, grpc::InsecureChannelCredentials()),
                          .person = ""};
  const std::string payload(static_cast<size_t>(options.payload_bytes), 'x');
  const absl::Time from = absl::Now() + absl::Seconds(options.warm_up);
  const absl::Time to = from + absl::Seconds(options.seconds);
  load::Tally tally(from, to);
  load::RunClosedLoop(
      {.in_flight = options.in_flight},
      [&](uint64_t number) -> std::optional<load::Wish> {
        if (absl::Now() >= to) return std::nullopt;
        return CeilingWish(number % static_cast<uint64_t>(options.aggregates), payload, voice);
      },
      [&](const load::Record& record, const google::protobuf::Message*) { tally.Add(record); });
  std::cout << load::ToJson(tally.Sum()) << "\n";
  return absl::OkStatus();
}

// `fvbench doors` takes what fallverbund-case takes, and two flags more.
int Doors(int argc, const char* const* argv) {
  runtime::StopSignal stop;
  std::string organisation, plain_port_file;
  const auto parsed = runtime::ParseOptions(
      argc, argv,
      {.name = "case",
       .purpose = "The case service with a second door without TLS, for the benchmark alone.",
       .extra = {{"--plain-for", "id of the organisation that comes through the plain door", &organisation},
                 {"--plain-port-file", "written once that door is open", &plain_port_file}}});
  if (const auto* exit = std::get_if<runtime::Exit>(&parsed)) return runtime::Leave(*exit);
  const auto& options = std::get<runtime::ServiceOptions>(parsed);
  log::Init("case", options.log_level);
  const absl::Status done = ServeTwoDoors(options, organisation, plain_port_file, stop);
  if (!done.ok()) std::cerr << "fvbench: " << done.message() << "\n";
  return done.ok() ? 0 : 1;
}

// `fvbench bulk` takes what fallverbund-case takes, and what is to be written.
int Bulk(int argc, const char* const* argv) {
  std::string messages, cases;
  BulkPlan plan;
  const auto parsed =
      runtime::ParseOptions(argc, argv,
                            {.name = "case",
                             .purpose = "Writes a long log for the benchmark, as the case service; prints "
                                        "the id of the case with a long history.",
                             .extra = {{"--messages", "how many in all", &messages},
                                       {"--cases", "how many cases they are spread over", &cases},
                                       {"--organisation", "who holds all cases", &plan.organisation},
                                       {"--unit", "of it", &plan.unit},
                                       {"--person", "of the unit", &plan.person},
                                       {"--deputy", "of the person", &plan.deputy}}});
  if (const auto* exit = std::get_if<runtime::Exit>(&parsed)) return runtime::Leave(*exit);
  if (!absl::SimpleAtoi(messages, &plan.messages) || !absl::SimpleAtoi(cases, &plan.cases) ||
      plan.cases == 0 || plan.messages < plan.cases + kLongHistory) {
    return runtime::Leave({2, "--messages and --cases are numbers, and each case has a message\n"});
  }
  const auto watched = WriteBulk(std::get<runtime::ServiceOptions>(parsed), plan);
  if (!watched.ok()) {
    std::cerr << "fvbench: " << watched.status().message() << "\n";
    return 1;
  }
  std::cout << "{\"case_id\":\"" << *watched << "\"}\n";
  return 0;
}

absl::Status Print(const char* name, const absl::StatusOr<double>& number) {
  if (number.ok()) std::cout << "{\"" << name << "\":" << *number << "}\n";
  return number.status();
}

int Main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "doors") return Doors(argc - 1, argv + 1);
  if (argc > 1 && std::string_view(argv[1]) == "bulk") return Bulk(argc - 1, argv + 1);
  Options options;
  CLI::App app("The parts of the benchmark that are not the house.", "fvbench");
  app.require_subcommand(1);
  auto* serve =
      app.add_subcommand("ceiling", "serves gRPC unary -> one optimistic append -> reply, without TLS");
  serve->add_option("--nats-url", options.nats_url, "of a bus without TLS")->required();
  serve->add_option("--replicas", options.replicas, "of its stream")->capture_default_str();
  serve->add_option("--port-file", options.port_file, "written once it listens")->required();
  auto* measure =
      app.add_subcommand("ceiling-load", "keeps so many calls in flight; prints throughput and latency");
  measure->add_option("--target", options.target, "HOST:PORT")->required();
  measure->add_option("--in-flight", options.in_flight, "at any time")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  measure->add_option("--aggregates", options.aggregates, "the calls go round so many")
      ->capture_default_str();
  measure->add_option("--payload-bytes", options.payload_bytes, "of each append; as a commit has")
      ->capture_default_str();
  measure->add_option("--seconds", options.seconds, "how long calls begin")->capture_default_str();
  measure->add_option("--warm-up", options.warm_up, "seconds before, which do not count")
      ->capture_default_str();
  app.add_subcommand("doors", "serves the case service with TLS and without it; `fvbench doors --help`");
  app.add_subcommand("bulk", "writes a long log; `fvbench bulk --help`");
  auto* history =
      app.add_subcommand("history", "reads all commits of one case out of the rows, again and again");
  history->add_option("--projection", options.folder, "of a case service that does not run")->required();
  history->add_option("--case", options.case_id, "with the long history")->required();
  history->add_option("--times", options.times, "of which the median counts")->capture_default_str();
  auto* rows =
      app.add_subcommand("read-modify-write", "RocksDB alone, as fast as it changes rows in batches");
  rows->add_option("--folder", options.folder, "a new one")->required();
  rows->add_option("--rows", options.rows, "how many there are")->capture_default_str();
  rows->add_option("--seconds", options.seconds, "at least")->capture_default_str();
  auto* same = app.add_subcommand("same-rows", "RocksDB alone, writing each row of a projection once");
  same->add_option("--projection", options.projection, "of a case service that does not run")->required();
  same->add_option("--folder", options.folder, "a new one")->required();
  same->add_option("--messages", options.messages, "of the log it was read from")->required();
  auto* watch = app.add_subcommand("watch", "keeps streams of notifications open until it is asked to stop");
  watch->add_option("--as", options.watching, "names of profiles; each has a connection of its own")
      ->required();
  watch->add_option("--streams", options.streams, "over each connection")->capture_default_str();
  watch->add_option("--ready-file", options.ready_file, "written once all are open")->required();
  watch->add_option("--open-within", options.open_within, "seconds, else it ends")->capture_default_str();
  auto* alarm =
      app.add_subcommand("alarm", "raises alarms; prints how long until all five parties were told");
  alarm->add_option("--first-case", options.alarms.first_case, "of the town's; each has one alarm")
      ->required();
  alarm->add_option("--alarms", options.alarms.alarms, "at most")->capture_default_str();
  alarm->add_option("--seconds", options.alarms.seconds, "none begins later")->capture_default_str();
  for (auto* verb : {watch, alarm})
    verb->add_option("--clients", options.alarms.clients,
                     "folder of the partners' side of a house with a town")
        ->required();
  runtime::StopSignal stop;  // before gRPC has threads
  CLI11_PARSE(app, argc, argv);
  absl::Status done;
  if (*serve) done = ServeCeiling(options, stop);
  if (*watch) done = Watch(options, stop);
  if (*alarm) done = Alarm(options);
  if (*measure) done = LoadCeiling(options);
  if (*history) done = Print("p50_ms", MeasureHistory(options.folder, options.case_id, options.times));
  if (*rows)
    done = Print("per_second", MeasureReadModifyWrite(options.folder, options.rows, options.seconds));
  if (*same)
    done = Print("per_second", MeasureSameRows(options.projection, options.folder, options.messages));
  if (!done.ok()) std::cerr << "fvbench: " << done.message() << "\n";
  return done.ok() ? 0 : 1;
}

}  // namespace
}  // namespace fallverbund::bench

int main(int argc, char** argv) {
  return fallverbund::bench::Main(argc, argv);
}
