// fv_simulate: runs seeds in as many processes as there are cores, tells how far it is, counts and prints.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/base/check.h"
#include "tests/simulation/simulation.h"
#include "tests/simulation/wish.h"

namespace {

using fallverbund::simulation::Answers;
using fallverbund::simulation::Commands;
using fallverbund::simulation::Report;
using fallverbund::simulation::Simulate;

constexpr char kUsage[] =
    "usage: ./tools/dev sim [--seeds N] [--first S] [--seconds T [--at-least N]] [--processes P] | --seed S\n"
    "\n"
    "Runs intake, case, team, crisis and audit, several instances of each, on a log in memory: crashes "
    "between\n"
    "any two steps, lost and false answers, duplicates, stale reads and wrong clocks, all drawn from a "
    "seed.\n"
    "  --seeds N      how many seeds (1000)\n"
    "  --first S      the first of them (1)\n"
    "  --seconds T    stop beginning new seeds after T seconds, but not before --at-least N of them (0)\n"
    "  --processes P  at once (one for each core)\n"
    "  --seed S       this one only, telling everything that happens in it\n"
    "Ends with 1 if a promise was broken; put that seed into tests/simulation/seeds.txt, and it stays a "
    "test.\n";

struct Wanted {
  uint64_t seeds = 1000, first = 1, seconds = 0, at_least = 0, seed = 0, processes = 0;
  bool one = false;
};

bool Parse(int argc, char** argv, Wanted& wanted) {
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    uint64_t* value = name == "--seeds"       ? &wanted.seeds
                      : name == "--first"     ? &wanted.first
                      : name == "--seconds"   ? &wanted.seconds
                      : name == "--processes" ? &wanted.processes
                      : name == "--at-least"  ? &wanted.at_least
                      : name == "--seed"      ? &wanted.seed
                                              : nullptr;
    if (value == nullptr || i + 1 == argc || !absl::SimpleAtoi(argv[i + 1], value)) return false;
    wanted.one = wanted.one || value == &wanted.seed;
  }
  return true;
}

void Tell(const Report& report) {
  std::printf(
      "seed %llu: %llu commits, %llu accepted, %llu refused, %llu unlucky, %llu crashes, %llu steps, trace "
      "%s\n",
      static_cast<unsigned long long>(report.seed), static_cast<unsigned long long>(report.commits),
      static_cast<unsigned long long>(report.accepted), static_cast<unsigned long long>(report.refused),
      static_cast<unsigned long long>(report.unlucky), static_cast<unsigned long long>(report.crashes),
      static_cast<unsigned long long>(report.steps), report.trace.c_str());
  for (const std::string& what : report.wrong) std::printf("  BROKEN %s\n", what.c_str());
  if (!report.wrong.empty())
    std::printf("  again, in every step: ./tools/dev sim --seed %llu\n",
                static_cast<unsigned long long>(report.seed));
}

constexpr size_t kMostCommands = 300;
// Written into a pipe, where it stays in one piece up to 4096 bytes.
struct Sum {
  uint64_t seeds = 0, broken = 0, commits = 0, accepted = 0, refused = 0, unlucky = 0, crashes = 0, steps = 0;
  Answers by_command[kMostCommands];  // in the order of Commands()

  void Add(const Report& report) {
    ++seeds;
    broken += report.wrong.empty() ? 0 : 1;
    commits += report.commits;
    accepted += report.accepted;
    refused += report.refused;
    unlucky += report.unlucky;
    crashes += report.crashes;
    steps += report.steps;
    for (size_t i = 0; i < Commands().size(); ++i) {
      const auto told = report.by_command.find(Commands()[i].name);
      if (told != report.by_command.end()) Add(i, told->second);
    }
  }
  void Add(const Sum& other) {
    seeds += other.seeds;
    broken += other.broken;
    commits += other.commits;
    accepted += other.accepted;
    refused += other.refused;
    unlucky += other.unlucky;
    crashes += other.crashes;
    steps += other.steps;
    for (size_t i = 0; i < kMostCommands; ++i) Add(i, other.by_command[i]);
  }
  void Add(size_t command, const Answers& answers) {
    by_command[command].accepted += answers.accepted;
    by_command[command].refused += answers.refused;
  }
};

