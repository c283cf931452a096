// Long, because it is one list: what each event gives somebody to answer for, or takes away.
#include "services/case/views/held.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/care/participation.h"
#include "libs/projection/row_cursor.h"

namespace fallverbund::casework {
namespace {

constexpr std::string_view kHeld = "held";             // person, "/", case, as
constexpr std::string_view kHeldIn = "held_in";        // case, "/", person, as; also what was given up since
constexpr std::string_view kCommitted = "committed";   // organisation, "/", case, 'P'
constexpr std::string_view kOrigins = "held_origins";  // inquiry or contact -> persons
constexpr std::string_view kNavigators = "held_navigators";               // transition -> person
constexpr std::string_view kDeployed = "held_deployed";                   // deployment -> person
constexpr std::string_view kDeployedDeputies = "held_deployed_deputies";  // deployment, by day -> deputy
constexpr std::string_view kCompleted = "held_completed";                 // transition
constexpr std::string_view kFollowers = "held_followers";  // membership, "/", who is asked -> who has it
constexpr std::string_view kRegisterDeputies = "held_deputies";  // register, "/", of whom -> deputy
constexpr std::string_view kKeepers = "held_keepers";            // register -> who keeps it
constexpr std::string_view kLeaving = "leaving";                 // organisation -> what it said

std::string Key(std::string_view first, std::string_view second, HeldAs as) {
  return absl::StrCat(ToAbsl(first), "/", ToAbsl(second), std::string(1, static_cast<char>(as)));
}

// The second id of a key, and how.
template <class Use>
absl::Status ForEach(const projection::Rows& rows, std::string_view table, std::string_view first, Use use) {
  const std::string prefix = absl::StrCat(ToAbsl(first), "/");
  projection::RowCursor cursor(rows, table, prefix);
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return absl::OkStatus();
    if (row->key.size() <= prefix.size()) return absl::DataLossError("a row of what is held is unreadable");
    const size_t id = row->key.size() - prefix.size() - 1;
    if (!use(row->key.substr(prefix.size(), id), static_cast<HeldAs>(row->key.back())))
      return absl::OkStatus();
  }
}

void Add(std::vector<HeldBy>& held, const std::string& person_id, HeldAs as) {
  if (!person_id.empty()) held.push_back({person_id, as});
}

}  // namespace

namespace {

std::set<std::string> WhoIsCommitted(const State& state) {
  std::set<std::string> organisations;
  if (!state.opened() || state.ended) return organisations;
  for (const care::Seat& seat : state.seats) organisations.insert(seat.who.organisation_id);
  for (const Setting& setting : state.settings) {
    for (const Component& component : setting.components) organisations.insert(component.organisation_id);
  }
  for (const Setting& setting : state.settings) organisations.insert(setting.return_receiver.organisation_id);
  organisations.insert(state.tonight.holder().holder.organisation_id);
  if (state.coordination.held()) organisations.insert(state.coordination.holder().organisation_id);
  if (state.crisis) organisations.insert(state.crisis->lead.holder().organisation_id);
  std::erase_if(organisations, [&](const std::string& one) { return !HasCommitment(state, one); });
  return organisations;
}

void ReplaceCommitted(std::string_view case_id, const State& before, const State& after,
                      projection::RowBatch& rows) {
  const auto old = WhoIsCommitted(before), now = WhoIsCommitted(after);
  if (old == now) return;
  for (const std::string& organisation : old)
    rows.Delete(kCommitted, Key(organisation, case_id, HeldAs::kSeat));
  for (const std::string& organisation : now)
    rows.Put(kCommitted, Key(organisation, case_id, HeldAs::kSeat), "");
}

}  // namespace

