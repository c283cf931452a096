// The exhaustive exploration of the case once more, with the audit's checker going along: behind every step
// the case's invariants hold, the checker finds nothing, and both name the same holder of each strand. Only
// what the case decides by itself is tried: what follows from another service's record is judged together
// with that record, in the simulation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "libs/base/time.h"
#include "libs/eventlog/oneof.h"
#include "services/audit/domain/checker.h"
#include "services/audit/domain/testing/memory_in_maps.h"
#include "services/case/domain/testing/case_story.h"
#include "services/case/domain/testing/explore_worlds.h"
#include "tests/simulation/differ.h"

namespace fallverbund::simulation {
namespace {

using casework::testing::Bounds;
using casework::testing::Companion;
using casework::testing::Exploration;
using casework::testing::kStart;
using casework::testing::Step;

// What the checker and the case do not agree on, and the first step that showed it.
using Disagreements = std::map<std::string, std::string>;

constexpr char kCase[] = "case";

class Auditor final : public Companion {
 public:
  explicit Auditor(Disagreements& found) : found_(found) {
    // The organisations and persons of the exploration's world.
    Registers("A", team::v1::ORGANISATION_KIND_YOUTH_OFFICE, {"a1", "a2", "a3", "a4"});
    Registers("B", team::v1::ORGANISATION_KIND_PROVIDER, {"b1", "b2"});
    Registers("C", team::v1::ORGANISATION_KIND_YOUTH_OFFICE, {"c1", "c2"});
    Registers("D", team::v1::ORGANISATION_KIND_YOUTH_OFFICE, {"d1", "d2"});
    const casework::v1::CaseOpened opened =
        casework::testing::Open({"A", "n", "a1"}, {"A", "n", "a2"}).opened;
    intake::v1::InquiryEvent received, eligible;
    received.mutable_inquiry_received()->set_subject_id(opened.subject_id());
    *received.mutable_inquiry_received()->mutable_holder() = opened.holder();
    Take("intake", "inquiry", opened.origin().aggregate_id(), {"A", "a1", ""}, std::vector{received});
    position_ = opened.origin().position() - 1;
    *eligible.mutable_inquiry_found_eligible()->mutable_holder() = opened.holder();
    *eligible.mutable_inquiry_found_eligible()->mutable_tonight() = opened.tonight();
    eligible.mutable_inquiry_found_eligible()->set_subject_id(opened.subject_id());
    Take("intake", "inquiry", opened.origin().aggregate_id(), {"B", "b1", ""}, std::vector{eligible});
  }

  std::shared_ptr<const Companion> After(const Step& step) const override {
    if (!IsOfTheCaseAlone(step)) return nullptr;
    auto next = std::make_shared<Auditor>(*this);
    if (const auto* invite = decider::GetIf<casework::InviteTeam>(&step.command)) next->Proposes(*invite);
    if (const auto* go = decider::GetIf<casework::LetPartnerGo>(&step.command)) next->Goes(*go);
    if (const auto* stay = decider::GetIf<casework::LetPartnerStay>(&step.command)) next->Stays(*stay);
    const std::vector<std::string> findings = next->Take("case", kCase, kCase, step.given.actor, step.events,
                                                         step.given.now, step.given.occurred_at);
    for (const std::string& finding : findings) found_.emplace("the audit finds " + finding, Said(step));
    const auto chain = next->memory_.ChainOf(kCase);
    const auto file = chain ? next->memory_.File(*chain) : std::nullopt;
    const std::string what = file ? Differ(step.after, *file) : "that there is a case";
    if (!what.empty()) found_.emplace("case and audit differ on " + what, Said(step));
    return next;
  }

 private:
  // Not what follows a deployment, a crisis or a stay; nor who is offered a leaver's cases, since in the
  // small world whoever leaves acts on. The case opens as its origin says.
  static bool IsOfTheCaseAlone(const Step& step) {
    if (const auto* open = decider::GetIf<casework::OpenCase>(&step.command))
      return open->opened.origin().aggregate_id() == "inquiry" && open->opened.holder().person_id() == "a1";
    const casework::Command& command = step.command;
    return !decider::Holds<casework::TakeOverTonight>(command) &&
           !decider::Holds<casework::AwakenForCrisis>(command) &&
           !decider::Holds<casework::BeginCrisisLead>(command) &&
           !decider::Holds<casework::EndCrisisLead>(command) &&
           !decider::Holds<casework::MoveForClinic>(command) &&
           !decider::Holds<casework::OfferOfLeaver>(command);
  }

