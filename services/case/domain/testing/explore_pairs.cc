#include "services/case/domain/testing/explore_pairs.h"

#include "libs/base/time.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework::testing {
namespace {

const Person kA1{"A", "n", "a1"}, kA2{"A", "n", "a2"}, kB1{"B", "", "b1"}, kB2{"B", "", "b2"};
const Person kC1{"C", "m", "c1"}, kC2{"C", "m", "c2"}, kD1{"D", "h", "d1"}, kD2{"D", "h", "d2"};
constexpr char kOffer[] = "h", kEnd[] = "e", kChange[] = "c";

v1::HandoverOffered OfferedTo(const Person& to, const Person& deputy) {
  v1::HandoverOffered offered = Offer(to, deputy).offer;
  *offered.mutable_answer_due() = ToProto(kStart + kHandoverAnswerWithin);
  return offered;
}

}  // namespace

void DeputyMoves(const AddMove& add) {
  const auto offer = [&](const Person& who, const Person& to, const Person& deputy) {
    add("offer by " + who.id, who, OfferHandover{OfferedTo(to, deputy), Known()}, kOffer);
  };
  offer(kA1, kC1, kC2);
  offer(kA2, kC1, kC2);
  offer(kC2, kA1, kA2);
  offer(kC1, kA2, kA1);
  offer(kB1, kC1, kC2);
  add("deputy meets", kA2, Meeting(kOffer, {kA2, kC1}, kStart), "");
  add("deputies meet", kC2, Meeting(kOffer, {kA2, kC2}, kStart), "");
  add("one side meets", kA2, Meeting(kOffer, {kA1, kA2}, kStart), "");
  for (const Person& who : {kA1, kA2, kC1, kC2}) {
    add("say yes " + who.id, who, Accept(kOffer, who), "");
    add("say no " + who.id, who, Refuse(kOffer, who), "");
    add("take back " + who.id, who, TakeBack(kOffer, who), "");
  }
  for (const Person& who : {kA2, kC2}) {
    add("put off " + who.id, who, RevokeHandover{kOffer}, "");
    add("look after " + who.id, who, FollowUp(kOffer), "");
  }
}

void LeaverMoves(const AddMove& add) {
  const auto offer = [&](const Person& leaver, const Person& to, const Person& deputy) {
    OfferOfLeaver one{leaver.id, OfferedTo(to, deputy), Known()};
    one.offer.set_offered_by_person_id("a3");
    add("cases of " + leaver.id, kService, one, kOffer);
  };
  offer(kA1, kA2, kA1);
  offer(kA2, kA1, kA2);
  offer(kA1, kC1, kC2);
  const OfferOfLeaver unheard{kA1.id, {}, Known()};
  add("cases of a1 to nobody", kService, unheard, kOffer);
  for (const Person& who : {kA1, kA2, kC1}) {
    const bool colleagues = who.organisation == kA1.organisation;
    add("a2 is deputy, says " + who.id, who, NameCaseDeputy{kA2.id, colleagues}, "");
    add("a1 is deputy, says " + who.id, who, NameCaseDeputy{kA1.id, colleagues}, "");
  }
  add("a3 is deputy", kA1, NameCaseDeputy{"a3", true}, "");
  add("a stranger is deputy", kA1, NameCaseDeputy{"x", false}, "");
  add("a2 is deputy of the night", kA1, NameStrandDeputy{common::v1::STRAND_TONIGHT, kA2.id, true}, "");
  add("a2 is deputy of the night, says b1", kB1, NameStrandDeputy{common::v1::STRAND_TONIGHT, kA2.id, false},
      "");
  add("nobody is deputy of nobody", kA1, NameStrandDeputy{common::v1::STRAND_COORDINATION, kA2.id, true}, "");
}

