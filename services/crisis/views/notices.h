// What happened -> who must hear of it at once. Pure: who is told follows from the commit alone, but for
// whoever holds the case by then, whom a clock or a team cannot know.
#ifndef FALLVERBUND_SERVICES_CRISIS_VIEWS_NOTICES_H_
#define FALLVERBUND_SERVICES_CRISIS_VIEWS_NOTICES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "fallverbund/crisis/v1/notification_service.pb.h"
#include "libs/eventlog/commit_codec.h"

namespace fallverbund::crisis {

struct Notice {
  std::string organisation_id;  // who hears of it; empty: whoever holds the case it names
  v1::Notification what;        // with its place
};

// In the order of the commit's events; their index is the place's. A leg that begins anew does not say its
// case. kUnimplemented, kDataLoss: as UnpackOneof.
absl::StatusOr<std::vector<Notice>> NoticesOf(const eventlog::ValidCommit& commit);

// The case that the commit's crisis or deployment is about from now on; nullopt: it does not say.
absl::StatusOr<std::optional<std::string>> CaseOfCrisis(const eventlog::ValidCommit& commit);

// Whether whoever leads that crisis has to hear of a danger by a date (D2), from this commit on; nullopt: as
// before.
struct DangerWaits {
  bool unheard = false;
  google::protobuf::Timestamp due;  // only while it does
};
absl::StatusOr<std::optional<DangerWaits>> DangerOf(const eventlog::ValidCommit& commit);

// A leg that nobody has acknowledged in time (D2), and whom that has reached; nullopt: the commit says none.
struct LegMissing {
  common::v1::CrisisParty party = common::v1::CRISIS_PARTY_UNSPECIFIED;
  google::protobuf::Timestamp due;
  common::v1::EscalationStep step = common::v1::ESCALATION_STEP_UNSPECIFIED;
};
absl::StatusOr<std::optional<LegMissing>> MissingLegOf(const eventlog::ValidCommit& commit);
// Who leads the crisis that the commit opens first; nullopt: it opens none.
struct FirstLead {
  uint32_t episode = 0;
  std::string organisation_id;
};
absl::StatusOr<std::optional<FirstLead>> FirstLeadOf(const eventlog::ValidCommit& commit);
// Without the case; no organisation: whoever holds the case. `index` is the first free one of the commit.
Notice StillMissing(const eventlog::ValidCommit& commit, const std::string& organisation_id,
                    const LegMissing& leg, size_t index);

// Somebody leads a crisis after another, or again since its case came back; nullopt: nobody does by this
// commit.
struct LeadPassed {
  std::string crisis_id;
  uint32_t episode = 0;
  std::string organisation_id;  // of who leads now
};
absl::StatusOr<std::optional<LeadPassed>> LeadOf(const eventlog::ValidCommit& commit);
// The danger that nobody has heard is told to whoever leads now (D2). `index` is the first free one of the
// commit.
Notice StillUnheard(const eventlog::ValidCommit& commit, const LeadPassed& passed,
                    const google::protobuf::Timestamp& due, size_t index);

}  // namespace fallverbund::crisis

#endif  // FALLVERBUND_SERVICES_CRISIS_VIEWS_NOTICES_H_
