#include "tests/simulation/ledger.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/eventlog/v1/commit.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "libs/base/check.h"
#include "libs/base/time.h"
#include "libs/command/given.h"
#include "libs/eventlog/oneof.h"
#include "libs/eventlog/subject.h"
#include "services/case/domain/case_decider.h"
#include "services/case/domain/invariants.h"
#include "tests/simulation/differ.h"

namespace fallverbund::simulation {
namespace {

bool HasPerson(const care::Holder& holder) {
  return !holder.organisation_id.empty() && !holder.person_id.empty();
}

// The simulation's directory, as the invariants ask it.
class Association final : public casework::testing::World {
 public:
  bool IsPublicBody(const std::string& organisation_id) const override {
    return IsA(team::v1::ORGANISATION_KIND_YOUTH_OFFICE, organisation_id);
  }
  bool IsEmergencyService(const std::string& organisation_id) const override {
    return IsA(team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE, organisation_id);
  }
  // Who takes a young person into care, or accompanies a night, may name no unit.
  bool IsKnown(const care::Holder& holder) const override {
    const Person* person = FindAnybody(holder.person_id);
    return person != nullptr && person->organisation == holder.organisation_id &&
           (holder.unit_id.empty() || person->unit == holder.unit_id);
  }

 private:
  static bool IsA(team::v1::OrganisationKind kind, std::string_view id) {
    const Organisation& organisation = OrganisationOf(id);  // or the first, of an id that nobody has
    return organisation.kind == kind && organisation.administrator.organisation == id;
  }
};

void NoteIds(const google::protobuf::Message& message, Names& names) {
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    std::string name(field->name());
    if (field->is_repeated() && name.ends_with("_ids")) name.pop_back();
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        NoteIds(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                     : reflection.GetMessage(message, field),
                names);
      } else if (field->type() == google::protobuf::FieldDescriptor::TYPE_STRING && name.ends_with("_id")) {
        std::vector<std::string>& known = names[name];
        const std::string id = field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                    : reflection.GetString(message, field);
        if (std::find(known.begin(), known.end(), id) == known.end()) known.push_back(id);
      }
    }
  }
}
void NoteIds(const eventlog::v1::Event& event, Names& names) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(event.type());
  if (type == nullptr) return;
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  FV_CHECK(message->ParseFromString(event.data()));
  NoteIds(*message, names);
}

}  // namespace

void Ledger::ReadOn(eventlog::EventLog& log) {
  while (true) {
    const auto head = log.HeadFromLeader();
    FV_CHECK(head.ok());
    if (position_ == *head) return;
    const auto message = log.ReadFromLeader(position_ + 1);
    FV_CHECK(message.ok() && message->has_value());
    Take(**message);
    ++position_;
  }
}

void Ledger::CaseDecided(const std::string& command_id, const casework::State& before,
                         const casework::Command& command, const decider::Given& given,
                         const casework::Events& events) {
  static const Association association;
  casework::State after = before;
  for (const auto& event : events) after = casework::CaseDecider::Evolve(std::move(after), event, given);
  const casework::testing::Step step{association, before, command, given, events, after};
  std::string& broken = decided_[command_id];  // of one that lost a race, the last decision counts
  broken.clear();
  for (const auto& invariant : casework::testing::Invariants()) {
    if (!invariant.holds(step)) absl::StrAppend(&broken, broken.empty() ? "" : "; ", invariant.name);
  }
  if (broken.empty()) return;
  std::string said;
  for (const auto& event : events) absl::StrAppend(&said, " ", eventlog::PackOneof(event).type());
  wrong_(absl::StrCat("R0: a case breaks ", broken, " by", said));
}

// Of what a case decided and wrote: either may be wrong, or both.
void Ledger::CompareWithAudit(const std::string& command_id, bool found, uint64_t position) {
  const auto decided = decided_.find(command_id);
  if (decided == decided_.end()) {
    wrong_(absl::StrCat("R0: nobody saw the case decide what stands at position ", position));
  } else if (decided->second.empty() == found) {
    wrong_(absl::StrCat("R0: at position ", position, " the audit finds ", found ? "something" : "nothing",
                        ", and the case breaks ", found ? "no invariant" : decided->second));
  }
}

