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

}  // namespace

absl::StatusOr<Completeness> Compare(std::string_view csv, const std::vector<AuditedCase>& cases,
                                     absl::Time now, const Labels& labels) {
  FV_RETURN_IF_ERROR(CheckReadable(csv));
  std::map<std::string, const AuditedCase*> by_number;
  for (const AuditedCase& audited : cases) {
    if (!audited.case_id().empty()) by_number[audited.case_id()] = &audited;
    if (!audited.origin_id().empty()) by_number[audited.origin_id()] = &audited;
  }
  Completeness result;
  std::set<std::string> said;
  std::set<const AuditedCase*> found;
  for (const CsvCell& cell : FirstColumn(csv)) {
    const std::string number = absl::AsciiStrToLower(cell.text);
    if (!IsHexId(number)) {
      if (!IsHeading(cell)) result.not_numbers.push_back(cell.line);
      continue;
    }
    if (!said.insert(number).second) {
      ++result.twice;
      continue;
    }
    Listed listed{.line = cell.line, .number = number};
    if (const auto audited = by_number.find(number); audited != by_number.end()) {
      found.insert(audited->second);
      listed.case_id = audited->second->case_id();
      listed.state = StateOf(*audited->second, now, labels);
      result.held_by_nobody += HeldByNobody(*audited->second) ? 1 : 0;
    } else {
      ++result.missing;
    }
    result.listed.push_back(std::move(listed));
  }
  if (result.listed.empty())
    return absl::InvalidArgumentError(
        "no line of the list begins with a number of ours, which has 32 hex digits: nothing was compared");
  for (const AuditedCase& audited : cases) {
    if (!found.contains(&audited))
      result.unlisted.push_back(audited.origin_id().empty() ? audited.case_id() : audited.origin_id());
  }
  return result;
}

std::string RenderCompleteness(const Completeness& completeness) {
  std::string text;
  for (const Listed& listed : completeness.listed) {
    absl::StrAppend(
        &text, "  ", listed.number, "  ",
        listed.state.empty() ? "MISSING: no inquiry, first contact or case has this number" : listed.state,
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

}  // namespace fallverbund::fvctl
