#include "services/keys/domain/key_decider.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "libs/base/time.h"
#include "services/keys/domain/retention.h"

namespace fallverbund::keys {
namespace {

using decider::Given;
using decider::Reason;
using Event = v1::KeyEvent;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
const absl::Time kLongAgo = kNow - absl::Hours(24 * 365 * 80);
const std::string kProposal(32, '9');

std::string Id(char c) {
  return std::string(32, c);
}
Given By(char person, absl::Time now = kNow) {
  return {{Id('a'), Id(person), "DATA_PROTECTION_OFFICER"}, now, now, kProposal};
}
Given ByVault(absl::Time now = kNow) {
  return {{"keys", "", "SERVICE"}, now, now, Id('8')};
}
ProposeErasure Proposal() {
  return {common::v1::FILE_CLASS_PREVENTION, common::v1::CONFIDENTIALITY_ORDINARY,
          v1::ERASURE_GROUND_RETENTION_ENDED, kNow - absl::Hours(1), kLongAgo};
}

// One key and everything that happened to it.
class Key {
 public:
  Key& Do(const KeyCommand& command, const Given& given) {
    const auto decision = KeyDecider::Decide(state, command, given);
    EXPECT_FALSE(decision.refused()) << refusal::Text(decision.refusal().reason).code;
    if (decision.refused()) return *this;
    for (const Event& event : decision.events()) state = KeyDecider::Evolve(state, event, given);
    last = decision.events();
    return *this;
  }
  void ExpectRefused(const KeyCommand& command, const Given& given, Reason reason) const {
    const auto decision = KeyDecider::Decide(state, command, given);
    ASSERT_TRUE(decision.refused());
    EXPECT_EQ(refusal::Text(decision.refusal().reason).code, refusal::Text(reason).code);
  }
  KeyState state = KeyDecider::Initial();
  std::vector<Event> last;
};

TEST(Erasure, TakesTwoPersonsAndEndsWithATombstoneThatNamesThem) {
  Key key;
  key.Do(Proposal(), By('1')).Do(ApproveErasure{kProposal}, By('2'));
  EXPECT_EQ(key.state.phase, KeyPhase::kApproved);
  key.Do(RecordErased{kProposal, kNow + absl::Seconds(1), 4}, ByVault());
  ASSERT_EQ(key.last.size(), 1u);
  const v1::KeyErased& erased = key.last[0].key_erased();
  EXPECT_EQ(erased.proposer_person_id(), Id('1'));
  EXPECT_EQ(erased.approver_person_id(), Id('2'));
  EXPECT_EQ(erased.approver_organisation_id(), Id('a'));
  EXPECT_EQ(erased.ground(), v1::ERASURE_GROUND_RETENTION_ENDED);
  EXPECT_EQ(erased.epoch(), 4u);
  EXPECT_EQ(FromProto(erased.dropped_at()), kNow + absl::Seconds(1));
}

TEST(Erasure, OfOnePersonDoesNothing) {
  Key key;
  key.Do(Proposal(), By('1'));
  key.ExpectRefused(RecordErased{kProposal, kNow, 1}, ByVault(), Reason::kErasureNotProposed);
}

TEST(Erasure, IsRefusedToTheSamePersonTwice) {
  Key key;
  key.Do(Proposal(), By('1'));
  key.ExpectRefused(ApproveErasure{kProposal}, By('1'), Reason::kErasureNeedsASecondPerson);
  key.ExpectRefused(ApproveErasure{kProposal}, ByVault(), Reason::kErasureNeedsASecondPerson);
  key.ExpectRefused(Proposal(), By('1'), Reason::kErasureAlreadyProposed);
  key.ExpectRefused(Proposal(), By('2'), Reason::kErasureAlreadyProposed);
}

TEST(Erasure, IsRefusedBeforeRetentionEnds) {
  Key key;
  ProposeErasure early = Proposal();
  early.retention_ends = kNow;
  key.ExpectRefused(early, By('1'), Reason::kErasureBeforeRetentionEnds);
  EXPECT_EQ(refusal::Text(Reason::kErasureBeforeRetentionEnds).row, "§ 9b");
}

TEST(Erasure, AClockThatWasPutBackMeanwhileStopsTheApproval) {
  Key key;
  key.Do(Proposal(), By('1'));
  key.ExpectRefused(ApproveErasure{kProposal}, By('2', kNow - absl::Hours(2)),
                    Reason::kErasureBeforeRetentionEnds);
}

TEST(Erasure, OfAFileOfHelpIsNotBelievedBeforeTheLawAllowsIt) {
  Key key;
  ProposeErasure help = Proposal();
  help.file_class = common::v1::FILE_CLASS_HELP;
  help.made_at = kNow - absl::Hours(24);
  key.ExpectRefused(help, By('1'), Reason::kErasureBeforeRetentionEnds);
  help.made_at = std::nullopt;
  key.ExpectRefused(help, By('1'), Reason::kErasureBeforeRetentionEnds);
  help.made_at = kLongAgo;
  key.Do(help, By('1'));
  EXPECT_EQ(key.state.phase, KeyPhase::kProposed);
}

TEST(Erasure, NeedsAGroundAndADate) {
  Key key;
  ProposeErasure c = Proposal();
  c.ground = v1::ERASURE_GROUND_UNSPECIFIED;
  key.ExpectRefused(c, By('1'), Reason::kErasureGroundMissing);
  c = Proposal();
  c.retention_ends.reset();
  key.ExpectRefused(c, By('1'), Reason::kErasureGroundMissing);
}

TEST(Erasure, ALegalHoldRefusesBothPersonsAndVoidsWhatWasProposed) {
  Key key;
  key.Do(Proposal(), By('1')).Do(PlaceLegalHold{}, By('3'));
  key.ExpectRefused(ApproveErasure{kProposal}, By('2'), Reason::kErasureNotProposed);
  key.ExpectRefused(Proposal(), By('1'), Reason::kErasureUnderLegalHold);
  key.Do(LiftLegalHold{}, By('3'));
  key.ExpectRefused(ApproveErasure{kProposal}, By('2'), Reason::kErasureNotProposed);
  key.Do(Proposal(), By('1')).Do(ApproveErasure{kProposal}, By('2'));
}

TEST(Erasure, AProposalNobodyApprovesLapses) {
  Key key;
  key.Do(Proposal(), By('1'));
  const absl::Time later = kNow + kProposalStands;
  key.ExpectRefused(ApproveErasure{kProposal}, By('2', later), Reason::kErasureNotProposed);
  key.Do(Proposal(), By('1', later));
  EXPECT_TRUE(key.state.proposed(later));
}

TEST(Erasure, AnotherProposalThanTheOneLookedAtIsNotApproved) {
  Key key;
  key.Do(Proposal(), By('1'));
  key.ExpectRefused(ApproveErasure{Id('7')}, By('2'), Reason::kErasureNotProposed);
  key.ExpectRefused(ApproveErasure{""}, By('2'), Reason::kErasureNotProposed);
}

TEST(Erasure, IsFinal) {
  Key key;
  key.Do(Proposal(), By('1')).Do(ApproveErasure{kProposal}, By('2'));
  key.ExpectRefused(PlaceLegalHold{}, By('3'), Reason::kKeyForgotten);
  key.Do(RecordErased{kProposal, kNow, 1}, ByVault());
  key.ExpectRefused(Proposal(), By('1'), Reason::kKeyForgotten);
  key.ExpectRefused(ApproveErasure{kProposal}, By('3'), Reason::kKeyForgotten);
  key.Do(RecordErased{kProposal, kNow, 1}, ByVault());
  EXPECT_TRUE(key.last.empty()) << "one tombstone";
}

TEST(Erasure, HoldingTwiceAndLiftingNothingIsNothing) {
  Key key;
  key.Do(LiftLegalHold{}, By('1'));
  EXPECT_TRUE(key.last.empty());
  key.Do(PlaceLegalHold{}, By('1')).Do(PlaceLegalHold{}, By('2'));
  EXPECT_TRUE(key.last.empty());
}

TEST(Retention, OfHelpAndGuardianshipIsCountedFromTheKey) {
  const absl::Time made = absl::FromCivil(absl::CivilSecond(2026, 3, 2), absl::UTCTimeZone());
  const absl::Time end = absl::FromCivil(absl::CivilSecond(2099, 3, 2), absl::UTCTimeZone());
  EXPECT_EQ(EarliestEndOfRetention(common::v1::FILE_CLASS_HELP, made), end);
  EXPECT_EQ(EarliestEndOfRetention(common::v1::FILE_CLASS_GUARDIANSHIP, made), end);
  EXPECT_EQ(EarliestEndOfRetention(common::v1::FILE_CLASS_HELP, std::nullopt), absl::InfiniteFuture());
  for (const auto other :
       {common::v1::FILE_CLASS_PREVENTION, common::v1::FILE_CLASS_PROTECTION, common::v1::FILE_CLASS_STAFF})
    EXPECT_EQ(EarliestEndOfRetention(other, std::nullopt), absl::InfinitePast());
}

// P13: in any history of any commands a key that is erased was proposed and approved by two persons, after
// its retention had ended, with no hold standing; and every event of it finds that so.
TEST(ErasureProperty, NoKeyIsForgottenEarlyUnderHoldOrByOnePerson) {
  constexpr int kHistories = 3000;
  int erased = 0;
  for (int seed = 0; seed < kHistories; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 dice(static_cast<unsigned>(seed));
    const auto roll = [&](int sides) { return static_cast<int>(dice() % static_cast<unsigned>(sides)); };
    KeyState state = KeyDecider::Initial();
    absl::Time now = kNow;
    bool held = false;
    std::string proposer;
    absl::Time stated;
    for (int step = 0; step < 25; ++step) {
      now += absl::Hours(roll(200));
      Given given = By(static_cast<char>('1' + roll(3)), now);
      given.new_id = Id(static_cast<char>('0' + roll(10)));
      ProposeErasure propose = Proposal();
      propose.retention_ends = kNow + absl::Hours(roll(2000));
      const std::string id = roll(4) == 0 ? Id('x') : state.proposal.proposal_id();
      const std::vector<KeyCommand> commands = {
          propose,          propose,         ApproveErasure{id}, ApproveErasure{id},
          PlaceLegalHold{}, LiftLegalHold{}, LiftLegalHold{},    RecordErased{id, now, 1}};
      const auto decision = KeyDecider::Decide(state, commands[static_cast<size_t>(roll(8))], given);
      if (decision.refused()) continue;
      for (const Event& event : decision.events()) {
        if (event.has_legal_hold_placed()) held = true;
        if (event.has_legal_hold_lifted()) held = false;
        if (event.has_erasure_proposed()) {
          proposer = given.actor.person;
          stated = FromProto(event.erasure_proposed().retention_ends());
        }
        if (event.has_erasure_approved()) {
          EXPECT_FALSE(held);
          EXPECT_LT(stated, now);
          EXPECT_NE(proposer, given.actor.person);
        }
        if (event.has_key_erased()) {
          ++erased;
          EXPECT_EQ(state.phase, KeyPhase::kApproved);
          EXPECT_FALSE(held);
        }
        state = KeyDecider::Evolve(state, event, given);
      }
    }
  }
  EXPECT_GT(erased, kHistories / 20) << "else the test met nothing";
}

// --- a family's word (E9) ---

HonourWithdrawal Withdrawal(common::v1::FileClass file_class = common::v1::FILE_CLASS_PREVENTION) {
  return {Id('7'), file_class, common::v1::CONFIDENTIALITY_ORDINARY};
}

TEST(Withdrawal, ForgetsAKeyOfPreventionWithoutAnybodysProposal) {
  Key key;
  key.Do(Withdrawal(), ByVault());
  ASSERT_EQ(key.last.size(), 1u);
  EXPECT_EQ(key.last[0].erasure_owed_to_withdrawal().transition_id(), Id('7'));
  EXPECT_EQ(key.state.phase, KeyPhase::kApproved);
  key.Do(RecordErased{Id('8'), kNow, 3}, ByVault());
  const auto& tombstone = key.last.at(0).key_erased();
  EXPECT_EQ(tombstone.ground(), v1::ERASURE_GROUND_CONSENT_WITHDRAWN);
  EXPECT_EQ(tombstone.file_class(), common::v1::FILE_CLASS_PREVENTION);
  EXPECT_EQ(tombstone.transition_id(), Id('7'));
  EXPECT_EQ(tombstone.proposer_person_id() + tombstone.approver_person_id(), "");
  EXPECT_FALSE(tombstone.has_retention_ends());
  EXPECT_TRUE(key.Do(Withdrawal(), ByVault()).last.empty()) << "once";
}

TEST(Withdrawal, ForgetsNoKeyOfAnotherClass) {
  for (int i = 0; i < common::v1::FileClass_ARRAYSIZE; ++i) {
    const auto file_class = static_cast<common::v1::FileClass>(i);
    if (file_class == common::v1::FILE_CLASS_PREVENTION) continue;
    Key().ExpectRefused(Withdrawal(file_class), ByVault(), Reason::kOnlyPreventionIsWithdrawn);
  }
}

TEST(Withdrawal, WaitsForAProceedingThatNeedsTheTexts) {
  Key key;
  key.Do(PlaceLegalHold{}, By('1'));
  key.ExpectRefused(Withdrawal(), ByVault(), Reason::kErasureUnderLegalHold);
}

TEST(Withdrawal, OvertakesAProposalAndForgetsInNobodysName) {
  Key key;
  key.Do(Proposal(), By('1')).Do(Withdrawal(), ByVault());
  key.ExpectRefused(ApproveErasure{kProposal}, By('2'), Reason::kKeyForgotten);
  key.Do(RecordErased{Id('8'), kNow, 3}, ByVault());
  EXPECT_EQ(key.last.at(0).key_erased().proposer_person_id(), "");
}

TEST(Withdrawal, IsNoGroundThatTwoPersonsMayName) {
  ProposeErasure proposal = Proposal();
  proposal.ground = v1::ERASURE_GROUND_CONSENT_WITHDRAWN;
  Key().ExpectRefused(proposal, By('1'), Reason::kErasureGroundMissing);
}

}  // namespace
}  // namespace fallverbund::keys
