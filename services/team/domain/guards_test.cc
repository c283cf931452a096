// Leaves out one guard of the registers after the other: a sentence must fail. A guard that nothing misses
// fails this test, and so does one that no sentence meets.
//
// One build, many runs: each guard is skipped in a process of its own. Run without arguments.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "libs/refusal/guards.h"

namespace fallverbund::team {
namespace {

using refusal::GuardSite;

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

// Names of the sentences that fail without this guard, or that the program stops.
std::set<std::string> WhoNotices(const GuardSite& guard) {
  static constexpr std::string_view kFailed = "[  FAILED  ] ";
  std::set<std::string> by;
  const std::string self =
      "/proc/" + std::to_string(getpid()) + "/exe --without '" + Argument(guard) + "' 2>&1";
  FILE* pipe = popen(self.c_str(), "r");
  if (pipe == nullptr) return by;
  char line[4096];
  while (std::fgets(line, sizeof line, pipe) != nullptr) {
    const std::string text(line);
    if (!text.starts_with(kFailed) || text.find('.') == std::string::npos) continue;
    std::string name = text.substr(kFailed.size(), text.find(" (") - kFailed.size());
    while (!name.empty() && name.back() == '\n') name.pop_back();
    by.insert(name);
  }
  const int status = pclose(pipe);
  if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) by.insert("the program stops");
  return by;
}

// How many guards the registers have, by their text.
size_t GuardsWritten() {
  size_t written = 0;
  for (const auto& entry : std::filesystem::directory_iterator(FALLVERBUND_TEAM_DOMAIN_DIR)) {
    const std::string name = entry.path().filename().string();
    // The directory and the Team auf Zeit have their sentences next door.
    if (!name.ends_with("_decide.cc") || name.starts_with("organisation") || name.starts_with("team"))
      continue;
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
  const std::vector<GuardSite> guards = refusal::GuardsSeen();
  if (const size_t written = GuardsWritten(); written != guards.size()) {
    std::cout << written << " guards are written, but " << guards.size()
              << " were met: write a sentence for each\n";
    ++wrong;
  }
  for (const GuardSite& guard : guards) {
    const auto by = WhoNotices(guard);
    std::cout << guard.ToString() << (by.empty() ? ": NOBODY NOTICED" : "") << "\n";
    for (const std::string& name : by) std::cout << "    " << name << "\n";
    wrong += by.empty();
  }
  std::cout << guards.size() << " guards, " << wrong << " wrong\n";
  return wrong == 0 ? 0 : 1;
}

}  // namespace

int Main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--without") {
    const refusal::SkippedGuard skipped(ParseGuard(argv[2]));
    return RUN_ALL_TESTS();
  }
  const int told = RUN_ALL_TESTS();  // meets the guards
  return told != 0 ? told : LeaveOutEachGuard();
}

}  // namespace fallverbund::team

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  return fallverbund::team::Main(argc, argv);
}
