// Leaves out one guard after the other and looks whether anybody notices: a sentence that fails, or something
// that breaks in a small world, if the room has one. A guard that nobody misses is said to be wrong, and so
// is one that is written and never met.
//
// One build, many runs: each guard is skipped in processes of its own, since rules without their guards may
// stop the program.
//
//   int main(int argc, char** argv) {
//     testing::InitGoogleTest(&argc, argv);
//     return refusal::LeaveOutGuards(argc, argv, {.folder = FALLVERBUND_GUARDS_DIR,
//                                                 .tell = [] { return RUN_ALL_TESTS(); }});
//   }
#ifndef FALLVERBUND_LIBS_REFUSAL_TESTING_LEAVE_OUT_H_
#define FALLVERBUND_LIBS_REFUSAL_TESTING_LEAVE_OUT_H_

#include <functional>
#include <map>
#include <set>
#include <string>

namespace fallverbund::refusal {

struct Room {
  std::string folder;         // where its rules are written: every .cc but tests
  std::function<int()> tell;  // all its sentences, as RUN_ALL_TESTS does; 0: none failed
  // What breaks in small worlds, by name, with the step that broke it; bounded, since without a guard more is
  // reachable. Empty: the room has no such worlds.
  std::function<std::map<std::string, std::string>()> explore = {};
  std::set<std::string> invariants = {};  // which must each be seen to break, with --all
};

// The whole program: without arguments, or with --all (small worlds without every guard, not only without
// those that no sentence notices, which takes long). 0: every guard is noticed.
int LeaveOutGuards(int argc, char** argv, const Room& room);

}  // namespace fallverbund::refusal

#endif  // FALLVERBUND_LIBS_REFUSAL_TESTING_LEAVE_OUT_H_
