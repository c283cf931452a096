// Break-glass (§ 62, § 65): in a crisis somebody may read beyond need-to-know, for hours, in person and for a
// reason; the holder hears of it at once, and two people look at it afterwards.
#include <algorithm>

#include "libs/base/time.h"
#include "services/case/domain/rules.h"
#include "services/case/domain/terms.h"

namespace fallverbund::casework {
namespace {

// Reads already, no longer and no less than by breaking the glass once more.
bool ReadsAlready(const State& state, const v1::GlassBroken& told, const Given& given) {
  return std::any_of(state.readings.begin(), state.readings.end(), [&](const Reading& reading) {
    return reading.person_id == given.actor.person && reading.until > given.now &&
           (reading.endangered || !told.endangered());
  });
}

bool WasFoundUnjustified(const State& state, const v1::GlassBroken& told, const Given& given) {
  const auto& found = state.found_unjustified;
  return std::find(found.begin(), found.end(), FoundUnjustified{told.crisis_id(), given.actor.person}) !=
         found.end();
}

// Two people, one of them of the organisation that holds the case; of two organisations where there are two.
bool IsReviewed(const State& state, bool holder_is_alone, const care::Approvals& reviews) {
  const std::string& holder = state.responsibility.holder().organisation_id;
  return (care::HasFourEyes(reviews) || (holder_is_alone && reviews.size() >= 2)) &&
         std::any_of(reviews.begin(), reviews.end(),
                     [&](const care::Approval& review) { return review.organisation_id == holder; });
}

// Two people who may review it, by the rule above: one who holds the case or stands in, and one of another
// organisation. Where there is none, whoever stands in is the second.
std::vector<std::string> WhoIsAsked(const State& state, const Given& given) {
  const care::Holder& holder = state.responsibility.holder();
  std::vector<std::string> own, others;
  const auto add = [&given](std::vector<std::string>& to, const std::string& person_id) {
    if (!person_id.empty() && person_id != given.actor.person) to.push_back(person_id);
  };
  add(own, holder.person_id);
  add(own, holder.deputy_person_id);
  const auto add_other = [&](const care::Holder& other) {
    if (other.organisation_id != holder.organisation_id) add(others, other.person_id);
  };
  if (state.coordination.held()) add_other(state.coordination.holder());
  if (state.crisis) add_other(state.crisis->lead.holder());
  if (state.tonight.held()) add_other(state.tonight.holder().holder);
  if (!own.empty() && !others.empty()) return {own.front(), others.front()};
  return own;
}

}  // namespace

Decision DecideOn(const State& state, const BreakGlass& command, const Given& given) {
  v1::GlassBroken broken = command.broken;
  // Whoever holds reads all but what a handover left behind, and that only with signs of endangerment.
  const bool beyond = !IsOfCaseHolder(state, given) || broken.endangered();
  if (auto no = Require(Reason::kGlassOnlyInACrisis, !broken.crisis_id().empty())) return *no;       // § 62
  if (auto no = Require(Reason::kGlassWithoutAccount, !broken.account().box().empty())) return *no;  // § 62
  if (auto no = Require(Reason::kGlassNotNeeded, beyond)) return *no;                                // § 62
  if (auto no = Require(Reason::kGlassFoundUnjustified, !WasFoundUnjustified(state, broken, given)))
    return *no;  // § 62
  if (ReadsAlready(state, broken, given)) return Events{};
  broken.set_reading_id(given.new_id);
  broken.set_organisation_id(given.actor.organisation);
  broken.set_person_id(given.actor.person);
  broken.set_holder_organisation_id(state.responsibility.holder().organisation_id);
  *broken.mutable_until() = ToProto(given.now + kReadingLasts);
  *broken.mutable_review_due() = ToProto(given.now + care::Length(care::kReadingReview, given.terms));
  for (const std::string& person_id : WhoIsAsked(state, given)) broken.add_asked_person_ids(person_id);
  Events events;
  *events.emplace_back().mutable_glass_broken() = broken;
  return events;
}

Decision DecideOn(const State& state, const ReviewReading& command, const Given& given) {
  const Reading* reading = state.FindReading(command.review.reading_id());
  if (auto no = Require(Reason::kReadingUnknown, reading != nullptr)) return *no;  // § 62
  if (auto no = Require(Reason::kReviewNotByTheReader, reading->person_id != given.actor.person))
    return *no;  // § 62
  if (care::HasApproved(reading->reviews, given.actor.person)) return Events{};
  v1::GlassReviewed review = command.review;
  review.set_organisation_id(given.actor.organisation);
  review.set_person_id(given.actor.person);
  care::Approvals reviews = reading->reviews;
  care::Approve(reviews, {given.actor.organisation, given.actor.person, review.finding()});
  Events events;
  *events.emplace_back().mutable_glass_reviewed() = review;
  if (!IsReviewed(state, command.holder_is_alone, reviews)) return events;
  auto& closed = *events.emplace_back().mutable_glass_review_closed();
  closed.set_reading_id(reading->id);
  closed.set_organisation_id(reading->organisation_id);
  closed.set_person_id(reading->person_id);
  closed.set_justified(std::all_of(reviews.begin(), reviews.end(), [](const care::Approval& each) {
    return each.role == v1::GLASS_FINDING_JUSTIFIED;
  }));
  return events;
}

}  // namespace fallverbund::casework
