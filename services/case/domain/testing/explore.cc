// Long, because every command has its step here: what a small world may try in each state.
#include "services/case/domain/testing/explore.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <unordered_set>
#include <utility>
#include <vector>

#include "libs/base/time.h"
#include "services/case/domain/case_decider.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"
#include "services/case/domain/testing/explore_crisis.h"
#include "services/case/domain/testing/explore_pairs.h"
#include "services/case/domain/testing/explore_planning.h"

namespace fallverbund::casework::testing {
namespace {

// A: the youth office. B: provider, coordination and crisis team in one. C and D: two more youth offices.
const Person kA1{"A", "n", "a1"}, kA2{"A", "n", "a2"}, kB1{"B", "", "b1"}, kB2{"B", "", "b2"};
const Person kC1{"C", "m", "c1"}, kC2{"C", "m", "c2"}, kD1{"D", "h", "d1"}, kD2{"D", "h", "d2"};
const Person kA3{"A", "n", "a3"}, kA4{"A", "", "a4"};  // leads, who only plan
const Person kNobody{"A", "n", ""}, kStranger{"A", "n", "x"};
constexpr char kConsent[] = "y", kOffer[] = "h", kEnd[] = "e", kTeam[] = "t", kFirst[] = "s1",
               kSecond[] = "s2", kFollow[] = "k", kChange[] = "c", kEntry[] = "l1", kBetter[] = "l2";

class SmallWorld final : public World {
 public:
  bool IsPublicBody(const std::string& organisation_id) const override {
    return organisation_id == "A" || organisation_id == "C" || organisation_id == "D";
  }
  bool IsKnown(const care::Holder& holder) const override {
    for (const Person& person : {kA1, kA2, kA3, kA4, kB1, kB2, kC1, kC2, kD1, kD2}) {
      if (person.id == holder.person_id && person.organisation == holder.organisation_id &&
          person.unit == holder.unit_id)
        return true;
    }
    return false;
  }
};

struct Move {
  Theme theme;
  std::string name;
  decider::Given given;
  Command command;
};

// What the edge would look up.
HolderFacts FactsOf(const common::v1::Holder& proto) {
  const SmallWorld world;
  const care::Holder holder = care::FromProto(proto);
  care::Holder deputy = holder;
  deputy.person_id = holder.deputy_person_id;
  HolderFacts facts{world.IsPublicBody(holder.organisation_id), world.IsKnown(holder), world.IsKnown(deputy)};
  facts.reachable = true;
  facts.may_receive = true;
  return facts;
}

class Alphabet {
 public:
  Alphabet() {
    theme_ = Theme::kOpening;
    Opening();
    theme_ = Theme::kHandover;
    Handover();
    theme_ = Theme::kTeam;
    Team();
    theme_ = Theme::kSetting;
    Settings();
    Nights();
    theme_ = Theme::kStandby;
    Standby();
    theme_ = Theme::kEnding;
    Ending();
    theme_ = Theme::kFollowUp;
    FollowUps();
    theme_ = Theme::kCompetence;
    Competence();
    Disputes();
    Afterwards();
    theme_ = Theme::kAge;
    Age();
    Plans();
    theme_ = Theme::kConsent;
    Consents();
    theme_ = Theme::kLeaving;
    Leaving();
    theme_ = Theme::kCoordination;
    Coordination();
    const AddMove add = [this](const std::string& name, const Person& who, const Command& command,
                               const std::string& new_id) { Add(name, who, command, new_id); };
    theme_ = Theme::kPlanning;
    PlanningMoves(add);
    theme_ = Theme::kCourse;
    CourseMoves(add);
    theme_ = Theme::kDeputy;
    DeputyMoves(add);
    theme_ = Theme::kLeaver;
    LeaverMoves(add);
    theme_ = Theme::kJurisdiction;
    JurisdictionMoves(add);
    theme_ = Theme::kShortEnd;
    ShortEndMoves(add);
    theme_ = Theme::kOneOffer;
    OneOfferMoves(add);
    theme_ = Theme::kCrisis;
    CrisisMoves(add);
    theme_ = Theme::kMinor;
    MinorMoves(add);
    theme_ = Theme::kPlace;
    PlaceMoves(add);
    theme_ = Theme::kDraft;
    DraftMoves(add);
  }
  const std::vector<Move>& moves() const { return moves_; }

 private:
  void Add(const std::string& name, const Person& who, Command command, const std::string& new_id = "") {
    moves_.push_back(
        {theme_, name, {{who.organisation, who.id, who.role}, kStart, kStart, new_id}, std::move(command)});
  }

  OpenCase OpenWith(const care::Holder& holder) {
    OpenCase open = Open();
    *open.opened.mutable_holder() = care::ToProto(holder);
    *open.opened.mutable_tonight() = Tonight(common::v1::TONIGHT_KIND_FAMILY, kA1);
    open.holder = FactsOf(open.opened.holder());
    return open;
  }
  void Opening() {
    Add("open", kService, OpenWith(Holder(kA1, kA2)));
    Add("open for nobody", kService, OpenWith(Holder(kNobody, kA2)));
    Add("open for a stranger", kService, OpenWith(Holder(kStranger, kA2)));
    Add("open without deputy", kService, OpenWith(Holder(kA1, kA1)));
    Add("open for the partner", kService, OpenWith(Holder(kB1, kB2)));
    OpenCase open = OpenWith(Holder(kA1, kA2));
    open.opened.clear_tonight();
    Add("open without a night", kService, open);
    open = OpenWith(Holder(kA2, kA1));
    open.opened.mutable_origin()->set_aggregate_id("another");
    Add("open from another origin", kService, open);
  }

