#include "services/keys/vault/budget.h"

#include "libs/base/strings.h"

namespace fallverbund::keys {
namespace {

constexpr absl::Duration kWindow = absl::Hours(1);

}  // namespace

void OpenBudget::Tidy(Book& book, absl::Time now) {
  absl::erase_if(book.last_opened, [&](const auto& each) { return each.second + kWindow <= now; });
}

bool OpenBudget::Count(std::string_view service, std::string_view key_id, absl::Time now) {
  absl::MutexLock lock(&mu_);
  auto found = books_.find(service);
  if (found == books_.end()) found = books_.emplace(std::string(service), Book()).first;
  Book& book = found->second;
  if (book.last_opened.size() < kMaxCountedKeys || book.last_opened.contains(ToAbsl(key_id)))
    book.last_opened[ToAbsl(key_id)] = now;
  const auto beyond = [&] { return book.last_opened.size() > static_cast<size_t>(budget_); };
  if (!beyond() || now < book.next_alarm) return false;
  Tidy(book, now);
  if (!beyond()) return false;
  book.next_alarm = now + kWindow;
  ++book.alarms;
  return true;
}

std::vector<BudgetUse> OpenBudget::Uses(absl::Time now) {
  absl::MutexLock lock(&mu_);
  std::vector<BudgetUse> uses;
  for (auto& [service, book] : books_) {
    Tidy(book, now);
    uses.push_back({service, static_cast<int>(book.last_opened.size()), budget_, book.alarms});
  }
  return uses;
}

}  // namespace fallverbund::keys
