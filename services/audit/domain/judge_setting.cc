// Who provides a setting, and whether it runs: whoever does shares the case (N14). The organisation that
// shelters, else every one with a part.
#include <algorithm>
#include <string>

#include "libs/base/time.h"
#include "services/audit/domain/bench.h"

namespace fallverbund::audit {

void On(const Bench& bench, const casework::v1::SettingProposed& e) {
  v1::SettingFile& setting = *bench.file.add_settings();
  setting.set_setting_id(e.setting_id());
  for (const casework::v1::SettingComponent& part : e.components()) {
    if (part.kind() == casework::v1::COMPONENT_KIND_RESIDENTIAL) {
      setting.clear_organisation_ids();
      setting.add_organisation_ids(part.organisation_id());
      return;
    }
    setting.add_organisation_ids(part.organisation_id());
  }
}

bool Runs(const v1::CaseFile& file, const std::string& setting_id, const std::string& organisation_id) {
  return std::any_of(file.settings().begin(), file.settings().end(), [&](const v1::SettingFile& setting) {
    const auto& there = setting.organisation_ids();
    return setting.setting_id() == setting_id && setting.running() &&
           (organisation_id.empty() || std::find(there.begin(), there.end(), organisation_id) != there.end());
  });
}

void RunsOrNot(v1::CaseFile& file, const std::string& setting_id, bool runs) {
  for (v1::SettingFile& setting : *file.mutable_settings()) {
    if (setting.setting_id() == setting_id) setting.set_running(runs);
  }
}

void On(const Bench& bench, const casework::v1::SettingNoticeGiven& e) {
  if (!e.has_bridge_due()) return;  // the date of an earlier one stands
  for (v1::SettingFile& setting : *bench.file.mutable_settings()) {
    if (setting.setting_id() == e.setting_id()) *setting.mutable_bridge_due() = e.bridge_due();
  }
}

void BeginShelter(v1::CaseFile& file, const std::string& setting_id) {
  file.set_sheltering_setting_id(setting_id);
  file.clear_kept_setting_id();
}

void JudgePlace(const Bench& bench, const casework::v1::TonightMoved& e) {
  if (e.with_case()) return;  // the young person has not moved
  v1::CaseFile& file = bench.file;
  const std::string place =
      file.sheltering_setting_id().empty() ? file.kept_setting_id() : file.sheltering_setting_id();
  const auto kind = e.to().kind();
  const bool back = kind == common::v1::TONIGHT_KIND_PLACEMENT;
  const bool admitted = !e.stay_id().empty() &&
                        (kind == common::v1::TONIGHT_KIND_CLINIC || kind == common::v1::TONIGHT_KIND_IN_CARE);
  if (e.place_is_said() && e.kept_setting_id() != (back ? "" : place))
    bench.Report(v1::FINDING_KIND_PLACE_LOST, "the_night_moved_and_the_place_is_not_kept");
  if (back) return BeginShelter(file, place);
  file.clear_sheltering_setting_id();
  file.set_kept_setting_id(admitted || !e.kept_setting_id().empty() ? place : "");
}

namespace {

// Of whoever was missing then.
bool HadBeenAnnounced(const Bench& bench, const std::string& setting_id) {
  return std::any_of(bench.file.settings().begin(), bench.file.settings().end(),
                     [&](const v1::SettingFile& setting) {
                       return setting.setting_id() == setting_id && setting.has_bridge_due() &&
                              FromProto(setting.bridge_due()) <= bench.Now().recorded_at;
                     });
}

void JudgeCause(const Bench& bench, const casework::v1::SettingEnded& e) {
  const auto next = e.next_tonight().kind();
  const bool taken_in =
      next == common::v1::TONIGHT_KIND_PLACEMENT || next == common::v1::TONIGHT_KIND_CRISIS_TEAM;
  const bool replaced = e.cause() == casework::v1::SETTING_END_CAUSE_NEXT_PLACE;
  if (replaced && !taken_in) bench.Report(v1::FINDING_KIND_PLACE_LOST, "no_next_place");
  if (!replaced && bench.ByCaseHolder() != (e.cause() == casework::v1::SETTING_END_CAUSE_CASE_HOLDER))
    bench.Report(v1::FINDING_KIND_HELP_ENDED_WITHOUT_PLAN, "ended_by_another_than_it_says");
}

}  // namespace

// N8, D4: whoever is away keeps the place, and where a help ends that nothing replaces a plan is owed. Of
// what was recorded before it was said who ends it, nothing of this is judged.
void JudgeEnd(const Bench& bench, const casework::v1::SettingEnded& e) {
  v1::CaseFile& file = bench.file;
  const bool kept = !e.setting_id().empty() && file.kept_setting_id() == e.setting_id();
  const bool missing = kept && IsMissing(file);
  const bool by_provider = e.cause() == casework::v1::SETTING_END_CAUSE_PROVIDER;
  const bool by_holder = e.cause() == casework::v1::SETTING_END_CAUSE_CASE_HOLDER;
  if (e.cause() != casework::v1::SETTING_END_CAUSE_UNSPECIFIED) JudgeCause(bench, e);
  if (by_provider && kept) bench.Report(v1::FINDING_KIND_PLACE_LOST, "ended_by_who_keeps_it");
  if (by_holder && missing && !HadBeenAnnounced(bench, e.setting_id()))
    bench.Report(v1::FINDING_KIND_PLACE_LOST, "ended_while_missing_before_a_notice_had_run");
  if ((by_provider || (by_holder && kept)) && !bench.CommitHas<casework::v1::ReplanOpened>())
    bench.Report(v1::FINDING_KIND_HELP_ENDED_WITHOUT_PLAN, "no_new_plan");
  if (kept) file.clear_kept_setting_id();
  if (file.sheltering_setting_id() == e.setting_id()) file.clear_sheltering_setting_id();
}

}  // namespace fallverbund::audit