  OfferHandover OfferWith(const Person& to, const Person& deputy) {
    OfferHandover offer = Offer(to, deputy);
    *offer.offer.mutable_answer_due() = ToProto(kStart + kHandoverAnswerWithin);
    offer.to = FactsOf(offer.offer.to());
    return offer;
  }
  void Handover() {
    Add("offer a2", kA1, OfferWith(kA2, kA1), kOffer);
    Add("offer a1", kA2, OfferWith(kA1, kA2), kOffer);
    Add("offer a2 by the partner", kB1, OfferWith(kA2, kA1), kOffer);
    Add("offer the partner", kA1, OfferWith(kB1, kB2), kOffer);
    Add("offer nobody", kA1, OfferWith(kNobody, kA2), kOffer);
    Add("offer without deputy", kA1, OfferWith(kA2, kA2), kOffer);
    OfferHandover late = OfferWith(kA2, kA1);
    *late.offer.mutable_answer_due() = ToProto(kStart);
    Add("offer too late", kA1, late, kOffer);
    *late.offer.mutable_answer_due() = ToProto(kStart + kHandoverAnswerWithin + Days(1));
    Add("offer for ever", kA1, late, kOffer);
    OfferHandover unheard = OfferWith(kA2, kA1);
    unheard.offer.clear_participation();
    Add("offer unheard", kA1, unheard, kOffer);

    Add("meet", kA1, Meeting(kOffer, {kA1, kA2}, kStart));
    Add("meet alone", kA1, Meeting(kOffer, {kB1}, kStart));
    Add("meet tomorrow", kA1, Meeting(kOffer, {kA1, kA2}, kStart + Days(1)));
    Add("meet, says the partner", kB1, Meeting(kOffer, {kA1, kA2}, kStart));
    RecordHandoverMeeting quiet = Meeting(kOffer, {kA1, kA2}, kStart);
    quiet.meeting.clear_participation();
    Add("meet unheard", kA1, quiet);

    for (const Person& who : {kA1, kA2, kB1}) Add("accept by " + who.id, who, Accept(kOffer, who));
    Add("accept another", kA2, Accept("other", kA2));
    for (const Person& who : {kA1, kA2, kB1}) Add("refuse by " + who.id, who, Refuse(kOffer, who));
    RefuseHandover refuse = Refuse(kOffer, kA2);
    refuse.refusal.clear_reason();
    Add("refuse without reason", kA2, refuse);
    refuse = Refuse(kOffer, kA2);
    refuse.refusal.clear_counter_proposal();
    Add("refuse without counter-proposal", kA2, refuse);
    Add("revoke", kA1, RevokeHandover{kOffer});
    Add("revoke by the partner", kB1, RevokeHandover{kOffer});
  }

  void OfferItem(const std::string& name, common::v1::Confidentiality confidentiality,
                 v1::TransferBasis basis) {
    OfferHandover offer = OfferWith(kA2, kA1);
    v1::PackageItem& item = *offer.offer.add_package();
    item.set_confidentiality(confidentiality);
    item.set_basis(basis);
    Add(name, kA1, offer, kOffer);
  }
  void FollowUps() {
    const auto at = [this](int days, const std::string& name, const Person& who, const Command& command) {
      Add(name, who, command);
      moves_.back().given.now = moves_.back().given.occurred_at = kStart + Days(days);
    };
    Add("follow up at once", kA1, FollowUp(kOffer));
    Add("shaky at once", kA1, FollowUp(kOffer, v1::FOLLOW_UP_OUTCOME_SHAKY));
    for (const Person& who : {kA1, kA2}) {
      at(14, "follow up", who, FollowUp(kOffer));
      at(56, "follow up again", who, FollowUp(kOffer));
    }
    at(14, "follow up by the partner", kB1, FollowUp(kOffer));
    at(14, "follow up another", kA1, FollowUp("other"));
    FollowUpHandover quiet = FollowUp(kOffer);
    quiet.follow_up.clear_participation();
    at(14, "follow up unheard", kA1, quiet);
    for (const Person& who : {kA1, kA2, kB1}) Add("take back by " + who.id, who, TakeBack(kOffer, who));
    Add("take back another", kA1, TakeBack("other", kA1));
    TakeBackHandover why = TakeBack(kOffer, kA1);
    why.taken_back.clear_reason();
    Add("take back without reason", kA1, why);
    OfferHandover cold = OfferWith(kA2, kA1);
    cold.offer.set_cold(true);
    Add("offer a2 cold", kA1, cold, kOffer);
    OfferItem("offer without basis", common::v1::CONFIDENTIALITY_ORDINARY, v1::TRANSFER_BASIS_UNSPECIFIED);
    OfferItem("offer what was entrusted", common::v1::CONFIDENTIALITY_ENTRUSTED,
              v1::TRANSFER_BASIS_SGB8_64_1);
    Add("the night gets dark", kService, TakeOver(kB2));
  }

