// The circle of a case: which organisations hold or share responsibility for it, or were asked to. And the
// parties of inquiries and contacts. Computed from the log alone, so it changes with responsibility and not a
// moment later.
#ifndef FALLVERBUND_LIBS_ACCESS_CIRCLE_H_
#define FALLVERBUND_LIBS_ACCESS_CIRCLE_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/access/check.h"
#include "libs/projection/projection_store.h"
#include "libs/projection/view.h"

namespace fallverbund::access {

// What makes an organisation belong to a case, and what ends it:
//   holder of CASE                      until it moves
//   holder of TONIGHT                   until it moves
//   holder of COORDINATION              until another office assumes it
//   office that received the inquiry    until somebody assumes coordination
//   seat in SHARED, invited or taken    until somebody else is asked in its place
//   offered the handover of CASE        until accepted (then it holds), refused or revoked
//   gave CASE away                      until the second follow-up, or the next move
//   informed that it may be competent   until that is settled; who held before a provisional takeover, too
//   asked to act for the time being     until it is settled
//   guardian, or asked to be            until another is named, or 18
//   stays in contact, after help        until new help interrupts it, wherever CASE goes
//   provider in an adopted setting      until the setting ended
//   asked for a deployment, or on one   until refused or withdrawn
//   leads an open crisis                until another does, or it is concluded
//   receives after residential help,    until that return is planned with another, or the help has ended
//   or is asked to
// Beside them whoever held CASE once, as long as it does not hold it again: for the calls by which it sends
// what the present holder needs (Access.giver_call, N6). And one person who was asked to review a lawful end
// that nobody shares: for the calls of that review alone (Access.review_call), until the answer, or until
// nobody asks for that end any more (N14). To a crisis belong the circle of its case and, as long as it is
// open, whoever raised or repeated the alarm and the addressees of its legs: a clinic sees the crisis, and
// the case only once it shelters. Whoever does a task for the time after the clinic has to do with that task
// alone, until it is done. And to a transition of the prevention chain:
//   navigator's organisation            until it moves
//   offered the warm handover           until accepted, declined, revoked, or consent is withdrawn
//   gave it away                        until the family has arrived, or consent is withdrawn
class CircleView final : public projection::View {
 public:
  absl::Status Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const override;
};

// What `organisation` has to do with the object of this id, as far as `relation` asks. An id that names
// nothing gives no relation at all.
absl::StatusOr<ObjectFacts> ReadObjectFacts(const projection::Rows& rows, std::string_view organisation,
                                            Relation relation, std::string_view object_id);

// The organisation belongs to this case for no other reason than that it was asked, and has not said yes: to
// hold it, offered, informed or for the time being; to take or to follow in a seat; to coordinate; to be
// guardian; to receive after residential help (C17); or whether the case it holds is the same young person's
// (N6, N14). It reads that question, and what was packed for it.
absl::StatusOr<bool> IsOnlyAsked(const projection::Rows& rows, std::string_view case_id,
                                 std::string_view organisation);

// `organisation` held the strand CASE of this case, and does not now (N6).
absl::StatusOr<bool> GaveAway(const projection::Rows& rows, std::string_view case_id,
                              std::string_view organisation);

// The person was asked to review the lawful end of this case, and has not answered (N14).
absl::StatusOr<bool> Reviews(const projection::Rows& rows, std::string_view case_id,
                             std::string_view person_id);

// `organisation` has to do with this crisis by nothing but a task for the time after the clinic (D7): it
// reads that task and says that it is done.
absl::StatusOr<bool> OnlyDoesATask(const projection::Rows& rows, std::string_view organisation,
                                   std::string_view crisis_id);

// No organisation belongs to the case but this one.
absl::StatusOr<bool> IsAlone(const projection::Rows& rows, std::string_view case_id,
                             std::string_view organisation);

// What the directory's rows (libs/directory) say of the caller.
absl::StatusOr<DirectoryFacts> ReadDirectoryFacts(const projection::Rows& rows, const Caller& caller);

}  // namespace fallverbund::access

#endif  // FALLVERBUND_LIBS_ACCESS_CIRCLE_H_