std::vector<HeldBy> WhoHoldsWhat(const State& state) {
  std::vector<HeldBy> held;
  if (!state.opened() || state.ended) return held;
  Add(held, state.responsibility.holder().person_id, HeldAs::kCase);
  Add(held, state.responsibility.holder().deputy_person_id, HeldAs::kDeputy);
  Add(held, state.tonight.holder().holder.person_id, HeldAs::kNight);
  Add(held, state.tonight.holder().holder.deputy_person_id, HeldAs::kNightDeputy);
  if (state.coordination.held()) {
    Add(held, state.coordination.holder().person_id, HeldAs::kCoordination);
    Add(held, state.coordination.holder().deputy_person_id, HeldAs::kCoordinationDeputy);
  }
  for (const care::Seat& seat : state.seats) {
    Add(held, seat.who.person_id, HeldAs::kSeat);
    if (seat.successor) Add(held, seat.successor->person_id, HeldAs::kSeat);
  }
  if (state.crisis) Add(held, state.crisis->lead.holder().person_id, HeldAs::kCrisisLead);
  if (state.aftercare) Add(held, state.aftercare->strand.holder().person_id, HeldAs::kAftercare);
  if (state.guardian) Add(held, state.guardian->holder().holder.person_id, HeldAs::kGuardian);
  if (state.guardian_asked) Add(held, state.guardian_asked->person_id, HeldAs::kOffer);
  if (const auto& offer = state.handover.open()) Add(held, offer->to.person_id, HeldAs::kOffer);
  if (const auto& offer = state.coordination_offer.open()) Add(held, offer->to.person_id, HeldAs::kOffer);
  if (state.change && state.change->to) Add(held, state.change->to->person_id, HeldAs::kOffer);
  if (state.change) {
    for (const ProvisionalAsk& ask : state.change->asked) Add(held, ask.to.person_id, HeldAs::kOffer);
  }
  for (const Setting& setting : state.settings) {
    if (IsReceptionPromised(state, setting)) Add(held, setting.return_receiver.person_id, HeldAs::kReturn);
    if (IsReceiverAsked(state, setting)) Add(held, setting.return_receiver.person_id, HeldAs::kOffer);
  }
  std::sort(held.begin(), held.end());
  held.erase(std::unique(held.begin(), held.end()), held.end());
  return held;
}

void ReplaceHeld(std::string_view case_id, const State& before, const State& after,
                 projection::RowBatch& rows) {
  ReplaceCommitted(case_id, before, after, rows);
  const std::vector<HeldBy> old = WhoHoldsWhat(before), now = WhoHoldsWhat(after);
  if (old == now) return;
  for (const HeldBy& held : old) rows.Delete(kHeld, Key(held.person_id, case_id, held.as));
  for (const HeldBy& held : now) {
    rows.Put(kHeld, Key(held.person_id, case_id, held.as), "");
    rows.Put(kHeldIn, Key(case_id, held.person_id, held.as), "");
  }
}

std::vector<std::string> HeldByOrigin(const intake::v1::InquiryEvent& event) {
  if (event.has_inquiry_taken_over()) return {event.inquiry_taken_over().to().person_id()};
  if (!event.has_inquiry_received()) return {};
  return {event.inquiry_received().holder().person_id(),
          event.inquiry_received().tonight().holder().person_id()};
}
std::vector<std::string> HeldByOrigin(const intake::v1::ContactEvent& event) {
  if (event.has_case_opening_requested())
    return {event.case_opening_requested().tonight().holder().person_id()};
  if (event.has_contact_taken_over()) return {event.contact_taken_over().to().person_id()};
  const bool first = event.contact_received().kind() == intake::v1::CONTACT_KIND_FIRST_CONTACT;
  return first ? std::vector{event.contact_received().owner().person_id()} : std::vector<std::string>();
}

// A crisis of somebody unknown, whose case is asked for in the same commit (N2).
std::vector<std::string> HeldByOrigin(const crisis::v1::CrisisEvent& event) {
  if (!event.has_crisis_case_requested()) return {};
  return {event.crisis_case_requested().holder().person_id()};
}

namespace {

absl::Status BeginOrigin(std::string_view origin_id, const std::vector<std::string>& person_ids,
                         projection::RowBatch& rows) {
  for (const std::string& person_id : person_ids) {
    if (person_id.empty()) continue;
    FV_ASSIGN_OR_RETURN(const auto known, rows.Get(kOrigins, origin_id));
    rows.Put(kOrigins, origin_id, known ? absl::StrCat(*known, ",", person_id) : person_id);
    rows.Put(kHeld, Key(person_id, origin_id, HeldAs::kOrigin), "");
    rows.Put(kHeldIn, Key(origin_id, person_id, HeldAs::kOrigin), "");
  }
  return absl::OkStatus();
}

}  // namespace

// Before a case is asked for nobody but the holder has anything of it, the night included.
absl::Status HoldByOrigin(std::string_view origin_id, const intake::v1::InquiryEvent& event,
                          projection::RowBatch& rows) {
  if (event.has_inquiry_taken_over()) FV_RETURN_IF_ERROR(EndOrigin(origin_id, rows));
  return BeginOrigin(origin_id, HeldByOrigin(event), rows);
}
absl::Status HoldByOrigin(std::string_view origin_id, const intake::v1::ContactEvent& event,
                          projection::RowBatch& rows) {
  if (event.has_contact_taken_over()) FV_RETURN_IF_ERROR(EndOrigin(origin_id, rows));
  return BeginOrigin(origin_id, HeldByOrigin(event), rows);
}

