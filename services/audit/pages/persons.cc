#include "services/audit/pages/persons.h"

#include <vector>

#include "absl/strings/str_cat.h"

namespace fallverbund::audit::pages {
namespace {

// 0 is A, 25 is Z, 26 is AA.
std::string Letter(size_t number) {
  const std::string last(1, static_cast<char>('A' + number % 26));
  return number < 26 ? last : Letter(number / 26 - 1) + last;
}

}  // namespace

Persons::Persons(const KnownCase& known) {
  std::multimap<uint64_t, const common::v1::Holder*> holders;  // by where they began
  for (const v1::HoldingSpan& span : known.holders.spans())
    holders.emplace(span.from_position(), &span.holder());
  auto next = holders.begin();
  const auto meet_holders = [&](uint64_t until) {
    for (; next != holders.end() && next->first <= until; ++next) {
      Meet(next->second->person_id());
      Meet(next->second->deputy_person_id());
    }
  };
  for (const v1::HistoryEntry& entry : known.history) {
    meet_holders(entry.position() - 1);
    Meet(entry.person_id());
  }
  meet_holders(UINT64_MAX);
}

void Persons::Meet(const std::string& person_id) {
  if (!person_id.empty()) letters_.try_emplace(person_id, Letter(letters_.size()));
}

std::string Persons::LetterOf(const std::string& person_id) const {
  const auto found = letters_.find(person_id);
  return found == letters_.end() ? "" : found->second;
}

std::string Persons::Named(const common::v1::Holder& holder, Language language) const {
  if (holder.person_id().empty()) return Texts().at("nobody").In(language);
  if (holder.deputy_person_id().empty()) return LetterOf(holder.person_id());
  return absl::StrCat(LetterOf(holder.person_id()), " (", Texts().at("deputy").In(language), " ",
                      LetterOf(holder.deputy_person_id()), ")");
}

}  // namespace fallverbund::audit::pages