  void DetermineWith(const std::string& name, const Person& who, const Person& competent, const char* id,
                     const char* corrects = "", absl::Time since = kStart) {
    DetermineCompetence determine = Determine(competent, since);
    determine.public_body = SmallWorld().IsPublicBody(competent.organisation);
    determine.determined.set_corrects_competence_id(corrects);
    Add(name, who, determine, id);
  }
  void DetectWith(const std::string& name, const Person& who, const std::string& organisation) {
    DetectCompetenceChange detect = Detect(organisation);
    detect.public_body = SmallWorld().IsPublicBody(organisation);
    Add(name, who, detect, kChange);
  }
  void InformWith(const std::string& name, const Person& who, const Person& to, const Person& deputy) {
    InformAgency inform = Inform(kChange, to, deputy);
    inform.to = FactsOf(inform.informed.to());
    Add(name, who, inform);
  }
  void Competence() {
    DetermineWith("c is competent", kA1, kC1, kEntry);
    DetermineWith("a is, after all", kA1, kA1, kBetter, kEntry);
    DetermineWith("the partner is competent", kA1, kB1, kEntry);
    DetermineWith("c is competent, says the partner", kB1, kC1, kEntry);
    DetermineWith("c is competent, from tomorrow on", kA1, kC1, kEntry, "", kStart + Days(1));
    DetermineWith("d acts and is competent", kD1, kD1, kBetter);
    for (const Person& who : {kA1, kC1}) DetermineWith("d is competent, says " + who.id, who, kD1, kEntry);
    DetectWith("c may be competent", kA1, "C");
    DetectWith("nobody knows who is", kA1, "");
    DetectWith("the partner may be", kA1, "B");
    DetectWith("a may be", kA1, "A");
    DetectWith("c may be, says the partner", kB1, "C");
    InformWith("c1 is told", kA1, kC1, kC2);
    InformWith("c1 is told by the partner", kB1, kC1, kC2);
    InformWith("nobody is told", kA1, {"C", "m", ""}, kC2);
    InformWith("c1 is told, without deputy", kA1, kC1, kC1);
    InformWith("another is told", kA1, kD1, kD2);
    Add("send", kA1, Send(kChange));
    Add("send by the partner", kB1, Send(kChange));
    SendAgencyData send = Send(kChange);
    send.sent.add_package();
    Add("send without basis", kA1, send);
    Add("offices talk", kA1, Talk(kChange, {kA1, kC1}, kStart));
    Add("a talks alone", kA1, Talk(kChange, {kA1}, kStart));
    for (const Person& who : {kA1, kC1, kB1}) Add("goes on, says " + who.id, who, GoesOn(kChange));
    ReportContinuedService paper = GoesOn(kChange);
    paper.report.clear_continued_since();
    Add("goes on, on paper", kA1, paper);
    for (const Person& who : {kC1, kC2, kD1, kA1}) Add("take on by " + who.id, who, TakeOn(kChange, who));
  }
  void AskWith(const std::string& name, const Person& who, const Person& to, const Person& deputy,
               v1::ProvisionalCause cause) {
    AskProvisionalTakeover ask = AskToAct(kChange, to, deputy, cause);
    ask.to = FactsOf(ask.asked.to());
    Add(name, who, ask);
  }
  void Disputes() {
    for (const Person& who : {kC1, kA1}) Add("deny by " + who.id, who, Deny(kChange, who));
    RefuseCompetence deny = Deny(kChange, kC1);
    deny.refusal.clear_argument();
    Add("deny without argument", kC1, deny);
    for (const auto cause :
         {v1::PROVISIONAL_CAUSE_DISPUTED, v1::PROVISIONAL_CAUSE_IDLE, v1::PROVISIONAL_CAUSE_UNCLEAR})
      AskWith("ask d to act", kA1, kD1, kD2, cause);
    for (const Person& who : {kA1, kC1}) {
      AskProvisionalTakeover ask = AskToAct(kChange, kD1, kD2, v1::PROVISIONAL_CAUSE_DISPUTED);
      ask.to = FactsOf(ask.asked.to());
      ask.asked.add_package()->set_withheld(true);
      Add("ask d to act with a package, by " + who.id, who, ask);
    }
    AskWith("ask c to act", kC1, kC1, kC2, v1::PROVISIONAL_CAUSE_DISPUTED);
    AskWith("ask the holder to act", kA1, kA2, kA1, v1::PROVISIONAL_CAUSE_DISPUTED);
    AskWith("ask the partner to act", kA1, kB1, kB2, v1::PROVISIONAL_CAUSE_DISPUTED);
    AskWith("ask nobody to act", kA1, {"D", "h", ""}, kD2, v1::PROVISIONAL_CAUSE_DISPUTED);
    for (const Person& who : {kD1, kC1, kC2, kB1}) Add("act by " + who.id, who, Act(kChange, who));
    Add("tell of ombuds", kA1, TellOfOmbuds(kChange));
    OfferOmbuds quiet = TellOfOmbuds(kChange);
    quiet.offered.clear_participation();
    Add("tell nobody of ombuds", kA1, quiet);
  }

  // What D, which acts for the time being, turns out to need.
  void Afterwards() {
    for (const Person& who : {kA1, kA2, kB1, kD2}) Add("pack afterwards: " + who.id, who, PackLater(kD1));
    Add("nothing needed", kA1, NothingLeft(kD1));
    Add("pack afterwards for c", kA1, PackLater(kC1));
    PackAfterwards pack = NothingLeft(kD1);
    pack.packed.set_nothing_needed(false);
    Add("pack nothing", kA1, pack);
    pack = PackLater(kD1);
    pack.packed.mutable_package(0)->set_withheld(true);
    Add("withhold afterwards", kA1, pack);
    pack = PackLater(kD1);
    pack.packed.mutable_package(0)->clear_basis();
    Add("pack afterwards without basis", kA1, pack);
    pack = PackLater(kD1);
    pack.not_the_givers = true;
    Add("pack what another wrote", kA1, pack);
  }

  void NameWith(const std::string& name, const Person& who, const Person& guardian) {
    NameGuardian office = NameOffice(guardian);
    office.holder = FactsOf(office.named.holder());
    Add(name, who, office);
  }
  void Age() {
    Add("a minor", kA1, Born(kBornMinor));
    Add("an adult", kA1, Born(kBornAdult));
    for (const Person& who : {kA1, kA2}) {
      Add("rather an adult, says " + who.id, who, Rather(kBornAdult));
      Add("rather a minor, says " + who.id, who, Rather(kBornMinor));
    }
    Add("born tomorrow", kA1, Born(absl::CivilDay(2026, 3, 3)));
    Add("of no age", kA1, Born(std::nullopt));
    Add("a minor, says the partner", kB1, Born(kBornMinor));
    Add("parents", kA1, NameParents());
    Add("parents, says the partner", kB1, NameParents());
    NameWith("c1 as guardian", kA1, kC1);
    NameWith("the holder as guardian", kA1, kA1);
    NameWith("a2 as guardian", kA1, kA2);
    NameWith("the partner as guardian", kA1, kB1);
    for (const Person& who : {kC1, kC2, kA1}) Add("declare by " + who.id, who, DeclareGuardianship{});
    RecordConsents consents;
    for (const auto answer : {v1::ANSWER_YES, v1::ANSWER_NO, v1::ANSWER_NOT_ASKED}) {
      consents.consents.set_answer(answer);
      Add("consents", kA1, consents);
    }
    OfferHandover offer = OfferWith(kA2, kA1);
    offer.offer.mutable_participation()->clear_family();
    Add("offer, the family unasked", kA1, offer, kOffer);
    offer = OfferWith(kA2, kA1);
    offer.offer.add_package()->set_basis(v1::TRANSFER_BASIS_CONSENT);
    Add("offer by a consent that is none", kA1, offer, kOffer);
  }
  void Consents() {
    OfferHandover offer = OfferWith(kA2, kA1);
    offer.offer.add_package()->set_basis(v1::TRANSFER_BASIS_CONSENT);
    offer.offer.mutable_package(0)->set_consent_id(kConsent);
    Add("offer by consent", kA1, offer, kOffer);
    Add("the guardian consents", kA1, Consented("A", v1::CONSENT_GIVER_GUARDIAN), kConsent);
    Add("the young person consents", kB1, Consented("A"), kConsent);
    Add("consent without end", kA1, RegisterConsent{}, kConsent);
    Add("consent taken back", kB1, Withdrawn(kConsent));
    Add("no consent taken back", kB1, Withdrawn("other"));
  }
  void Plans() {
    Add("plan", kA1, Plan(kStart + Days(100)));
    Add("plan by the partner", kB1, Plan(kStart + Days(100)));
    Add("plan for yesterday", kA1, Plan(kStart - Days(1)));
    Add("plan beyond 21", kA1, Plan(kStart + Days(1000)));
    PlanHelp plan = Plan(kStart + Days(1000));
    *plan.plan.mutable_extension_reason() = Text("an apprenticeship to finish");
    Add("plan beyond 21, with a reason", kA1, plan);
    plan.plan.clear_participation();
    Add("plan unheard", kA1, plan);
    Add("look ahead", kA1, LookAhead());
    Add("look ahead by the partner", kB1, LookAhead());
    RecordTransitionCheck quiet = LookAhead();
    quiet.check.clear_participation();
    Add("look ahead unheard", kA1, quiet);
  }