absl::Status HoldByOrigin(std::string_view origin_id, const crisis::v1::CrisisEvent& event,
                          projection::RowBatch& rows) {
  return BeginOrigin(origin_id, HeldByOrigin(event), rows);
}

absl::Status EndOrigin(std::string_view origin_id, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto person_ids, rows.Get(kOrigins, origin_id));
  if (!person_ids) return absl::OkStatus();
  rows.Delete(kOrigins, origin_id);
  const std::vector<std::string> persons = absl::StrSplit(*person_ids, ',');
  for (const std::string& person_id : persons) rows.Delete(kHeld, Key(person_id, origin_id, HeldAs::kOrigin));
  return absl::OkStatus();
}

namespace {

// Whether nothing is left to do for who navigates. Somebody who is to be heard later still is (A16).
absl::StatusOr<bool> IsOver(std::string_view transition_id, const intake::v1::TransitionEvent& event,
                            projection::RowBatch& rows) {
  if (event.has_prevention_consent_withdrawn()) return true;
  if (event.has_transition_completed()) {
    rows.Put(kCompleted, transition_id, "");
    return !care::NextHearing(event.transition_completed().participation());
  }
  if (!event.has_family_decided() || care::NextHearing(event.family_decided().participation())) return false;
  FV_ASSIGN_OR_RETURN(const auto completed, rows.Get(kCompleted, transition_id));
  return completed.has_value();
}

}  // namespace

namespace {

// `person_id` has it in the place of whoever had it there; empty: nobody has any more.
absl::Status HoldInstead(std::string_view table, std::string_view place, std::string_view object_id,
                         const std::string& person_id, HeldAs as, projection::RowBatch& rows) {
  FV_ASSIGN_OR_RETURN(const auto before, rows.Get(table, place));
  if (before) rows.Delete(kHeld, Key(*before, place, as));
  rows.Delete(table, place);
  if (person_id.empty()) return absl::OkStatus();
  rows.Put(table, place, person_id);
  rows.Put(kHeld, Key(person_id, place, as), "");
  rows.Put(kHeldIn, Key(object_id, person_id, as), "");
  return absl::OkStatus();
}

}  // namespace

// The deputy of a night is the one of TONIGHT, as the case has it, and is counted there.
absl::Status HoldDeployment(std::string_view deployment_id, const crisis::v1::DeploymentEvent& event,
                            projection::RowBatch& rows) {
  common::v1::Holder next = event.deployment_taken_over().to();
  bool by_day = true;
  if (event.has_deployment_accepted()) {
    next = event.deployment_accepted().holder();
    by_day = event.deployment_accepted().mode() != crisis::v1::DEPLOYMENT_MODE_OVERNIGHT;
  }
  if (next.person_id().empty() && !event.has_deployment_ended()) return absl::OkStatus();
  FV_RETURN_IF_ERROR(
      HoldInstead(kDeployed, deployment_id, deployment_id, next.person_id(), HeldAs::kDeployment, rows));
  return HoldInstead(kDeployedDeputies, deployment_id, deployment_id, by_day ? next.deputy_person_id() : "",
                     HeldAs::kDeploymentDeputy, rows);
}

absl::Status HoldTransition(std::string_view transition_id, const intake::v1::TransitionEvent& event,
                            projection::RowBatch& rows) {
  const std::string& next = event.has_transition_begun()  ? event.transition_begun().navigator().person_id()
                            : event.has_navigator_moved() ? event.navigator_moved().to().person_id()
                                                          : event.navigator_taken_over().to().person_id();
  FV_ASSIGN_OR_RETURN(const bool over, IsOver(transition_id, event, rows));
  if (next.empty() && !over) return absl::OkStatus();
  return HoldInstead(kNavigators, transition_id, transition_id, over ? "" : next, HeldAs::kNavigator, rows);
}