void Ledger::Take(const eventlog::StoredMessage& message) {
  eventlog::v1::Envelope envelope;
  eventlog::v1::Commit commit;
  FV_CHECK(envelope.ParseFromString(message.payload) && commit.ParseFromString(envelope.signed_part()));
  const auto subject = eventlog::ParseSubject(message.subject);
  FV_CHECK(subject.has_value());

  uint64_t& version = versions_[message.subject];
  if (commit.aggregate_version() != version + 1) {
    wrong_(absl::StrCat("P8: position ", message.position, " is version ", commit.aggregate_version(),
                        " of its record, behind version ", version));
  }
  version = commit.aggregate_version();
  if (!commit.command_id().empty() && by_command_.contains(commit.command_id())) {
    wrong_(absl::StrCat("P9: position ", message.position, " (", subject->context, " ",
                        commit.aggregate_type(), ") takes effect for command ", commit.command_id(),
                        ", which position ", by_command_.find(commit.command_id())->second, " did already"));
  }
  by_command_.emplace(commit.command_id(), message.position);
  std::string events;
  for (const auto& event : commit.events())
    absl::StrAppend(&events, " ", event.type().substr(event.type().rfind('.') + 1));
  by_position_[message.position] = {message.position, commit.commit_id(),    commit.command_id(),
                                    subject->context, subject->aggregate_id, commit.aggregate_type(),
                                    std::move(events)};
  last_[subject->aggregate_id].push_back(message.position);
  if (known_.emplace(commit.aggregate_type(), subject->aggregate_id).second)  // a settlement may come first
    ids_[commit.aggregate_type()].push_back(subject->aggregate_id);

  for (const auto& event : commit.events()) NoteIds(event, names_[subject->aggregate_id]);

  if (commit.aggregate_type() == "organisation") TakeDirectory(subject->aggregate_id, commit);
  if (commit.aggregate_type() == "transition") TakeTransition(subject->aggregate_id, commit);
  if (commit.aggregate_type() == "deployment") TakeDeployment(subject->aggregate_id, commit);
  if (commit.aggregate_type() == "crisis") TakeCrisis(subject->aggregate_id, commit, message.position);
  const std::string bytes = commit.SerializeAsString();
  const bool names_closed = std::any_of(closed_.begin(), closed_.end(), [&](const std::string& person) {
    return bytes.find(person) != std::string::npos;
  });
  known_at_ = std::max(known_at_, FromProto(commit.recorded_at()));
  const audit::Entry entry{message.position, subject->context, subject->aggregate_id, commit, known_at_};
  bool found = false;
  for (const auto& finding : audit::Take(entry, audit::Bounds{}, memory_).verdict.findings) {
    // Days that passed in one leap left no time to write the overdue entry; that is the leap's fault.
    if (finding.kind() == audit::v1::FINDING_KIND_STANDBY_OVERDUE) continue;
    if (names_closed) {
      late_.insert(message.position);
      late_about_.insert(memory_.ChainOf(subject->aggregate_id).value_or(""));
      continue;
    }
    found = true;
    wrong_(absl::StrCat("P12: the audit finds at ", finding.position(), ": ",
                        audit::v1::FindingKind_Name(finding.kind()), " ", finding.detail()));
  }

  if (subject->context != casework::CaseDecider::kContext ||
      commit.aggregate_type() != casework::CaseDecider::kAggregateType) {
    return;
  }
  CompareWithAudit(commit.command_id(), found, message.position);
  casework::State& state = cases_[subject->aggregate_id];
  for (const auto& stored : commit.events()) {
    auto event = eventlog::UnpackOneof<casework::v1::CaseEvent>(stored);
    FV_CHECK(event.ok());
    state = casework::CaseDecider::Evolve(std::move(state), *event, command::GivenOf(commit));
  }
  if (!state.opened() || !state.responsibility.held() || !HasPerson(state.responsibility.holder()) ||
      !state.tonight.held() || !HasPerson(state.tonight.holder().holder)) {
    wrong_(absl::StrCat("P12: from position ", message.position, " on nobody holds case ",
                        subject->aggregate_id, ", or nobody tonight"));
    return;
  }
  const auto chain = memory_.ChainOf(subject->aggregate_id);
  const auto file = chain ? memory_.File(*chain) : std::nullopt;
  const std::string what = file ? Differ(state, *file) : "that there is such a case";
  if (!what.empty() && !late_about_.contains(chain.value_or("")))
    wrong_(absl::StrCat("P12: at position ", message.position, " case and audit differ on ", what));
}

