// What other contexts must know of a case to decide: who holds it, whose file it is, its team. Facts are
// values that ride into commands; they may be a moment old, and the case decides again where it matters.
#ifndef FALLVERBUND_LIBS_CASE_FACTS_CASE_FACTS_H_
#define FALLVERBUND_LIBS_CASE_FACTS_CASE_FACTS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/care/commitment.h"
#include "libs/care/holder.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::case_facts {

struct CaseFacts {
  std::string subject_id;
  care::Holder holder;       // of the strand CASE
  std::string team_id;       // empty: no Team auf Zeit
  care::Holder coordinator;  // of the strand COORDINATION
  bool fell_back = false;    // the partner that coordinates is gone, and the holder answers for it (N10)
  care::Seats seats;         // of the team, with who has accepted and who is asked to follow
  std::map<std::string, absl::Time> left;  // persons who had a seat, and until when
  care::Tonight tonight;
  // Whose place is kept while TONIGHT is elsewhere (D4, N8, N9); empty: none.
  std::string kept_place_organisation_id;
  std::string kept_setting_id;             // that place's
  std::string crisis_id;                   // the crisis the case came from; empty: another origin
  care::Holder crisis_lead;                // of the strand CRISIS_LEAD; empty: no crisis is led
  uint32_t crisis_lead_episode = 0;        // of which episode of the case's crisis that is
  std::string guardian_organisation_id;    // of the strand GUARDIAN, an office until 18; empty: somebody else
  bool of_age = false;                     // 18 (N13)
  std::optional<absl::Time> ended_at;      // lawfully (N14), as it was recorded; nullopt: it has not
  bool recorded_in_error = false;          // and so that no contact brings it back
  std::set<std::string> running_settings;  // a setting that runs is what SUPPORT supports (A19)
  absl::Time tonight_since;  // since when it is at this place: another kind, organisation or setting
  // The stay in a clinic, or in care, that TONIGHT is with, and how often it went into each so far: what the
  // case has followed of a crisis, whatever the clocks of the two say (N9).
  std::string stay_id;
  std::map<std::string, uint32_t> entered;

  bool HasCommitted(std::string_view person_id) const;  // has accepted a seat, and has it
};

// Writes the rows that Find reads.
class CaseFactsView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// nullopt: no such case. Errors are those of the rows.
absl::StatusOr<std::optional<CaseFacts>> Find(const projection::Rows& rows, std::string_view case_id);

}  // namespace fallverbund::case_facts

#endif  // FALLVERBUND_LIBS_CASE_FACTS_CASE_FACTS_H_
