// Handing over one strand: offered, then accepted, refused or revoked (rows N3 to N5).
//
// The receiving side moves the strand by accepting; refusing and revoking leave it with the giver; silence
// leaves the offer open. The functions that record what happened are total: a fact about an offer that is not
// open changes nothing.
#ifndef FALLVERBUND_LIBS_CARE_HANDOVER_H_
#define FALLVERBUND_LIBS_CARE_HANDOVER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "libs/care/holder.h"

namespace fallverbund::care {

struct Offer {
  std::string id;
  Holder to;
  std::string offered_by;  // person
  absl::Time answer_due;
  bool met = false;
  bool cold = false;  // may be accepted without a meeting before (N6)
  friend bool operator==(const Offer&, const Offer&) = default;
};

// Who is answering, as the directory knows them.
struct Answerer {
  std::string organisation_id;
  std::string unit_id;
  std::string person_id;
};

// A person of the receiving unit speaks for it: the named person, a deputy, a lead.
bool SpeaksForReceiver(const Offer& offer, const Answerer& who);
// N3: not the one who offers, nor the one who would be rid of it.
bool IsIndependentOf(const Offer& offer, const Holder& giver, const Answerer& who);

// The refusal that makes the count `refusals` reaches this step; UNSPECIFIED: none yet. The second one
// escalates (N5).
common::v1::EscalationStep StepAfterRefusals(uint32_t refusals);

class Handover {
 public:
  const std::optional<Offer>& open() const { return open_; }
  bool IsOpen(std::string_view id) const { return open_ && open_->id == id; }
  uint32_t refusals() const { return refusals_; }  // since the strand last moved

  void Offered(Offer offer) { open_ = std::move(offer); }
  void Met(std::string_view id);
  void Accepted(std::string_view id);
  void Refused(std::string_view id);
  void Revoked(std::string_view id);

  friend bool operator==(const Handover&, const Handover&) = default;

 private:
  std::optional<Offer> open_;
  uint32_t refusals_ = 0;
};

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_HANDOVER_H_