  void Leaving() {
    for (const char* partner : {"B", "C"}) {
      for (const auto cause : {team::v1::LEAVING_CAUSE_LEAVES, team::v1::LEAVING_CAUSE_INSOLVENT})
        Add(std::string("goes: ") + partner, kService, LetPartnerGo{partner, cause, kStart + Days(30)});
      Add(std::string("stays: ") + partner, kService, LetPartnerStay{partner});
    }
  }

  void FollowWith(const std::string& name, const Person& who, const Person& to, const Person& deputy,
                  absl::Time due = kStart + Days(14)) {
    OfferCoordination offer = OfferToCoordinate(to, deputy);
    offer.offer.set_team_id(kTeam);
    *offer.offer.mutable_answer_due() = ToProto(due);
    offer.to = FactsOf(offer.offer.to());
    Add(name, who, offer, kFollow);
  }
  void Coordination() {
    for (const Person& who : {kB1, kA1}) {
      FollowWith("b2 is to coordinate", who, kB2, kB1);
      FollowWith("c1 is to coordinate", who, kC1, kC2);
    }
    FollowWith("a2 is to coordinate", kB1, kA2, kA1);
    FollowWith("the holder is to coordinate", kB1, kA1, kA2);
    FollowWith("c1 is to coordinate, says c", kC1, kC1, kC2);
    FollowWith("a stranger is to coordinate", kB1, kStranger, kA2);
    FollowWith("c1 is to coordinate, without deputy", kB1, kC1, kC1);
    FollowWith("c1 is to coordinate, by yesterday", kB1, kC1, kC2, kStart);
    FollowWith("c1 is to coordinate, some day", kB1, kC1, kC2, kStart + Days(15));
    for (const Person& who : {kA2, kB1, kB2, kC1, kC2}) {
      Add("coordinate: " + who.id, who, AcceptCoordination{kFollow});
      Add("not to coordinate: " + who.id, who, RefuseToCoordinate(kFollow, who));
    }
    Add("not to coordinate, no word why", kC1, RefuseCoordination{kFollow, kC1.unit});
    Add("coordinate another", kC1, AcceptCoordination{"other"});
    for (const Person& who : {kA1, kB1, kC1}) Add("ask no more: " + who.id, who, RevokeCoordination{kFollow});
  }

  InviteTeam InviteWith(const Person& case_worker) {
    const auto social = team::v1::DISCIPLINE_SOCIAL_WORK, care = team::v1::DISCIPLINE_RESIDENTIAL_CARE;
    return {kTeam,
            care::ToProto(Holder(kB1, kB2)),
            case_worker.id,
            {Seat(case_worker, social), Seat(kB1, care, true), Seat(kB2, care)}};
  }
  void Team() {
    Add("invite around a1", kService, InviteWith(kA1));
    Add("invite around a2", kService, InviteWith(kA2));
    InviteTeam invite = InviteWith(kA1);
    invite.team_id = "u";
    Add("invite a second team", kService, invite);
    invite = InviteWith(kA1);
    invite.case_worker_person_id = "a2";
    Add("invite for another case worker", kService, invite);
    invite = InviteWith(kA1);
    invite.coordinator.clear_organisation_id();
    for (auto& seat : invite.invitations) {
      if (seat.person_id() == "b1") seat.clear_organisation_id();
    }
    Add("invite without coordinator", kService, invite);
    for (const char* missing : {"a1", "b1"}) {
      invite = InviteWith(kA1);
      std::erase_if(invite.invitations, [&](const auto& seat) { return seat.person_id() == missing; });
      invite.invitations[0].set_lead(true);
      invite.invitations[0].set_discipline(team::v1::DISCIPLINE_EDUCATION);
      Add(std::string("invite without ") + missing, kService, invite);
    }
    invite = InviteWith(kA1);
    invite.coordinator = care::ToProto(Holder(kA2, kA1));
    invite.invitations = {Seat(kA1, team::v1::DISCIPLINE_SOCIAL_WORK, true),
                          Seat(kA2, team::v1::DISCIPLINE_EDUCATION)};
    Add("invite one organisation", kService, invite);
    invite = InviteWith(kA1);
    for (auto& seat : invite.invitations) seat.set_discipline(team::v1::DISCIPLINE_SOCIAL_WORK);
    Add("invite one discipline", kService, invite);
    invite = InviteWith(kA1);
    invite.invitations[1].set_lead(false);
    Add("invite without lead", kService, invite);
    invite = InviteWith(kA1);
    invite.invitations.push_back(invite.invitations[2]);
    Add("invite somebody twice", kService, invite);

    const auto education = team::v1::DISCIPLINE_EDUCATION;
    Add("replace b2 by a2", kService, ReplaceSeat(kB2, Seat(kA2, education), kTeam));
    Add("replace a2 by b2", kService, ReplaceSeat(kA2, Seat(kB2, education), kTeam));
    Add("replace the coordinator", kService, ReplaceSeat(kB1, Seat(kStranger, education, true), kTeam));
    Add("replace the case worker", kService, ReplaceSeat(kA1, Seat(kStranger, education), kTeam));
    Add("replace b2 by a second lead", kService, ReplaceSeat(kB2, Seat(kA2, education, true), kTeam));
    Add("replace in another team", kService, ReplaceSeat(kB2, Seat(kA2, education), "u"));
    Add("replace a stranger", kService, ReplaceSeat(kStranger, Seat({"A", "n", "y"}, education), kTeam));
    for (const Person& leaving : {kB2, kA1, kB1}) {
      NameSeatSuccessor follow{ReplaceSeat(leaving, Seat(kA2, education), kTeam).replacement, true};
      Add("a2 follows " + leaving.id, kB1, follow);
      Add("a2 follows, says a stranger", {"C", "", "c"}, follow);
    }
    for (const Person& who : {kA1, kA2, kB1, kB2}) Add("commit " + who.id, who, CommitToTeam{kTeam});
    Add("commit to another team", kB1, CommitToTeam{"u"});
  }

