// Long, because one drawing is one thought: strands, settings, marks and ticks share its scale and its
// height.
#include "services/audit/pages/timeline.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "services/audit/pages/persons.h"

namespace fallverbund::audit::pages {
namespace {

using common::v1::Strand;

// Units of the drawing; it scales to the page.
constexpr int kWidth = 1200, kLeft = 210, kRight = 1185;
constexpr int kTop = 30, kLane = 24, kBarHeight = 20, kPadding = 5, kFoot = 8;
constexpr int kLetter = 8;      // width of one, so that a label fits its bar
constexpr int kNarrow = 2;      // a bar is never thinner: a minute in a decade still happened
constexpr int kTickLetter = 7;  // width of one over a tick
constexpr int kMostTicks = 12, kMostTicksOfMinutes = 8;  // so that their labels stand apart

constexpr Strand kStrands[] = {common::v1::STRAND_CASE,         common::v1::STRAND_SHARED,
                               common::v1::STRAND_COORDINATION, common::v1::STRAND_CRISIS_LEAD,
                               common::v1::STRAND_TONIGHT,      common::v1::STRAND_GUARDIAN,
                               common::v1::STRAND_AFTERCARE};

bool IsEvent(const v1::HistoryEntry& entry, std::string_view name) {
  const std::string& type = entry.event_type();
  return absl::EndsWith(type, ToAbsl(name)) && type.size() > name.size() &&
         type[type.size() - name.size() - 1] == '.';
}

absl::Time At(const v1::HistoryEntry& entry) {
  return FromProto(entry.occurred_at());
}

absl::Time EndOf(const v1::HoldingSpan& span, absl::Time until) {
  return span.has_until() ? FromProto(span.until()) : until;
}

// Where a time stands on the drawing.
class Scale {
 public:
  Scale(absl::Time from, absl::Time until) : from_(from), length_(std::max(until - from, absl::Minutes(1))) {}
  int X(absl::Time time) const {
    const double part = std::clamp(absl::FDivDuration(time - from_, length_), 0.0, 1.0);
    return kLeft + static_cast<int>(part * (kRight - kLeft));
  }

 private:
  const absl::Time from_;
  const absl::Duration length_;
};

// The first lane in which a bar hits no other.
int FreeLane(const std::vector<std::pair<absl::Time, int>>& ends, absl::Time from) {
  int lane = 0;
  while (std::any_of(ends.begin(), ends.end(),
                     [&](const auto& end) { return end.second == lane && end.first > from; })) {
    ++lane;
  }
  return lane;
}

std::string FittingLabel(const std::string& label, int width) {
  return static_cast<int>(label.size()) * kLetter <= width ? label : "";
}

std::string TimesOf(absl::Time from, absl::Time until, bool open, Language language) {
  return absl::StrCat(Minute(from, language), " – ",
                      open ? Texts().at("still").In(language) : Minute(until, language));
}

class Drawing {
 public:
  Drawing(const KnownCase& known, Language language)
      : known_(known), persons_(known), language_(language), scale_(Begin(), known.until) {
    timeline_.from = Begin();
    timeline_.until = known.until;
    timeline_.width = kWidth;
    timeline_.left = kLeft;
    timeline_.right = kRight;
  }

  Timeline Done() {
    for (const Strand strand : kStrands) AddStrand(strand);
    AddSettings();
    AddMarks("handovers");
    AddMarks("setbacks");
    AddMarks("crises");
    timeline_.height = y_ + kFoot;
    AddTicks();
    return std::move(timeline_);
  }

 private:
  absl::Time Begin() const {
    absl::Time begin = known_.until;
    for (const v1::HoldingSpan& span : known_.holders.spans())
      begin = std::min(begin, FromProto(span.from()));
    for (const v1::HistoryEntry& entry : known_.history) begin = std::min(begin, At(entry));
    return begin;
  }

  Band NewBand(std::string name) const {
    Band band;
    band.name = std::move(name);
    band.y = y_;
    return band;
  }

  void Finish(Band band, int lanes) {
    band.height = std::max(lanes, 1) * kLane + 2 * kPadding;
    y_ += band.height;
    timeline_.bands.push_back(std::move(band));
  }

  Bar NewBar(BarKind kind, absl::Time from, absl::Time until, bool open, int lane) const {
    Bar bar;
    bar.kind = kind;
    bar.from = from;
    bar.until = until;
    bar.open = open;
    bar.x = scale_.X(from);
    bar.width = std::max(scale_.X(until) - bar.x, kNarrow);
    bar.y = y_ + kPadding + lane * kLane;
    bar.height = kBarHeight;
    return bar;
  }

