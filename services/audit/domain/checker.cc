#include "services/audit/domain/checker.h"

#include <algorithm>
#include <set>
#include <utility>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/keys/v1/erasure_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/base/time.h"
#include "services/audit/domain/bench.h"
#include "services/audit/domain/judge.h"
#include "services/audit/domain/judge_decision.h"
#include "services/audit/domain/judge_pool.h"
#include "services/audit/domain/judge_prevention.h"
#include "services/audit/domain/schema.h"
#include "services/audit/domain/unpack.h"

namespace fallverbund::audit {
namespace {

using eventlog::v1::Event;

// What a commit says about where it belongs.
struct Ties {
  bool begins_chain = false;  // an inquiry, a contact about somebody identifiable, a case
  std::string belongs_to;     // id of another aggregate whose chain it joins
  std::string subject_id;
};

void Tie(const intake::v1::ContactEvent& event, Ties& ties) {
  if (!event.has_contact_received()) return;
  ties.subject_id = event.contact_received().subject_id();
  ties.begins_chain =
      event.contact_received().kind() != intake::v1::CONTACT_KIND_DIALOG || !ties.subject_id.empty();
}

void Tie(const intake::v1::InquiryEvent& event, Ties& ties) {
  if (!event.has_inquiry_received()) return;
  ties.subject_id = event.inquiry_received().subject_id();
  ties.begins_chain = true;
}

void Tie(const casework::v1::CaseEvent& event, Ties& ties) {
  if (event.has_case_opened()) ties.belongs_to = event.case_opened().origin().aggregate_id();
}

void Tie(const team::v1::TeamEvent& event, Ties& ties) {
  if (event.has_team_proposed()) ties.belongs_to = event.team_proposed().case_id();
}

void Tie(const crisis::v1::DeploymentEvent& event, Ties& ties) {
  if (event.has_deployment_requested()) ties.belongs_to = event.deployment_requested().case_id();
}

// Of somebody unknown it begins the chain, as a first contact does (N2).
void Tie(const crisis::v1::CrisisEvent& event, Ties& ties) {
  if (event.has_crisis_opened()) ties.belongs_to = event.crisis_opened().case_id();
  if (!event.has_crisis_case_requested()) return;
  ties.subject_id = event.crisis_case_requested().subject_id();
  ties.begins_chain = true;
}

template <class Sum>
Ties TiesIn(const Entry& entry) {
  Ties ties;
  for (const Event& event : entry.commit.events()) {
    if (auto known = Unpack<Sum>(event)) Tie(*known, ties);
  }
  return ties;
}

Ties TiesOf(const Entry& entry) {
  switch (AreaOf(entry)) {
    case Area::kContact:
      return TiesIn<intake::v1::ContactEvent>(entry);
    case Area::kInquiry:
      return TiesIn<intake::v1::InquiryEvent>(entry);
    case Area::kCase: {
      Ties ties = TiesIn<casework::v1::CaseEvent>(entry);
      ties.begins_chain = true;  // also when the first event is not its opening: that is judged, not skipped
      return ties;
    }
    case Area::kTeam:
      return TiesIn<team::v1::TeamEvent>(entry);
    case Area::kDeployment:
      return TiesIn<crisis::v1::DeploymentEvent>(entry);
    case Area::kCrisis:
      return TiesIn<crisis::v1::CrisisEvent>(entry);
    case Area::kOrganisation:
    case Area::kRegister:
    case Area::kPrevention:
    case Area::kKey:
    case Area::kOther:
      return {};
  }
  return {};
}

v1::CaseFile NewFile(std::string_view chain_id) {
  v1::CaseFile file;
  file.set_chain_id(std::string(chain_id));
  return file;
}

// The file of the commit's chain: where its aggregate already belongs, else where it says, else a new one.
std::optional<v1::CaseFile> FileFor(const Entry& entry, const Memory& memory) {
  if (auto chain = memory.ChainOf(entry.aggregate_id)) return memory.File(*chain);
  const Ties ties = TiesOf(entry);
  std::string rival;
  if (!ties.belongs_to.empty()) {
    if (auto chain = memory.ChainOf(ties.belongs_to)) {
      auto file = memory.File(*chain);
      const bool second_case = AreaOf(entry) == Area::kCase && file && !file->case_id().empty();
      if (!second_case) return file;
      rival = *chain;
    }
  }
  if (!ties.begins_chain) return std::nullopt;
  v1::CaseFile file = NewFile(entry.aggregate_id);
  if (rival.empty() && !ties.subject_id.empty()) rival = memory.ChainOfSubject(ties.subject_id).value_or("");
  file.set_rival_id(rival);
  return file;
}

// The numbers by which dates are judged here; a date that follows from another one stands in its event.
void TakeTerms(const std::string& organisation, const common::v1::OfficeTerms& terms, Memory& memory) {
  using common::v1::OfficeTerms;
  const auto take = [&](int field, uint32_t number) {
    if (number > 0) memory.PutSet(organisation, field, number);
  };
  take(OfficeTerms::kStandbyMissingDaysFieldNumber, terms.standby_missing_days());
  take(OfficeTerms::kStandbyDaysFieldNumber, terms.standby_days());
  take(OfficeTerms::kFirstFollowUpDaysFieldNumber, terms.first_follow_up_days());
  take(OfficeTerms::kSecondFollowUpDaysFieldNumber, terms.second_follow_up_days());
}

void TakeDirectory(const Entry& entry, Memory& memory) {
  for (const Event& event : entry.commit.events()) {
    const auto known = Unpack<team::v1::OrganisationEvent>(event);
    if (known && known->has_organisation_registered()) {
      memory.PutOrganisation(entry.aggregate_id, known->organisation_registered().organisation_id(),
                             known->organisation_registered().kind(),
                             known->organisation_registered().home_log_origin());
    }
    if (known && known->has_person_registered()) {
      auto organisation = memory.OrganisationOfAggregate(entry.aggregate_id);
      if (organisation) memory.PutPerson(known->person_registered().person_id(), *organisation);
    }
    if (known && known->has_deactivation_requested())
      memory.PutLeaving(known->deactivation_requested().person_id(), true);
    if (known && known->has_deactivation_withdrawn())
      memory.PutLeaving(known->deactivation_withdrawn().person_id(), false);
    if (known && (known->has_organisation_leaving() || known->has_organisation_stays())) {
      const auto organisation = memory.OrganisationOfAggregate(entry.aggregate_id);
      if (organisation) memory.PutLeaving(*organisation, known->has_organisation_leaving());
    }
    if (known && known->has_working_rules_set()) {
      const auto organisation = memory.OrganisationOfAggregate(entry.aggregate_id);
      if (organisation) TakeTerms(*organisation, known->working_rules_set().terms(), memory);
    }
    // N11: nobody there answers any more, so nothing may be given to that person.
    if (known && known->has_person_deactivated()) {
      memory.PutLeaving(known->person_deactivated().person_id(), true);
      memory.DropPerson(known->person_deactivated().person_id());
    }
    if (known && known->has_deactivation_answered() && !known->deactivation_answered().stays_closed()) {
      auto organisation = memory.OrganisationOfAggregate(entry.aggregate_id);
      if (organisation) memory.PutPerson(known->deactivation_answered().person_id(), *organisation);
    }
    if (known && known->has_deactivation_withdrawn()) {
      auto organisation = memory.OrganisationOfAggregate(entry.aggregate_id);
      if (organisation) memory.PutPerson(known->deactivation_withdrawn().person_id(), *organisation);
    }
  }
}

bool IsInPerson(const Entry& entry, const common::v1::Holder& holder, const Memory& memory) {
  const auto& actor = entry.commit.actor();
  return actor.person() == holder.person_id() && actor.organisation() == holder.organisation_id() &&
         memory.OrganisationOf(holder.person_id()) == std::optional<std::string>(holder.organisation_id());
}

bool HoldsIn(const v1::CaseFile& file, std::string_view person_id) {
  return std::any_of(file.open_spans().begin(), file.open_spans().end(),
                     [&](const v1::HoldingSpan& span) { return span.holder().person_id() == person_id; });
}

// N11: an account closes once nothing is held. Whoever still holds something holds it with nobody there, and
// whom somebody who is still there counts on as deputy will not come.
void TakeDeactivations(const Entry& entry, Memory& memory, Verdict& verdict) {
  for (const Event& event : entry.commit.events()) {
    const auto known = Unpack<team::v1::OrganisationEvent>(event);
    if (!known || !known->has_person_deactivated()) continue;
    const std::string& person_id = known->person_deactivated().person_id();
    for (const std::string& chain_id : memory.ChainsHeldBy(person_id)) {
      std::optional<v1::CaseFile> file = memory.File(chain_id);
      if (!file) continue;
      AddFinding(v1::FINDING_KIND_HOLDER_WITHOUT_PERSON, entry.position, chain_id,
                 HoldsIn(*file, person_id) ? "deactivated_while_holding" : "deactivated_while_deputy", *file,
                 verdict);
      memory.PutFile(*file);
    }
  }
}

// A place of the crisis team's is taken in person, before the deployment follows: it accepts by that.
void TakePlaces(const Entry& entry, Memory& memory) {
  for (const Event& event : entry.commit.events()) {
    const auto known = Unpack<crisis::v1::PoolEvent>(event);
    if (!known || !known->has_place_taken()) continue;
    const crisis::v1::PlaceTaken& taken = known->place_taken();
    const auto chain_id = memory.ChainOf(taken.case_id());
    auto file = chain_id ? memory.File(*chain_id) : std::nullopt;
    if (!file || !IsInPerson(entry, taken.holder(), memory)) continue;
    v1::DeploymentFile& deployment = *file->add_deployments();
    deployment.set_deployment_id(taken.deployment_id());
    *deployment.mutable_holder() = taken.holder();
    memory.PutFile(*file);
  }
}

// A tombstone says itself who forgot the key and when that was allowed. Whose key it was nobody can tell from
// it, so it belongs to no chain and moves no holder.
// What a family's withdrawal needs instead of two persons: it is in the log, it names this key, and the key
// is of prevention alone (E9).
const char* FlawOfWithdrawal(const Entry& entry, const keys::v1::KeyErased& erased, const Memory& memory) {
  if (erased.file_class() != common::v1::FILE_CLASS_PREVENTION) return "NOT_A_KEY_OF_PREVENTION";
  const auto file = memory.Prevention(erased.transition_id());
  const bool named =
      file && file->withdrawn() &&
      std::find(file->key_ids().begin(), file->key_ids().end(), entry.aggregate_id) != file->key_ids().end();
  return named ? nullptr : "NO_SUCH_WITHDRAWAL";
}

void TakeErasures(const Entry& entry, const Memory& memory, Verdict& verdict) {
  v1::CaseFile nobody;
  for (const Event& event : entry.commit.events()) {
    const auto known = Unpack<keys::v1::KeyEvent>(event);
    if (!known || !known->has_key_erased()) continue;
    const keys::v1::KeyErased& erased = known->key_erased();
    ++verdict.erasures;
    const char* flaw = nullptr;
    if (erased.ground() == keys::v1::ERASURE_GROUND_CONSENT_WITHDRAWN)
      flaw = FlawOfWithdrawal(entry, erased, memory);
    else if (erased.proposer_person_id().empty() || erased.approver_person_id().empty() ||
             erased.proposer_person_id() == erased.approver_person_id())
      flaw = "NOT_TWO_PERSONS";
    else if (!erased.has_retention_ends() ||
             FromProto(erased.retention_ends()) >= FromProto(erased.dropped_at()))
      flaw = "BEFORE_RETENTION_ENDED";
    if (flaw != nullptr)
      AddFinding(v1::FINDING_KIND_ERASURE_AGAINST_THE_RULE, entry.position, entry.aggregate_id, flaw, nobody,
                 verdict);
  }
}

// Of no chain: the directory, the log's own, keys, dialogs, what names a case that nobody knows.
void TakeUnchained(const Entry& entry, Memory& memory, Verdict& verdict) {
  if (AreaOf(entry) == Area::kOrganisation) {
    TakeDirectory(entry, memory);
    TakeDeactivations(entry, memory, verdict);
  }
  if (AreaOf(entry) == Area::kRegister) TakePlaces(entry, memory);
  if (AreaOf(entry) == Area::kKey) TakeErasures(entry, memory, verdict);
  if (AreaOf(entry) == Area::kPrevention) TakePrevention(entry, memory, verdict);
  if (AreaOf(entry) == Area::kRegister) TakePool(entry, memory, verdict);
  if (AreaOf(entry) == Area::kRegister) TakeDecision(entry, memory, verdict);
  v1::CaseFile nobody;
  for (const Event& event : entry.commit.events()) {
    if (KnownEvent(entry, event) != nullptr) continue;
    AddFinding(v1::FINDING_KIND_NOT_UNDERSTOOD, entry.position, entry.aggregate_id,
               SafeTypeName(event.type()), nobody, verdict);
  }
}

// Deputies of these strands are counted for whoever leaves, once there is a case; others nobody can replace.
bool DeputyCounts(const v1::CaseFile& file, common::v1::Strand strand) {
  return !file.case_id().empty() &&
         (strand == common::v1::STRAND_CASE || strand == common::v1::STRAND_TONIGHT ||
          strand == common::v1::STRAND_COORDINATION);
}

// And their deputies.
std::set<std::string> HoldersIn(const v1::CaseFile& file) {
  std::set<std::string> persons;
  for (const v1::HoldingSpan& span : file.open_spans()) {
    persons.insert(span.holder().person_id());
    if (DeputyCounts(file, span.strand())) persons.insert(span.holder().deputy_person_id());
  }
  persons.erase("");
  return persons;
}

void KeepHolders(const v1::CaseFile& before, const v1::CaseFile& after, Memory& memory) {
  const auto old = HoldersIn(before), now = HoldersIn(after);
  for (const std::string& person : old) {
    if (!now.contains(person)) memory.DropHolding(person, after.chain_id());
  }
  for (const std::string& person : now) {
    if (!old.contains(person)) memory.PutHolding(person, after.chain_id());
  }
}

void Keep(const v1::CaseFile& before, const v1::CaseFile& after, Memory& memory) {
  KeepHolders(before, after, memory);
  const bool same = before.has_wake_at() == after.has_wake_at() &&
                    FromProto(before.wake_at()) == FromProto(after.wake_at());
  if (!same && before.has_wake_at()) memory.DropWake(FromProto(before.wake_at()), after.chain_id());
  if (!same && after.has_wake_at()) memory.PutWake(FromProto(after.wake_at()), after.chain_id());
  memory.PutFile(after);
}

void Wake(const Entry& entry, const Bounds& bounds, Memory& memory, Verdict& verdict) {
  for (const std::string& chain_id : memory.WokenBefore(entry.known_at, kWokenPerCommit)) {
    const std::optional<v1::CaseFile> before = memory.File(chain_id);
    if (!before) continue;
    v1::CaseFile after = *before;
    JudgeTime(entry.position, entry.known_at, bounds, after, verdict);
    Keep(*before, after, memory);
  }
}

// A reaction that led to nothing belongs where its cause does.
std::optional<std::string> ChainOfCause(const Entry& entry, const Memory& memory) {
  if (!entry.commit.has_causation() || AreaOf(entry) != Area::kOther) return std::nullopt;
  for (const Event& event : entry.commit.events()) {
    if (!IsOfTheLog(event)) return std::nullopt;
  }
  return memory.ChainAt(entry.commit.causation().position());
}

}  // namespace

std::optional<v1::CaseFile> Memory::FileOfCase(std::string_view case_id) const {
  const auto chain = ChainOf(case_id);
  if (!chain) return std::nullopt;
  auto file = File(*chain);
  return file && file->case_id() == case_id ? std::move(file) : std::nullopt;
}

Taken Take(const Entry& entry, const Bounds& bounds, Memory& memory) {
  Taken taken;
  if (auto before = FileFor(entry, memory)) {
    v1::CaseFile after = *before;
    Judge(entry, memory, memory, bounds, after, taken.verdict);
    taken.chain_id = after.chain_id();
    memory.PutChainOf(entry.aggregate_id, after.chain_id());
    if (!after.subject_id().empty() && !memory.ChainOfSubject(after.subject_id())) {
      memory.PutChainOfSubject(after.subject_id(), after.chain_id());
    }
    Keep(*before, after, memory);
  } else {
    TakeUnchained(entry, memory, taken.verdict);
    taken.chain_id = ChainOfCause(entry, memory).value_or("");
  }
  if (!taken.chain_id.empty()) memory.PutChainAt(entry.position, taken.chain_id);
  Wake(entry, bounds, memory, taken.verdict);
  return taken;
}

}  // namespace fallverbund::audit
