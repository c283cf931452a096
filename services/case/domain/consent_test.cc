// Who may be told what, by whose word and until when; a word taken back counts at once (§ 65).
#include <gmock/gmock.h>

#include "libs/base/time.h"
#include "services/case/domain/terms.h"
#include "services/case/domain/testing/case_story.h"

namespace fallverbund::casework::testing {
namespace {

using refusal::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Of what was entrusted, with this consent.
OfferHandover OfferBy(const std::string& consent_id, const Person& to = kBerg) {
  OfferHandover offer = Offer(to, kLerche);
  v1::PackageItem& item = *offer.offer.add_package();
  item.set_position(3);
  item.set_confidentiality(common::v1::CONFIDENTIALITY_ENTRUSTED);
  item.set_basis(v1::TRANSFER_BASIS_CONSENT);
  item.set_consent_id(consent_id);
  return offer;
}

// In a case that is this one's twin, so that the offer is not open here.
Decision Offering(CaseStory story, const std::string& consent_id) {
  return story.When(kAdler, OfferBy(consent_id));
}

TEST(Consent, NamesWhoMayBeToldAndIsDated) {
  CaseStory story = OpenedCase();
  RegisterConsent nobody = Consented(kBerg.organisation);
  nobody.consent.clear_organisation_id();
  EXPECT_TRUE(RefusedWith(story.When(kEule, nobody), Reason::kConsentWithoutRecipient)) << "§ 65";
  for (const auto spoil :
       {+[](v1::ConsentGiven& c) { c.clear_given_on(); }, +[](v1::ConsentGiven& c) { c.clear_until(); },
        +[](v1::ConsentGiven& c) { *c.mutable_given_on() = ToProto(kStart + Days(1)); },
        +[](v1::ConsentGiven& c) { *c.mutable_until() = ToProto(kStart); },
        +[](v1::ConsentGiven& c) { *c.mutable_until() = ToProto(kStart + kConsentAtMost + Days(1)); }}) {
    RegisterConsent consent = Consented(kBerg.organisation);
    spoil(consent.consent);
    EXPECT_TRUE(RefusedWith(story.When(kEule, consent), Reason::kConsentNotDated));
  }
  EXPECT_THAT(Facts(story.When(kEule, Consented(kBerg.organisation))), ElementsAre("ConsentGiven"));
}

TEST(Consent, CarriesWhatGoesToWhomItNamesUntilItEnds) {
  CaseStory story = OpenedCase();
  EXPECT_TRUE(RefusedWith(Offering(story, ""), Reason::kConsentNotLive)) << "§ 65";
  story.Given(kAdler, Consented("another-office"));
  EXPECT_TRUE(RefusedWith(Offering(story, story.consent()), Reason::kConsentNotLive));
  story.Given(kAdler, Consented(kBerg.organisation));
  EXPECT_FALSE(Offering(story, story.consent()).refused());
  story.Wait(Days(180));
  EXPECT_TRUE(RefusedWith(Offering(story, story.consent()), Reason::kConsentNotLive));
}

TEST(Consent, OfAGuardianCarriesNothingOnceTheYoungPersonIsOfAge) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Consented(kBerg.organisation, v1::CONSENT_GIVER_GUARDIAN));
  const std::string guardians = story.consent();
  EXPECT_FALSE(Offering(story, guardians).refused());
  story.Given(kAdler, Born(absl::CivilDay(2000, 1, 1)));
  RecordConsents anew;
  anew.consents.set_answer(v1::ANSWER_YES);
  story.Given(kAdler, anew);
  EXPECT_TRUE(RefusedWith(Offering(story, guardians), Reason::kConsentNotLive));
  EXPECT_TRUE(RefusedWith(story.When(kAdler, Consented(kBerg.organisation, v1::CONSENT_GIVER_GUARDIAN)),
                          Reason::kOnlyTheAdultConsents))
      << "N13";
  story.Given(kAdler, Consented(kBerg.organisation));
  EXPECT_FALSE(Offering(story, story.consent()).refused());
}