  void Settings() {
    Add("diagnose", kB1, DocumentDiagnostics{});
    Add("understand", kA1, Understand());
    RecordCaseUnderstanding quiet = Understand();
    quiet.understanding.clear_participation();
    Add("understand unheard", kA1, quiet);
    RecordCaseUnderstanding refused = Understand();
    *refused.understanding.mutable_participation() = YoungPersonRefused(kStart + Days(60));
    Add("understand without him", kA1, refused);
    for (const char* id : {kFirst, kSecond}) {
      Add(std::string("propose a place as ") + id, kB1, Propose(kB1), id);
      Add(std::string("propose visits as ") + id, kB1, Propose(kB1, v1::COMPONENT_KIND_OUTPATIENT), id);
      Add(std::string("answer yes to ") + id, kA1, AnswerWith(id, v1::ANSWER_YES));
      Add(std::string("no answer, no reason to ") + id, kA1, AnswerWith(id, v1::ANSWER_NOT_ASKED));
      AnswerSetting not_asked = AnswerWith(id, v1::ANSWER_NOT_ASKED);
      *not_asked.answer.mutable_why() = Text("away");
      Add(std::string("not asked about ") + id, kA1, not_asked);
      Add(std::string("adopt ") + id, kA1, Adopt(id));
      Add(std::string("adopt by the partner ") + id, kB1, Adopt(id));
      AdoptSetting unheard = Adopt(id);
      unheard.adoption.clear_participation();
      Add(std::string("adopt unheard ") + id, kA1, unheard);
    }
    ProposeSetting propose = Propose(kB1);
    propose.proposal.clear_components();
    Add("propose nothing", kB1, propose, kFirst);
    propose = Propose(kB1);
    *propose.proposal.add_components() = propose.proposal.components(0);
    Add("propose two places", kB1, propose, kFirst);
    propose = Propose(kB1);
    propose.proposal.clear_participation();
    Add("propose unheard", kB1, propose, kFirst);
  }

  EndSetting EndWith(const std::string& id, common::v1::TonightKind kind, const Person& voucher) {
    EndSetting end = End(id, kind, voucher);
    end.next = FactsOf(end.next_tonight.holder());
    return end;
  }
  void Nights() {
    for (const char* name : {kFirst, kSecond}) {
      const std::string id = name;
      Add("start " + id, kB1, Start(id, kB1));
      Add("start by the office " + id, kA1, Start(id, kA1));
      StartSetting strange = Start(id, kB1);
      strange.deputy_person_id = "x";
      Add("start with a strange deputy " + id, kB1, strange);
      Add("notice " + id, kB1, Notice(id));
      Add("notice by the office " + id, kA1, Notice(id));
      for (const Person& who : {kA1, kB1}) {
        Add("end without a night " + id + who.id, who, EndSetting{id, {}, {}});
        Add("end after a notice " + id + who.id, who, EndSetting{id, {}, {}});
        moves_.back().given.now = moves_.back().given.occurred_at = kStart + kBridgeWithin;
      }
      Add("end, home " + id, kA1, EndWith(id, common::v1::TONIGHT_KIND_FAMILY, kA1));
      Add("end, searched for " + id, kA1, EndWith(id, common::v1::TONIGHT_KIND_WHEREABOUTS_UNKNOWN, kA1));
      Add("end, home by a stranger " + id, kA1, EndWith(id, common::v1::TONIGHT_KIND_FAMILY, kStranger));
      Add("end, somebody else's place " + id, kA1, EndWith(id, common::v1::TONIGHT_KIND_PLACEMENT, kB1));
      Add("end, crisis team by decree " + id, kA1, EndWith(id, common::v1::TONIGHT_KIND_CRISIS_TEAM, kB2));
      Add("end by the provider, office vouches " + id, kB1,
          EndWith(id, common::v1::TONIGHT_KIND_FAMILY, kA1));
      Add("end by the provider, vouches itself " + id, kB1,
          EndWith(id, common::v1::TONIGHT_KIND_FAMILY, kB1));
      Add("end by others " + id, {"C", "", "c"}, EndSetting{id, {}, {}});
    }
    for (const Person& who : {kA1, kA2, kB1, kStranger}) {
      VouchForTonight vouch{Tonight(common::v1::TONIGHT_KIND_FAMILY, who), {}};
      vouch.next = FactsOf(vouch.tonight.holder());
      Add("vouch " + who.id, kA1, vouch);
      Add("vouch by the partner " + who.id, kB1, vouch);
    }
    for (const Person& who : {kA1, kB1, kB2, kC1}) Add("missing, says " + who.id, who, ReportMissing{});
    for (const Person& who : {kA1, kB1}) {
      Add("is back, says " + who.id, who, ReportBack{who.unit, "", false});
      Add("is back, with a strange deputy, says " + who.id, who, ReportBack{who.unit, "x", false});
    }
    Add("night taken over", kService, TakeOver(kB2));
    Add("night taken over by nobody", kService, TakeOver({"B", "", ""}));
  }

