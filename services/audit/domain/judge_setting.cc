// Who provides a setting, and whether it runs: whoever does shares the case (N14). The organisation that
// shelters, else every one with a part.
#include <algorithm>
#include <string>

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

}  // namespace fallverbund::audit
