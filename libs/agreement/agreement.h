// The agreement on what is done in a crisis, as it was at a moment: its version in force, who had signed it,
// whom to reach (D5, D9). A moment is the one at which a crisis was opened: that crisis is judged by it for
// good.
#ifndef FALLVERBUND_LIBS_AGREEMENT_AGREEMENT_H_
#define FALLVERBUND_LIBS_AGREEMENT_AGREEMENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::agreement {

struct LegRule {
  common::v1::CrisisParty party = common::v1::CRISIS_PARTY_UNSPECIFIED;
  absl::Duration acknowledge_within;  // a minute to a day
  friend bool operator==(const LegRule&, const LegRule&) = default;
};

// What one version says.
struct Procedure {
  std::string agreement_id;
  int version = 0;                       // from 1
  std::vector<LegRule> legs;             // each party once, as agreed; one that is missing has no leg
  absl::Duration court_approval_within;  // an hour to two days
  absl::Duration meeting_within;         // a day to 90, from the end of a clinic stay (D3)
  friend bool operator==(const Procedure&, const Procedure&) = default;
};

// Whom to reach in a crisis; the deputy where the contact cannot be (D5).
struct CrisisContact {
  std::string organisation_id;
  std::string person_id;
  std::string deputy_person_id;
  friend bool operator==(const CrisisContact&, const CrisisContact&) = default;
};

// Writes the rows that the functions below read: tables "agreement_versions" and "agreement_signatories".
class AgreementView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// The version in force at `at`, from its very first moment on (D9); nullopt: none is. Errors are those of the
// rows.
absl::StatusOr<std::optional<Procedure>> InForce(const projection::Rows& rows, absl::Time at);

// Whether the organisation had signed the agreement in force at `at` and not left it; a version that follows
// keeps the signatures. Signed counts from the moment it was recorded, left likewise. Where no version is in
// force: false.
absl::StatusOr<bool> HasSigned(const projection::Rows& rows, std::string_view organisation_id, absl::Time at);

// Who has signed and not left, as the rows know it now; in order of organisations.
absl::StatusOr<std::vector<CrisisContact>> Contacts(const projection::Rows& rows);
// nullopt: that organisation has not signed, or left.
absl::StatusOr<std::optional<CrisisContact>> ContactOf(const projection::Rows& rows,
                                                       std::string_view organisation_id);

// Whom to reach there now (D5, N11): nobody is told to reach somebody who has left.
struct WhoToReach {
  std::string contact_person_id;  // empty: has left
  std::string
      deputy_person_id;      // whom it named instead, else who deputises for one of the two; empty: nobody
  bool deputy_acts = false;  // the contact leaves or has left
  bool nobody = false;       // can be reached: it has to name somebody else
};
absl::StatusOr<WhoToReach> Reach(const projection::Rows& rows, const CrisisContact& named);

}  // namespace fallverbund::agreement

#endif  // FALLVERBUND_LIBS_AGREEMENT_AGREEMENT_H_