  static std::string Said(const Step& step) {
    std::string said = step.given.actor.person + ":";
    for (const auto& event : step.events) absl::StrAppend(&said, " ", eventlog::PackOneof(event).type());
    return said;
  }

  void Registers(const std::string& organisation, team::v1::OrganisationKind kind,
                 const std::vector<std::string>& persons) {
    std::vector<team::v1::OrganisationEvent> events(1);
    events[0].mutable_organisation_registered()->set_organisation_id(organisation);
    events[0].mutable_organisation_registered()->set_kind(kind);
    for (const std::string& person : persons)
      events.emplace_back().mutable_person_registered()->set_person_id(person);
    Take("team", "organisation", organisation, {"team", "", ""}, events);
  }

  // What the case follows in other records, which it knows from there.
  void Proposes(const casework::InviteTeam& invite) {
    team::v1::TeamEvent event;
    event.mutable_team_proposed()->set_case_id(kCase);
    *event.mutable_team_proposed()->mutable_coordinator() = invite.coordinator;
    Take("team", "team", invite.team_id,
         {invite.coordinator.organisation_id(), invite.coordinator.person_id(), ""}, std::vector{event});
  }
  void Goes(const casework::LetPartnerGo& go) {
    team::v1::OrganisationEvent event;
    event.mutable_organisation_leaving()->set_cause(go.cause);
    *event.mutable_organisation_leaving()->mutable_until() = ToProto(go.until);
    Take("team", "organisation", go.organisation_id, {"team", "", ""}, std::vector{event});
  }
  void Stays(const casework::LetPartnerStay& stay) {
    team::v1::OrganisationEvent event;
    event.mutable_organisation_stays();
    Take("team", "organisation", stay.organisation_id, {"team", "", ""}, std::vector{event});
  }

  // Kinds and details of what the checker finds.
  template <class Event>
  std::vector<std::string> Take(const std::string& context, const std::string& type,
                                const std::string& aggregate_id, const decider::Actor& actor,
                                const std::vector<Event>& events, absl::Time now = kStart,
                                absl::Time occurred_at = kStart) {
    eventlog::v1::Commit commit;
    commit.set_aggregate_type(type);
    commit.mutable_actor()->set_organisation(actor.organisation);
    commit.mutable_actor()->set_person(actor.person);
    commit.mutable_actor()->set_role(actor.role);
    *commit.mutable_recorded_at() = ToProto(now);
    *commit.mutable_occurred_at() = ToProto(occurred_at);
    for (const Event& event : events) *commit.add_events() = eventlog::PackOneof(event);
    known_at_ = std::max(known_at_, now);
    std::vector<std::string> findings;
    const audit::Entry entry{++position_, context, aggregate_id, commit, known_at_};
    for (const auto& finding : audit::Take(entry, audit::Bounds{}, memory_).verdict.findings) {
      // Days that passed in one leap left no time to write the overdue entry; that is the leap's fault.
      if (finding.kind() == audit::v1::FINDING_KIND_STANDBY_OVERDUE) continue;
      findings.push_back(absl::StrCat(audit::v1::FindingKind_Name(finding.kind()), " ", finding.detail()));
    }
    return findings;
  }

  Disagreements& found_;
  audit::testing::MemoryInMaps memory_;
  uint64_t position_ = 0;
  absl::Time known_at_ = absl::InfinitePast();
};

constexpr size_t kBound = 8'000;  // most worlds have fewer states

class ExploreWithTheAuditTest : public ::testing::TestWithParam<casework::testing::Small> {};

TEST_P(ExploreWithTheAuditTest, AgreesBehindEveryStep) {
  Disagreements disagreements;
  Bounds bounds{GetParam().themes, kBound};
  bounds.themes.insert(casework::testing::Theme::kOpening);
  bounds.companion = std::make_shared<Auditor>(disagreements);
  const std::clock_t begin = std::clock();
  const Exploration found = casework::testing::Explore(bounds);
  std::printf("%zu states, %zu steps, %s, %.1f s\n", found.states, found.steps,
              found.fixpoint ? "all there are" : "stopped at the bound",
              static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
  EXPECT_GT(found.steps, 0u);
  EXPECT_THAT(found.broken, ::testing::IsEmpty());
  EXPECT_THAT(disagreements, ::testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(World, ExploreWithTheAuditTest, ::testing::ValuesIn(casework::testing::Worlds()),
                         [](const auto& world) { return std::string(world.param.name); });

}  // namespace
}  // namespace fallverbund::simulation