  void AddStrand(Strand strand) {
    Band band = NewBand(WordOf(strand, language_));
    std::vector<std::pair<absl::Time, int>> ends;
    int lanes = 0;
    for (const v1::HoldingSpan& span : known_.holders.spans()) {
      if (span.strand() != strand) continue;
      const absl::Time from = FromProto(span.from()), until = EndOf(span, known_.until);
      const int lane = FreeLane(ends, from);
      ends.emplace_back(until, lane);
      lanes = std::max(lanes, lane + 1);
      const bool twice = lane > 0 && strand != common::v1::STRAND_SHARED;
      Bar bar = NewBar(twice ? BarKind::kDouble : BarKind::kHeld, from, until, !span.has_until(), lane);
      const std::string what = strand == common::v1::STRAND_TONIGHT
                                   ? absl::StrCat(WordOf(span.tonight_kind(), language_), ", ")
                                   : "";
      const std::string named = persons_.LetterOf(span.holder().person_id());
      bar.label =
          FittingLabel(absl::StrCat(what, ShortId(span.holder().organisation_id()), " ", named), bar.width);
      if (bar.label.empty() && !what.empty())
        bar.label = FittingLabel(WordOf(span.tonight_kind(), language_), bar.width);
      bar.tooltip = absl::StrCat(what, span.holder().organisation_id(), " ", named, ", ",
                                 TimesOf(from, until, bar.open, language_));
      band.bars.push_back(std::move(bar));
    }
    band.empty = band.bars.empty();
    for (const Interval& gap : GapsOf(known_, strand)) {
      Bar bar = NewBar(BarKind::kGap, gap.from, gap.until, false, 0);
      const std::string text = Texts().at("gap").In(language_);
      bar.label = FittingLabel(text, bar.width);
      bar.tooltip = absl::StrCat(text, ", ", TimesOf(gap.from, gap.until, false, language_));
      band.bars.push_back(std::move(bar));
    }
    Finish(std::move(band), lanes);
  }

  // From SettingStarted to SettingEnded of the same setting.
  void AddSettings() {
    Band band = NewBand(Texts().at("settings").In(language_));
    std::vector<std::pair<absl::Time, int>> ends;
    int lanes = 0;
    for (size_t i = 0; i < known_.history.size(); ++i) {
      if (!IsEvent(known_.history[i], "SettingStarted")) continue;
      const std::string setting = SettingOf<casework::v1::SettingStarted>(known_.history[i]);
      const auto end = EndOfSetting(setting, i + 1);
      const absl::Time from = At(known_.history[i]), until = end.value_or(known_.until);
      const int lane = FreeLane(ends, from);
      ends.emplace_back(until, lane);
      lanes = std::max(lanes, lane + 1);
      Bar bar = NewBar(BarKind::kSetting, from, until, !end, lane);
      bar.label = FittingLabel(ShortId(setting), bar.width);
      bar.tooltip = absl::StrCat(setting, ", ", TimesOf(from, until, bar.open, language_));
      band.bars.push_back(std::move(bar));
    }
    band.empty = band.bars.empty();
    Finish(std::move(band), lanes);
  }

  template <class Event>
  static std::string SettingOf(const v1::HistoryEntry& entry) {
    Event event;
    google::protobuf::util::JsonParseOptions newer_fields_too;
    newer_fields_too.ignore_unknown_fields = true;
    if (!google::protobuf::util::JsonStringToMessage(entry.facts_json(), &event, newer_fields_too).ok())
      return "";
    return event.setting_id();
  }

  std::optional<absl::Time> EndOfSetting(const std::string& setting, size_t from) const {
    for (size_t i = from; i < known_.history.size(); ++i) {
      const v1::HistoryEntry& entry = known_.history[i];
      if (IsEvent(entry, "SettingEnded") && SettingOf<casework::v1::SettingEnded>(entry) == setting)
        return At(entry);
      if (IsEvent(entry, "CaseLawfullyEnded")) return At(entry);
    }
    return std::nullopt;
  }

  static std::optional<Sign> SignOf(const v1::HistoryEntry& entry, std::string_view row) {
    const auto is = [&entry](std::initializer_list<const char*> names) {
      return std::any_of(names.begin(), names.end(), [&](const char* name) { return IsEvent(entry, name); });
    };
    if (row == "setbacks") return is({"SetbackRecorded"}) ? std::optional(Sign::kSetback) : std::nullopt;
    if (row == "crises") {
      return is({"CrisisOpened", "AlarmRepeated", "CrisisConcluded", "TakenIntoCare", "CareEnded",
                 "AdmittedToClinic", "LeftClinic"})
                 ? std::optional(Sign::kCrisis)
                 : std::nullopt;
    }
    if (is({"ResponsibilityMoved", "ProvisionalTakeover", "ServiceContinuedByNewAgency"}))
      return Sign::kMoved;
    if (is({"HandoverOffered", "HandoverMeetingHeld", "HandoverAccepted", "HandoverRefused",
            "HandoverRevoked", "HandoverFollowedUp", "HandoverTakenBack"}))
      return Sign::kHandover;
    return std::nullopt;
  }