// E5: always exactly one navigator, until a lawful end.
void Ledger::TakeTransition(const std::string& transition_id, const eventlog::v1::Commit& commit) {
  intake::TransitionState& state = transitions_[transition_id];
  for (const auto& stored : commit.events()) {
    auto event = eventlog::UnpackOneof<intake::v1::TransitionEvent>(stored);
    FV_CHECK(event.ok());
    state = intake::TransitionDecider::Evolve(std::move(state), *event, command::GivenOf(commit));
  }
  if (state.goes_on() && (!state.navigator.held() || !HasPerson(state.navigator.holder())))
    wrong_(absl::StrCat("E5: nobody accompanies family ", transition_id));
}

void Ledger::TakeDeployment(const std::string& deployment_id, const eventlog::v1::Commit& commit) {
  crisis::DeploymentState& state = deployments_[deployment_id];
  for (const auto& stored : commit.events()) {
    auto event = eventlog::UnpackOneof<crisis::v1::DeploymentEvent>(stored);
    FV_CHECK(event.ok());
    state = crisis::DeploymentDecider::Evolve(std::move(state), *event, command::GivenOf(commit));
    if (event->has_deployment_ended()) JudgeNights(deployment_id, event->deployment_ended());
  }
}

// Two instances' clocks, each an hour off at most.
constexpr absl::Duration kClocksApart = absl::Hours(2);

// A18: a night that colleagues of a team pass on is counted once.
void Ledger::JudgeNights(const std::string& deployment_id, const crisis::v1::DeploymentEnded& ended) {
  if (ended.mode() != crisis::v1::DEPLOYMENT_MODE_OVERNIGHT) return;
  const absl::Time from = deployments_[deployment_id].accepted_at, until = FromProto(ended.nights_until());
  auto& counted = nights_[ended.case_id() + ended.crisis_team_organisation_id()];
  for (const auto& [other_from, other_until] : counted) {
    if (std::min(until, other_until) - std::max(from, other_from) > kClocksApart)
      wrong_(absl::StrCat("A18: deployment ", deployment_id, " counts nights that a colleague's counts"));
  }
  counted.emplace_back(from, until);
}

void Ledger::TakeCrisis(const std::string& crisis_id, const eventlog::v1::Commit& commit, uint64_t position) {
  using crisis::v1::CrisisEvent;
  crisis::CrisisState& state = crises_[crisis_id];
  bool begins = false, missing = false;
  for (const auto& stored : commit.events()) {
    auto event = eventlog::UnpackOneof<CrisisEvent>(stored);
    FV_CHECK(event.ok());
    if (event->has_leg_acknowledged()) JudgeLeg(crisis_id, event->leg_acknowledged());
    begins |= event->has_crisis_opened() || event->alarm_repeated().again();
    missing |= event->crisis_deadline_overdue().clock() == common::v1::CLOCK_KIND_CRISIS_LEG ||
               event->crisis_deadline_escalated().clock() == common::v1::CLOCK_KIND_CRISIS_LEG;
    state = crisis::CrisisDecider::Evolve(std::move(state), *event, command::GivenOf(commit));
  }
  if (begins) JudgeBeginning(crisis_id);
  if (missing) NoteMissing(crisis_id, position);
}

// Twice, or by somebody else for an organisation that can say so itself: never.
void Ledger::JudgeLeg(const std::string& crisis_id, const crisis::v1::LegAcknowledged& said) {
  const crisis::Episode* open = crises_[crisis_id].Open();
  const care::Leg* leg = open == nullptr ? nullptr : open->legs.Find(said.party());
  const std::string which =
      absl::StrCat(common::v1::CrisisParty_Name(said.party()), " of crisis ", crisis_id);
  if (leg == nullptr) return wrong_(absl::StrCat("D2: ", which, " acknowledges, and is no leg"));
  if (leg->acknowledged()) wrong_(absl::StrCat("D2: ", which, " acknowledges twice"));
  if (said.told() != leg->organisation_id.empty() ||
      (!said.told() && said.organisation_id() != leg->organisation_id))
    wrong_(absl::StrCat("D2: ", which, " is acknowledged by another"));
}