  void Standby() {
    Add("setback", kB1, Setback());
    Add("setback of no kind", kB1, RecordSetback{});
    Add("a crisis", kService, AwakenForCrisis{"deployment"});
    Add("rest", kA1, Rest(v1::STANDBY_REASON_REFUSAL, kStart + Days(90), kStart + Days(60)));
    Add("rest, missing", kA1, Rest(v1::STANDBY_REASON_UNREACHABLE, kStart + Days(28), kStart + Days(60)));
    Add("rest by the partner", kB1, Rest(v1::STANDBY_REASON_REFUSAL, kStart + Days(90), kStart + Days(60)));
    Add("rest until yesterday", kA1, Rest(v1::STANDBY_REASON_REFUSAL, kStart - Days(1), kStart + Days(60)));
    Add("rest too long", kA1, Rest(v1::STANDBY_REASON_REFUSAL, kStart + Days(91), kStart + Days(60)));
    Add("missing too long", kA1, Rest(v1::STANDBY_REASON_UNREACHABLE, kStart + Days(29), kStart + Days(60)));
    EnterStandby quiet = Rest(v1::STANDBY_REASON_REFUSAL, kStart + Days(90), kStart + Days(60));
    quiet.standby.clear_participation();
    Add("rest unheard", kA1, quiet);
    Add("contact", kB1, Contact());
    Add("hear both", kA1, Hear(BothHeard()));
    Add("hear one", kA1, Hear(YoungPersonRefused(kStart + Days(60))));
    Add("hear one in a year", kA1, Hear(YoungPersonRefused(kStart + Days(366))));
    Add("hear nobody", kA1, Hear({}));
    for (Ground ground : {Ground::kForbidden, Ground::kDeath, Ground::kUnknown})
      Add("end the case", kA1, RequestLawfulEnd{ground});
  }

  void AskWith(const std::string& name, Ground ground, void (*spoil)(RequestLawfulEnd&)) {
    RequestLawfulEnd ask = AskToEnd(ground);
    spoil(ask);
    Add(name, kA1, ask, kEnd);
  }
  void BeginWith(const std::string& name, const Person& who, void (*change)(BeginAftercare&)) {
    BeginAftercare begin = StayInContact();
    *begin.aftercare.mutable_holder() = care::ToProto(Holder(kA2, kA1));
    change(begin);
    begin.holder = FactsOf(begin.aftercare.holder());
    Add(name, who, begin);
  }
  void StayingInContact() {
    BeginWith("stay in contact", kA1, [](BeginAftercare&) {});
    BeginWith("stay in contact by the partner", kB1, [](BeginAftercare&) {});
    BeginWith("nobody stays in contact", kA1, [](BeginAftercare& begin) {
      *begin.aftercare.mutable_holder() = care::ToProto(Holder(kNobody, kA1));
    });
    BeginWith("the partner stays in contact", kA1, [](BeginAftercare& begin) {
      *begin.aftercare.mutable_holder() = care::ToProto(Holder(kB1, kB2));
    });
    BeginWith("stay in contact alone", kA1, [](BeginAftercare& begin) {
      *begin.aftercare.mutable_holder() = care::ToProto(Holder(kA2, kA2));
    });
    BeginWith("stay in contact until yesterday", kA1,
              [](BeginAftercare& begin) { *begin.aftercare.mutable_until() = ToProto(kStart - Days(1)); });
    BeginWith("stay in contact until tomorrow", kA1,
              [](BeginAftercare& begin) { *begin.aftercare.mutable_until() = ToProto(kStart + Days(1)); });
    BeginWith("stay in contact now and then", kA1,
              [](BeginAftercare& begin) { begin.aftercare.set_contact_every_days(91); });
    BeginWith("stay in contact unheard", kA1,
              [](BeginAftercare& begin) { begin.aftercare.clear_participation(); });
    Add("contact in aftercare", kB1, Contact());
  }
  void Ending() {
    StayingInContact();
    for (Ground ground : {Ground::kDeath, Ground::kAge27, Ground::kTransferredOut, Ground::kOwnDecision,
                          Ground::kIndependenceReached, Ground::kMovedAbroad, Ground::kRecordedInError})
      Add("ask to end", kA1, AskToEnd(ground), kEnd);
    Add("ask to end by the partner", kB1, AskToEnd(Ground::kMovedAbroad), kEnd);
    const auto without_evidence = [](RequestLawfulEnd& ask) { ask.request.clear_evidence(); };
    AskWith("death without document", Ground::kDeath, without_evidence);
    AskWith("abroad without authority", Ground::kMovedAbroad, without_evidence);
    AskWith("27 and nobody to turn to", Ground::kAge27, [](RequestLawfulEnd& ask) {
      ask.request.clear_evidence();
      ask.request.set_given_in_person(false);
    });
    AskWith("26", Ground::kAge27, [](RequestLawfulEnd& ask) { ask.born = absl::CivilDay(1999, 3, 3); });
    AskWith("own decision of a minor", Ground::kOwnDecision,
            [](RequestLawfulEnd& ask) { ask.born = absl::CivilDay(2008, 3, 3); });
    AskWith("own decision unasked", Ground::kOwnDecision,
            [](RequestLawfulEnd& ask) { ask.request.set_given_in_person(false); });
    AskWith("abroad unheard", Ground::kMovedAbroad,
            [](RequestLawfulEnd& ask) { ask.request.clear_participation(); });
    AskWith("in error for nobody", Ground::kRecordedInError,
            [](RequestLawfulEnd& ask) { ask.other_case.open = false; });
    AskWith("in error for a case that may end", Ground::kRecordedInError,
            [](RequestLawfulEnd& ask) { ask.other_case.may_end = true; });
    AskWith("in error for c1's case", Ground::kRecordedInError,
            [](RequestLawfulEnd& ask) { ask.other_case.holder = care::ToProto(Holder(kC1, kC2)); });
    for (const Person& who : {kA1, kA2, kB1, kB2, kC1}) Add("approve " + who.id, who, ApproveLawfulEnd{kEnd});
    Add("approve another end", kB1, ApproveLawfulEnd{"other"});
    Add("object", kB2, ObjectLawfulEnd{kEnd});
    Add("the young person objects", kA2, ObjectLawfulEnd{kEnd, true, {}});
    Add("object to another end", kB2, ObjectLawfulEnd{"other"});
    Add("reopen", kB1, ReopenCase{});
  }

