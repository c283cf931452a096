#include "services/case/domain/testing/broken_by_hand.h"

#include <utility>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

class StoryWorld final : public World {
 public:
  bool IsPublicBody(const std::string& organisation_id) const override { return organisation_id == "office"; }
  bool IsKnown(const care::Holder& holder) const override { return !holder.person_id.empty(); }
};

using Tamper = void (*)(State& after, Events& events);

// Goes on from `story` with a good command and then spoils what came of it.
BrokenByHand Spoil(const char* invariant, const CaseStory& story, const Person& who, const Command& command,
                   Tamper tamper) {
  return {invariant, [=](const std::function<void(const Step&)>& look) {
            CaseStory next = story;
            Events events = next.When(who, command).events();
            State after = next.state();
            tamper(after, events);
            const decider::Given given{{who.organisation, who.id, who.role}, story.now(), story.now(), ""};
            look(Step{StoryWorld(), story.state(), command, given, events, after});
          }};
}

care::Holder Stranger() {
  return Holder(kLerche, kBerg);
}

LetPartnerGo GoesAway() {
  return {kFuchs.organisation, team::v1::LEAVING_CAUSE_LEAVES, kStart + Days(9)};
}

CaseStory Overdue() {
  CaseStory story = RestingCase();
  story.Wait(Days(14));
  return story;
}
const PassDeadline kPass{common::v1::CLOCK_KIND_STANDBY_CONTACT, "", kStart + Days(14)};

CaseStory TimeForObjectionOver() {
  CaseStory story = CaseWithEndApproved();
  story.Wait(Days(14));
  return story;
}

CaseStory EndangeredCase() {
  return std::move(CaseWithTeam().Given(kEule, SeeSigns()));
}

CaseStory HelpByDay() {
  return CaseWithRunningSetting(v1::COMPONENT_KIND_OUTPATIENT);
}

// Adler asks Specht to receive.
CaseStory ComingHome() {
  CaseStory story = CaseWithRunningSetting();
  story.Given(kFuchs, Phase(story.setting(), v1::RESIDENTIAL_PHASE_COURSE));
  return std::move(story.Given(kAdler, Phase(story.setting(), v1::RESIDENTIAL_PHASE_RETURN)));
}

// Specht has promised it, and the help has ended.
CaseStory Awaited() {
  CaseStory story = ComingHome();
  story.Given(kSpecht, Receives(story.setting()));
  return std::move(story.Given(kAdler, End(story.setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler)));
}

CaseStory RestingInAPlace() {
  return std::move(CaseWithRunningSetting().Given(
      kAdler, Rest(v1::STANDBY_REASON_STABLE, kStart + Days(90), kStart + Days(90))));
}

CaseStory InCrisis() {
  return std::move(CaseWithRunningSetting().Given(kService, CrisisOf(kFuchs, kDachs)));
}
CaseStory InCareOfAnOffice() {
  return std::move(OpenedCase().Given(kService, IntoCare(kKranich)));
}

CaseStory InClinic() {
  return std::move(InCrisis().Given(kService, ToClinic(kKranich)));
}

CaseStory OfferedToAmsel() {
  return std::move(OpenedCase().Given(kAdler, Offer(kAmsel, kStar)).Met());
}

CaseStory HeldForTheTimeBeing() {
  CaseStory story = ContestedCase();
  const std::string change = story.change();
  story.Given(kAdler, AskToAct(change, kReiher, kMoewe)).Given(kReiher, Act(change, kReiher));
  return std::move(story.Given(kReiher, TellOfOmbuds(change)));
}
ReopenCase ComesBackToNobody() {
  ReopenCase back;
  back.unreachable = true;
  return back;
}

CaseStory Invited() {
  return std::move(OpenedCase().Given(kService, Invite()));
}

}  // namespace

