// What may be asked of an inquiry (Fallanfrage). Texts arrive sealed; what the directory knows rides in as
// facts.
#ifndef FALLVERBUND_SERVICES_INTAKE_DOMAIN_INQUIRY_COMMANDS_H_
#define FALLVERBUND_SERVICES_INTAKE_DOMAIN_INQUIRY_COMMANDS_H_

#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "fallverbund/common/v1/sealed.pb.h"
#include "fallverbund/common/v1/terms.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "services/intake/domain/take_over.h"

namespace fallverbund::intake {

// The acting case worker asks, and goes on holding.
struct SubmitInquiry {
  std::string unit_id;
  std::string deputy_person_id;
  std::string office_organisation_id;
  std::string competent_organisation_id;
  std::vector<v1::Symptom> symptoms;
  std::vector<v1::BrokenOffSupport> broken_off_supports;
  common::v1::TonightKind tonight_kind = common::v1::TONIGHT_KIND_UNSPECIFIED;
  std::string subject_id;  // minted at the edge, random
  common::v1::Sealed young_person_name;
  common::v1::Sealed summary;

  // Facts, from the directory.
  bool by_youth_office = false;     // the actor's organisation is one
  std::string actor_unit_id;        // of the acting person
  bool deputy_known = false;        // of the actor's organisation and unit
  bool deputy_unreachable = false;  // has no role in which whoever holds a case acts (R0)
  bool actor_leaves = false;
  bool office_coordinates = false;  // the office is a coordination office
  bool competent_is_youth_office = false;
  common::v1::OfficeTerms office_terms;  // how long that office takes
};

struct AddBrokenOffSupport {
  v1::BrokenOffSupport support;
  common::v1::OfficeTerms office_terms = {};  // fact: how long the office takes that answers
};

// The office answers; which answer it is follows from the inquiry.
struct AssessInquiry {
  bool override = false;
  common::v1::Sealed override_reason;  // only with override
  int broken_off_supports = 0;         // fact: how many the holder's office asks for (B11); 0: as everywhere
  common::v1::OfficeTerms holder_terms = {};  // fact: how long the holder's office takes
};

// By reaction to the case's CaseOpened.
struct MarkInquiryOpened {
  std::string case_id;
};

// By clock: the office's answer, or what it asked for, is late, or the next step of telling is due.
struct PassInquiryDeadline {
  absl::Time due;
  common::v1::OfficeTerms office_terms = {};  // facts: how long both take
  common::v1::OfficeTerms holder_terms = {};
};

using InquiryCommand = std::variant<SubmitInquiry, AddBrokenOffSupport, AssessInquiry, TakeOver,
                                    MarkInquiryOpened, PassInquiryDeadline>;

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_DOMAIN_INQUIRY_COMMANDS_H_
