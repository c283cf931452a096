// The timeline of one case as shapes with places: what a template draws and a table says again.
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_TIMELINE_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_TIMELINE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/audit/v1/audit_service.pb.h"
#include "services/audit/pages/words.h"

namespace fallverbund::audit::pages {

// What is known of a case, as the audit tells it, and the time to draw up to.
struct KnownCase {
  std::string case_id;
  v1::GetCaseHoldersResponse holders;
  std::vector<v1::HistoryEntry> history;  // in the order of the log
  bool history_goes_on = false;           // there was more than a page takes
  std::vector<v1::Finding> findings;
  absl::Time until;
  std::map<uint64_t, std::string> proofs;  // position -> .tlog-proof, for a page that stands alone
};

enum class BarKind { kHeld, kSetting, kGap, kDouble };
struct Bar {
  BarKind kind = BarKind::kHeld;
  absl::Time from, until;
  bool open = false;  // goes on beyond the drawing
  int x = 0, y = 0, width = 0, height = 0;
  std::string label;    // empty where the bar is too narrow for it
  std::string tooltip;  // all of it
};

enum class Sign { kHandover, kMoved, kSetback, kCrisis };
struct Mark {
  Sign sign = Sign::kHandover;
  absl::Time at;
  int x = 0, y = 0;
  std::string tooltip;
};

struct Band {
  std::string name;
  int y = 0, height = 0;
  bool empty = false;  // nobody, never
  std::vector<Bar> bars;
  std::vector<Mark> marks;
};

struct Tick {
  int x = 0;
  std::string label;
};

struct Timeline {
  absl::Time from, until;
  int width = 0, height = 0, left = 0, right = 0;  // the time runs from `left` to `right`
  std::vector<Band> bands;  // one of each strand, then settings, handovers, setbacks and crises
  std::vector<Tick> ticks;
};

// "1234abcd…": an id as a short label.
std::string ShortId(const std::string& id);

Timeline DrawTimeline(const KnownCase& known, Language language);

// Times in which nobody held a strand that must be held (CASE from the first entry, TONIGHT from when it was
// first known, at the latest when the case was opened), but for the time after a lawful end.
struct Interval {
  absl::Time from, until;
};
std::vector<Interval> GapsOf(const KnownCase& known, common::v1::Strand strand);

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_TIMELINE_H_