const std::vector<BrokenByHand>& StepsBrokenByHand() {
  static const std::vector<BrokenByHand> kSteps = {
      Spoil("B1 B3 nothing is given up and nobody is let go", CaseWithTeam(), kAdler, Setback(),
            [](State& after, Events&) { after.shared = false; }),
      Spoil("N4 silence moves nothing", Overdue(), kService, kPass,
            [](State& after, Events&) { after.responsibility.HeldBy(Stranger(), kStart); }),
      Spoil("N4 silence moves nothing", Overdue(), kService, kPass,
            [](State& after, Events&) { after.standby.reset(); }),
      Spoil("N7 paper moves nothing", CaseToldToAmsel(), kAdler, Determine(kAmsel),
            [](State& after, Events&) { after.responsibility.HeldBy(Stranger(), kStart); }),
      Spoil("R0 a night that the giver vouched for goes with CASE", CaseOfferedToBerg(), kBerg,
            Accept(CaseOfferedToBerg().handover(), kBerg),
            [](State& after, Events&) {
              after.tonight.HeldBy({common::v1::TONIGHT_KIND_FAMILY, Holder(kAdler, kSpecht)}, kStart);
            }),
      Spoil("N6 another office gets what was packed for it", OfferedToAmsel(), kAmsel,
            Accept(OfferedToAmsel().handover(), kAmsel),
            [](State&, Events& events) {
              for (auto& event : events) {
                if (event.has_responsibility_moved())
                  event.mutable_responsibility_moved()->clear_unnamed_stays_behind();
              }
            }),
      Spoil("N6 whoever held the case packs afterwards for who holds it, and takes nothing back",
            HeldForTheTimeBeing(), kAdler, PackLater(kReiher),
            [](State&, Events& events) {
              events[0].mutable_packed_afterwards()->set_to_organisation_id(kAmsel.organisation);
            }),
      Spoil("N6 what is only prepared moves nothing and asks nobody", OpenedCase(), kAdler, Prepare(),
            [](State& after, Events&) { after.clocks.Start(common::v1::CLOCK_KIND_CASE_REVIEW, "", kStart); }),
      Spoil("N6 a package is owed after a hurried move with nothing to read", HeldForTheTimeBeing(), kReiher,
            Contact(), [](State& after, Events&) { after.clocks = {}; }),
      Spoil("N6 whoever holds says what an office that is asked to act reads", ContestedCase(), kAmsel,
            AskToAct(ContestedCase().change(), kReiher, kMoewe),
            [](State&, Events& events) {
              events[0].mutable_provisional_takeover_asked()->add_package()->set_withheld(true);
            }),
      Spoil("N7 one word settles neither a dispute nor what is held for the time being", ContestedCase(),
            kAdler, Determine(kAdler),
            [](State&, Events& events) { events.emplace_back().mutable_competence_change_settled(); }),
      Spoil("N7 one word settles neither a dispute nor what is held for the time being", HeldForTheTimeBeing(),
            kReiher, Determine(kReiher),
            [](State&, Events& events) { events.emplace_back().mutable_competence_change_settled(); }),
      Spoil("N7 whoever holds for the time being waits for it to be settled", CaseInQuestion(), kAdler,
            Determine(kAdler), [](State& after, Events&) { after.provisional = true; }),
      Spoil("N10 what a partner that goes has promised is waited for, and falls back", CaseWithTeam(),
            kService, LetPartnerGo{kFuchs.organisation, team::v1::LEAVING_CAUSE_LEAVES, kStart + Days(9)},
            [](State& after, Events&) { after.clocks = {}; }),
      Spoil("N10 a partner that goes keeps everything until it is succeeded", CaseWithTeam(), kService,
            LetPartnerGo{kFuchs.organisation, team::v1::LEAVING_CAUSE_LEAVES, kStart + Days(9)},
            [](State& after, Events&) { after.seats.pop_back(); }),
      Spoil("N10 a partner that stays keeps what it has, and nothing else takes a notice back",
            std::move(CaseWithTeam().Given(kService, GoesAway())), kService,
            LetPartnerStay{kFuchs.organisation}, [](State& after, Events&) { after.seats.pop_back(); }),
      Spoil("N10 a partner that stays keeps what it has, and nothing else takes a notice back",
            std::move(CaseWithRunningSetting().Given(kService, GoesAway())), kFuchs, Contact(),
            [](State& after, Events&) { after.settings[0].phase = SettingPhase::kRunning; }),
      Spoil("A7 COORDINATION moves only to whom it was offered, in person", CaseWithCoordinationOffered(),
            kFuchs, Contact(), [](State& after, Events&) { after.coordination.HeldBy(Stranger(), kStart); }),
      Spoil("N11 COORDINATION is offered by who has it or the case, once, to somebody known", CaseWithTeam(),
            kKrause, OfferToCoordinate(kUhu, kKrause),
            [](State&, Events& events) { events[0].mutable_coordination_offered()->clear_answer_due(); }),
      Spoil("N4 an offer of COORDINATION has a date that somebody watches", CaseWithTeam(), kKrause,
            OfferToCoordinate(kUhu, kKrause), [](State& after, Events&) { after.clocks = {}; }),
      Spoil("N13 an adult has no guardian", OpenedCase(), kAdler, Born(kBornAdult),
            [](State& after, Events&) { after.guardian.emplace(); }),
      Spoil("N13 nobody comes of age before 18", OpenedCase(), kAdler, Born(kBornMinor),
            [](State& after, Events&) { after.of_age = true; }),
      Spoil("N13 a birth date is corrected with a reason, and made older by two",
            std::move(OpenedCase().Given(kAdler, Born(kBornMinor))), kAdler, Rather(kBornMinor - 31),
            [](State& after, Events& events) {
              events[0].mutable_birth_date_recorded()->mutable_correction_reason();
              after.age->of_age_month = *after.age->of_age_month - Days(31);
            }),
      Spoil("N13 nobody answers for a case and is the guardian, too", OpenedCase(), kAdler, NameParents(),
            [](State& after, Events&) {
              after.guardian.emplace().HeldBy({v1::GUARDIAN_KIND_OFFICE, after.responsibility.holder()}, kStart);
            }),
      Spoil("N13 birthdays end nothing", CaseWithTeam(), kAdler, Born(kBornAdult),
            [](State& after, Events&) { after.seats.pop_back(); }),
      Spoil("N8 B2 setbacks move nothing and open a new plan", CaseWithTeam(), kFuchs, Setback(),
            [](State& after, Events&) { after.responsibility.HeldBy(Stranger(), kStart); }),
      Spoil("N8 B2 setbacks move nothing and open a new plan", CaseWithTeam(), kFuchs, Setback(),
            [](State& after, Events&) { after.seats.pop_back(); }),
      Spoil("N8 B2 setbacks move nothing and open a new plan", CaseWithRunningSetting(), kFuchs, Setback(),
            [](State& after, Events&) { after.settings[0].phase = SettingPhase::kEnded; }),
      Spoil("N8 B2 setbacks move nothing and open a new plan", CaseWithRunningSetting(), kFuchs, Setback(),
            [](State&, Events& events) { events.pop_back(); }),
      Spoil("A9 SHARED means that everybody has committed", CaseWithTeam(), kAdler, Setback(),
            [](State& after, Events&) { after.seats[0].committed = false; }),
      Spoil("A9 SHARED begins with the last commitment", CaseWithTeam(), kAdler, Setback(),
            [](State& after, Events&) { after.shared = false; }),
      Spoil("A9 a taken seat is left only to a successor", CaseWithTeam(), kAdler, Setback(),
            [](State& after, Events&) { after.seats[3].who.person_id = "dachs"; }),
      Spoil("A9 a taken seat is left only to a successor", CaseWithTeam(), kAdler, Setback(),
            [](State& after, Events&) { after.seats.pop_back(); }),
      Spoil("A9 everybody commits in person", Invited(), kFuchs, CommitToTeam{"team"},
            [](State& after, Events&) { after.seats[0].committed = true; }),
      Spoil("N9 settings end only by their event", CaseWithRunningSetting(), kFuchs, Contact(),
            [](State& after, Events&) { after.settings[0].phase = SettingPhase::kEnded; }),
      Spoil("N9 settings end only by their event", CaseWithRunningSetting(), kFuchs, Contact(),
            [](State& after, Events&) { after.settings.clear(); }),
      Spoil("N9 who shelters by a setting runs it", CaseWithRunningSetting(), kFuchs, Contact(),
            [](State& after, Events&) { after.tonight_setting_id.clear(); }),
      Spoil("N12 standby has a date that somebody watches", OpenedCase(), kAdler,
            Rest(v1::STANDBY_REASON_STABLE, kStart + Days(14), kStart + Days(14)),
            [](State& after, Events&) { after.clocks = {}; }),
      Spoil("N12 standby and contact keep holders and team", RestingCase(), kEule, Contact(),
            [](State& after, Events&) { after.seats.clear(); }),
      Spoil("N12 contact brings the case back", RestingCase(), kEule, Contact(),
            [](State& after, Events&) {
              after.standby = Standby{v1::STANDBY_REASON_REFUSAL, kStart + Days(14)};
            }),
      Spoil("N12 only contact, a clinic or an alarm brings it back", RestingCase(), kAdler, Offer(kBerg, kLerche),
            [](State& after, Events& events) {
              events.resize(1);
              *events[0].mutable_handover_offered()->mutable_participation() =
                  YoungPersonRefused(kStart + Days(3));
              after.standby.reset();
            }),
      Spoil("N14 a case ends after four eyes and the time for objection only", TimeForObjectionOver(),
            kService, ObjectionPeriodOver(CaseWithEndApproved()),
            [](State&, Events& events) { events[0].mutable_case_lawfully_ended()->set_end_id("other"); }),
      Spoil("N14 the time for objection is whole, and begins with four eyes", CaseWithEndAskedFor(), kFuchs,
            ApproveLawfulEnd{CaseWithEndAskedFor().end()},
            [](State& after, Events&) { after.ending->objection_until = kStart + Days(13); }),
      Spoil(
          "N14 everybody who approves shares the case or reviews it, in person and once", CaseWithEndAskedFor(), kFuchs,
          ApproveLawfulEnd{CaseWithEndAskedFor().end()},
          [](State&, Events& events) { events[0].mutable_lawful_end_approved()->set_person_id(kDachs.id); }),
      Spoil("N14 a reviewer is asked where nobody else shares, in another organisation", OpenedCase(), kAdler,
            AskToEnd(Ground::kDeath),
            [](State&, Events& events) {
              events[0].mutable_lawful_end_requested()->set_reviewer_person_id(kBerg.id);
              events[0].mutable_lawful_end_requested()->set_reviewer_organisation_id(kBerg.organisation);
            }),
      Spoil("N12 a rest is short from when somebody goes missing", RestingInAPlace(), kAdler, ReportMissing{},
            [](State& after, Events&) { after.standby = RestingInAPlace().state().standby; }),
      Spoil("N14 what shows that help is needed stops the end", CaseWithEndApproved(), kFuchs, Setback(),
            [](State& after, Events&) { after.ending = CaseWithEndApproved().state().ending; }),
      Spoil("N14 reopening restores everybody", EndedCase(), kEule, ReopenCase{},
            [](State& after, Events&) { after.seats.clear(); }),
      // Deep in a world with settings or with an end, where a small walk may not come.
      Spoil("N9 notice holds on", CaseWithRunningSetting(), kFuchs, Notice(CaseWithRunningSetting().setting()),
            [](State& after, Events&) { after.tonight.HeldBy({}, kStart); }),
      Spoil("N9 B8 a setting under notice is bridged by a date", CaseWithRunningSetting(), kFuchs,
            Notice(CaseWithRunningSetting().setting()),
            [](State& after, Events&) { after.clocks.StopAll(common::v1::CLOCK_KIND_NOTICE_BRIDGE); }),
      Spoil("N9 a setting ends with the next night named", CaseWithRunningSetting(), kAdler,
            End(CaseWithRunningSetting().setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler),
            [](State& after, Events&) { after.tonight.HeldBy({}, kStart); }),
      Spoil("N9 an end leaves no setting behind", OpenedCase(), kAdler, AskToEnd(Ground::kMovedAbroad),
            [](State& after, Events&) { after.settings = CaseWithRunningSetting().state().settings; }),
      Spoil("N13 aftercare comes after help", CaseWithRunningSetting(), kFuchs, Contact(),
            [](State& after, Events&) { after.aftercare.emplace(); }),
      Spoil("N14 a minor's refusal is never an end", OpenedCase(), kAdler, AskToEnd(Ground::kMovedAbroad),
            [](State&, Events& events) {
              events[0].mutable_lawful_end_requested()->set_ground(v1::LAWFUL_END_GROUND_OWN_DECISION);
            }),
      Spoil("N8 no setting ends into the unknown", CaseWithRunningSetting(), kAdler,
            End(CaseWithRunningSetting().setting(), common::v1::TONIGHT_KIND_FAMILY, kAdler),
            [](State&, Events& events) {
              events[0].mutable_setting_ended()->mutable_next_tonight()->set_kind(
                  common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN);
            }),
      Spoil("N14 an objection stops the end", CaseWithEndAskedFor(), kFuchs,
            ObjectLawfulEnd{CaseWithEndAskedFor().end()},
            [](State& after, Events&) { after.ending = CaseWithEndAskedFor().state().ending; }),
      Spoil("N14 an ended case rests until it is brought back", EndedCase(), kEule, ReopenCase{},
            [](State&, Events& events) { events[0].mutable_case_reactivated(); }),
      Spoil("C7 endangerment is assessed at once", ClassifiedCase(), kAdler,
            Classify(v1::NEED_CLASS_ENDANGERMENT),
            [](State& after, Events&) { after.planning.assessment_id.clear(); }),
      Spoil("C7 no case ends while endangerment is assessed", EndangeredCase(), kAdler,
            AskToEnd(Ground::kDeath),
            [](State&, Events& events) {
              events[0].mutable_lawful_end_requested()->set_ground(v1::LAWFUL_END_GROUND_OWN_DECISION);
            }),
      Spoil("C8 three persons approve, each in a seat of their own", CaseBeforeTheCommission(), kAdler,
            Vote(CaseBeforeTheCommission().commission(), v1::COMMISSION_SEAT_CASE),
            [](State&, Events& events) { events.emplace_back().mutable_help_approved(); }),
      Spoil("C8 only a commission approves", CaseBeforeTheCommission(), kAdler, Contribute(),
            [](State& after, Events&) { after.settings[0].approved = true; }),
      Spoil("D1 a crisis is led by a named person", CaseWithTeam(), kService, CrisisOf(kFuchs, kDachs),
            [](State& after, Events&) { after.crisis->lead = {}; }),
      Spoil("D1 the lead moves to whoever accepts it, and ends with the crisis", InCrisis(), kAdler,
            LeadCrisis(kAdler, kSpecht),
            [](State& after, Events&) { after.crisis->lead.HeldBy(Stranger(), kStart); }),
      Spoil("D1 no ended case is led", TimeForObjectionOver(), kService,
            ObjectionPeriodOver(CaseWithEndApproved()),
            [](State& after, Events&) { after.crisis = InCrisis().state().crisis; }),
      Spoil("D4 a stay is where the night is", InCrisis(), kService, ToClinic(kKranich),
            [](State& after, Events&) { after.tonight = InCrisis().state().tonight; }),
      Spoil("N8 N9 D4 a place is kept until its setting ends", InClinic(), kAdler, Setback(),
            [](State& after, Events&) { after.kept_setting_id.clear(); }),
      Spoil("N8 N9 D4 a place is kept until its setting ends", CaseWithRunningSetting(), kFuchs,
            ReportMissing{}, [](State& after, Events&) { after.kept_setting_id.clear(); }),
      Spoil("N14 whoever is missing is searched for, and nothing ends", CaseWithEndApproved(), kAdler,
            ReportMissing{},
            [](State& after, Events&) { after.ending = CaseWithEndApproved().state().ending; }),
      Spoil("R0 a case that comes back to nobody says by when somebody is named", EndedCase(), kEule,
            ComesBackToNobody(), [](State& after, Events&) { after.clocks = {}; }),
      Spoil("N12 care runs on while somebody is missing, and its office hears of it", InCareOfAnOffice(),
            kAdler, ReportMissing{},
            [](State&, Events& events) {
              events[0].mutable_tonight_moved()->clear_told_organisation_ids();
            }),
      Spoil("D4 a crisis moves CASE to nobody", InCrisis(), kService, ToClinic(kKranich),
            [](State& after, Events&) { after.responsibility.HeldBy(Stranger(), kStart); }),
      Spoil("B4 N8 C17 a help that ends and nothing comes after opens a new plan", HelpByDay(), kFuchs,
            EndSetting{HelpByDay().setting(), {}, {}},
            [](State&, Events& events) { events[0].mutable_setting_ended()->set_broken_off(false); }),
      Spoil("B4 N8 C17 a help that ends and nothing comes after opens a new plan", HelpByDay(), kFuchs,
            EndSetting{HelpByDay().setting(), {}, {}}, [](State&, Events& events) { events.pop_back(); }),
      Spoil("N8 N9 D4 a place is kept until its setting ends", InClinic(), kService,
            FromClinic(common::v1::TONIGHT_KIND_FAMILY, kAdler),
            [](State& after, Events&) { after.kept_setting_id.clear(); }),
      Spoil("C17 who has promised to receive is awaited after the help", Awaited(), kFuchs, Contact(),
            [](State& after, Events&) { after.clocks.StopAll(common::v1::CLOCK_KIND_RETURN_CONTACT); }),
      Spoil("C17 a return is due, of somebody who is asked or has said yes", ComingHome(), kSpecht,
            Receives(ComingHome().setting()),
            [](State& after, Events&) { after.clocks.StopAll(common::v1::CLOCK_KIND_RETURN_PLANNED); }),
      Spoil("B14 N15 what is said, classified or paid moves nobody", CaseWithRunningSetting(), kWiesel,
            Fund(CaseWithRunningSetting().setting(), v1::FUNDING_DECISION_NOT_GRANTED),
            [](State& after, Events&) { after.settings[0].phase = SettingPhase::kEnded; }),
  };
  return kSteps;
}

}  // namespace fallverbund::casework::testing
