// May this actor call, and may they see this object now? One pure function over facts; deny by default.
//
// The order is part of the promise, since each answer must tell no more than the one before allows:
//   no identity                      UNAUTHENTICATED
//   open to nobody                   PERMISSION_DENIED
//   organisation, person or role
//   not in the directory             PERMISSION_DENIED
//   the role may never call          PERMISSION_DENIED, with the row of the method
//   nothing to do with the object    NOT_FOUND, to the letter the answer for an object that does not exist
#ifndef FALLVERBUND_LIBS_ACCESS_CHECK_H_
#define FALLVERBUND_LIBS_ACCESS_CHECK_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "fallverbund/common/v1/access.pb.h"
#include "google/protobuf/descriptor.h"
#include "libs/access/identity.h"
#include "libs/refusal/refusal.h"

namespace fallverbund::access {

using common::v1::Access;
using common::v1::Relation;

// The method's own option; an empty Access, which is open to nobody, where it has none.
Access PolicyOf(const google::protobuf::MethodDescriptor& method);

// The field of the request that names the object of `relation`: case_id for CIRCLE and CASE_HOLDER,
// inquiry_id, contact_id or transition_id for PARTY, organisation_id for OWN_ORGANISATION. nullptr: the
// relation has none, or the request lacks it.
const google::protobuf::FieldDescriptor* ObjectField(Relation relation,
                                                     const google::protobuf::Descriptor& request);

struct Call {
  std::optional<Caller> caller;  // nullopt: no certificate, or not one of ours
  Access policy;
  bool reads = false;  // and writes nothing: the method takes no request_id
};

// What the directory says of the caller. Meaningless, and false, for services and operators.
struct DirectoryFacts {
  bool organisation_known = false;
  bool person_belongs = false;  // to that organisation
  bool role_held = false;       // by that person
  bool person_left = false;     // belonged to it; the account is closed (N11)
};

// What the caller's organisation has to do with the object named in the request; all false for an unknown
// one.
struct ObjectFacts {
  bool circle = false;            // holds or shares responsibility for the case, or was asked to
  bool case_holder = false;       // its unit holds the strand CASE
  bool party = false;             // owns or received the inquiry or contact, or has to do with the transition
  bool own_organisation = false;  // is the organisation named
  bool gave = false;              // held the strand CASE once, and does not now (N6)
  bool reviews = false;           // this person was asked to review the lawful end of the case (N14)
  bool glass_broken = false;      // this person may read the case for hours, whoever belongs to it (glass.h)
};

struct Denial {
  absl::StatusCode code = absl::StatusCode::kPermissionDenied;
  refusal::Reason reason = refusal::Reason::kMethodClosed;
  std::string row;
  friend bool operator==(const Denial&, const Denial&) = default;
};
using Decision = std::optional<Denial>;  // nullopt: allowed

Decision Check(const Call& call, const DirectoryFacts& directory, const ObjectFacts& object);

// Why a call was allowed, for the journal: OPERATOR, HOUSE, or what the caller has to do with the object: the
// name of the method's relation, such as RELATION_CIRCLE, or in its place BROKEN_GLASS, REVIEW or GIVER. Of a
// read from within the circle the handler says whether glass opened what the relation does not (call.h).
std::string GroundOf(const Call& call, const ObjectFacts& object);
inline constexpr char kBrokenGlassGround[] = "BROKEN_GLASS";

// How a handler, too, says that an object is unknown or hidden.
Denial NotFound();

}  // namespace fallverbund::access

#endif  // FALLVERBUND_LIBS_ACCESS_CHECK_H_