TEST(Consent, IsWithdrawnAtOnceAndOnce) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Consented(kBerg.organisation));
  EXPECT_TRUE(RefusedWith(story.When(kEule, Withdrawn("another")), Reason::kConsentUnknown)) << "§ 65";
  const std::string consent = story.consent();
  story.Given(kEule, Withdrawn(consent));
  EXPECT_THAT(Facts(story.When(kEule, Withdrawn(consent))), IsEmpty());
  EXPECT_TRUE(RefusedWith(Offering(story, consent), Reason::kConsentNotLive));
}

TEST(Consent, HasItsEndWatchedUntilItIsFollowedOrTakenBack) {
  using common::v1::CLOCK_KIND_CONSENT_EXPIRY;
  CaseStory story = OpenedCase();
  story.Given(kEule, Consented(kBerg.organisation));
  const Consent first = story.state().consents.back();
  const care::Clock* clock = story.state().clocks.Find(CLOCK_KIND_CONSENT_EXPIRY, first.id);
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->due, first.until);
  story.Wait(first.until - story.now());
  EXPECT_THAT(Facts(story.When(kService, PassDeadline{CLOCK_KIND_CONSENT_EXPIRY, first.id, first.until})),
              ElementsAre("CaseDeadlineOverdue"));
  RegisterConsent again = Consented(kBerg.organisation);
  *again.consent.mutable_given_on() = ToProto(story.now());
  *again.consent.mutable_until() = ToProto(story.now() + Days(30));
  story.Given(kEule, again);
  const std::string second = story.state().consents.back().id;
  ASSERT_NE(second, first.id);
  EXPECT_EQ(story.state().clocks.Find(CLOCK_KIND_CONSENT_EXPIRY, first.id), nullptr) << "another one follows";
  WithdrawConsent withdraw;
  withdraw.withdrawal.set_consent_id(second);
  story.Given(kEule, withdraw);
  EXPECT_EQ(story.state().clocks.Find(CLOCK_KIND_CONSENT_EXPIRY, second), nullptr);
}

TEST(Consent, OfOthersIsWatchedNoMoreOnceTheYoungPersonIsOfAge) {
  using common::v1::CLOCK_KIND_CONSENT_EXPIRY;
  CaseStory story = OpenedCase();
  RegisterConsent guardians = Consented(kBerg.organisation);
  guardians.consent.set_given_by(v1::CONSENT_GIVER_GUARDIAN);
  story.Given(kEule, guardians);
  const std::string consent = story.state().consents.back().id;
  ASSERT_NE(story.state().clocks.Find(CLOCK_KIND_CONSENT_EXPIRY, consent), nullptr);
  story.Given(kAdler, Born(kBornAdult));
  EXPECT_EQ(story.state().clocks.Find(CLOCK_KIND_CONSENT_EXPIRY, consent), nullptr);
}

TEST(Consent, ThatIsWithdrawnBeforeTheMoveKeepsTheDocumentBehind) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Consented(kBerg.organisation));
  const std::string consent = story.consent();
  story.Given(kAdler, OfferBy(consent)).Met();
  story.Given(kEule, Withdrawn(consent));
  story.Given(kBerg, Accept(story.handover(), kBerg));
  EXPECT_THAT(story.state().withheld, ElementsAre(Withheld{3, kAdler.organisation}));
}

TEST(Consent, ThatIsWithdrawnAfterTheMoveTakesTheDocumentBack) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Consented(kBerg.organisation));
  const std::string consent = story.consent();
  story.Given(kAdler, OfferBy(consent)).Met();
  story.Given(kBerg, Accept(story.handover(), kBerg));
  EXPECT_THAT(story.state().withheld, IsEmpty());
  story.Given(kEule, Withdrawn(consent));
  EXPECT_THAT(story.state().withheld, ElementsAre(Withheld{3, kAdler.organisation}));
}

TEST(Consent, ThatIsWithdrawnAfterTheMoveToAnotherOfficeHandsNothingOnAnyMore) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Consented(kAmsel.organisation));
  const std::string consent = story.consent();
  story.Given(kAdler, OfferBy(consent, kAmsel)).Met();
  story.Given(kAmsel, Accept(story.handover(), kAmsel));
  EXPECT_THAT(story.state().handed_on,
              ElementsAre(HandedOn{3, kAdler.organisation, kAmsel.organisation, consent}));
  story.Given(kEule, Withdrawn(consent));
  EXPECT_THAT(story.state().handed_on, IsEmpty());
}