// All five legs in this one commit, each with a date of its own.
void Ledger::JudgeBeginning(const std::string& crisis_id) {
  const crisis::CrisisState& state = crises_[crisis_id];
  const crisis::Episode* open = state.Open();
  if (open == nullptr || !open->legs.CoversAll())
    return wrong_(absl::StrCat("D2: crisis ", crisis_id, " begins without all of its legs"));
  for (const care::Leg& leg : open->legs.all()) {
    const auto* clock = state.clocks.Find(common::v1::CLOCK_KIND_CRISIS_LEG, care::LegObject(leg.party));
    if (leg.acknowledged() || clock == nullptr || clock->overdue)
      wrong_(absl::StrCat("D2: crisis ", crisis_id, " begins, and a leg does not"));
  }
}

void Ledger::NoteMissing(const std::string& crisis_id, uint64_t position) {
  const crisis::CrisisState& state = crises_[crisis_id];
  const auto found = cases_.find(state.case_id);
  const crisis::Episode& episode = state.episodes.back();
  std::set<std::string> told;
  if (found != cases_.end()) told.insert(found->second.responsibility.holder().organisation_id);
  // Who led the episode before leads in the case until it has read that it is over.
  const bool arrived =
      found != cases_.end() && found->second.crisis && found->second.crisis->episode == episode.number;
  told.insert(arrived ? found->second.crisis->lead.holder().organisation_id : episode.lead.organisation_id);
  for (const std::string& organisation : told) missing_legs_.push_back({position, organisation});
}

void Ledger::TakeDirectory(const std::string& organisation_id, const eventlog::v1::Commit& commit) {
  for (const auto& stored : commit.events()) {
    auto event = eventlog::UnpackOneof<team::v1::OrganisationEvent>(stored);
    FV_CHECK(event.ok());
    if (event->has_deactivation_requested()) going_.insert(event->deactivation_requested().person_id());
    if (event->has_person_deactivated()) closed_.insert(event->person_deactivated().person_id());
    if (event->has_deactivation_answered() && !event->deactivation_answered().stays_closed())
      closed_.erase(event->deactivation_answered().person_id());
    if (event->has_deactivation_answered()) {  // what came late is told, and the account stays closed (B7)
      const auto& open = event->deactivation_answered().open();
      if (open.cases() + open.nights() > 0)
        told_of_.insert(event->deactivation_answered().person_id());
      else
        told_of_.erase(event->deactivation_answered().person_id());
    }
    if (event->has_deactivation_withdrawn()) closed_.erase(event->deactivation_withdrawn().person_id());
    if (event->has_deactivation_withdrawn()) going_.erase(event->deactivation_withdrawn().person_id());
    if (event->has_organisation_leaving()) going_.insert(organisation_id);
    if (event->has_organisation_stays()) going_.erase(organisation_id);
  }
}

std::set<std::string> Ledger::ClosedThoughTheyHave() const {
  std::set<std::string> closed;
  for (const auto& [id, state] : cases_) {
    if (state.ended) continue;
    // A case that came back to nobody is due of whoever can name somebody; the account stays closed (B7).
    if (state.clocks.Find(common::v1::CLOCK_KIND_HOLDER_REACHABLE, "") != nullptr) continue;
    for (const std::string& person :
         {state.responsibility.holder().person_id, state.tonight.holder().holder.person_id}) {
      if (closed_.contains(person) && !told_of_.contains(person)) closed.insert(person);
    }
  }
  return closed;
}

std::vector<Recorded> Ledger::OfCommand(const std::string& command_id) const {
  std::vector<Recorded> found;
  const auto [first, last] = by_command_.equal_range(command_id);
  for (auto it = first; it != last; ++it) found.push_back(by_position_.at(it->second));
  return found;
}

const Recorded* Ledger::At(uint64_t position) const {
  const auto found = by_position_.find(position);
  return found == by_position_.end() ? nullptr : &found->second;
}

uint64_t Ledger::LastOf(const std::string& aggregate_id, uint64_t until) const {
  const auto found = last_.find(aggregate_id);
  if (found == last_.end()) return 0;
  const auto behind = std::upper_bound(found->second.begin(), found->second.end(), until);
  return behind == found->second.begin() ? 0 : *std::prev(behind);
}

const Names& Ledger::NamedIn(const std::string& aggregate_id) const {
  static const Names none;
  const auto found = names_.find(aggregate_id);
  return found == names_.end() ? none : found->second;
}

const std::vector<std::string>& Ledger::Ids(const std::string& type) const {
  static const std::vector<std::string> none;
  const auto found = ids_.find(type);
  return found == ids_.end() ? none : found->second;
}

}  // namespace fallverbund::simulation