  Theme theme_ = Theme::kOpening;
  std::vector<Move> moves_;
};

// --- States, made canonical ---

template <class H>
care::Strand<H> Timeless(const care::Strand<H>& strand) {
  care::Strand<H> timeless;
  if (strand.held()) timeless.HeldBy(strand.holder(), kStart);
  return timeless;
}

// Drops what no rule asks for again: how often, since when, and settings that have ended. Refusals count to
// three.
State Canonical(State state) {
  state.responsibility = Timeless(state.responsibility);
  state.coordination = Timeless(state.coordination);
  state.tonight = Timeless(state.tonight);
  state.cycle = 1;
  if (state.aftercare) {
    state.aftercare->strand = Timeless(state.aftercare->strand);
    state.aftercare->contacts = std::min(state.aftercare->contacts, 1u);
  }
  if (state.last_move) state.last_move->moved_at = kStart;
  state.package.clear();
  state.kept.reset();
  state.withheld.clear();
  state.shared_by_consent.clear();
  state.handed_on.clear();
  std::sort(state.gave.begin(), state.gave.end());
  std::erase_if(state.consents, [&](const Consent& consent) {  // that carry nothing any more
    return consent.withdrawn_at || (state.of_age && consent.given_by == v1::CONSENT_GIVER_GUARDIAN);
  });
  if (state.change) {
    state.change->package.clear();
    if (state.change->continued_since) state.change->continued_since = kStart;
  }
  if (state.guardian) state.guardian = Timeless(*state.guardian);
  if (state.planned_end) state.planned_end = kStart;  // rules ask only whether
  state.diagnostics = 0;
  state.adopted = 0;
  state.setbacks = 0;
  std::erase_if(state.settings, [&](const Setting& setting) {
    return setting.phase == SettingPhase::kEnded && !IsReceiverAwaited(state, setting);
  });
  for (Setting& setting : state.settings) {
    setting.version = 0;
    if (setting.answer != v1::ANSWER_UNSPECIFIED) setting.answer = v1::ANSWER_YES;  // rules ask only whether
  }
  MakePlanningCanonical(state);
  MakeCrisisCanonical(state);
  if (state.standby) state.standby->reason = v1::STANDBY_REASON_REFUSAL;
  // Rules ask only who is enough, and what was recorded in error.
  const auto simple = [](v1::LawfulEndGround ground) {
    return ground == v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR ? ground : v1::LAWFUL_END_GROUND_DEATH;
  };
  if (state.ending) {
    auto& approvals = state.ending->approvals;  // the first one asked
    std::sort(approvals.begin() + 1, approvals.end(),
              [](const auto& a, const auto& b) { return a.person_id < b.person_id; });
    state.ending->ground = simple(state.ending->ground);
  }
  if (state.ended) state.ended->ground = simple(state.ended->ground);
  for (care::Handover* handover : {&state.handover, &state.coordination_offer}) {
    if (handover->refusals() <= 3) continue;
    const auto open = handover->open();
    care::Handover capped;
    for (int i = 0; i < 3; ++i) {
      capped.Offered({kOffer});
      capped.Refused(kOffer);
    }
    if (open) capped.Offered(*open);
    *handover = capped;
  }
  return state;
}

void Put(std::string& key, const std::string& text) {
  key.append(text).push_back('|');
}
void Put(std::string& key, int number) {
  key.append(std::to_string(number)).push_back('|');
}
void Put(std::string& key, const care::Holder& holder) {
  for (const auto* part :
       {&holder.organisation_id, &holder.unit_id, &holder.person_id, &holder.deputy_person_id})
    Put(key, *part);
  Put(key, holder.basis);
}

void PutCompetence(std::string& key, const State& state) {
  for (const Competence& entry : state.competences) Put(key, entry.id + (entry.corrected ? "-" : "+"));
  Put(key, state.provisional * 2 + state.settled_change.has_value());
  if (!state.change) return;
  Put(key, state.change->organisation_id);
  if (state.change->to) Put(key, *state.change->to);
  Put(key, state.change->sent * 4 + state.change->met * 2 + state.change->contested);
  Put(key, state.change->reporter);
  for (const ProvisionalAsk& ask : state.change->asked)
    Put(key, ask.to.person_id + ask.asked_by + (ask.package.empty() ? "-" : "+"));
  if (state.change->held_before) Put(key, *state.change->held_before);
  for (const std::string& office : state.change->agreed) Put(key, office);
}
void PutAge(std::string& key, const State& state) {
  Put(key, state.of_age * 8 + state.age.has_value() * 4 + state.consents_renewed * 2 +
               state.planned_end.has_value());
  if (state.age) Put(key, static_cast<int>(absl::ToUnixSeconds(state.age->limit_due) / 86400));
  if (state.guardian) {
    Put(key, state.guardian->holder().kind);
    Put(key, state.guardian->holder().holder.person_id);
  }
  if (state.guardian_asked) Put(key, state.guardian_asked->person_id);
  if (state.guardian_before_18) {
    Put(key, state.guardian_before_18->kind);
    Put(key, state.guardian_before_18->holder.person_id);
  }
  if (state.birth_date_proposal) Put(key, state.birth_date_proposal->person_id);
  for (const Consent& consent : state.consents) Put(key, consent.given_by);
}

// Everything that distinguishes two canonical states.
std::string Key(const State& state) {
  std::string key;
  Put(key, state.subject_id);
  if (!state.opened()) return key;
  Put(key, state.origin_id);
  Put(key, state.responsibility.holder());
  if (state.coordination.held()) Put(key, state.coordination.holder());
  Put(key, static_cast<int>(state.coordination_offer.refusals()));
  if (const auto& offer = state.coordination_offer.open()) Put(key, offer->to.person_id + offer->offered_by);
  Put(key, state.tonight.holder().kind);
  Put(key, state.tonight.holder().holder);
  Put(key, state.tonight_setting_id);
  Put(key, static_cast<int>(state.handover.refusals()));
  if (const auto& offer = state.handover.open()) {
    Put(key, offer->to);
    Put(key, offer->offered_by);
    Put(key, offer->met * 2 + offer->cold);
  }
  if (state.prepared) {
    Put(key, state.prepared->handover_id + state.prepared->to_organisation_id);
    Put(key, static_cast<int>(state.prepared->package.size()));
  }
  if (state.last_move) {
    Put(key, state.last_move->giver);
    Put(key, static_cast<int>(state.last_move->held));
    Put(key, static_cast<int>(absl::ToUnixSeconds(state.last_move->next_look) / 86400));
  }
  for (const std::string& organisation : state.gave) Put(key, organisation);
  for (const PackageOwed& owed : state.packages_owed) Put(key, owed.giver.organisation_id);
  Put(key, state.team_id);
  for (const auto& seat : state.seats) {
    Put(key, seat.who.organisation_id + seat.who.person_id);
    Put(key, seat.who.discipline * 4 + seat.lead * 2 + seat.committed);
    if (seat.successor) Put(key, seat.successor->person_id);
  }
  Put(key, state.shared * 2 + state.understood);
  for (const auto& setting : state.settings) {
    Put(key, setting.id);
    Put(key, static_cast<int>(setting.phase) * 8 + setting.answer);
    for (const auto& component : setting.components) Put(key, component.kind);
  }
  Put(key, PlanningKey(state));
  Put(key, CrisisKey(state));
  Put(key, state.standby ? state.standby->reason : -1);
  if (state.ending) {
    Put(key, state.ending->ground);
    Put(key, state.ending->reviewer.person_id);
    for (const auto& approval : state.ending->approvals) Put(key, approval.person_id);
  }
  Put(key, state.ended ? state.ended->ground : -1);
  if (state.aftercare) Put(key, state.aftercare->strand.holder());
  if (state.aftercare) Put(key, state.aftercare->contacts > 0);
  PutCompetence(key, state);
  for (const Succession& one : state.successions) {
    Put(key, one.organisation_id + (one.fell_back ? "-" : "+"));
    for (const std::string& setting : one.settings) Put(key, setting);
  }
  PutAge(key, state);
  for (const auto& clock : state.clocks.open()) {
    // How far a package that is owed has climbed, no rule asks.
    const int climbed = clock.kind == common::v1::CLOCK_KIND_PACKAGE_OWED ? 0 : clock.step;
    Put(key, clock.kind * 100 + clock.overdue * 10 + climbed);
    Put(key, clock.object_id);
  }
  return key;
}

// At most two settings live at once, the second only beside one that runs; one clock climbs at a time.
bool WithinBounds(const State& state, const Command& command) {
  if (Holds<ProposeSetting>(command)) {
    if (state.settings.size() >= 2) return false;
    return state.settings.empty() || IsRunning(state.settings[0]);
  }
  return true;
}
bool IdIsFree(const State& state, const Move& move) {
  if (Holds<DetermineCompetence>(move.command)) {
    return std::none_of(state.competences.begin(), state.competences.end(),
                        [&](const Competence& entry) { return entry.id == move.given.new_id; });
  }
  if (Holds<RegisterConsent>(move.command)) return state.FindConsent(move.given.new_id) == nullptr;
  return !Holds<ProposeSetting>(move.command) || state.FindSetting(move.given.new_id) == nullptr;
}

std::vector<Move> Clocks(const State& state) {
  std::vector<Move> moves;
  const care::Clock* climbing = nullptr;
  for (const auto& clock : OpenClocks(state)) {
    if (clock.overdue) climbing = &clock;
  }
  for (const auto& clock : OpenClocks(state)) {
    const auto at = care::NextAt(clock);
    if (!at || (climbing != nullptr && climbing != &clock)) continue;
    moves.push_back({Theme::kClock,
                     "time passes",
                     {{"case", "", ""}, *at, *at, ""},
                     PassDeadline{clock.kind, clock.object_id, clock.due,
                                  state.ending ? state.ending->continued_in : std::string()}});
    if (clock.kind != common::v1::CLOCK_KIND_OBJECTION_PERIOD) continue;
    moves.push_back({Theme::kClock,
                     "time passes, and the other case ends",
                     {{"case", "", ""}, *at, *at, ""},
                     PassDeadline{clock.kind, clock.object_id, clock.due}});
  }
  return moves;
}

class Walk {
 public:
  Exploration Run(const Bounds& bounds) {
    Visit({CaseDecider::Initial(), bounds.companion});
    while (!waiting_.empty() && found_.states < bounds.states) {
      if (bounds.stop_when_broken && !found_.broken.empty()) break;
      const Place here = std::move(waiting_.front());
      waiting_.pop_front();
      for (const Move& move : alphabet_.moves()) {
        if (bounds.themes.contains(move.theme) && WithinBounds(here.state, move.command) &&
            IdIsFree(here.state, move))
          Try(here, move);
      }
      if (!bounds.themes.contains(Theme::kClock)) continue;
      for (const Move& move : Clocks(here.state)) Try(here, move);
    }
    found_.fixpoint = waiting_.empty();
    return found_;
  }