// § 65: what counts is whether it speaks when the case moves, not when it was offered.
TEST(Consent, ThatIsOverBeforeTheMoveKeepsTheDocumentBehind) {
  for (const bool over : {false, true}) {
    CaseStory story = OpenedCase();
    RegisterConsent consent = Consented(kBerg.organisation);
    *consent.consent.mutable_until() = ToProto(kStart + Days(10));
    story.Given(kAdler, consent);
    story.Given(kAdler, OfferBy(story.consent())).Met();
    story.Wait(Days(over ? 10 : 9));
    const auto decision = story.When(kBerg, Accept(story.handover(), kBerg));
    EXPECT_EQ(story.state().withheld.size(), over ? 1u : 0u);
    EXPECT_EQ(story.state().shared_by_consent.size(), over ? 0u : 1u);
    ASSERT_EQ(Facts(decision)[2], "ResponsibilityMoved");
    EXPECT_EQ(decision.events()[2].responsibility_moved().left_behind_size(), over ? 1 : 0);
  }
}

// N13: the guardian spoke when it was offered, and does not speak any more.
TEST(Consent, OfAGuardianKeepsTheDocumentBehindOnceTheYoungPersonHasComeOfAge) {
  CaseStory story = OpenedCase();
  story.Given(kAdler, Consented(kAmsel.organisation, v1::CONSENT_GIVER_GUARDIAN));
  story.Given(kAdler, OfferBy(story.consent(), kAmsel)).Met();
  story.Given(kAdler, Born(kBornAdult));
  ASSERT_TRUE(story.state().of_age);
  story.Given(kAmsel, Accept(story.handover(), kAmsel));
  EXPECT_THAT(story.state().handed_on, IsEmpty());
  EXPECT_THAT(story.state().withheld, ElementsAre(Withheld{3, kAdler.organisation}));
}

TEST(Consent, ThatIsOverBeforeTheOtherOfficeGoesOnKeepsTheDocumentBehind) {
  CaseStory story = CaseToldToAmsel();
  const std::string change = story.change();
  RegisterConsent consent = Consented(kAmsel.organisation);
  *consent.consent.mutable_until() = ToProto(kStart + Days(10));
  story.Given(kAdler, consent);
  SendAgencyData data = Send(change);
  *data.sent.mutable_package() = OfferBy(story.consent(), kAmsel).offer.package();
  story.Given(kAdler, data).Given(kAmsel, Talk(change, {kAdler, kAmsel}, story.now()));
  story.Given(kAdler, GoesOn(change));
  story.Wait(Days(10));
  story.Given(kStar, TakeOn(change, kStar));
  EXPECT_THAT(story.state().handed_on, IsEmpty());
  EXPECT_THAT(story.state().withheld, ElementsAre(Withheld{3, kAdler.organisation}));
}

TEST(Consent, IsTakenBackInACaseThatHasEndedToo) {
  CaseStory story = CaseWithTeam();
  story.Given(kAdler, Consented(kAmsel.organisation));
  const std::string consent = story.consent();
  story.Given(kAdler, OfferBy(consent, kAmsel)).Met();
  story.Given(kAmsel, Accept(story.handover(), kAmsel));
  RequestLawfulEnd death = AskToEnd(Ground::kDeath);
  story.Given(kAmsel, death);
  story.Given(kFuchs, ApproveLawfulEnd{story.end()});
  const PassDeadline over = ObjectionPeriodOver(story);
  story.Wait(Days(14));
  story.Given(kService, over);
  ASSERT_TRUE(story.state().ended);
  EXPECT_THAT(Facts(story.When(kAdler, Withdrawn(consent))), ElementsAre("ConsentWithdrawn"));
  EXPECT_TRUE(story.state().ended) << "nobody comes back by it";
  EXPECT_THAT(story.state().handed_on, IsEmpty());
  EXPECT_THAT(story.state().withheld, ElementsAre(Withheld{3, kAdler.organisation}));
  story.Given(kAdler, ReopenCase{});
  EXPECT_EQ(story.state().clocks.Find(common::v1::CLOCK_KIND_CONSENT_EXPIRY, consent), nullptr);
}

}  // namespace
}  // namespace fallverbund::casework::testing
