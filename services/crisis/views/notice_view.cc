#include "services/crisis/views/notice_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/case_facts/case_facts.h"
#include "libs/projection/row_codec.h"
#include "services/crisis/views/notices.h"

namespace fallverbund::crisis {
namespace {

constexpr char kNotices[] = "notices";          // organisation, place -> notification
constexpr char kNews[] = "news";                // place -> organisation
constexpr char kCases[] = "crisis_cases";       // crisis or deployment -> case
constexpr char kLeads[] = "crisis_leads";       // crisis -> its episode, organisation that leads it first
constexpr char kUnheard[] = "unheard_dangers";  // crisis -> by when whoever leads has to hear
constexpr int kRowsAtOnce = 1'000;

std::string Key(uint64_t position, uint32_t index) {
  return absl::StrCat(projection::BigEndian(position), projection::BigEndian(index));
}

// Who leads first in the episode that was opened last; nullopt: none was.
absl::StatusOr<std::optional<FirstLead>> LastOpened(const std::string& crisis_id,
                                                    const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(const auto row, rows.Get(kLeads, crisis_id));
  if (!row) return std::nullopt;
  projection::RowReader opened(*row);
  FirstLead first;
  first.episode = static_cast<uint32_t>(opened.Number());
  first.organisation_id = std::string(opened.Text());
  if (!opened.ok()) return absl::InternalError("a row of who leads first cannot be read");
  return first;
}

// What whoever leads has not heard stays so when somebody else leads, who was never told (D2).
absl::Status TellWhoLeadsNow(const eventlog::ValidCommit& commit, std::vector<Notice>& notices,
                             projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto danger, DangerOf(commit));
  if (danger && danger->unheard) rows.Put(kUnheard, commit.aggregate_id, danger->due.SerializeAsString());
  if (danger && !danger->unheard) rows.Delete(kUnheard, commit.aggregate_id);
  FV_ASSIGN_OR_RETURN(const auto passed, LeadOf(commit));
  if (!passed) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const auto waits, rows.Get(kUnheard, passed->crisis_id));
  FV_ASSIGN_OR_RETURN(const auto last, LastOpened(passed->crisis_id, rows));
  const bool of_before = last && last->episode != passed->episode;  // the case has not read that it is over
  if (!waits || of_before) return absl::OkStatus();
  google::protobuf::Timestamp due;
  if (!due.ParseFromString(*waits)) return absl::InternalError("a row of an unheard danger cannot be read");
  notices.push_back(StillUnheard(commit, *passed, due, notices.size()));
  return absl::OkStatus();
}

// Whoever holds the case hears of it once, and not of what it said itself.
absl::StatusOr<std::string> HolderToTell(const eventlog::ValidCommit& commit, const Notice& notice,
                                         const std::vector<Notice>& notices, const projection::Rows& rows) {
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(rows, notice.what.case_id()));
  if (!facts) return std::string();
  const std::string& holder = facts->holder.organisation_id;
  const bool told = std::any_of(notices.begin(), notices.end(), [&](const Notice& other) {
    return other.organisation_id == holder && other.what.kind() == notice.what.kind();
  });
  return told || holder == commit.commit.actor().organisation() ? std::string() : holder;
}

// The organisation that leads the crisis now, as the case has it once it does; empty: nobody knows of it.
absl::StatusOr<std::string> WhoLeads(const std::string& crisis_id, const projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto first, LastOpened(crisis_id, rows));
  FV_ASSIGN_OR_RETURN(const auto case_id, rows.Get(kCases, crisis_id));
  FV_ASSIGN_OR_RETURN(const auto facts, case_facts::Find(rows, case_id.value_or("")));
  const bool arrived = facts && !facts->crisis_lead.organisation_id.empty() &&
                       (!first || facts->crisis_lead_episode == first->episode);
  if (arrived) return facts->crisis_lead.organisation_id;
  return first ? first->organisation_id : std::string();
}

// To who leads, and to whoever holds the case.
absl::Status TellOfMissingLeg(const eventlog::ValidCommit& commit, std::vector<Notice>& notices,
                              projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto leads, FirstLeadOf(commit));
  if (leads)
    rows.Put(kLeads, commit.aggregate_id,
             projection::RowWriter().Number(leads->episode).Text(leads->organisation_id).Take());
  FV_ASSIGN_OR_RETURN(const auto leg, MissingLegOf(commit));
  if (!leg) return absl::OkStatus();
  FV_ASSIGN_OR_RETURN(const std::string lead, WhoLeads(commit.aggregate_id, rows));
  if (!lead.empty()) notices.push_back(StillMissing(commit, lead, *leg, notices.size()));
  notices.push_back(StillMissing(commit, "", *leg, notices.size()));
  return absl::OkStatus();
}

}  // namespace

absl::Status NoticeView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const std::string& aggregate_id = recorded.commit.aggregate_id;
  FV_ASSIGN_OR_RETURN(auto notices, NoticesOf(recorded.commit));
  FV_RETURN_IF_ERROR(TellWhoLeadsNow(recorded.commit, notices, rows));
  FV_RETURN_IF_ERROR(TellOfMissingLeg(recorded.commit, notices, rows));
  FV_ASSIGN_OR_RETURN(const auto says, CaseOfCrisis(recorded.commit));
  if (says) rows.Put(kCases, aggregate_id, *says);
  for (Notice& notice : notices) {
    // Whoever does a task may have to do with nothing else of the case (D7).
    const bool without_case = notice.what.kind() == v1::NOTIFICATION_KIND_AFTER_CLINIC_TASK;
    if (notice.what.case_id().empty() && !without_case) {
      FV_ASSIGN_OR_RETURN(const auto known, rows.Get(kCases, aggregate_id));
      notice.what.set_case_id(known.value_or(""));
    }
    std::string organisation = notice.organisation_id;
    if (organisation.empty()) {
      FV_ASSIGN_OR_RETURN(organisation, HolderToTell(recorded.commit, notice, notices, rows));
      if (organisation.empty()) continue;
    }
    const std::string place = Key(notice.what.place().position(), notice.what.place().index());
    rows.Put(kNotices, organisation + place, notice.what.SerializeAsString());
    rows.Put(kNews, place, organisation);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Notification>> ReadNotices(const projection::Rows& rows,
                                                          std::string_view organisation_id,
                                                          const v1::NotificationPlace& after, int limit) {
  std::vector<v1::Notification> notices;
  // A key is an id and what stands behind it, so nothing may be asked that is not exactly one.
  if (!IsHexId(organisation_id)) return notices;
  const std::string organisation(organisation_id);
  FV_ASSIGN_OR_RETURN(
      const auto found,
      rows.Scan(kNotices, organisation, organisation + Key(after.position(), after.index()), limit));
  for (const auto& row : found) {
    if (!notices.emplace_back().ParseFromString(row.value))
      return absl::InternalError("a row of notices cannot be read");
  }
  return notices;
}

absl::StatusOr<std::set<std::string>> OrganisationsWithNews(const projection::Rows& rows, uint64_t position) {
  std::set<std::string> organisations;
  std::string after = Key(position, kAllOfCommit);
  while (true) {
    FV_ASSIGN_OR_RETURN(const auto found, rows.Scan(kNews, "", after, kRowsAtOnce));
    for (const auto& row : found) organisations.insert(row.value);
    if (static_cast<int>(found.size()) < kRowsAtOnce) return organisations;
    after = found.back().key;
  }
}

}  // namespace fallverbund::crisis
