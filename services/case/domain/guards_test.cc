// Leaves out one guard after the other: for each, an invariant must break somewhere in a small exploration,
// or a sentence must fail. A guard that nothing misses, and an invariant that nothing breaks, fail this test.
//
// One build, many runs: each guard is skipped in processes of its own, since a case without its guards may
// stop the program. Run without arguments.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "libs/refusal/guards.h"
#include "services/case/domain/testing/broken_by_hand.h"
#include "services/case/domain/testing/explore.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::GuardSite;
using enum Theme;

// Small, and between them every theme; skipping a guard makes more states reachable, so each has a bound.
std::map<std::string, std::string> BrokenInSmallWorlds() {
  std::map<std::string, std::string> broken;
  for (const std::set<Theme>& themes : {std::set<Theme>{kOpening, kHandover, kTeam},
                                        {kOpening, kSetting, kStandby},
                                        {kOpening, kHandover, kStandby, kClock},
                                        {kOpening, kSetting, kEnding, kClock},
                                        {kOpening, kHandover, kFollowUp},
                                        {kOpening, kPlanning},
                                        {kOpening, kCourse},
                                        {kOpening, kCompetence, kClock},
                                        {kOpening, kAge}}) {
    broken.merge(Explore({themes, 3'000, true}).broken);
  }
  return broken;
}

// Lines of the output, and how the program ended.
struct Run {
  std::vector<std::string> lines;
  bool finished = false;  // by itself, whatever it found
};

Run RunSelf(const std::string& arguments) {
  Run run;
  FILE* pipe = popen(("/proc/" + std::to_string(getpid()) + "/exe " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return run;
  char line[4096];
  while (std::fgets(line, sizeof line, pipe) != nullptr) run.lines.emplace_back(line);
  const int status = pclose(pipe);
  run.finished = WIFEXITED(status) && WEXITSTATUS(status) <= 1;
  return run;
}

std::string Argument(const GuardSite& guard) {
  return std::to_string(guard.line) + ":" + std::to_string(guard.column) + ":" + guard.file;
}

GuardSite ParseGuard(const std::string& text) {
  GuardSite guard;
  std::istringstream in(text);
  char colon = 0;
  in >> guard.line >> colon >> guard.column >> colon;
  std::getline(in, guard.file);
  return guard;
}

std::string After(const std::string& line, std::string_view prefix) {
  std::string rest = line.substr(prefix.size());
  while (!rest.empty() && (rest.back() == '\n' || rest.back() == ' ')) rest.pop_back();
  return rest;
}

struct Noticed {
  std::set<std::string> by;          // what a reader sees
  std::set<std::string> invariants;  // of these
};

Noticed SkipAndLook(const GuardSite& guard) {
  static constexpr std::string_view kBroken = "BROKEN ", kFailed = "[  FAILED  ] ";
  Noticed noticed;
  const Run explored = RunSelf("--explore '" + Argument(guard) + "'");
  for (const std::string& line : explored.lines) {
    if (line.starts_with(kBroken)) noticed.invariants.insert(After(line, kBroken));
  }
  for (const std::string& invariant : noticed.invariants) noticed.by.insert(invariant);
  const Run told = RunSelf("--sentences '" + Argument(guard) + "'");
  for (const std::string& line : told.lines) {
    if (line.starts_with(kFailed) && line.find('.') != std::string::npos) {
      noticed.by.insert(After(line.substr(0, line.find(" (")), kFailed));
    }
  }
  if (!explored.finished || !told.finished) noticed.by.insert("the program stops");
  return noticed;
}

// How many guards the rules have, by their text.
size_t GuardsWritten() {
  size_t written = 0;
  for (const auto& entry : std::filesystem::directory_iterator(FALLVERBUND_CASE_DOMAIN_DIR)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("decide") || !name.ends_with(".cc")) continue;
    std::ifstream in(entry.path());
    std::stringstream buffer;
    buffer << in.rdbuf();
    const std::string text = buffer.str();
    for (size_t at = text.find("Require("); at != std::string::npos; at = text.find("Require(", at + 1))
      ++written;
  }
  return written;
}

int LeaveOutEachGuard() {
  int wrong = 0;
  for (const auto& [invariant, step] : BrokenInSmallWorlds()) {
    std::cout << "broken without skipping anything: " << invariant << "\n  " << step << "\n";
    ++wrong;
  }
  const std::vector<GuardSite> guards = refusal::GuardsSeen();
  if (const size_t written = GuardsWritten(); written != guards.size()) {
    std::cout << written << " guards are written, but " << guards.size()
              << " were met: write a sentence for each\n";
    ++wrong;
  }
  std::set<std::string> broken;
  for (const auto& by_hand : StepsBrokenByHand()) broken.insert(by_hand.invariant);
  for (const GuardSite& guard : guards) {
    const Noticed noticed = SkipAndLook(guard);
    std::cout << guard.ToString() << (noticed.by.empty() ? ": NOBODY NOTICED" : "") << "\n";
    for (const std::string& by : noticed.by) std::cout << "    " << by << "\n";
    wrong += noticed.by.empty();
    broken.insert(noticed.invariants.begin(), noticed.invariants.end());
  }
  for (const Invariant& invariant : Invariants()) {
    if (broken.contains(invariant.name)) continue;
    std::cout << "no guard left out, and no step by hand, breaks: " << invariant.name << "\n";
    ++wrong;
  }
  std::cout << guards.size() << " guards, " << Invariants().size() << " invariants, " << wrong << " wrong\n";
  return wrong == 0 ? 0 : 1;
}

int ExploreWithout(const GuardSite& guard) {
  const refusal::SkippedGuard skipped(guard);
  const auto broken = BrokenInSmallWorlds();
  for (const auto& [invariant, step] : broken) std::cout << "BROKEN " << invariant << "\n";
  return broken.empty() ? 0 : 1;
}

int TellWithout(const GuardSite& guard) {
  const refusal::SkippedGuard skipped(guard);
  return RUN_ALL_TESTS();
}

}  // namespace

int Main(int argc, char** argv) {
  const std::string verb = argc == 3 ? argv[1] : "";
  if (verb == "--explore") return ExploreWithout(ParseGuard(argv[2]));
  if (verb == "--sentences") return TellWithout(ParseGuard(argv[2]));
  const int told = RUN_ALL_TESTS();  // meets the guards
  return told != 0 ? told : LeaveOutEachGuard();
}

}  // namespace fallverbund::casework::testing

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  return fallverbund::casework::testing::Main(argc, argv);
}
