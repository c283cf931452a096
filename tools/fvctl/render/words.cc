#include "tools/fvctl/render/words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "libs/base/time.h"

namespace fallverbund::fvctl {

std::string Minute(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M", FromProto(time), absl::UTCTimeZone());
}

std::string WordOf(const google::protobuf::EnumDescriptor& type, int number) {
  const auto* value = type.FindValueByNumber(number);
  if (value == nullptr) return absl::StrCat("code ", number);
  // Every zero value is called <PREFIX>_UNSPECIFIED (buf STANDARD), which tells the prefix.
  const std::string& zero = type.value(0)->name();
  const std::string prefix = zero.substr(0, zero.size() - (sizeof("UNSPECIFIED") - 1));
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(value->name(), prefix)), {{"_", " "}});
}

std::string_view StrandWord(common::v1::Strand strand) {
  switch (strand) {
    case common::v1::STRAND_CASE:
      return "CASE (Fallverantwortung)";
    case common::v1::STRAND_SHARED:
      return "SHARED (Verantwortungsgemeinschaft)";
    case common::v1::STRAND_COORDINATION:
      return "COORDINATION (Koordinierungsstelle)";
    case common::v1::STRAND_CRISIS_LEAD:
      return "CRISIS LEAD (Krisenleitung)";
    case common::v1::STRAND_TONIGHT:
      return "TONIGHT (Verbleib heute Nacht)";
    case common::v1::STRAND_GUARDIAN:
      return "GUARDIAN (Vormundschaft)";
    case common::v1::STRAND_AFTERCARE:
      return "AFTERCARE (Nachbetreuung, § 41a)";
    case common::v1::STRAND_UNSPECIFIED:
    case common::v1::Strand_INT_MIN_SENTINEL_DO_NOT_USE_:
    case common::v1::Strand_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return "unknown strand";
}

std::string_view FindingSentence(audit::v1::FindingKind kind) {
  switch (kind) {
    case audit::v1::FINDING_KIND_INVALID_MESSAGE:
      return "a message whose signature, key, subject, version or link is wrong; it counts for nobody";
    case audit::v1::FINDING_KIND_NOT_UNDERSTOOD:
      return "a valid message that this program cannot read; it moved nothing and ended nothing";
    case audit::v1::FINDING_KIND_NO_HOLDER:
      return "nobody held the case: a gap";
    case audit::v1::FINDING_KIND_TWO_HOLDERS:
      return "two at once were said to hold";
    case audit::v1::FINDING_KIND_HOLDER_WITHOUT_PERSON:
      return "the holder is no named person of that organisation";
    case audit::v1::FINDING_KIND_HOLDER_NOT_PUBLIC:
      return "the case was held outside a public body (A6)";
    case audit::v1::FINDING_KIND_MOVE_WITHOUT_ACCEPTANCE:
      return "responsibility moved to somebody who had not accepted it (N3)";
    case audit::v1::FINDING_KIND_TONIGHT_EMPTY:
      return "nobody was named who shelters the young person tonight (N9): a gap";
    case audit::v1::FINDING_KIND_TEAM_WITHOUT_COORDINATION:
      return "a team without its coordinator (A7)";
    case audit::v1::FINDING_KIND_SHARED_TOO_SMALL:
      return "shared responsibility without two committed organisations and one lead (B5, A9)";
    case audit::v1::FINDING_KIND_STANDBY_WITHOUT_DATE:
      return "standby without a right date for the next contact (N12)";
    case audit::v1::FINDING_KIND_STANDBY_OVERDUE:
      return "a contact date in standby passed and the log is silent about it (N12)";
    case audit::v1::FINDING_KIND_ORIGIN_MISMATCH:
      return "the case does not begin as its origin says";
    case audit::v1::FINDING_KIND_SETTING_WITHOUT_UNDERSTANDING:
      return "a setting before the case was understood in this cycle (A11)";
    case audit::v1::FINDING_KIND_END_WITHOUT_GROUND:
      return "somebody wrote an end that is none of the lawful ones (B3, N14)";
    case audit::v1::FINDING_KIND_ERASURE_AGAINST_THE_RULE:
      return "a key was forgotten by fewer than two persons, or before its retention had ended (§ 84 SGB X)";
    case audit::v1::FINDING_KIND_MOVE_WITHOUT_MEETING:
      return "responsibility moved though giver and receiver had not met, and in no crisis (N6)";
    case audit::v1::FINDING_KIND_END_WITHOUT_FOUR_EYES:
      return "a case was ended without two persons of two organisations (N14)";
    case audit::v1::FINDING_KIND_END_BEFORE_OBJECTION:
      return "a case was ended before the time for objection was over (N14)";
    case audit::v1::FINDING_KIND_MOVE_ON_PAPER:
      return "responsibility moved to another office that had neither gone on with the help nor been asked "
             "(N7)";
    case audit::v1::FINDING_KIND_AGE_AGAINST_THE_RULE:
      return "somebody was treated as a minor, or as an adult, against the rule (N13)";
    case audit::v1::FINDING_KIND_STEP_OUT_OF_ORDER:
      return "a step of planning or of residential help before the one that comes first (C5 to C8, C17)";
    case audit::v1::FINDING_KIND_APPROVAL_INCOMPLETE:
      return "a setting went ahead without the three persons who approve (C8)";
    case audit::v1::FINDING_KIND_ENDANGERMENT_UNANSWERED:
      return "signs of endangerment were not assessed by several professionals (C7, § 8a)";
    case audit::v1::FINDING_KIND_FOLLOW_UP_AGAINST_THE_RULE:
      return "somebody looked after a handover too early, or had received it; that counts for nothing (N6)";
    case audit::v1::FINDING_KIND_REOPENED_WITHOUT_DATES:
      return "somebody is back, and no date says who looks next (A8, N13)";
    case audit::v1::FINDING_KIND_CRISIS_WITHOUT_LEAD:
      return "nobody led an open crisis (D1)";
    case audit::v1::FINDING_KIND_CRISIS_AGAINST_THE_RULE:
      return "a crisis without its five legs at once, or concluded before the parties have met (D2, D3)";
    case audit::v1::FINDING_KIND_MOVE_BEFORE_ARRIVAL:
      return "responsibility for an unaccompanied minor moved before the new office had confirmed the "
             "arrival "
             "(§ 42a(5))";
    case audit::v1::FINDING_KIND_POOL_OVERFULL:
      return "a crisis team gave a place that it did not have (A17)";
    case audit::v1::FINDING_KIND_MISSING_WITHOUT_SEARCHER:
      return "nobody knows where the young person is, and no named person tries by a date (N12)";
    case audit::v1::FINDING_KIND_RECORD_WITHOUT_CONSENT:
      return "something was written down with a consent that nobody had given to the office, or that was "
             "over (§ 65)";
    case audit::v1::FINDING_KIND_NIGHT_LEFT_BEHIND:
      return "the case moved, and whoever gave it vouched for the night on (R0, N6)";
    case audit::v1::FINDING_KIND_WENT_ALONG_UNNAMED:
      return "something went along to another organisation that nobody had packed (N6)";
    case audit::v1::FINDING_KIND_DECISION_BY_ONE:
      return "what is decided jointly was decided by one organisation alone, or by nobody (B9)";
    case audit::v1::FINDING_KIND_PACKED_AGAINST_THE_RULE:
      return "something was packed afterwards by who never held the case, for who does not hold it, or "
             "without a basis (N6, § 65)";
    case audit::v1::FINDING_KIND_SETTLED_BY_ONE_WORD:
      return "a dispute about competence ended by the word of one office alone (N7)";
    case audit::v1::FINDING_KIND_PLACE_LOST:
      return "a place that was to be kept is lost, or its setting ended meanwhile (N8, N9)";
    case audit::v1::FINDING_KIND_HELP_ENDED_WITHOUT_PLAN:
      return "a help ended by its provider, or while the young person was missing, and no plan is owed (N8)";
    case audit::v1::FINDING_KIND_RECEIVER_NOT_AWAITED:
      return "who had promised to receive after a help was let go without a first contact (C17)";
    case audit::v1::FINDING_KIND_NAVIGATOR_AGAINST_THE_RULE:
      return "a family's accompaniment has not exactly one navigator who accepted, or goes on after its end "
             "(E5, E1)";
    case audit::v1::FINDING_KIND_SMALL_NUMBER_PUBLISHED:
      return "published figures tell of one or two families (E12)";
    case audit::v1::FINDING_KIND_UNSPECIFIED:
    case audit::v1::FindingKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case audit::v1::FindingKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return "a finding that this program has no words for";
}

}  // namespace fallverbund::fvctl
