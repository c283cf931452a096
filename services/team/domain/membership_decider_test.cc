#include "services/team/domain/membership_decider.h"

#include <gtest/gtest.h>

#include <string>

#include "services/team/domain/testing/register_story.h"

namespace fallverbund::team {
namespace {

using testing::Id;
using Story = testing::RegisterStory<MembershipDecider>;

const std::string kOffice = Id('a'), kProvider = Id('b'), kYouthOffice = Id('c'), kOther = Id('d');
const std::string kKeeper = Id('1'), kDeputy = Id('2'), kFirst = Id('3'), kSecond = Id('4'), kThird = Id('5');

care::Seat Asked(const std::string& organisation, const std::string& person, bool lead = false) {
  return {.who = {organisation, person}, .lead = lead};
}
FoundMembership Founding() {
  FoundMembership c;
  c.kind = v1::MEMBERSHIP_KIND_FALLVERBUND;
  c.display_name = "Fallverbund Mitte";
  c.deputy_person_id = kDeputy;
  c.seats = {Asked(kProvider, kFirst, true), Asked(kYouthOffice, kSecond)};
  c.unit_known = c.deputy_known = c.seats_known = true;
  c.youth_offices = {kYouthOffice};
  c.providers = {kProvider, kOther};
  return c;
}
FoundMembership OfficeFounding() {
  FoundMembership c = Founding();
  c.kind = v1::MEMBERSHIP_KIND_OFFICE;
  c.seats = {Asked(kProvider, kFirst), Asked(kYouthOffice, kSecond), Asked(kOther, kThird)};
  return c;
}
Story Founded(const FoundMembership& founding = Founding()) {
  Story story;
  story.As(kOffice, kKeeper);
  EXPECT_EQ(story.When(founding), "OK");
  return story;
}
void Accept(Story& story, const std::string& organisation, const std::string& person) {
  story.As(organisation, person);
  EXPECT_EQ(story.When(AcceptMembership{Id('8'), true}), "OK");
}
Story Complete(const FoundMembership& founding = Founding()) {
  Story story = Founded(founding);
  for (const auto& seat : founding.seats) Accept(story, seat.who.organisation_id, seat.who.person_id);
  story.As(kOffice, kKeeper);
  return story;
}
NameMemberSuccessor Next(const std::string& who, const std::string& organisation, char next) {
  return {who, {organisation, Id(next)}, true};
}

TEST(Membership, CountsWhoAcceptedInPersonAndNobodyBefore) {
  Story story = Founded();
  EXPECT_EQ(story.When(Founding()), "NOTHING");
  EXPECT_FALSE(care::AllCommitted(story.state().seats));
  EXPECT_EQ(story.When(AcceptMembership{kDeputy, true}), "NOT_ASKED_FOR_THIS_SEAT");
  story.As(kYouthOffice, kFirst);
  EXPECT_EQ(story.When(AcceptMembership{Id('8'), true}), "NOT_ASKED_FOR_THIS_SEAT");
  Accept(story, kProvider, kFirst);
  EXPECT_EQ(story.When(AcceptMembership{Id('8'), true}), "NOT_ASKED_FOR_THIS_SEAT");
  Accept(story, kYouthOffice, kSecond);
  EXPECT_TRUE(care::AllCommitted(story.state().seats));
  EXPECT_TRUE(story.state().duties.open().empty());
}

TEST(Membership, EachMemberNamesADeputyWhoIsSomebodyElse) {
  Story story = Founded();
  story.As(kProvider, kFirst);
  EXPECT_EQ(story.When(AcceptMembership{Id('8'), false}), "DEPUTY_NOT_NAMED");
  EXPECT_EQ(story.When(AcceptMembership{kFirst, true}), "DEPUTY_NOT_NAMED");
  EXPECT_EQ(story.When(AcceptMembership{Id('8'), true}), "OK");
  EXPECT_EQ(story.state().deputies.at(kFirst), Id('8'));
}

TEST(Membership, IsSharedByTwoOrganisationsWithOneLead) {
  Story story;
  story.As(kOffice, kKeeper);
  auto c = Founding();
  c.seats[1] = Asked(kProvider, kSecond);
  EXPECT_EQ(story.When(c), "MEMBERSHIP_NEEDS_TWO_ORGANISATIONS");
  c = Founding();
  c.seats[1].lead = true;
  EXPECT_EQ(story.When(c), "MEMBERSHIP_NEEDS_TWO_ORGANISATIONS");
}

TEST(Membership, IsFoundedByKnownPeople) {
  Story story;
  story.As(kOffice, kKeeper);
  auto c = Founding();
  c.seats_known = false;
  EXPECT_EQ(story.When(c), "MEMBER_OF_STRANGER");
  c = Founding();
  c.seats.push_back(Asked(kOther, kFirst));
  EXPECT_EQ(story.When(c), "MEMBER_NAMED_TWICE");
  c = Founding();
  c.deputy_known = false;
  EXPECT_EQ(story.When(c), "DEPUTY_NOT_NAMED");
  c = Founding();
  c.unit_known = false;
  EXPECT_EQ(story.When(c), "UNIT_UNKNOWN");
}

TEST(Membership, NobodyLeavesWithoutASuccessorWhoAccepted) {
  Story story = Complete();
  story.As(kProvider, kFirst);
  EXPECT_EQ(story.When(RequestToLeaveMembership{}), "LEAVES_ONLY_WITH_SUCCESSOR");
  EXPECT_EQ(story.When(Next(kFirst, kProvider, '6')), "OK");
  EXPECT_EQ(story.When(RequestToLeaveMembership{}), "LEAVES_ONLY_WITH_SUCCESSOR");
  EXPECT_EQ(story.state().seats[0].who.person_id, kFirst) << "until the successor accepts";
  Accept(story, kProvider, Id('6'));
  EXPECT_EQ(story.state().seats[0].who.person_id, Id('6'));
  EXPECT_TRUE(story.state().seats[0].lead);
  EXPECT_FALSE(story.state().deputies.contains(kFirst));
  story.As(kProvider, kFirst);
  EXPECT_EQ(story.When(RequestToLeaveMembership{}), "NO_SUCH_MEMBER") << "has left already";
}

TEST(Membership, AnotherDeputyIsNamedByWhoHasTheSeatTheDeputyOrWhoActs) {
  Story story = Complete();
  const std::string deputy = story.state().deputies.at(kFirst);
  const auto name = [&](bool known = true, bool acts = false) {
    return NameMemberDeputy{kFirst, Id('6'), known, acts};
  };
  story.As(kYouthOffice, kSecond);
  EXPECT_EQ(story.When(name()), "ONLY_THE_HOLDER_ASKS");
  story.As(kProvider, Id('7'));
  EXPECT_EQ(story.When(name()), "ONLY_THE_HOLDER_ASKS");
  story.As(kProvider, kFirst);
  EXPECT_EQ(story.When(name(false)), "DEPUTY_NOT_NAMED");
  EXPECT_EQ(story.When(NameMemberDeputy{kFirst, kFirst, true}), "DEPUTY_NOT_NAMED");
  EXPECT_EQ(story.When(NameMemberDeputy{Id('7'), Id('6'), true}), "NO_SUCH_MEMBER");
  EXPECT_EQ(story.When(name()), "OK");
  EXPECT_EQ(story.state().deputies.at(kFirst), Id('6'));
  EXPECT_EQ(story.state().seats[0].who.person_id, kFirst);
  story.As(kProvider, Id('6'));
  EXPECT_EQ(story.When(NameMemberDeputy{kFirst, deputy, true}), "OK") << "the deputy";
  story.As(kProvider, Id('7'));
  EXPECT_EQ(story.When(name(true, true)), "OK") << "acts for who is away";
}

TEST(Membership, IsEntrustedToTwoOthersByAColleagueAlsoWhenBothHaveGone) {
  const EntrustMembership others = {Id('6'), Id('7'), true};
  Story none;
  none.As(kOffice, Id('9'));
  EXPECT_EQ(none.When(others), "OBJECT_UNKNOWN");
  Story story = Complete();
  story.As(kProvider, kFirst);
  EXPECT_EQ(story.When(others), "NOT_YOUR_ORGANISATION");
  story.As(kOffice, Id('9'));
  EXPECT_EQ(story.When(EntrustMembership{Id('6'), Id('7'), false}), "PERSON_UNKNOWN");
  EXPECT_EQ(story.When(EntrustMembership{Id('6'), Id('6'), true}), "DEPUTY_IS_ONESELF");
  EXPECT_EQ(story.When(others), "OK");
  EXPECT_EQ(story.When(others), "NOTHING");
  story.As(kOffice, kKeeper);
  EXPECT_EQ(story.When(Next(kFirst, kOther, '5')), "ONLY_THE_MEMBERSHIPS_KEEPER");
  story.As(kOffice, Id('6'));
  EXPECT_EQ(story.When(Next(kFirst, kOther, '5')), "OK");
}

TEST(Membership, ASuccessorIsNamedByTheKeeperOrWhoLeaves) {
  Story story = Complete();
  story.As(kYouthOffice, kSecond);
  EXPECT_EQ(story.When(Next(kFirst, kProvider, '6')), "ONLY_THE_MEMBERSHIPS_KEEPER");
  story.As(kProvider, kDeputy);
  EXPECT_EQ(story.When(Next(kFirst, kProvider, '6')), "ONLY_THE_MEMBERSHIPS_KEEPER");
  story.As(kOffice, kDeputy);
  EXPECT_EQ(story.When(Next(Id('7'), kProvider, '6')), "NO_SUCH_MEMBER");
  EXPECT_EQ(story.When(Next(kFirst, kProvider, '4')), "MEMBER_NAMED_TWICE");
  EXPECT_EQ(story.When(Next(kFirst, kYouthOffice, '6')), "MEMBERSHIP_NEEDS_TWO_ORGANISATIONS");
  auto stranger = Next(kFirst, kProvider, '6');
  stranger.successor_known = false;
  EXPECT_EQ(story.When(stranger), "MEMBER_OF_STRANGER");
  EXPECT_EQ(story.When(Next(kFirst, kOther, '6')), "OK");
}

TEST(Membership, StaysTwoOrganisationsInWhicheverOrderSuccessorsAccept) {
  Story story = Complete();
  EXPECT_EQ(story.When(Next(kFirst, kYouthOffice, '6')), "MEMBERSHIP_NEEDS_TWO_ORGANISATIONS");
  EXPECT_EQ(story.When(Next(kFirst, kOther, '6')), "OK");
  EXPECT_EQ(story.When(Next(kSecond, kOther, '7')), "MEMBERSHIP_NEEDS_TWO_ORGANISATIONS");
  EXPECT_EQ(story.When(Next(kSecond, kProvider, '7')), "MEMBERSHIP_NEEDS_TWO_ORGANISATIONS")
      << "the seventh may accept before the sixth does";
  EXPECT_EQ(story.When(Next(kSecond, kYouthOffice, '7')), "OK");
}

TEST(Membership, AnUnansweredSeatIsOverdueAndPassesToWhoIsAskedNext) {
  Story story = Founded();
  const absl::Time due = story.now() + Days(kSeatDays);
  story.Wait(Days(kSeatDays));
  EXPECT_EQ(story.When(PassDuty{kFirst, due}), "OK");
  EXPECT_TRUE(story.state().duties.IsOverdue(kFirst));
  EXPECT_EQ(story.When(Next(kFirst, kProvider, '6')), "OK");
  EXPECT_EQ(story.state().duties.Find(kFirst), nullptr);
  EXPECT_NE(story.state().duties.Find(Id('6')), nullptr);
  Accept(story, kProvider, Id('6'));
}

TEST(Membership, OfAnOfficeIsStaffedInEqualPartsByTwoProvidersAndTheYouthOffice) {
  Story story;
  story.As(kOffice, kKeeper);
  auto c = OfficeFounding();
  c.seats.push_back(Asked(kOther, Id('6')));
  EXPECT_EQ(story.When(c), "OFFICE_NEEDS_PARITY");
  c = OfficeFounding();
  c.seats.pop_back();
  EXPECT_EQ(story.When(c), "OFFICE_NEEDS_PARITY");
  c = OfficeFounding();
  c.youth_offices = {kYouthOffice, kOther};
  c.providers = {kProvider};
  EXPECT_EQ(story.When(c), "OFFICE_NEEDS_PARITY");
  EXPECT_EQ(story.When(OfficeFounding()), "OK");
}

TEST(Membership, OfAnOfficeKeepsItsPartsWhenSomebodyFollows) {
  Story story = Complete(OfficeFounding());
  EXPECT_EQ(story.When(Next(kFirst, kOther, '6')), "OFFICE_NEEDS_PARITY");
  EXPECT_EQ(story.When(Next(kFirst, kProvider, '6')), "OK");
}

TEST(Membership, AVacancyIsWarnedAboutUntilItIsFilledAndTheDeputyActs) {
  Story story = Founded(OfficeFounding());
  EXPECT_EQ(story.When(ReportVacancy{kFirst}), "NO_SUCH_MEMBER") << "not there yet";
  story = Complete(OfficeFounding());
  story.As(kYouthOffice, kSecond);
  EXPECT_EQ(story.When(ReportVacancy{kFirst}), "ONLY_THE_MEMBERSHIPS_KEEPER");
  story.As(kProvider, Id('7'));
  EXPECT_EQ(story.When(ReportVacancy{kFirst}), "OK");
  EXPECT_EQ(story.When(ReportVacancy{kFirst}), "SEAT_IS_VACANT");
  EXPECT_EQ(story.state().deputies.at(kFirst), Id('8'));
  const absl::Time due = story.now() + Days(kSeatDays);
  story.Wait(Days(kSeatDays));
  EXPECT_EQ(story.When(PassDuty{kFirst, due}), "OK");
  EXPECT_TRUE(story.state().duties.IsOverdue(kFirst));
  story.As(kOffice, kKeeper);
  EXPECT_EQ(story.When(Next(kFirst, kProvider, '6')), "OK");
  Accept(story, kProvider, Id('6'));
  EXPECT_TRUE(story.state().vacant.empty());
  EXPECT_TRUE(story.state().duties.open().empty());
}

// N10: whoever goes keeps its seats until somebody has followed, and by a date somebody asks.
TEST(Membership, SeatsOfAnOrganisationThatGoesWaitForSuccessors) {
  Story story = Complete();
  const absl::Time until = story.now() + Days(60);
  const LetMembersGo goes{kProvider, v1::LEAVING_CAUSE_LEAVES, until, false};
  EXPECT_EQ(story.When(LetMembersGo{kOther, v1::LEAVING_CAUSE_LEAVES, until, false}), "NOTHING");
  EXPECT_EQ(story.When(LetMembersGo{kProvider, v1::LEAVING_CAUSE_LEAVES, until, true}), "NOTHING");
  EXPECT_EQ(story.When(goes), "OK");
  EXPECT_EQ(story.When(goes), "NOTHING");
  ASSERT_NE(story.state().duties.Find(kFirst), nullptr);
  EXPECT_EQ(story.state().duties.Find(kFirst)->due, until);
  EXPECT_EQ(story.state().duties.Find(kSecond), nullptr);
  EXPECT_TRUE(story.state().seats[0].committed);
  story.Wait(Days(40));
  EXPECT_EQ(story.When(Next(kFirst, kOther, '6')), "OK");
  EXPECT_EQ(story.state().duties.Find(kFirst)->due, until) << "asking puts nothing off";
  story.Wait(Days(20));
  EXPECT_EQ(story.When(PassDuty{kFirst, until}), "OK");
  EXPECT_TRUE(story.state().duties.IsOverdue(kFirst));
  Accept(story, kOther, Id('6'));
  EXPECT_TRUE(story.state().duties.open().empty());
  EXPECT_TRUE(story.state().leaving.empty());
}

TEST(Membership, AnOrganisationThatStaysIsWaitedForNoMore) {
  Story story = Complete();
  EXPECT_EQ(story.When(LetMembersStay{kProvider, false}), "NOTHING");
  const LetMembersGo insolvent{kProvider, v1::LEAVING_CAUSE_INSOLVENT, {}, false};
  EXPECT_EQ(story.When(insolvent), "OK");
  ASSERT_NE(story.state().duties.Find(kFirst), nullptr);
  EXPECT_EQ(story.state().duties.Find(kFirst)->due, story.now() + Days(kInsolventSeatDays));
  EXPECT_EQ(story.When(LetMembersStay{kProvider, true}), "NOTHING");
  Story followed = story;
  EXPECT_EQ(story.When(LetMembersStay{kProvider, false}), "OK");
  EXPECT_TRUE(story.state().duties.open().empty());
  EXPECT_EQ(followed.When(Next(kFirst, kOther, '6')), "OK");
  EXPECT_EQ(followed.When(LetMembersStay{kProvider, false}), "OK");
  EXPECT_NE(followed.state().duties.Find(kFirst), nullptr) << "somebody was named, and may still accept";
}

TEST(Membership, OfAnOfficeGoesToAnotherOneOfTheKindWhereAnOrganisationGoes) {
  Story story = Complete(OfficeFounding());
  auto other = Next(kFirst, Id('e'), '6');
  other.same_kind = true;
  EXPECT_EQ(story.When(other), "OFFICE_NEEDS_PARITY") << "the seat stays its organisation's";
  EXPECT_EQ(story.When(LetMembersGo{kProvider, v1::LEAVING_CAUSE_INSOLVENT, {}, false}), "OK");
  EXPECT_EQ(story.When(Next(kFirst, Id('e'), '6')), "OFFICE_NEEDS_PARITY") << "of another kind";
  EXPECT_EQ(story.When(other), "OK");
}

TEST(Membership, ThatIsNoneHasNoMembers) {
  Story story;
  story.As(kOffice, kKeeper);
  EXPECT_EQ(story.When(AcceptMembership{kDeputy, true}), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(Next(kFirst, kProvider, '6')), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(RequestToLeaveMembership{}), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(ReportVacancy{kFirst}), "OBJECT_UNKNOWN");
  EXPECT_EQ(story.When(NameMemberDeputy{kFirst, Id('6'), true}), "OBJECT_UNKNOWN");
}

}  // namespace
}  // namespace fallverbund::team
