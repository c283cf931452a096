// Long, because it is one table: each way into a circle and out of it again.
#include "libs/access/circle.h"

#include <gtest/gtest.h>

#include <string>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "libs/directory/directory.h"
#include "libs/eventlog/oneof.h"
#include "libs/eventlog/testing/signed_log.h"
#include "libs/projection/in_memory_projection_store.h"

namespace fallverbund::access {
namespace {

using casework::v1::CaseEvent;
using common::v1::RELATION_CASE_HOLDER;
using common::v1::RELATION_CIRCLE;
using common::v1::RELATION_PARTY;
using eventlog::TestHexId;

const std::string kCase = TestHexId("case");
const std::string kOtherCase = TestHexId("other case");
const std::string kInquiry = TestHexId("inquiry");
const std::string kOffice = TestHexId("youth office");
const std::string kOtherOffice = TestHexId("other youth office");
const std::string kKoSyDo = TestHexId("coordination office");
const std::string kProvider = TestHexId("provider");
const std::string kClinic = TestHexId("clinic");
const std::string kKit = TestHexId("crisis team");

class CircleTest : public ::testing::Test {
 protected:
  void Happened(const std::string& context, const std::string& type, const std::string& id,
                const google::protobuf::Message& event) {
    eventlog::ValidCommit commit;
    commit.position = ++position_;
    commit.context = context;
    commit.aggregate_id = id;
    commit.commit.set_aggregate_type(type);
    *commit.commit.add_events() = eventlog::PackOneof(event);
    auto batch = store_.NewBatch();
    ASSERT_TRUE(view_.Apply({.commit = commit, .known_at = absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(directory_.Apply({.commit = commit, .known_at = absl::UnixEpoch()}, *batch).ok());
    ASSERT_TRUE(store_.Commit(std::move(batch), commit.position).ok());
  }
  void Happened(const CaseEvent& event) { Happened("case", "case", kCase, event); }

  void Opened(const std::string& holder = kOffice, const std::string& tonight = kOffice) {
    CaseEvent event;
    event.mutable_case_opened()->mutable_holder()->set_organisation_id(holder);
    event.mutable_case_opened()->mutable_tonight()->mutable_holder()->set_organisation_id(tonight);
    event.mutable_case_opened()->mutable_origin()->set_aggregate_id(kInquiry);
    Happened(event);
  }
  void InquiryFrom(const std::string& holder, const std::string& office) {
    intake::v1::InquiryEvent event;
    event.mutable_inquiry_received()->mutable_holder()->set_organisation_id(holder);
    event.mutable_inquiry_received()->set_office_organisation_id(office);
    Happened("intake", "inquiry", kInquiry, event);
  }

  bool InCircle(const std::string& organisation, const std::string& object = kCase) {
    return ReadObjectFacts(store_, organisation, RELATION_CIRCLE, object)->circle;
  }
  bool MayReview(const std::string& person) { return *Reviews(store_, kCase, person); }
  bool Holds(const std::string& organisation) {
    return ReadObjectFacts(store_, organisation, RELATION_CASE_HOLDER, kCase)->case_holder;
  }
  bool IsPartyOf(const std::string& object, const std::string& organisation) {
    return ReadObjectFacts(store_, organisation, RELATION_PARTY, object)->party;
  }

  const CircleView view_{};
  const directory::DirectoryView directory_{};
  projection::InMemoryProjectionStore store_;
  uint64_t position_ = 0;
};

TEST_F(CircleTest, TheHolderBelongsAndHoldsAndNobodyElse) {
  Opened();
  EXPECT_TRUE(InCircle(kOffice));
  EXPECT_TRUE(Holds(kOffice));
  EXPECT_FALSE(InCircle(kProvider));
  EXPECT_FALSE(Holds(kProvider));
  EXPECT_FALSE(InCircle(kOffice, kOtherCase));
}

TEST_F(CircleTest, OfficesInADisputeSeeTheCaseUntilItIsSettled) {
  Opened();
  CaseEvent event;
  event.mutable_competence_change_detected()->set_organisation_id(kOtherOffice);
  Happened(event);
  EXPECT_FALSE(InCircle(kOtherOffice)) << "nobody told them yet";
  event.mutable_agency_informed()->mutable_to()->set_organisation_id(kOtherOffice);
  Happened(event);
  EXPECT_TRUE(InCircle(kOtherOffice));
  const std::string third = TestHexId("third youth office"), fourth = TestHexId("fourth youth office");
  for (const std::string& asked : {third, fourth}) {
    event.mutable_provisional_takeover_asked()->mutable_to()->set_organisation_id(asked);
    Happened(event);
    EXPECT_TRUE(InCircle(asked));
  }
  event.mutable_provisional_takeover()->mutable_from()->set_organisation_id(kOffice);
  Happened(event);
  event.mutable_responsibility_moved()->mutable_to()->set_organisation_id(third);
  Happened(event);
  EXPECT_TRUE(Holds(third));
  EXPECT_TRUE(InCircle(kOffice) && InCircle(kOtherOffice) && InCircle(fourth)) << "they settle it";
  event.mutable_competence_change_settled();
  Happened(event);
  EXPECT_TRUE(InCircle(third));
  EXPECT_FALSE(InCircle(kOtherOffice) || InCircle(fourth));
  EXPECT_TRUE(InCircle(kOffice)) << "shelters tonight";
}

TEST_F(CircleTest, AGuardiansOfficeSeesTheCaseUntilAnotherIsNamedOrEighteen) {
  CaseEvent named, declared, parents, adult;
  named.mutable_guardian_named()->set_kind(casework::v1::GUARDIAN_KIND_OFFICE);
  named.mutable_guardian_named()->mutable_holder()->set_organisation_id(kOtherOffice);
  declared.mutable_guardian_declared()->mutable_holder()->set_organisation_id(kOtherOffice);
  parents.mutable_guardian_named()->set_kind(casework::v1::GUARDIAN_KIND_PARENTS);
  adult.mutable_came_of_age();
  Opened();
  for (const CaseEvent& end : {parents, adult}) {
    Happened(named);
    EXPECT_TRUE(InCircle(kOtherOffice));
    Happened(declared);
    EXPECT_TRUE(InCircle(kOtherOffice));
    Happened(end);
    EXPECT_FALSE(InCircle(kOtherOffice));
  }
}

TEST_F(CircleTest, WhoGaveTheCaseStaysTheBackstopUntilTheHandoverIsConfirmed) {
  Opened(kOffice, kProvider);
  CaseEvent moved, looked, confirmed;
  moved.mutable_responsibility_moved()->mutable_from()->set_organisation_id(kOffice);
  moved.mutable_responsibility_moved()->mutable_to()->set_organisation_id(kOtherOffice);
  moved.mutable_responsibility_moved()->mutable_follow_up_due()->set_seconds(1);
  Happened(moved);
  EXPECT_TRUE(InCircle(kOffice));
  EXPECT_FALSE(Holds(kOffice));
  looked.mutable_handover_followed_up()->mutable_next_due()->set_seconds(2);
  Happened(looked);
  EXPECT_TRUE(InCircle(kOffice));
  confirmed.mutable_handover_followed_up();
  Happened(confirmed);
  EXPECT_FALSE(InCircle(kOffice));
  EXPECT_TRUE(Holds(kOtherOffice));
}

TEST_F(CircleTest, WhoGaveTheCaseAwayIsRememberedUntilItHoldsAgain) {
  const std::string third = TestHexId("third youth office");
  Opened(kOffice, kProvider);
  const auto moves = [&](const std::string& from, const std::string& to) {
    CaseEvent moved;
    moved.mutable_responsibility_moved()->mutable_from()->set_organisation_id(from);
    moved.mutable_responsibility_moved()->mutable_to()->set_organisation_id(to);
    Happened(moved);
  };
  const auto gave = [&](const std::string& organisation) { return *GaveAway(store_, kCase, organisation); };
  EXPECT_FALSE(gave(kOffice));
  moves(kOffice, kOffice);
  EXPECT_FALSE(gave(kOffice)) << "from one unit to another";
  moves(kOffice, kOtherOffice);
  moves(kOtherOffice, third);
  EXPECT_TRUE(gave(kOffice) && gave(kOtherOffice));
  EXPECT_FALSE(gave(third) || gave(kProvider));
  EXPECT_FALSE(InCircle(kOffice)) << "and is of no circle by that (N6, § 62)";
  moves(third, kOffice);
  EXPECT_FALSE(gave(kOffice));
  EXPECT_TRUE(gave(third));
  EXPECT_FALSE(*GaveAway(store_, kCase + kOffice, third));
}

TEST_F(CircleTest, WhoStaysInContactSeesTheCaseWhereverItGoesUntilNewHelp) {
  Opened();
  CaseEvent begun, moved, interrupted;
  begun.mutable_aftercare_begun()->mutable_holder()->set_organisation_id(kOffice);
  Happened(begun);
  moved.mutable_responsibility_moved()->mutable_from()->set_organisation_id(kOffice);
  moved.mutable_responsibility_moved()->mutable_to()->set_organisation_id(kOtherOffice);
  Happened(moved);
  CaseEvent night;
  night.mutable_tonight_moved()->mutable_to()->mutable_holder()->set_organisation_id(kOtherOffice);
  Happened(night);
  EXPECT_TRUE(InCircle(kOffice));
  interrupted.mutable_aftercare_interrupted();
  Happened(interrupted);
  EXPECT_FALSE(InCircle(kOffice));
}

TEST_F(CircleTest, WhoIsOfferedTheCaseSeesItAndLosesSightWhenItIsNotTaken) {
  Opened();
  CaseEvent offered;
  offered.mutable_handover_offered()->mutable_to()->set_organisation_id(kOtherOffice);
  CaseEvent refused, revoked;
  refused.mutable_handover_refused();
  revoked.mutable_handover_revoked();
  for (const CaseEvent& end : {refused, revoked}) {
    Happened(offered);
    EXPECT_TRUE(InCircle(kOtherOffice));
    EXPECT_FALSE(Holds(kOtherOffice));
    Happened(end);
    EXPECT_FALSE(InCircle(kOtherOffice));
  }
}

TEST_F(CircleTest, WhatWasOnlyOnOfferIsOffWithTheEnd) {
  Opened();
  CaseEvent offered, informed, asked, ended;
  offered.mutable_handover_offered()->mutable_to()->set_organisation_id(kOtherOffice);
  informed.mutable_agency_informed()->mutable_to()->set_organisation_id(kClinic);
  asked.mutable_provisional_takeover_asked()->mutable_to()->set_organisation_id(kKit);
  for (const CaseEvent* event : {&offered, &informed, &asked}) Happened(*event);
  EXPECT_TRUE(InCircle(kOtherOffice) && InCircle(kClinic) && InCircle(kKit));
  ended.mutable_case_lawfully_ended();
  Happened(ended);
  EXPECT_FALSE(InCircle(kOtherOffice) || InCircle(kClinic) || InCircle(kKit));
  EXPECT_TRUE(InCircle(kOffice)) << "who brings it back";
}

TEST_F(CircleTest, WhoHoldsTheCaseThatIsToGoOnLooksAtThisOneUntilItIsDecided) {
  for (const bool stopped : {true, false}) {
    Opened();
    CaseEvent asked, over;
    asked.mutable_lawful_end_requested()->mutable_continued_by()->set_organisation_id(kOtherOffice);
    Happened(asked);
    EXPECT_TRUE(InCircle(kOtherOffice));
    if (stopped) over.mutable_lawful_end_stopped();
    if (!stopped) over.mutable_case_lawfully_ended();
    Happened(over);
    EXPECT_FALSE(InCircle(kOtherOffice));
  }
}

// N14: one person, for that review alone, until the answer or until nobody asks any more.
TEST_F(CircleTest, WhoReviewsALawfulEndIsOfNoCircleAndHasAPlaceUntilItIsDecided) {
  const std::string reviewer = eventlog::TestHexId("reviewer"), colleague = eventlog::TestHexId("colleague");
  CaseEvent asked, approved, by_another, stopped, ended;
  asked.mutable_lawful_end_requested()->set_reviewer_organisation_id(kClinic);
  asked.mutable_lawful_end_requested()->set_reviewer_person_id(reviewer);
  approved.mutable_lawful_end_approved()->set_person_id(reviewer);
  by_another.mutable_lawful_end_approved()->set_person_id(colleague);
  stopped.mutable_lawful_end_stopped();
  ended.mutable_case_lawfully_ended();
  for (const CaseEvent* over : {&approved, &stopped, &ended}) {
    Opened();
    EXPECT_FALSE(MayReview(reviewer));
    Happened(asked);
    Happened(by_another);
    EXPECT_TRUE(MayReview(reviewer));
    EXPECT_FALSE(MayReview(colleague) || InCircle(kClinic));
    Happened(*over);
    EXPECT_FALSE(MayReview(reviewer));
  }
}

TEST_F(CircleTest, ResponsibilityTakesSightWithIt) {
  Opened(kOffice, kProvider);
  CaseEvent offered, moved;
  offered.mutable_handover_offered()->mutable_to()->set_organisation_id(kOtherOffice);
  Happened(offered);
  moved.mutable_responsibility_moved()->mutable_to()->set_organisation_id(kOtherOffice);
  Happened(moved);
  EXPECT_TRUE(Holds(kOtherOffice));
  EXPECT_TRUE(InCircle(kOtherOffice));
  EXPECT_FALSE(Holds(kOffice));
  EXPECT_FALSE(InCircle(kOffice));
}

TEST_F(CircleTest, SeatsBelongFromTheInvitationOnUntilSomebodyElseIsAsked) {
  Opened();
  CaseEvent invited;
  invited.mutable_commitments_invited()->set_team_id("t");
  for (const auto& [organisation, person] : {std::pair(kProvider, "p1"), std::pair(kClinic, "p2")}) {
    auto* invitation = invited.mutable_commitments_invited()->add_invitations();
    invitation->set_organisation_id(organisation);
    invitation->set_person_id(person);
  }
  Happened(invited);
  EXPECT_TRUE(InCircle(kProvider));
  EXPECT_TRUE(InCircle(kClinic));
  CaseEvent committed;
  committed.mutable_member_committed()->set_organisation_id(kProvider);
  Happened(committed);
  EXPECT_TRUE(InCircle(kProvider));
  CaseEvent replaced;
  replaced.mutable_invitation_replaced()->set_team_id("t");
  replaced.mutable_invitation_replaced()->set_person_id("p2");
  replaced.mutable_invitation_replaced()->mutable_invitation()->set_organisation_id(kKit);
  replaced.mutable_invitation_replaced()->mutable_invitation()->set_person_id("p3");
  Happened(replaced);
  EXPECT_FALSE(InCircle(kClinic));
  EXPECT_TRUE(InCircle(kKit));
}

TEST_F(CircleTest, WhoHasTakenASeatSeesTheCaseUntilASuccessorHasTakenIt) {
  Opened();
  const auto ask = [](const std::string& organisation, const std::string& person,
                      casework::v1::Invitation& invitation) {
    invitation.set_organisation_id(organisation);
    invitation.set_person_id(person);
  };
  CaseEvent invited, committed, replaced, ended;
  invited.mutable_commitments_invited()->set_team_id("t");
  ask(kClinic, "p1", *invited.mutable_commitments_invited()->add_invitations());
  committed.mutable_member_committed()->set_team_id("t");
  committed.mutable_member_committed()->set_person_id("p1");
  Happened(invited);
  Happened(committed);
  replaced.mutable_invitation_replaced()->set_team_id("t");
  replaced.mutable_invitation_replaced()->set_person_id("p1");
  ask(kKit, "p2", *replaced.mutable_invitation_replaced()->mutable_invitation());
  Happened(replaced);
  EXPECT_TRUE(InCircle(kClinic)) << "still there";
  EXPECT_TRUE(InCircle(kKit)) << "asked";
  ask(kProvider, "p3", *replaced.mutable_invitation_replaced()->mutable_invitation());
  Happened(replaced);
  EXPECT_FALSE(InCircle(kKit)) << "another is asked instead";
  EXPECT_TRUE(InCircle(kProvider));
  ended.mutable_succession_offer_ended()->set_strand(common::v1::STRAND_SHARED);
  ended.mutable_succession_offer_ended()->set_team_id("t");
  ended.mutable_succession_offer_ended()->set_person_id("p3");
  Happened(ended);
  EXPECT_FALSE(InCircle(kProvider)) << "nobody is to follow";
  EXPECT_TRUE(InCircle(kClinic));
  Happened(replaced);
  committed.mutable_member_committed()->set_person_id("p3");
  Happened(committed);
  EXPECT_FALSE(InCircle(kClinic));
  EXPECT_TRUE(InCircle(kProvider));
  replaced.mutable_invitation_replaced()->set_person_id("p3");
  Happened(replaced);
  EXPECT_TRUE(InCircle(kProvider)) << "stays after all";
}

TEST_F(CircleTest, WhoIsAskedToCoordinateBelongsUntilItIsOver) {
  Opened();
  CaseEvent assumed, offered, ended;
  assumed.mutable_coordination_assumed()->mutable_holder()->set_organisation_id(kKoSyDo);
  offered.mutable_coordination_offered()->mutable_to()->set_organisation_id(kOtherOffice);
  ended.mutable_succession_offer_ended()->set_strand(common::v1::STRAND_COORDINATION);
  Happened(assumed);
  Happened(offered);
  EXPECT_TRUE(InCircle(kKoSyDo) && InCircle(kOtherOffice));
  Happened(ended);
  EXPECT_FALSE(InCircle(kOtherOffice));
  EXPECT_TRUE(InCircle(kKoSyDo));
  Happened(offered);
  assumed.mutable_coordination_assumed()->mutable_holder()->set_organisation_id(kOtherOffice);
  Happened(assumed);
  EXPECT_TRUE(InCircle(kOtherOffice));
  EXPECT_FALSE(InCircle(kKoSyDo));
}

TEST_F(CircleTest, WhoIsAskedToHoldIsOnlyAskedUntilThereIsAnotherReason) {
  Opened();
  const auto only_asked = [&](const std::string& organisation) {
    const auto answer = IsOnlyAsked(store_, kCase, organisation);
    return answer.ok() && *answer;
  };
  CaseEvent offered, informed, asked, taken, guardian;
  offered.mutable_handover_offered()->mutable_to()->set_organisation_id(kOtherOffice);
  informed.mutable_agency_informed()->mutable_to()->set_organisation_id(kOtherOffice);
  asked.mutable_provisional_takeover_asked()->mutable_to()->set_organisation_id(kKit);
  taken.mutable_provisional_takeover()->mutable_from()->set_organisation_id(kOtherOffice);
  guardian.mutable_guardian_declared()->mutable_holder()->set_organisation_id(kKit);
  EXPECT_FALSE(only_asked(kOffice)) << "holds";
  EXPECT_FALSE(only_asked(kOtherOffice)) << "does not belong";
  Happened(offered);
  Happened(informed);
  Happened(asked);
  EXPECT_TRUE(only_asked(kOtherOffice));
  EXPECT_TRUE(only_asked(kKit));
  Happened(taken);
  EXPECT_FALSE(only_asked(kOtherOffice)) << "held before it was taken over for the time being";
  Happened(guardian);
  EXPECT_FALSE(only_asked(kKit)) << "is the guardian, too";
}

// C17: asked is only asked, until a yes; a no, another plan and the end of that help take the sight away.
TEST_F(CircleTest, WhoReceivesAfterResidentialHelpIsAskedFirst) {
  Opened();
  CaseEvent planned, yes, no, ended, old;
  auto& back = *planned.mutable_residential_phase_entered();
  back.set_setting_id("setting");
  back.mutable_receiver()->set_organisation_id(kOtherOffice);
  old = planned;
  back.mutable_receiver_answer_due()->set_seconds(1);
  for (CaseEvent* answered : {&yes, &no}) {
    answered->mutable_return_answered()->set_setting_id("setting");
    answered->mutable_return_answered()->set_organisation_id(kOtherOffice);
  }
  yes.mutable_return_answered()->set_accepted(true);
  ended.mutable_setting_ended()->set_setting_id("setting");
  Happened(old);
  EXPECT_FALSE(InCircle(kOtherOffice)) << "of before anybody was asked";
  Happened(planned);
  EXPECT_TRUE(InCircle(kOtherOffice) && *IsOnlyAsked(store_, kCase, kOtherOffice));
  Happened(no);
  EXPECT_FALSE(InCircle(kOtherOffice));
  Happened(planned);
  Happened(yes);
  EXPECT_TRUE(InCircle(kOtherOffice) && !*IsOnlyAsked(store_, kCase, kOtherOffice));
  CaseEvent another = planned;
  another.mutable_residential_phase_entered()->mutable_receiver()->set_organisation_id(kKit);
  Happened(another);
  EXPECT_TRUE(InCircle(kKit));
  EXPECT_FALSE(InCircle(kOtherOffice)) << "the return is planned with another";
  Happened(ended);
  EXPECT_FALSE(InCircle(kKit));
}

// C17: the promise outlives the help, and so does the sight of it, until it has begun, is taken back, or
// another place has taken the young person in.
TEST_F(CircleTest, WhoHasPromisedToReceiveBelongsUntilThatHasBegun) {
  Opened();
  CaseEvent yes, no, ended, met, placed;
  yes.mutable_return_answered()->set_setting_id("setting");
  yes.mutable_return_answered()->set_organisation_id(kOtherOffice);
  no = yes;
  yes.mutable_return_answered()->set_accepted(true);
  ended.mutable_setting_ended()->set_setting_id("setting");
  ended.mutable_setting_ended()->mutable_return_contact_due()->set_seconds(1);
  met.mutable_contact_with_young_person_recorded()->add_return_setting_ids("setting");
  placed.mutable_setting_started()->add_return_setting_ids("setting");
  for (const CaseEvent& over : {met, no, placed}) {
    Happened(yes);
    Happened(ended);
    EXPECT_TRUE(InCircle(kOtherOffice));
    CaseEvent contact;
    contact.mutable_contact_with_young_person_recorded();
    Happened(contact);
    EXPECT_TRUE(InCircle(kOtherOffice)) << "by another";
    Happened(over);
    EXPECT_FALSE(InCircle(kOtherOffice)) << over.DebugString();
  }
}

TEST_F(CircleTest, WhoIsAskedForAnythingElseIsOnlyAskedUntilTheYes) {
  Opened();
  const auto only_asked = [&](const std::string& organisation) {
    const auto answer = IsOnlyAsked(store_, kCase, organisation);
    return answer.ok() && *answer;
  };
  const std::string team = TestHexId("team"), carer = TestHexId("carer"), doctor = TestHexId("doctor");
  CaseEvent invited, committed, successor, succeeded, coordinate, guardian, ending;
  invited.mutable_commitments_invited()->set_team_id(team);
  auto& seat = *invited.mutable_commitments_invited()->add_invitations();
  seat.set_organisation_id(kProvider);
  seat.set_person_id(carer);
  committed.mutable_member_committed()->set_team_id(team);
  committed.mutable_member_committed()->set_person_id(carer);
  successor.mutable_invitation_replaced()->set_team_id(team);
  successor.mutable_invitation_replaced()->set_person_id(carer);
  successor.mutable_invitation_replaced()->mutable_invitation()->set_organisation_id(kClinic);
  successor.mutable_invitation_replaced()->mutable_invitation()->set_person_id(doctor);
  succeeded.mutable_member_committed()->set_team_id(team);
  succeeded.mutable_member_committed()->set_person_id(doctor);
  coordinate.mutable_coordination_offered()->mutable_to()->set_organisation_id(kKoSyDo);
  guardian.mutable_guardian_named()->set_kind(casework::v1::GUARDIAN_KIND_OFFICE);
  guardian.mutable_guardian_named()->mutable_holder()->set_organisation_id(kKit);
  ending.mutable_lawful_end_requested()->mutable_continued_by()->set_organisation_id(kOtherOffice);
  Happened(invited);
  EXPECT_TRUE(only_asked(kProvider)) << "for a seat";
  Happened(committed);
  EXPECT_FALSE(only_asked(kProvider));
  Happened(successor);
  EXPECT_TRUE(only_asked(kClinic)) << "to follow in it";
  EXPECT_FALSE(only_asked(kProvider)) << "has it until then";
  Happened(succeeded);
  EXPECT_FALSE(only_asked(kClinic));
  Happened(coordinate);
  EXPECT_TRUE(only_asked(kKoSyDo)) << "to coordinate";
  Happened(guardian);
  EXPECT_TRUE(only_asked(kKit)) << "to be guardian";
  Happened(ending);
  EXPECT_TRUE(only_asked(kOtherOffice)) << "whether its case is the same young person's";
}

TEST_F(CircleTest, TwoGroundsAreLostOneByOne) {
  Opened(kOffice, kProvider);
  CaseEvent invited;
  auto* invitation = invited.mutable_commitments_invited()->add_invitations();
  invitation->set_organisation_id(kProvider);
  invitation->set_person_id("p1");
  Happened(invited);
  CaseEvent moved;
  moved.mutable_tonight_moved()->mutable_to()->mutable_holder()->set_organisation_id(kKit);
  Happened(moved);
  EXPECT_TRUE(InCircle(kProvider)) << "the seat is still there";
  EXPECT_TRUE(InCircle(kKit));
}

TEST_F(CircleTest, TheOfficeThatReceivedTheInquiryBelongsUntilSomebodyCoordinates) {
  InquiryFrom(kOffice, kKoSyDo);
  Opened();
  EXPECT_TRUE(InCircle(kKoSyDo));
  CaseEvent assumed;
  assumed.mutable_coordination_assumed()->mutable_holder()->set_organisation_id(kOtherOffice);
  Happened(assumed);
  EXPECT_FALSE(InCircle(kKoSyDo));
  EXPECT_TRUE(InCircle(kOtherOffice));
}

TEST_F(CircleTest, ProvidersBelongWhileTheirAdoptedSettingLasts) {
  Opened();
  CaseEvent proposed, adopted, started, ended;
  proposed.mutable_setting_proposed()->set_setting_id("s");
  proposed.mutable_setting_proposed()->add_components()->set_organisation_id(kProvider);
  proposed.mutable_setting_proposed()->add_components()->set_organisation_id(kClinic);
  adopted.mutable_setting_adopted()->set_setting_id("s");
  started.mutable_setting_started()->set_setting_id("s");
  started.mutable_setting_started()->mutable_tonight()->mutable_holder()->set_organisation_id(kProvider);
  ended.mutable_setting_ended()->set_setting_id("s");
  ended.mutable_setting_ended()->mutable_next_tonight()->mutable_holder()->set_organisation_id(kKit);
  Happened(proposed);
  EXPECT_FALSE(InCircle(kProvider)) << "only an idea";
  Happened(adopted);
  EXPECT_TRUE(InCircle(kProvider));
  EXPECT_TRUE(InCircle(kClinic));
  Happened(started);
  Happened(ended);
  EXPECT_FALSE(InCircle(kProvider));
  EXPECT_FALSE(InCircle(kClinic));
  EXPECT_TRUE(InCircle(kKit));
}

TEST_F(CircleTest, TheCrisisTeamBelongsFromTheRequestOnUnlessItRefuses) {
  Opened();
  crisis::v1::DeploymentEvent requested, accepted, refused;
  requested.mutable_deployment_requested()->set_case_id(kCase);
  requested.mutable_deployment_requested()->set_crisis_team_organisation_id(kKit);
  accepted.mutable_deployment_accepted()->set_case_id(kCase);
  refused.mutable_deployment_refused()->set_case_id(kCase);
  const std::string first = TestHexId("first"), second = TestHexId("second");
  Happened("crisis", "deployment", first, requested);
  EXPECT_TRUE(InCircle(kKit));
  Happened("crisis", "deployment", first, refused);
  EXPECT_FALSE(InCircle(kKit));
  Happened("crisis", "deployment", second, requested);
  Happened("crisis", "deployment", second, accepted);
  EXPECT_TRUE(InCircle(kKit));
}

TEST_F(CircleTest, TheCrisisTeamLosesSightOfWhatWasWithdrawn) {
  Opened();
  crisis::v1::DeploymentEvent requested, withdrawn;
  requested.mutable_deployment_requested()->set_case_id(kCase);
  requested.mutable_deployment_requested()->set_crisis_team_organisation_id(kKit);
  withdrawn.mutable_deployment_withdrawn()->set_case_id(kCase);
  Happened("crisis", "deployment", TestHexId("first"), requested);
  Happened("crisis", "deployment", TestHexId("first"), withdrawn);
  EXPECT_FALSE(InCircle(kKit));
}

TEST_F(CircleTest, InquiriesAndContactsHaveParties) {
  InquiryFrom(kOffice, kKoSyDo);
  EXPECT_TRUE(IsPartyOf(kInquiry, kOffice));
  EXPECT_TRUE(IsPartyOf(kInquiry, kKoSyDo));
  EXPECT_FALSE(IsPartyOf(kInquiry, kProvider));
  const std::string contact = TestHexId("contact");
  intake::v1::ContactEvent received;
  received.mutable_contact_received()->mutable_owner()->set_organisation_id(kKoSyDo);
  Happened("intake", "contact", contact, received);
  EXPECT_TRUE(IsPartyOf(contact, kKoSyDo));
  EXPECT_FALSE(IsPartyOf(contact, kOffice));
}

TEST_F(CircleTest, AsksNothingThatIsNotOneWholeId) {
  Opened();
  EXPECT_FALSE(InCircle(kOffice, kCase.substr(0, 31)));
  EXPECT_FALSE(InCircle(kOffice, ""));
  EXPECT_FALSE(InCircle("", kCase)) << "a prefix of every row of the case";
  EXPECT_FALSE(InCircle("", kCase + kOffice));
}

TEST_F(CircleTest, OneIsOnesOwnOrganisation) {
  EXPECT_TRUE(
      ReadObjectFacts(store_, kOffice, common::v1::RELATION_OWN_ORGANISATION, kOffice)->own_organisation);
  EXPECT_FALSE(
      ReadObjectFacts(store_, kOffice, common::v1::RELATION_OWN_ORGANISATION, kKit)->own_organisation);
}

TEST_F(CircleTest, TheDirectorySaysWhetherPersonAndRoleAreTheirs) {
  const std::string adler = TestHexId("adler");
  team::v1::OrganisationEvent office, person;
  office.mutable_organisation_registered()->set_organisation_id(kOffice);
  person.mutable_person_registered()->set_person_id(adler);
  person.mutable_person_registered()->add_roles(common::v1::ROLE_CASE_WORKER);
  Happened("team", "organisation", kOffice, office);
  Happened("team", "organisation", kOffice, person);
  Happened("team", "organisation", kKit, office);
  const auto facts = [&](const std::string& organisation, const std::string& who, common::v1::Role role) {
    Caller caller;
    caller.peer = {PeerKind::kOrganisation, organisation};
    caller.person = who;
    caller.role = role;
    const auto read = ReadDirectoryFacts(store_, caller);
    return std::string{read->organisation_known ? 'o' : '-', read->person_belongs ? 'p' : '-',
                       read->role_held ? 'r' : '-'};
  };
  EXPECT_EQ(facts(kOffice, adler, common::v1::ROLE_CASE_WORKER), "opr");
  EXPECT_EQ(facts(kOffice, adler, common::v1::ROLE_TEAM_LEAD), "op-");
  EXPECT_EQ(facts(kKit, adler, common::v1::ROLE_CASE_WORKER), "o--");
  EXPECT_EQ(facts(kOffice, TestHexId("nobody"), common::v1::ROLE_CASE_WORKER), "o--");
  EXPECT_EQ(facts(kClinic, adler, common::v1::ROLE_CASE_WORKER), "---");

  team::v1::OrganisationEvent leaves, left;
  leaves.mutable_deactivation_requested()->set_person_id(adler);
  left.mutable_person_deactivated()->set_person_id(adler);
  Happened("team", "organisation", kOffice, leaves);
  EXPECT_EQ(facts(kOffice, adler, common::v1::ROLE_CASE_WORKER), "opr") << "still at work";
  Happened("team", "organisation", kOffice, left);
  EXPECT_EQ(facts(kOffice, adler, common::v1::ROLE_CASE_WORKER), "o--");
}

TEST_F(CircleTest, AClinicSeesTheOpenCrisisAndNotTheCase) {
  Opened();
  const std::string crisis = TestHexId("crisis"), clinic = TestHexId("clinic");
  crisis::v1::CrisisEvent opened, renamed, concluded;
  opened.mutable_crisis_opened()->set_case_id(kCase);
  opened.mutable_crisis_opened()->mutable_lead()->set_organisation_id(kProvider);
  opened.mutable_crisis_opened()->add_legs()->set_party(common::v1::CRISIS_PARTY_CLINIC);
  opened.mutable_crisis_opened()->mutable_legs(0)->set_organisation_id(clinic);
  Happened("crisis", "crisis", crisis, opened);
  EXPECT_TRUE(IsPartyOf(crisis, clinic));
  EXPECT_TRUE(IsPartyOf(crisis, kProvider)) << "raised the alarm";
  EXPECT_TRUE(IsPartyOf(crisis, kOffice)) << "of the case's circle";
  CaseEvent offered;
  offered.mutable_handover_offered()->mutable_to()->set_organisation_id(kOtherOffice);
  Happened(offered);
  EXPECT_TRUE(InCircle(kOtherOffice));
  EXPECT_FALSE(IsPartyOf(crisis, kOtherOffice)) << "N6: is only asked whether it takes the case";
  EXPECT_FALSE(InCircle(clinic));
  EXPECT_FALSE(IsPartyOf(crisis, kKit));
  renamed.mutable_leg_started()->set_party(common::v1::CRISIS_PARTY_CLINIC);
  renamed.mutable_leg_started()->set_organisation_id(kKit);
  Happened("crisis", "crisis", crisis, renamed);
  EXPECT_FALSE(IsPartyOf(crisis, clinic));
  EXPECT_TRUE(IsPartyOf(crisis, kKit));
  concluded.mutable_crisis_concluded();
  Happened("crisis", "crisis", crisis, concluded);
  EXPECT_FALSE(IsPartyOf(crisis, kKit));
  EXPECT_TRUE(IsPartyOf(crisis, kOffice));
}

TEST_F(CircleTest, WhoeverRaisesAnAlarmSeesTheCrisisAlsoWhereAnotherLeads) {
  Opened();
  const std::string crisis = TestHexId("crisis");
  crisis::v1::CrisisEvent opened;
  opened.mutable_crisis_opened()->set_case_id(kCase);
  opened.mutable_crisis_opened()->mutable_lead()->set_organisation_id(kOffice);
  opened.mutable_crisis_opened()->set_raised_by_organisation_id(kKit);
  Happened("crisis", "crisis", crisis, opened);
  EXPECT_TRUE(IsPartyOf(crisis, kKit));
  EXPECT_TRUE(IsPartyOf(crisis, kOffice)) << "holds the case";
}

TEST_F(CircleTest, WhoeverRepeatsAnAlarmSeesTheCrisisHoweverManyDo) {
  Opened();
  const std::string crisis = TestHexId("crisis");
  crisis::v1::CrisisEvent opened, second, third, concluded;
  opened.mutable_crisis_opened()->set_case_id(kCase);
  opened.mutable_crisis_opened()->mutable_lead()->set_organisation_id(kProvider);
  second.mutable_alarm_repeated()->set_organisation_id(kKit);
  third.mutable_alarm_repeated()->set_organisation_id(kClinic);
  for (const auto& event : {opened, second, third, second}) Happened("crisis", "crisis", crisis, event);
  EXPECT_TRUE(IsPartyOf(crisis, kKit));
  EXPECT_TRUE(IsPartyOf(crisis, kClinic));
  concluded.mutable_crisis_concluded();
  Happened("crisis", "crisis", crisis, concluded);
  EXPECT_FALSE(IsPartyOf(crisis, kKit));
  EXPECT_FALSE(IsPartyOf(crisis, kClinic));
}

TEST_F(CircleTest, WhoDoesATaskAfterTheClinicHasToDoWithThatAloneUntilItIsDone) {
  Opened();
  const std::string crisis = TestHexId("crisis");
  crisis::v1::CrisisEvent opened, agreed, concluded, done;
  opened.mutable_crisis_opened()->set_case_id(kCase);
  agreed.mutable_after_clinic_task_agreed()->set_task_id(TestHexId("task"));
  agreed.mutable_after_clinic_task_agreed()->set_organisation_id(kKit);
  concluded.mutable_crisis_concluded();
  done.mutable_after_clinic_task_done()->set_task_id(TestHexId("task"));
  for (const auto& event : {opened, agreed, concluded}) Happened("crisis", "crisis", crisis, event);
  EXPECT_TRUE(IsPartyOf(crisis, kKit)) << "it goes on after the crisis";
  EXPECT_TRUE(*OnlyDoesATask(store_, kKit, crisis));
  EXPECT_FALSE(*OnlyDoesATask(store_, kOffice, crisis)) << "holds the case";
  EXPECT_FALSE(*OnlyDoesATask(store_, "", crisis));
  EXPECT_FALSE(InCircle(kKit));
  opened.mutable_crisis_opened()->add_legs()->set_organisation_id(kKit);
  opened.mutable_crisis_opened()->mutable_legs(0)->set_party(common::v1::CRISIS_PARTY_PROVIDER);
  Happened("crisis", "crisis", crisis, opened);
  EXPECT_FALSE(*OnlyDoesATask(store_, kKit, crisis)) << "is told of the next alarm, too";
  Happened("crisis", "crisis", crisis, concluded);
  Happened("crisis", "crisis", crisis, done);
  EXPECT_FALSE(IsPartyOf(crisis, kKit));
  EXPECT_FALSE(*OnlyDoesATask(store_, kKit, crisis)) << "it is done";
}

TEST_F(CircleTest, AnOfficeIsAloneAsLongAsNobodyElseBelongs) {
  Opened();
  EXPECT_TRUE(*IsAlone(store_, kCase, kOffice));
  EXPECT_FALSE(*IsAlone(store_, kCase, kKit)) << "does not belong";
  EXPECT_FALSE(*IsAlone(store_, "", kOffice));
  for (const std::string& other : {kKit, kClinic, kProvider}) {
    CaseEvent taken, ended;
    taken.mutable_crisis_lead_taken()->mutable_to()->set_organisation_id(other);
    ended.mutable_crisis_lead_ended();
    Happened("case", "case", kCase, taken);
    EXPECT_FALSE(*IsAlone(store_, kCase, kOffice));
    Happened("case", "case", kCase, ended);
    EXPECT_TRUE(*IsAlone(store_, kCase, kOffice));
  }
}

TEST_F(CircleTest, WhoLeadsACrisisBelongsUntilItIsConcluded) {
  Opened();
  CaseEvent taken, ended;
  taken.mutable_crisis_lead_taken()->mutable_to()->set_organisation_id(kKit);
  ended.mutable_crisis_lead_ended();
  Happened("case", "case", kCase, taken);
  EXPECT_TRUE(InCircle(kKit));
  Happened("case", "case", kCase, ended);
  EXPECT_FALSE(InCircle(kKit));
}

// E1, E9: who sees a family's accompaniment, and that nobody else does from the withdrawal on.
// Each giver looks on until the family has arrived, also where it has moved on meanwhile (E1).
TEST_F(CircleTest, ATransitionIsSharedWithEveryGiverWhoHasNotLookedAgain) {
  const std::string transition = TestHexId("transition");
  intake::v1::TransitionEvent first, second, arrived;
  first.mutable_navigator_moved()->set_givers_look_on(true);
  second.mutable_navigator_moved()->set_givers_look_on(true);
  first.mutable_navigator_moved()->set_handover_id(TestHexId("first"));
  first.mutable_navigator_moved()->mutable_from()->set_organisation_id(kOffice);
  first.mutable_navigator_moved()->mutable_to()->set_organisation_id(kProvider);
  second.mutable_navigator_moved()->set_handover_id(TestHexId("second"));
  second.mutable_navigator_moved()->mutable_from()->set_organisation_id(kProvider);
  second.mutable_navigator_moved()->mutable_to()->set_organisation_id(kClinic);
  Happened("intake", "transition", transition, first);
  Happened("intake", "transition", transition, second);
  EXPECT_TRUE(IsPartyOf(transition, kOffice));
  EXPECT_TRUE(IsPartyOf(transition, kProvider));
  arrived.mutable_warm_handover_checked()->set_handover_id(TestHexId("first"));
  Happened("intake", "transition", transition, arrived);
  EXPECT_FALSE(IsPartyOf(transition, kOffice));
  EXPECT_TRUE(IsPartyOf(transition, kProvider));
  const std::string other = TestHexId("other");
  for (const auto& event : {first, second, arrived}) Happened("intake", "transition", other, event);
  intake::v1::TransitionEvent withdrawn;
  withdrawn.mutable_prevention_consent_withdrawn();
  Happened("intake", "transition", other, withdrawn);
  EXPECT_FALSE(IsPartyOf(other, kProvider)) << "whoever had not looked yet";
  arrived.mutable_warm_handover_checked()->set_handover_id(TestHexId("second"));
  Happened("intake", "transition", transition, arrived);
  EXPECT_FALSE(IsPartyOf(transition, kProvider));
}

TEST_F(CircleTest, ATransitionIsSharedWithWhoFollowsAndWhoGaveUntilTheFamilySaysOtherwise) {
  const std::string transition = TestHexId("transition");
  const auto seen = [&] {
    return std::string{IsPartyOf(transition, kOffice) ? 'g' : '-',
                       IsPartyOf(transition, kProvider) ? 'r' : '-',
                       IsPartyOf(transition, kClinic) ? 'x' : '-'};
  };
  intake::v1::TransitionEvent begun, offered, declined, moved, arrived, withdrawn;
  begun.mutable_transition_begun()->mutable_navigator()->set_organisation_id(kOffice);
  offered.mutable_warm_handover_offered()->mutable_to()->set_organisation_id(kProvider);
  declined.mutable_warm_handover_declined();
  moved.mutable_navigator_moved()->mutable_from()->set_organisation_id(kOffice);
  moved.mutable_navigator_moved()->mutable_to()->set_organisation_id(kProvider);
  moved.mutable_navigator_moved()->set_handover_id(TestHexId("handover"));
  arrived.mutable_warm_handover_checked()->set_handover_id(TestHexId("handover"));
  arrived.mutable_warm_handover_checked()->set_outcome(intake::v1::ARRIVAL_OUTCOME_ARRIVED);
  withdrawn.mutable_prevention_consent_withdrawn();
  const auto happened = [&](const intake::v1::TransitionEvent& event) {
    Happened("intake", "transition", transition, event);
    return seen();
  };
  EXPECT_EQ(happened(begun), "g--");
  EXPECT_EQ(happened(offered), "gr-");
  EXPECT_EQ(happened(declined), "g--");
  happened(offered);
  EXPECT_EQ(happened(moved), "gr-") << "the giver looks again";
  EXPECT_EQ(happened(withdrawn), "-r-");
  happened(begun);
  happened(offered);
  happened(moved);
  EXPECT_EQ(happened(arrived), "-r-");
  happened(offered);
  EXPECT_FALSE(InCircle(kClinic, transition));
}

}  // namespace
}  // namespace fallverbund::access