 private:
  // Canonical, unless somebody goes along, to whose record it must fit.
  struct Place {
    State state;
    std::shared_ptr<const Companion> companion;
  };

  void Visit(Place place) {
    const bool alone = place.companion == nullptr;
    if (alone) place.state = Canonical(std::move(place.state));
    if (!seen_.insert(alone ? Key(place.state) : Key(Canonical(place.state))).second) return;
    ++found_.states;
    waiting_.push_back(std::move(place));
  }

  void Try(const Place& here, const Move& move) {
    const State& before = here.state;
    const Decision decision = CaseDecider::Decide(before, move.command, move.given);
    if (decision.refused()) {
      ++found_.refusals;
      return;
    }
    if (decision.events().empty()) return;
    ++found_.steps;
    State after = before;
    for (const auto& event : decision.events()) {
      after = CaseDecider::Evolve(std::move(after), event, move.given);
      found_.events.insert(EventName(event));
    }
    const Step step{world_, before, move.command, move.given, decision.events(), after};
    for (const Invariant& invariant : Invariants()) {
      if (!invariant.holds(step)) found_.broken.emplace(invariant.name, move.name + " in " + Key(before));
    }
    const auto companion = here.companion == nullptr ? nullptr : here.companion->After(step);
    if (here.companion != nullptr && companion == nullptr) return;
    Visit({std::move(after), companion});
  }

  static const std::string& EventName(const v1::CaseEvent& event) {
    return event.GetDescriptor()->FindFieldByNumber(event.event_case())->message_type()->name();
  }

  const SmallWorld world_ = {};
  const Alphabet alphabet_;
  Exploration found_;
  std::unordered_set<std::string> seen_;
  std::deque<Place> waiting_;
};

}  // namespace

Exploration Explore(const Bounds& bounds) {
  return Walk().Run(bounds);
}

}  // namespace fallverbund::casework::testing
