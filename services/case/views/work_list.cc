#include "services/case/views/work_list.h"

#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"
#include "services/case/views/case_resource.h"

namespace fallverbund::casework {
namespace {

std::string Audience(const char* kind, std::string_view id, common::v1::Role role) {
  return absl::StrCat(kind, ToAbsl(id), "/", static_cast<int>(role), "/");
}

v1::InboxItem Item(std::string_view case_id, const State& state, v1::InboxItemKind kind,
                   std::string_view object_id = "") {
  v1::InboxItem item;
  item.set_kind(kind);
  item.set_case_id(std::string(case_id));
  item.set_object_id(std::string(object_id));
  item.set_phase(PhaseOf(state));
  return item;
}

// Who answers for a clock first: the side that was asked for an open offer, the giver for the follow-up and
// for the package that is owed, who is asked to receive or has promised to, who stays in contact for
// aftercare, the office that was informed or asked, who is asked to coordinate or does, who searches, else
// the holder of the case.
const care::Holder& OwnerOf(const care::Clock& clock, const State& state) {
  const auto& offer = state.handover.open();
  const bool asked =
      clock.kind == common::v1::CLOCK_KIND_HANDOVER_ANSWER && offer && offer->id == clock.object_id;
  if (clock.kind == common::v1::CLOCK_KIND_HANDOVER_FOLLOW_UP && state.last_move)
    return state.last_move->giver;
  if (clock.kind == common::v1::CLOCK_KIND_PACKAGE_OWED) {
    for (const PackageOwed& owed : state.packages_owed) {
      if (owed.giver.organisation_id == clock.object_id) return owed.giver;
    }
  }
  if (clock.kind == common::v1::CLOCK_KIND_AFTERCARE_CONTACT && state.aftercare)
    return state.aftercare->strand.holder();
  if (clock.kind == common::v1::CLOCK_KIND_SEARCH_CONTACT) return state.tonight.holder().holder;
  if (clock.kind == common::v1::CLOCK_KIND_SERVICE_TAKEOVER && state.change && state.change->to)
    return *state.change->to;
  if (clock.kind == common::v1::CLOCK_KIND_GUARDIAN_DECLARATION && state.guardian_asked)
    return *state.guardian_asked;
  if (clock.kind == common::v1::CLOCK_KIND_RETURN_ANSWER ||
      clock.kind == common::v1::CLOCK_KIND_RETURN_CONTACT) {
    if (const Setting* setting = state.FindSetting(clock.object_id)) return setting->return_receiver;
  }
  if (clock.kind == common::v1::CLOCK_KIND_COORDINATION_ANSWER && state.coordination.held()) {
    const auto& successor = state.coordination_offer.open();
    return successor ? successor->to : state.coordination.holder();
  }
  return asked ? offer->to : state.responsibility.holder();
}

void AddClock(std::string_view case_id, const State& state, const care::Clock& clock,
              std::vector<WorkItem>& out) {
  const care::Holder& owner = OwnerOf(clock, state);
  v1::InboxItem item = Item(
      case_id, state, clock.overdue ? v1::INBOX_ITEM_KIND_OVERDUE : v1::INBOX_ITEM_KIND_DUE, clock.object_id);
  item.set_clock(clock.kind);
  *item.mutable_due() = ToProto(clock.due);
  item.set_step(clock.step);
  AddClimbing(owner, item, out);
}

// Whoever provides what runs.
void AddProviders(const State& state, const v1::InboxItem& item, std::vector<WorkItem>& out) {
  std::set<std::string> providers;
  for (const Setting& setting : state.settings) {
    if (!IsRunning(setting)) continue;
    for (const Component& component : setting.components) {
      if (IsProvider(setting, component.organisation_id)) providers.insert(component.organisation_id);
    }
  }
  for (const std::string& provider : providers)
    out.push_back({OrganisationAudience(provider, common::v1::ROLE_PROVIDER_WORKER), item});
}

v1::InboxItem HandoverItem(std::string_view case_id, const State& state, v1::InboxItemKind kind,
                           std::string_view handover_id) {
  v1::InboxItem item = Item(case_id, state, kind, handover_id);
  item.set_handover_state(HandoverStateOf(state, handover_id));
  return item;
}

// What is only prepared is the giver's alone; of what is offered, both sides see how far it has come.
void AddHandover(std::string_view case_id, const State& state, std::vector<WorkItem>& out) {
  const care::Holder& giver = state.responsibility.holder();
  if (state.prepared) {
    out.push_back(
        {PersonAudience(giver.person_id),
         HandoverItem(case_id, state, v1::INBOX_ITEM_KIND_HANDOVER_PREPARED, state.prepared->handover_id)});
  }
  const auto& offer = state.handover.open();
  if (!offer) return;
  v1::InboxItem offered = HandoverItem(case_id, state, v1::INBOX_ITEM_KIND_HANDOVER_OFFERED, offer->id);
  // Whoever is on the way to take over hears who stands in for the giver, named before the offer or since
  // (N11).
  offered.set_holders_deputy_person_id(giver.deputy_person_id);
  out.push_back({PersonAudience(offer->to.person_id), std::move(offered)});
  v1::InboxItem awaited = HandoverItem(case_id, state, v1::INBOX_ITEM_KIND_HANDOVER_AWAITED, offer->id);
  *awaited.mutable_due() = ToProto(offer->answer_due);
  out.push_back({PersonAudience(giver.person_id), std::move(awaited)});
}

// Whoever may approve is asked: the holder, everybody who shares, who holds the case that is to go on, and a
// reviewer until the answer.
void AddEnding(std::string_view case_id, const State& state, std::vector<WorkItem>& out) {
  v1::InboxItem item = Item(case_id, state, v1::INBOX_ITEM_KIND_LAWFUL_END, state.ending->id);
  item.set_clock(common::v1::CLOCK_KIND_OBJECTION_PERIOD);
  if (state.ending->objection_until) *item.mutable_due() = ToProto(*state.ending->objection_until);
  std::set<std::string> persons = {state.responsibility.holder().person_id,
                                   state.tonight.holder().holder.person_id};
  if (state.coordination.held()) persons.insert(state.coordination.holder().person_id);
  for (const care::Seat& seat : state.seats) {
    if (seat.committed && state.shared) persons.insert(seat.who.person_id);
  }
  if (care::IsNamed(state.ending->continued_by)) {
    persons.insert(state.ending->continued_by.person_id);
    persons.insert(state.ending->continued_by.deputy_person_id);
  }
  const std::string& reviewer = state.ending->reviewer.person_id;
  if (!care::HasApproved(state.ending->approvals, reviewer)) persons.insert(reviewer);
  for (const std::string& person : persons) {
    if (!person.empty()) out.push_back({PersonAudience(person), item});
  }
  AddProviders(state, item, out);
}

// The other office goes on with the service or refuses; whoever was asked acts for the time being.
void AddChange(std::string_view case_id, const State& state, const CompetenceChange& change,
               std::vector<WorkItem>& out) {
  if (change.to) {
    out.push_back({PersonAudience(change.to->person_id),
                   Item(case_id, state, v1::INBOX_ITEM_KIND_COMPETENCE_CHANGE, change.id)});
  }
  for (const ProvisionalAsk& ask : change.asked) {
    out.push_back({PersonAudience(ask.to.person_id),
                   Item(case_id, state, v1::INBOX_ITEM_KIND_PROVISIONAL_TAKEOVER, change.id)});
  }
}

// Who is asked to receive after residential help, or has said yes (C17).
void AddReturn(std::string_view case_id, const State& state, const Setting& setting,
               std::vector<WorkItem>& out) {
  const bool held = IsReceptionPromised(state, setting);
  if (!held && !IsReceiverAsked(state, setting)) return;
  v1::InboxItem item =
      Item(case_id, state, held ? v1::INBOX_ITEM_KIND_RETURN_HELD : v1::INBOX_ITEM_KIND_RETURN_OFFERED,
           setting.id);
  if (setting.return_planned_at) *item.mutable_due() = ToProto(*setting.return_planned_at);
  if (const care::Clock* contact = state.clocks.Find(common::v1::CLOCK_KIND_RETURN_CONTACT, setting.id))
    *item.mutable_due() = ToProto(contact->due);
  out.push_back({PersonAudience(setting.return_receiver.person_id), std::move(item)});
}

// Empty where a role is meant.
std::string PersonOf(const std::string& audience) {
  return audience[0] == 'p' ? audience.substr(1, audience.find('/') - 1) : "";
}

// Whoever holds hears of it at once, with the deputy, the lead of the unit and who else may hold a part: who
// coordinates, leads the crisis, shelters or provides. Two of them review it, if their role may and they do
// not read themselves: colleagues of who reads hear of it, too (§ 62).
void AddReading(std::string_view case_id, const State& state, const Reading& reading,
                std::vector<WorkItem>& out) {
  v1::InboxItem item = Item(case_id, state, v1::INBOX_ITEM_KIND_GLASS_BROKEN, reading.id);
  item.set_clock(common::v1::CLOCK_KIND_GLASS_REVIEW);
  if (const care::Clock* clock = state.clocks.Find(item.clock(), reading.id))
    *item.mutable_due() = ToProto(clock->due);
  const care::Holder& holder = state.responsibility.holder();
  std::set<std::string> persons = {holder.person_id, holder.deputy_person_id};
  if (state.coordination.held()) persons.insert(state.coordination.holder().person_id);
  if (state.crisis) persons.insert(state.crisis->lead.holder().person_id);
  if (state.tonight.held()) persons.insert(state.tonight.holder().holder.person_id);
  persons.erase(reading.person_id);
  for (const std::string& person : persons) {
    if (!person.empty()) out.push_back({PersonAudience(person), item});
  }
  out.push_back({UnitAudience(holder.unit_id, common::v1::ROLE_TEAM_LEAD), item});
  AddProviders(state, item, out);
}

// Whoever has a seat in the commission and has not voted (C8).
void AddCommission(std::string_view case_id, const State& state, std::vector<WorkItem>& out) {
  const Commission& commission = *state.planning.commission;
  const care::Holder& holder = state.responsibility.holder();
  v1::InboxItem item = Item(case_id, state, v1::INBOX_ITEM_KIND_COMMISSION, commission.id);
  item.set_clock(common::v1::CLOCK_KIND_COMMISSION);
  if (const care::Clock* clock = state.clocks.Find(item.clock(), commission.id))
    *item.mutable_due() = ToProto(clock->due);
  for (const v1::CommissionSeat seat : MissingSeats(commission.votes)) {
    if (seat == v1::COMMISSION_SEAT_CASE) out.push_back({PersonAudience(holder.person_id), item});
    if (seat == v1::COMMISSION_SEAT_TEAM_LEAD)
      out.push_back({UnitAudience(holder.unit_id, common::v1::ROLE_TEAM_LEAD), item});
    if (seat == v1::COMMISSION_SEAT_FINANCE_LEAD)
      out.push_back({OrganisationAudience(holder.organisation_id, common::v1::ROLE_TEAM_LEAD_FINANCE), item});
  }
}

}  // namespace

std::string PersonAudience(std::string_view person_id) {
  return Audience("p", person_id, common::v1::ROLE_UNSPECIFIED);
}
std::string DeputyAudience(std::string_view person_id) {
  return Audience("d", person_id, common::v1::ROLE_UNSPECIFIED);
}
std::string UnitAudience(std::string_view unit_id, common::v1::Role role) {
  return Audience("u", unit_id, role);
}
std::string OrganisationAudience(std::string_view organisation_id, common::v1::Role role) {
  return Audience("o", organisation_id, role);
}
std::string AssociationAudience(common::v1::Role role) {
  return Audience("a", "", role);
}

void AddClimbing(const care::Holder& owner, const v1::InboxItem& item, std::vector<WorkItem>& out) {
  out.push_back({PersonAudience(owner.person_id), item});
  if (item.step() >= common::v1::ESCALATION_STEP_DEPUTY) {
    out.push_back({owner.deputy_person_id.empty() ? DeputyAudience(owner.person_id)
                                                  : PersonAudience(owner.deputy_person_id),
                   item});
  }
  if (item.step() >= common::v1::ESCALATION_STEP_TEAM_LEAD) {
    const bool of_unit = !owner.unit_id.empty();  // an organisation without units is one
    out.push_back({of_unit ? UnitAudience(owner.unit_id, common::v1::ROLE_TEAM_LEAD)
                           : OrganisationAudience(owner.organisation_id, common::v1::ROLE_TEAM_LEAD),
                   item});
  }
  if (item.step() >= common::v1::ESCALATION_STEP_DEPARTMENT_HEAD) {
    out.push_back({OrganisationAudience(owner.organisation_id, common::v1::ROLE_DEPARTMENT_HEAD), item});
  }
  if (item.step() >= common::v1::ESCALATION_STEP_STEERING_GROUP) {
    out.push_back({AssociationAudience(common::v1::ROLE_STEERING_GROUP), item});
  }
}

std::string UnitKey(std::string_view organisation_id, std::string_view unit_id) {
  const std::string organisation = absl::StrCat(ToAbsl(organisation_id), "/");
  return unit_id.empty() ? organisation : absl::StrCat(organisation, ToAbsl(unit_id), "/");
}

std::string UnitListAudience(std::string_view unit_key) {
  return absl::StrCat("l", ToAbsl(unit_key));
}

std::vector<UnitEntry> UnitEntries(const State& state) {
  if (!state.opened() || state.ended) return {};
  std::map<std::string, std::set<std::string>> units;
  const auto ask = [&units](const care::Holder& holder) {
    units[UnitKey(holder.organisation_id, holder.unit_id)].insert(holder.person_id);
  };
  if (const auto& offer = state.handover.open()) ask(offer->to);
  if (state.change && state.change->to) ask(*state.change->to);
  if (state.change) {
    for (const ProvisionalAsk& each : state.change->asked) ask(each.to);
  }
  if (state.guardian_asked) ask(*state.guardian_asked);
  for (const Setting& setting : state.settings) {
    if (IsReceiverAsked(state, setting)) ask(setting.return_receiver);
  }
  if (const auto& offer = state.coordination_offer.open()) ask(offer->to);
  const care::Holder& holder = state.responsibility.holder();
  units[UnitKey(holder.organisation_id, holder.unit_id)].clear();
  std::vector<UnitEntry> entries;
  entries.reserve(units.size());
  for (auto& [unit, asked] : units) entries.push_back({unit, std::move(asked)});
  return entries;
}

bool Wanted::operator()(const v1::InboxItem& item) const {
  if (!filter_.kinds().empty() && !absl::c_linear_search(filter_.kinds(), item.kind())) return false;
  if (!filter_.clocks().empty() && !absl::c_linear_search(filter_.clocks(), item.clock())) return false;
  return !filter_.has_due_before() ||
         (item.has_due() && FromProto(item.due()) < FromProto(filter_.due_before()));
}

std::vector<WorkItem> WorkItems(std::string_view case_id, const State& state) {
  std::vector<WorkItem> out;
  if (!state.opened() || state.ended) return out;
  out.push_back({PersonAudience(state.responsibility.holder().person_id),
                 Item(case_id, state, v1::INBOX_ITEM_KIND_CASE_HELD)});
  out.push_back({PersonAudience(state.tonight.holder().holder.person_id),
                 Item(case_id, state, v1::INBOX_ITEM_KIND_TONIGHT_HELD)});
  AddHandover(case_id, state, out);
  if (state.coordination.held()) {
    out.push_back({PersonAudience(state.coordination.holder().person_id),
                   Item(case_id, state, v1::INBOX_ITEM_KIND_COORDINATION_HELD, state.team_id)});
  }
  if (state.crisis) {
    out.push_back({PersonAudience(state.crisis->lead.holder().person_id),
                   Item(case_id, state, v1::INBOX_ITEM_KIND_CRISIS_LEAD_HELD, state.crisis->id)});
  }
  if (const auto& offer = state.coordination_offer.open()) {
    out.push_back({PersonAudience(offer->to.person_id),
                   HandoverItem(case_id, state, v1::INBOX_ITEM_KIND_COORDINATION_OFFERED, offer->id)});
  }
  for (const care::Seat& seat : state.seats) {
    const v1::InboxItem invitation = Item(case_id, state, v1::INBOX_ITEM_KIND_INVITATION, state.team_id);
    const v1::InboxItem held = Item(case_id, state, v1::INBOX_ITEM_KIND_SEAT_HELD, state.team_id);
    out.push_back({PersonAudience(seat.who.person_id), seat.committed ? held : invitation});
    if (seat.successor) out.push_back({PersonAudience(seat.successor->person_id), invitation});
  }
  for (const Setting& setting : state.settings) AddReturn(case_id, state, setting, out);
  if (state.change) AddChange(case_id, state, *state.change, out);
  if (state.guardian_asked) {
    out.push_back({PersonAudience(state.guardian_asked->person_id),
                   Item(case_id, state, v1::INBOX_ITEM_KIND_GUARDIANSHIP)});
  }
  if (state.ending) AddEnding(case_id, state, out);
  if (state.planning.commission) AddCommission(case_id, state, out);
  for (const Reading& reading : state.readings) AddReading(case_id, state, reading, out);
  for (const care::Clock& clock : OpenClocks(state)) {
    if (clock.kind != common::v1::CLOCK_KIND_OBJECTION_PERIOD) AddClock(case_id, state, clock, out);
  }
  NamePersons(out);
  return out;
}

void NamePersons(std::vector<WorkItem>& items) {
  for (WorkItem& each : items) each.item.set_person_id(PersonOf(each.audience));
}

}  // namespace fallverbund::casework
