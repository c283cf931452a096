#include "tools/fvctl/render/completeness.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/id.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "tools/fvctl/render/csv.h"
#include "tools/fvctl/render/words.h"

namespace fallverbund::fvctl {
namespace {

using audit::v1::AuditedCase;
using audit::v1::AuditedNumber;

std::string StateOf(const AuditedCase& audited, absl::Time now, const Labels& labels) {
  if (audited.lawfully_ended()) return "lawfully ended";
  const std::string holder = audited.has_holder()
                                 ? absl::StrCat("held by ", RenderHolder(audited.holder(), labels))
                                 : "HELD BY NOBODY";
  if (audited.case_id().empty()) return absl::StrCat("no case yet, ", holder);
  if (!audited.has_standby_due()) return absl::StrCat("open, ", holder);
  const bool late = FromProto(audited.standby_due()) < now;
  return absl::StrCat("rests, ", late ? "contact overdue since " : "next contact by ",
                      Minute(audited.standby_due()), ", ", holder);
}

std::string StateOf(const audit::v1::AuditedNumber& number, absl::Time now, const Labels& labels) {
  const std::string owner = RenderHolder(number.owner(), labels);
  switch (number.kind()) {
    case audit::v1::NUMBER_KIND_DIALOG:
      return absl::StrCat("dialog without a case, owned by ", owner);
    case audit::v1::NUMBER_KIND_PREVENTION_CONTACT:
      return absl::StrCat("contact of prevention, of nobody in particular, counted by ", owner);
    case audit::v1::NUMBER_KIND_ACCOMPANIMENT:
      return number.has_done_at() ? absl::StrCat("accompaniment, at its end since ", Minute(number.done_at()))
                                  : absl::StrCat("accompaniment, navigated by ", owner);
    case audit::v1::NUMBER_KIND_ASSESSMENT:
      if (number.has_done_at()) return absl::StrCat("assessment (§ 8a) made ", Minute(number.done_at()));
      return absl::StrCat("assessment (§ 8a) open, ",
                          FromProto(number.due()) < now ? "overdue since " : "due by ", Minute(number.due()));
    case audit::v1::NUMBER_KIND_UNSPECIFIED:
    case audit::v1::NumberKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case audit::v1::NumberKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return "of a kind that this program does not know; take a later one";
}

bool HeldByNobody(const AuditedCase& audited) {
  return !audited.lawfully_ended() && !audited.has_holder();
}

bool IsHeading(const CsvCell& cell) {
  return cell.line == 1 && !cell.text.empty() &&
         std::none_of(cell.text.begin(), cell.text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

absl::Status CheckReadable(std::string_view csv) {
  for (const std::string_view mark : {"\xFF\xFE", "\xFE\xFF"}) {
    if (csv.starts_with(mark))
      return absl::InvalidArgumentError("the list is written in UTF-16; save it as CSV in UTF-8");
  }
  return absl::OkStatus();
}

// What the log has, by whatever number an outside list may give it.
class Index {
 public:
  explicit Index(const InTheLog& in_the_log) {
    for (const AuditedCase& audited : in_the_log.cases) {
      if (!audited.case_id().empty()) cases_[audited.case_id()] = &audited;
      if (!audited.origin_id().empty()) cases_[audited.origin_id()] = &audited;
    }
    for (const AuditedNumber& number : in_the_log.numbers) numbers_[number.number()] = &number;
  }
  const AuditedCase* Case(const std::string& id) const { return Find(cases_, id); }
  const AuditedNumber* Number(const std::string& id) const { return Find(numbers_, id); }

 private:
  template <class Items>
  static typename Items::mapped_type Find(const Items& items, const std::string& id) {
    const auto found = items.find(id);
    return found == items.end() ? nullptr : found->second;
  }
  std::map<std::string, const AuditedCase*> cases_;
  std::map<std::string, const AuditedNumber*> numbers_;
};

// One comparison.
class Comparison {
 public:
  Comparison(const InTheLog& in_the_log, absl::Time now, const Labels& labels)
      : in_the_log_(in_the_log), index_(in_the_log), now_(now), labels_(labels) {}

  void Take(const CsvCell& cell) {
    const std::string number = absl::AsciiStrToLower(cell.text);
    if (!IsHexId(number)) {
      if (!IsHeading(cell)) result_.not_numbers.push_back(cell.line);
      return;
    }
    if (!said_.insert(number).second) {
      ++result_.twice;
      return;
    }
    Listed listed{.line = cell.line, .number = number};
    if (const AuditedCase* audited = index_.Case(number)) {
      Say(*audited, listed);
    } else if (const AuditedNumber* known = index_.Number(number)) {
      Say(*known, listed);
    } else {
      ++result_.missing;
    }
    result_.listed.push_back(std::move(listed));
  }

  Completeness Done() {
    for (const AuditedCase& audited : in_the_log_.cases) {
      if (!found_.contains(&audited))
        result_.unlisted.push_back(audited.origin_id().empty() ? audited.case_id() : audited.origin_id());
    }
    for (const AuditedNumber& number : in_the_log_.numbers) {
      if (kinds_.contains(number.kind()) && !said_.contains(number.number()))
        result_.unlisted.push_back(number.number());
    }
    return std::move(result_);
  }

 private:
  void Say(const AuditedCase& audited, Listed& listed) {
    found_.insert(&audited);
    listed.case_id = audited.case_id();
    listed.state = StateOf(audited, now_, labels_);
    result_.held_by_nobody += HeldByNobody(audited) ? 1 : 0;
  }
  void Say(const AuditedNumber& number, Listed& listed) {
    kinds_.insert(number.kind());
    if (const AuditedCase* audited = index_.Case(number.case_id())) Say(*audited, listed);
    const std::string of_its_case = listed.state.empty() ? "" : absl::StrCat("; its case: ", listed.state);
    listed.case_id = number.case_id();
    listed.state = absl::StrCat(StateOf(number, now_, labels_), of_its_case);
  }

  const InTheLog& in_the_log_;
  const Index index_;
  const absl::Time now_;
  const Labels& labels_;
  std::set<std::string> said_;
  std::set<const AuditedCase*> found_;
  std::set<audit::v1::NumberKind> kinds_;  // that the list names
  Completeness result_;
};

}  // namespace

absl::StatusOr<Completeness> Compare(std::string_view csv, const InTheLog& in_the_log, absl::Time now,
                                     const Labels& labels) {
  FV_RETURN_IF_ERROR(CheckReadable(csv));
  Comparison comparison(in_the_log, now, labels);
  for (const CsvCell& cell : FirstColumn(csv)) comparison.Take(cell);
  Completeness result = comparison.Done();
  if (!result.listed.empty()) return result;
  return absl::InvalidArgumentError(
      "no line of the list begins with a number of ours, which has 32 hex digits: nothing was compared");
}

std::string RenderCompleteness(const Completeness& completeness) {
  std::string text;
  for (const Listed& listed : completeness.listed) {
    absl::StrAppend(&text, "  ", listed.number, "  ",
                    listed.state.empty() ? "MISSING: nothing in the log has this number" : listed.state,
                    "\n");
  }
  for (const int line : completeness.not_numbers)
    absl::StrAppend(&text, "  line ", line,
                    ": its first field is no number of ours, which has 32 hex digits\n");
  absl::StrAppend(&text, "on the list: ", completeness.listed.size(), ", missing: ", completeness.missing,
                  ", held by nobody: ", completeness.held_by_nobody, ", said twice: ", completeness.twice,
                  "\nin the log but not on the list: ", completeness.unlisted.size(), "\n");
  for (const std::string& number : completeness.unlisted) absl::StrAppend(&text, "  ", number, "\n");
  return text;
}

std::string CompletenessJson(const Completeness& completeness) {
  const auto quoted = [](const std::string& text) { return absl::StrCat("\"", text, "\""); };
  std::vector<std::string> missing, unlisted;
  for (const Listed& listed : completeness.listed) {
    if (listed.state.empty()) missing.push_back(quoted(listed.number));
  }
  for (const std::string& number : completeness.unlisted) unlisted.push_back(quoted(number));
  return absl::StrCat("{\"listed\":", completeness.listed.size(), ",\"missing\":[",
                      absl::StrJoin(missing, ","), "],\"not_numbers_in_lines\":[",
                      absl::StrJoin(completeness.not_numbers, ","), "],\"said_twice\":", completeness.twice,
                      ",\"unlisted\":[", absl::StrJoin(unlisted, ","), "]}\n");
}

}  // namespace fallverbund::fvctl