void JurisdictionMoves(const AddMove& add) {
  add("c may be", kA1, Detect("C"), kChange);
  DetectCompetenceChange unclear = Detect("");
  unclear.public_body = false;
  add("nobody knows", kA1, unclear, kChange);
  add("tell c1", kA1, Inform(kChange, kC1, kC2), "");
  add("send it all", kA1, Send(kChange), "");
  add("both talk", kA1, Talk(kChange, {kA1, kC1}, kStart), "");
  for (const Person& who : {kA1, kC2}) add("goes on " + who.id, who, GoesOn(kChange), "");
  for (const Person& who : {kC1, kC2}) add("take it on " + who.id, who, TakeOn(kChange, who), "");
  add("c denies", kC2, Deny(kChange, kC2), "");
  for (const auto cause : {v1::PROVISIONAL_CAUSE_DISPUTED, v1::PROVISIONAL_CAUSE_UNCLEAR})
    add("ask d", kA1, AskToAct(kChange, kD1, kD2, cause), "");
  add("d acts", kD2, Act(kChange, kD2), "");
  add("ombuds", kA1, TellOfOmbuds(kChange), "");
}

void OneOfferMoves(const AddMove& add) {
  add("offer c1", kA1, OfferHandover{OfferedTo(kC1, kC2), Known()}, kOffer);
  add("meet c1", kA1, Meeting(kOffer, {kA1, kC1}, kStart), "");
  add("c2 says yes", kC2, Accept(kOffer, kC2), "");
  add("c2 says no", kC2, Refuse(kOffer, kC2), "");
  add("put it off", kA1, RevokeHandover{kOffer}, "");
}

void DraftMoves(const AddMove& add) {
  for (const Person& who : {kA1, kA2, kB1, kC1}) add("pack by " + who.id, who, Prepare(), kOffer);
  add("pack one more", kA1, Prepare("C", {3}), kOffer);
  PrepareHandover unbased = Prepare("C", {3});
  unbased.prepared.mutable_package(0)->clear_basis();
  add("pack without a basis", kA1, unbased, kOffer);
  for (const Person& who : {kA2, kB1}) add("put away by " + who.id, who, PutAway(), kOffer);
  add("offer what is packed", kA1, OfferHandover{OfferedTo(kC1, kC2), Known(), kOffer}, "");
  add("offer what is not", kA1, OfferHandover{OfferedTo(kC1, kC2), Known(), "other"}, "");
}

void ShortEndMoves(const AddMove& add) {
  for (const Person& who : {kA1, kC1, kD1, kB1})
    add("ask for an end " + who.id, who, AskToEnd(Ground::kMovedAbroad), kEnd);
  add("in error", kA1, AskToEnd(Ground::kRecordedInError), kEnd);
  const auto reviewed = [&](const std::string& name, const Person& by, bool may = true) {
    RequestLawfulEnd ask = AskToEnd(Ground::kDeath);
    ask.request.set_reviewer_organisation_id(by.organisation);
    ask.request.set_reviewer_person_id(by.id);
    ask.reviewer_may_approve = may;
    add(name, kA1, ask, kEnd);
  };
  reviewed("d1 is to review it", kD1);
  reviewed("a2 is to review it", kA2);
  reviewed("a stranger is to review it", {"D", "h", "x"}, false);
  add("d1 agrees", kD1, ApproveLawfulEnd{kEnd}, "");
  add("d1 does not", kD1, ObjectLawfulEnd{kEnd}, "");
  add("d2 agrees in the place of d1", kD2, ApproveLawfulEnd{kEnd}, "");
  for (const Person& who : {kA1, kA2, kB1}) add("agree " + who.id, who, ApproveLawfulEnd{kEnd}, "");
  add("object b1", kB1, ObjectLawfulEnd{kEnd}, "");
  add("he objects", kA2, ObjectLawfulEnd{kEnd, true, {}}, "");
  add("bring back", kB2, ReopenCase{}, "");
  add("he writes", kB1, Contact(), "");
}

}  // namespace fallverbund::casework::testing