static_assert(sizeof(Sum) <= 4096);

// What is asked for in vain tests only how it is refused.
void TellWhatIsNeverAccepted(const Sum& all) {
  for (size_t i = 0; i < Commands().size(); ++i) {
    if (all.by_command[i].accepted > 0) continue;
    std::printf("never accepted: %s (refused %u times)\n", Commands()[i].name, all.by_command[i].refused);
  }
}

// Every `processes`-th seed; the sum goes into `out`, one growing Sum after every seed.
void Work(const Wanted& wanted, uint64_t number, absl::Time end, int out) {
  for (uint64_t i = number; i < wanted.seeds; i += wanted.processes) {
    if (i >= wanted.at_least && absl::Now() >= end) break;
    const Report report = Simulate(wanted.first + i, false);
    if (!report.wrong.empty()) {
      Tell(report);
      std::fflush(stdout);
    }
    Sum one;
    one.Add(report);
    if (write(out, &one, sizeof one) != static_cast<ssize_t>(sizeof one)) _exit(2);
  }
}

int RunAll(Wanted wanted) {
  FV_CHECK(Commands().size() <= kMostCommands);
  if (wanted.processes == 0) wanted.processes = std::max(1U, std::thread::hardware_concurrency());
  const absl::Time begin = absl::Now();
  const absl::Time end = wanted.seconds == 0 ? absl::InfiniteFuture()
                                             : begin + absl::Seconds(static_cast<int64_t>(wanted.seconds));
  int sums[2];
  if (pipe(sums) != 0) return 2;
  std::vector<pid_t> workers;
  std::fflush(stdout);
  for (uint64_t number = 0; number < wanted.processes; ++number) {
    const pid_t worker = fork();
    if (worker < 0) return 2;
    if (worker == 0) {
      close(sums[0]);
      Work(wanted, number, end, sums[1]);
      std::fflush(stdout);
      _exit(0);
    }
    workers.push_back(worker);
  }
  close(sums[1]);
  Sum all, one;
  absl::Time told = begin;
  while (read(sums[0], &one, sizeof one) == static_cast<ssize_t>(sizeof one)) {  // a Sum is written at once
    all.Add(one);
    if (absl::Now() - told < absl::Seconds(5)) continue;
    told = absl::Now();
    std::printf("%llu of %llu seeds, %llu broken, %.0f seeds/s\n", static_cast<unsigned long long>(all.seeds),
                static_cast<unsigned long long>(wanted.seeds), static_cast<unsigned long long>(all.broken),
                static_cast<double>(all.seeds) / absl::ToDoubleSeconds(told - begin));
    std::fflush(stdout);
  }
  bool died = false;
  for (const pid_t worker : workers) {
    int status = 0;
    waitpid(worker, &status, 0);
    died = died || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  std::printf(
      "simulated %llu seeds (from %llu) in %.0f s, %.0f seeds/s: %llu broken; %llu commits, %llu accepted, "
      "%llu refused, "
      "%llu unlucky answers, %llu crashes, %llu steps\n",
      static_cast<unsigned long long>(all.seeds), static_cast<unsigned long long>(wanted.first), seconds,
      static_cast<double>(all.seeds) / seconds, static_cast<unsigned long long>(all.broken),
      static_cast<unsigned long long>(all.commits), static_cast<unsigned long long>(all.accepted),
      static_cast<unsigned long long>(all.refused), static_cast<unsigned long long>(all.unlucky),
      static_cast<unsigned long long>(all.crashes), static_cast<unsigned long long>(all.steps));
  TellWhatIsNeverAccepted(all);
  if (died) std::printf("a process ended before its seeds did: look above for what it said last\n");
  return all.broken > 0 || died ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  Wanted wanted;
  if (argc == 2 && std::string_view(argv[1]) == "--help") {
    std::fputs(kUsage, stdout);
    return 0;
  }
  if (!Parse(argc, argv, wanted)) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  if (!wanted.one) return RunAll(wanted);
  const Report report = Simulate(wanted.seed, true);
  Tell(report);
  return report.wrong.empty() ? 0 : 1;
}
