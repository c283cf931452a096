// For tests that want to see that a guard matters: every Require that was evaluated, and skipping one of
// them. Only in targets that link fallverbund::refusal_guards, which compiles them with
// FALLVERBUND_SKIPPABLE_GUARDS; everything that calls Require must be compiled into the same test that way.
//
//   Explore();                                       // meets the guards
//   for (const GuardSite& guard : GuardsSeen()) {
//     SkippedGuard skipped(guard);
//     EXPECT_FALSE(InvariantsHold(Explore())) << guard.ToString();
//   }
#ifndef FALLVERBUND_LIBS_REFUSAL_GUARDS_H_
#define FALLVERBUND_LIBS_REFUSAL_GUARDS_H_

#ifndef FALLVERBUND_SKIPPABLE_GUARDS
#error "link fallverbund::refusal_guards to use this header"
#endif

#include <cstdint>
#include <string>
#include <vector>

#include "libs/refusal/refusal.h"

namespace fallverbund::refusal {

// Where a guard stands in the program.
struct GuardSite {
  std::string file;
  uint32_t line = 0;
  Reason reason{};               // of its first evaluation
  std::string ToString() const;  // decide.cc:57 CASE_UNDERSTANDING_MISSING
};

// In the order of their first evaluation in this process. Thread-safe.
std::vector<GuardSite> GuardsSeen();

// While it lives, the guard at `site` lets everything pass. One at a time (FV_CHECK).
class SkippedGuard {
 public:
  explicit SkippedGuard(const GuardSite& site);
  ~SkippedGuard();
  SkippedGuard(const SkippedGuard&) = delete;
  SkippedGuard& operator=(const SkippedGuard&) = delete;

  // How often it was asked and would have refused.
  uint64_t times_skipped() const;
};

}  // namespace fallverbund::refusal

#endif  // FALLVERBUND_LIBS_REFUSAL_GUARDS_H_