namespace {

// In the place of whoever was `of`'s deputy there; empty: nobody is any more.
absl::Status DeputiseIn(std::string_view register_id, std::string_view of, const std::string& deputy_id,
                        projection::RowBatch& rows) {
  const std::string place = absl::StrCat(ToAbsl(register_id), "/", ToAbsl(of));
  return HoldInstead(kRegisterDeputies, place, register_id, deputy_id, HeldAs::kRegisterDeputy, rows);
}

// In the place of whoever kept it; the place of its keeper's deputy is the one of nobody's.
absl::Status KeepBy(std::string_view register_id, const std::string& person_id, const std::string& deputy_id,
                    projection::RowBatch& rows) {
  FV_RETURN_IF_ERROR(HoldInstead(kKeepers, register_id, register_id, person_id, HeldAs::kKeeper, rows));
  return DeputiseIn(register_id, "", deputy_id, rows);
}

}  // namespace

absl::Status HoldCalendar(std::string_view calendar_id, const team::v1::CalendarEvent& event,
                          projection::RowBatch& rows) {
  if (event.has_calendar_opened())
    return DeputiseIn(calendar_id, "", event.calendar_opened().keeper().deputy_person_id(), rows);
  if (!event.has_calendar_entrusted()) return absl::OkStatus();
  return DeputiseIn(calendar_id, "", event.calendar_entrusted().deputy_person_id(), rows);
}

absl::Status HoldSocialSpace(std::string_view space_id, const team::v1::SocialSpaceEvent& event,
                             projection::RowBatch& rows) {
  if (event.has_social_space_defined())
    return DeputiseIn(space_id, "", event.social_space_defined().team().deputy_person_id(), rows);
  if (!event.has_social_space_entrusted()) return absl::OkStatus();
  return DeputiseIn(space_id, "", event.social_space_entrusted().deputy_person_id(), rows);
}

absl::Status HoldAgreement(std::string_view agreement_id, const team::v1::AgreementEvent& event,
                           projection::RowBatch& rows) {
  if (event.has_agreement_adopted())
    return KeepBy(agreement_id, event.agreement_adopted().keeper().person_id(),
                  event.agreement_adopted().keeper().deputy_person_id(), rows);
  if (event.has_agreement_entrusted())
    return KeepBy(agreement_id, event.agreement_entrusted().person_id(),
                  event.agreement_entrusted().deputy_person_id(), rows);
  if (event.has_agreement_signed())
    return DeputiseIn(agreement_id, event.agreement_signed().organisation_id(),
                      event.agreement_signed().deputy_person_id(), rows);
  if (event.has_crisis_contact_named())
    return DeputiseIn(agreement_id, event.crisis_contact_named().organisation_id(),
                      event.crisis_contact_named().deputy_person_id(), rows);
  if (!event.has_agreement_left()) return absl::OkStatus();
  return DeputiseIn(agreement_id, event.agreement_left().organisation_id(), "", rows);
}

absl::Status HoldMembership(std::string_view membership_id, const team::v1::MembershipEvent& event,
                            projection::RowBatch& rows) {
  if (event.has_membership_founded())
    return KeepBy(membership_id, event.membership_founded().keeper().person_id(),
                  event.membership_founded().keeper().deputy_person_id(), rows);
  if (event.has_membership_entrusted())
    return KeepBy(membership_id, event.membership_entrusted().person_id(),
                  event.membership_entrusted().deputy_person_id(), rows);
  if (event.has_member_successor_named()) {
    const auto& named = event.member_successor_named();
    rows.Put(kFollowers, Key(membership_id, named.successor_person_id(), HeldAs::kMember), named.person_id());
    return absl::OkStatus();
  }
  if (event.has_member_deputy_named())
    return DeputiseIn(membership_id, event.member_deputy_named().person_id(),
                      event.member_deputy_named().deputy_person_id(), rows);
  if (!event.has_member_accepted()) return absl::OkStatus();
  const std::string& person_id = event.member_accepted().person_id();
  const std::string asked = Key(membership_id, person_id, HeldAs::kMember);
  FV_ASSIGN_OR_RETURN(const auto before, rows.Get(kFollowers, asked));
  if (before) {
    rows.Delete(kHeld, Key(*before, membership_id, HeldAs::kMember));
    FV_RETURN_IF_ERROR(DeputiseIn(membership_id, *before, "", rows));
  }
  FV_RETURN_IF_ERROR(DeputiseIn(membership_id, person_id, event.member_accepted().deputy_person_id(), rows));
  rows.Delete(kFollowers, asked);
  rows.Put(kHeld, Key(person_id, membership_id, HeldAs::kMember), "");
  rows.Put(kHeldIn, Key(membership_id, person_id, HeldAs::kMember), "");
  return absl::OkStatus();
}

