// The rows of the circle. A ground is why an organisation belongs: one row by (case, ground) says who, a
// second one by (case, organisation, ground) answers who may see. For this room only.
#ifndef FALLVERBUND_LIBS_ACCESS_CIRCLE_ROWS_H_
#define FALLVERBUND_LIBS_ACCESS_CIRCLE_ROWS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/projection/projection_store.h"

namespace fallverbund::access {

enum class Ground : char {
  kHolder = 'H',
  kTonight = 'T',
  kCoordination = 'C',
  kInquiryOffice = 'I',
  kSeat = 'S',
  kHandoverOffered = 'O',
  kProvider = 'P',
  kDeployment = 'D',
  kBackstop = 'B',
  kCompetence = 'J',
  kProvisional = 'Q',
  kGuardian = 'G',
  kAftercare = 'A',
  kContinuation = 'E',
  kCrisisLead = 'L',
  kReturn = 'R',
  kCrisisParty = 'K',  // of the crisis itself, whose id stands in place of the case's
  kCrisisTask = 'Z',   // likewise; a task for the time after the clinic and nothing else
  // Of a transition of the prevention chain, which has no circle but these.
  kNavigator = 'N',
  kAskedToFollow = 'F',
  kGaveWarm = 'W',
};

// `object` tells grounds of one kind apart (a seat's team and person, a handover); empty where there is only
// one. Giving a ground anew takes it from who had it. An empty organisation gives it to nobody.
absl::Status Give(projection::RowBatch& rows, std::string_view case_id, Ground ground,
                  std::string_view object, std::string_view organisation);
absl::Status Take(projection::RowBatch& rows, std::string_view case_id, Ground ground,
                  std::string_view object);

absl::StatusOr<bool> Belongs(const projection::Rows& rows, std::string_view case_id,
                             std::string_view organisation);
// Somebody else does.
absl::StatusOr<bool> OthersBelong(const projection::Rows& rows, std::string_view case_id,
                                  std::string_view organisation);
absl::StatusOr<bool> Has(const projection::Rows& rows, std::string_view case_id,
                         std::string_view organisation, Ground ground);
// Each ground, its letter before its object, for which the organisation belongs.
absl::StatusOr<std::vector<std::string>> GroundsOf(const projection::Rows& rows, std::string_view case_id,
                                                   std::string_view organisation);

// Ids remembered with an object: the providers of a proposed setting, the parties of an inquiry or
// contact, the office of an inquiry, the offices asked to act for the time being; and who sits in a team or
// is asked to follow; the case of a crisis; the person who reviews a lawful end; who held CASE; the handovers
// of a transition that their giver has not looked after. Replaces what was there.
enum class Remembered : char {
  kProviders = 'P',
  kOffice = 'I',
  kProvisional = 'Q',
  kSeats = 'S',
  kCrisisCase = 'K',
  kReviewer = 'R',
  kGivers = 'G',
  kWarmHandovers = 'W',
};
void Remember(projection::RowBatch& rows, Remembered what, std::string_view object,
              const std::vector<std::string>& texts);
absl::StatusOr<std::vector<std::string>> Recall(const projection::Rows& rows, Remembered what,
                                                std::string_view object);

void AddParty(projection::RowBatch& rows, std::string_view object, std::string_view organisation);
absl::StatusOr<bool> IsParty(const projection::Rows& rows, std::string_view object,
                             std::string_view organisation);

}  // namespace fallverbund::access

#endif  // FALLVERBUND_LIBS_ACCESS_CIRCLE_ROWS_H_
