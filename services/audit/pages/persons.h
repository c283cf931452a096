// People on a page: a letter each, so that a reader sees whether two are the same, and nothing else of them.
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_PERSONS_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_PERSONS_H_

#include <map>
#include <string>

#include "services/audit/pages/timeline.h"

namespace fallverbund::audit::pages {

// A to Z, then AA, AB, ... in the order of the log, so that somebody keeps the letter when more is known. A
// letter counts on the pages of one case alone.
class Persons {
 public:
  explicit Persons(const KnownCase& known);
  // Empty for nobody.
  std::string LetterOf(const std::string& person_id) const;
  // "A (Vertretung B)"; "niemand" where nobody is named.
  std::string Named(const common::v1::Holder& holder, Language language) const;

 private:
  void Meet(const std::string& person_id);
  std::map<std::string, std::string> letters_;
};

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_PERSONS_H_