  void AddMarks(const char* row) {
    Band band = NewBand(Texts().at(row).In(language_));
    for (const v1::HistoryEntry& entry : known_.history) {
      const auto sign = SignOf(entry, row);
      if (!sign) continue;
      band.marks.push_back(
          {*sign, At(entry), scale_.X(At(entry)), y_ + kPadding + kLane / 2,
           absl::StrCat(TitleOf(entry.event_type(), language_), ", ", Minute(At(entry), language_))});
    }
    band.empty = band.marks.empty();
    Finish(std::move(band), 1);
  }

  // At round times, as many as fit.
  void AddTicks() {
    for (const int months : {0, 1, 3, 6, 12, 24, 60, 120, 240}) {
      const bool ok = months == 0 ? AddTicksOfDays() : AddTicksOfMonths(months);
      if (ok) return;
    }
  }

  // Where its label still fits the drawing.
  void AddTick(absl::Time at, std::string label) {
    const int half = static_cast<int>(label.size()) * kTickLetter / 2;
    if (scale_.X(at) + half <= kWidth) timeline_.ticks.push_back({scale_.X(at), std::move(label)});
  }

  bool AddTicksOfDays() {
    const absl::Duration length = timeline_.until - timeline_.from;
    for (const int hours : {1, 3, 6, 12, 24, 48, 168}) {
      const absl::Duration step = absl::Hours(hours);
      if (length / step > (hours < 24 ? kMostTicksOfMinutes : kMostTicks)) continue;
      const absl::Time first = absl::UnixEpoch() + absl::Ceil(timeline_.from - absl::UnixEpoch(), step);
      for (absl::Time at = first; at <= timeline_.until; at += step)
        AddTick(at, hours < 24 ? Minute(at, language_) : Day(at, language_));
      return true;
    }
    return false;
  }

  bool AddTicksOfMonths(int months) {
    if ((timeline_.until - timeline_.from) / absl::Hours(24 * 30 * months) > kMostTicks && months < 240)
      return false;
    absl::CivilMonth month(absl::ToCivilMonth(timeline_.from, absl::UTCTimeZone()));
    month =
        absl::CivilMonth(month.year(), 1 + (month.month() - 1) / std::min(months, 12) * std::min(months, 12));
    for (; absl::FromCivil(month, absl::UTCTimeZone()) <= timeline_.until; month += months) {
      const absl::Time at = absl::FromCivil(month, absl::UTCTimeZone());
      if (at >= timeline_.from) AddTick(at, Day(at, language_));
      // Somebody wrote that it happened in another age of the world; what is drawn stays a page.
      if (timeline_.ticks.size() > 2 * kMostTicks) break;
    }
    return true;
  }

  const KnownCase& known_;
  const Persons persons_;
  const Language language_;
  const Scale scale_;
  Timeline timeline_;
  int y_ = kTop;
};

// What of `from`..`until` the intervals leave open; they may overlap and come in any order.
std::vector<Interval> Without(absl::Time from, absl::Time until, std::vector<Interval> covered) {
  std::sort(covered.begin(), covered.end(),
            [](const Interval& a, const Interval& b) { return a.from < b.from; });
  std::vector<Interval> open;
  for (const Interval& one : covered) {
    if (one.from > from) open.push_back({from, std::min(one.from, until)});
    from = std::max(from, one.until);
    if (from >= until) return open;
  }
  open.push_back({from, until});
  return open;
}

}  // namespace

std::string ShortId(const std::string& id) {
  constexpr size_t kShown = 8;
  return id.size() <= kShown ? id : absl::StrCat(id.substr(0, kShown), "…");
}

namespace {

// From when the strand must be held, though nobody ever did.
absl::Time OwedSince(const KnownCase& known, Strand strand) {
  for (const v1::HistoryEntry& entry : known.history) {
    if (strand == common::v1::STRAND_CASE || IsEvent(entry, "CaseOpened")) return At(entry);
  }
  return absl::InfiniteFuture();
}

}  // namespace

std::vector<Interval> GapsOf(const KnownCase& known, Strand strand) {
  if (strand != common::v1::STRAND_CASE && strand != common::v1::STRAND_TONIGHT) return {};
  std::vector<Interval> covered;
  absl::Time first = OwedSince(known, strand);
  for (const v1::HoldingSpan& span : known.holders.spans()) {
    if (span.strand() != strand) continue;
    first = std::min(first, FromProto(span.from()));
    covered.push_back({FromProto(span.from()), EndOf(span, known.until)});
  }
  if (first >= known.until) return {};
  std::optional<absl::Time> ended;
  for (const v1::HistoryEntry& entry : known.history) {
    if (IsEvent(entry, "CaseLawfullyEnded")) ended = At(entry);
    if (!IsEvent(entry, "CaseReopened") || !ended) continue;
    covered.push_back({*ended, At(entry)});
    ended.reset();
  }
  if (ended) covered.push_back({*ended, known.until});
  return Without(first, known.until, std::move(covered));
}

Timeline DrawTimeline(const KnownCase& known, Language language) {
  return Drawing(known, language).Done();
}

}  // namespace fallverbund::audit::pages
