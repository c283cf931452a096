#include "libs/refusal/testing/leave_out.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string_view>
#include <vector>

#include "libs/refusal/guards.h"

namespace fallverbund::refusal {
namespace {

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
  return std::to_string(guard.line) + ":" + guard.file;
}

GuardSite ParseGuard(const std::string& text) {
  GuardSite guard;
  std::istringstream in(text);
  char colon = 0;
  in >> guard.line >> colon;
  std::getline(in, guard.file);
  return guard;
}

std::string After(const std::string& line, std::string_view prefix) {
  std::string rest = line.substr(prefix.size());
  while (!rest.empty() && (rest.back() == '\n' || rest.back() == ' ')) rest.pop_back();
  return rest;
}

// Sentences that fail without the guard.
std::set<std::string> SentencesWithout(const GuardSite& guard) {
  static constexpr std::string_view kFailed = "[  FAILED  ] ";
  std::set<std::string> noticed;
  const Run told = RunSelf("--sentences '" + Argument(guard) + "'");
  for (const std::string& line : told.lines) {
    if (line.starts_with(kFailed) && line.find('.') != std::string::npos)
      noticed.insert(After(line.substr(0, line.find(" (")), kFailed));
  }
  if (!told.finished) noticed.insert("the program stops");
  return noticed;
}

// Invariants that some small world breaks without the guard.
std::set<std::string> InvariantsWithout(const GuardSite& guard) {
  static constexpr std::string_view kBroken = "BROKEN ";
  std::set<std::string> broken;
  const Run explored = RunSelf("--explore '" + Argument(guard) + "'");
  for (const std::string& line : explored.lines) {
    if (line.starts_with(kBroken)) broken.insert(After(line, kBroken));
  }
  if (!explored.finished) broken.insert("the program stops");
  return broken;
}

// How many guards the rules have, by their text.
size_t GuardsWritten(const std::string& folder) {
  size_t written = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".cc") || name.ends_with("_test.cc")) continue;
    std::ifstream in(entry.path());
    std::stringstream buffer;
    buffer << in.rdbuf();
    const std::string text = buffer.str();
    for (size_t at = text.find("Require("); at != std::string::npos; at = text.find("Require(", at + 1))
      ++written;
  }
  return written;
}

// Sentences are told without each guard. Small worlds, which take seconds each, are explored without a guard
// that no sentence notices. With `all` they are explored without every guard, and each invariant must be seen
// to break once.
class LeavingOut {
 public:
  LeavingOut(const Room& room, bool all) : room_(room), all_(all), unbroken_(room.invariants) {}

  int Run() {
    int wrong = CheckBefore();
    for (const GuardSite& guard : guards_) noticed_.push_back(SentencesWithout(guard));
    for (size_t i = 0; i < guards_.size(); ++i) {
      if (room_.explore && (all_ || noticed_[i].empty())) Explore(i);
    }
    return wrong + Tell();
  }

 private:
  void Explore(size_t i) {
    explored_.insert(i);
    for (const std::string& name : InvariantsWithout(guards_[i])) {
      noticed_[i].insert(name);
      unbroken_.erase(name);
    }
  }
  int CheckBefore() const {
    int wrong = 0;
    const auto broken = room_.explore ? room_.explore() : std::map<std::string, std::string>();
    for (const auto& [invariant, step] : broken) {
      std::cout << "broken without skipping anything: " << invariant << "\n  " << step << "\n";
      ++wrong;
    }
    if (const size_t written = GuardsWritten(room_.folder); written != guards_.size()) {
      std::cout << written << " guards are written, but " << guards_.size()
                << " were met: write a sentence for each\n";
      ++wrong;
    }
    return wrong;
  }
  int Tell() const {
    int wrong = 0;
    for (size_t i = 0; i < guards_.size(); ++i) {
      std::cout << guards_[i].ToString() << (noticed_[i].empty() ? ": NOBODY NOTICED" : "") << "\n";
      for (const std::string& by : noticed_[i]) std::cout << "    " << by << "\n";
      wrong += noticed_[i].empty();
    }
    for (const std::string& name : all_ ? unbroken_ : std::set<std::string>()) {
      std::cout << "no guard left out, and no step by hand, breaks: " << name << "\n";
      ++wrong;
    }
    std::cout << guards_.size() << " guards, " << explored_.size() << " of them explored, "
              << room_.invariants.size() << " invariants, " << wrong << " wrong\n";
    return wrong;
  }

  const Room& room_;
  const bool all_;
  const std::vector<GuardSite> guards_ = GuardsSeen();
  std::vector<std::set<std::string>> noticed_;  // by which a guard's absence is noticed
  std::set<size_t> explored_;
  std::set<std::string> unbroken_;
};

int ExploreWithout(const GuardSite& guard, const Room& room) {
  const SkippedGuard skipped(guard);
  const auto broken = room.explore();
  for (const auto& [invariant, step] : broken) std::cout << "BROKEN " << invariant << "\n";
  return broken.empty() ? 0 : 1;
}

int TellWithout(const GuardSite& guard, const Room& room) {
  const SkippedGuard skipped(guard);
  return room.tell();
}

}  // namespace

int LeaveOutGuards(int argc, char** argv, const Room& room) {
  const std::string verb = argc == 3 ? argv[1] : "";
  if (verb == "--explore") return ExploreWithout(ParseGuard(argv[2]), room);
  if (verb == "--sentences") return TellWithout(ParseGuard(argv[2]), room);
  const bool all = argc == 2 && std::string_view(argv[1]) == "--all";
  const int told = room.tell();  // meets the guards
  return told != 0 ? told : LeavingOut(room, all).Run() == 0 ? 0 : 1;
}

}  // namespace fallverbund::refusal