absl::StatusOr<team::v1::OpenResponsibilities> CountHeld(const projection::Rows& rows,
                                                         std::string_view person_id) {
  team::v1::OpenResponsibilities open;
  FV_RETURN_IF_ERROR(ForEach(rows, kHeld, person_id, [&](const std::string&, HeldAs as) {
    switch (as) {
      case HeldAs::kCase:
      case HeldAs::kOrigin:
        open.set_cases(open.cases() + 1);
        break;
      case HeldAs::kNight:
        open.set_nights(open.nights() + 1);
        break;
      case HeldAs::kSeat:
        open.set_seats(open.seats() + 1);
        break;
      case HeldAs::kCoordination:
        open.set_coordinations(open.coordinations() + 1);
        break;
      case HeldAs::kAftercare:
        open.set_aftercares(open.aftercares() + 1);
        break;
      case HeldAs::kGuardian:
        open.set_guardianships(open.guardianships() + 1);
        break;
      case HeldAs::kCrisisLead:
        open.set_crisis_leads(open.crisis_leads() + 1);
        break;
      case HeldAs::kDeputy:
      case HeldAs::kNightDeputy:
      case HeldAs::kCoordinationDeputy:
      case HeldAs::kRegisterDeputy:
      case HeldAs::kDeploymentDeputy:
        open.set_deputyships(open.deputyships() + 1);
        break;
      case HeldAs::kDeployment:
        open.set_deployments(open.deployments() + 1);
        break;
      case HeldAs::kNavigator:
        open.set_navigations(open.navigations() + 1);
        break;
      case HeldAs::kMember:
        open.set_memberships(open.memberships() + 1);
        break;
      case HeldAs::kKeeper:
        open.set_registers(open.registers() + 1);
        break;
      case HeldAs::kReturn:
        open.set_returns(open.returns() + 1);
        break;
      case HeldAs::kOffer:
        open.set_offers(open.offers() + 1);
        break;
    }
    return true;
  }));
  return open;
}

absl::StatusOr<std::vector<std::string>> CasesHeldBy(const projection::Rows& rows, std::string_view person_id,
                                                     size_t limit) {
  std::vector<std::string> cases;
  FV_RETURN_IF_ERROR(ForEach(rows, kHeld, person_id, [&](const std::string& case_id, HeldAs as) {
    if (as == HeldAs::kCase) cases.push_back(case_id);
    return cases.size() < limit;
  }));
  return cases;
}

absl::StatusOr<std::vector<std::string>> CasesCommittedTo(const projection::Rows& rows,
                                                          std::string_view organisation_id) {
  std::vector<std::string> cases;
  FV_RETURN_IF_ERROR(ForEach(rows, kCommitted, organisation_id, [&](const std::string& case_id, HeldAs) {
    cases.push_back(case_id);
    return true;
  }));
  return cases;
}

void NoteLeaving(std::string_view organisation_id, const team::v1::OrganisationEvent& event,
                 projection::RowBatch& rows) {
  if (event.has_organisation_leaving())
    rows.Put(kLeaving, organisation_id, event.organisation_leaving().SerializeAsString());
  if (event.has_organisation_stays()) rows.Delete(kLeaving, organisation_id);
}

absl::StatusOr<std::vector<LeavingPartner>> LeavingPartnersOf(const projection::Rows& rows,
                                                              std::string_view case_id) {
  std::vector<LeavingPartner> partners;
  projection::RowCursor cursor(rows, kLeaving, "");
  while (true) {
    FV_ASSIGN_OR_RETURN(const projection::Row* row, cursor.Next());
    if (row == nullptr) return partners;
    FV_ASSIGN_OR_RETURN(const auto committed, rows.Get(kCommitted, Key(row->key, case_id, HeldAs::kSeat)));
    if (!committed) continue;
    LeavingPartner& partner = partners.emplace_back(LeavingPartner{row->key, {}});
    if (!partner.leaving.ParseFromString(row->value))
      return absl::DataLossError("a row of a partner that leaves is unreadable");
  }
}

absl::StatusOr<std::vector<std::string>> PersonsIn(const projection::Rows& rows, std::string_view case_id) {
  std::set<std::string> persons;
  FV_RETURN_IF_ERROR(ForEach(rows, kHeldIn, case_id, [&](const std::string& person_id, HeldAs) {
    persons.insert(person_id);
    return true;
  }));
  return std::vector<std::string>(persons.begin(), persons.end());
}

}  // namespace fallverbund::casework
