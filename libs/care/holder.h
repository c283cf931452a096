// Who holds a strand, as plain values that compare: the pure side of common.v1.Holder and common.v1.Tonight.
#ifndef FALLVERBUND_LIBS_CARE_HOLDER_H_
#define FALLVERBUND_LIBS_CARE_HOLDER_H_

#include <string>

#include "fallverbund/common/v1/responsibility.pb.h"

namespace fallverbund::care {

struct Holder {
  std::string organisation_id;
  std::string unit_id;  // empty where the organisation has no units
  std::string person_id;
  std::string deputy_person_id;
  common::v1::LegalBasis basis = common::v1::LEGAL_BASIS_UNSPECIFIED;
  friend bool operator==(const Holder&, const Holder&) = default;
};

// R0: never a mailbox, never only an organisation.
bool IsNamed(const Holder& holder);
// A named deputy other than the person (C3).
bool HasDeputy(const Holder& holder);

struct Tonight {
  common::v1::TonightKind kind = common::v1::TONIGHT_KIND_UNSPECIFIED;
  Holder holder;  // who shelters, vouches or searches
  friend bool operator==(const Tonight&, const Tonight&) = default;
};

bool IsNamed(const Tonight& tonight);  // a kind, and a person who answers for it

// A place that takes somebody in: it accepts for itself, by starting a setting or a deployment, or by taking
// into care (N9); nobody vouches for it.
bool AcceptsForItself(common::v1::TonightKind kind);

Holder FromProto(const common::v1::Holder& proto);
common::v1::Holder ToProto(const Holder& holder);
Tonight FromProto(const common::v1::Tonight& proto);
common::v1::Tonight ToProto(const Tonight& tonight);

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_HOLDER_H_
