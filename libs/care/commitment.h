// Commitments of a circle that shares responsibility (rows A7, A9, B5, N10): a seat counts only after the
// person accepted it in person, and a taken seat is left only through a successor who accepted.
//
// The questions are for Decide; Replace and Commit record facts and are total: what does not apply changes
// nothing.
#ifndef FALLVERBUND_LIBS_CARE_COMMITMENT_H_
#define FALLVERBUND_LIBS_CARE_COMMITMENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fallverbund::care {

struct SeatPerson {
  std::string organisation_id;
  std::string person_id;
  int discipline = 0;  // a code of the service that owns the word; 0: none named
  friend bool operator==(const SeatPerson&, const SeatPerson&) = default;
};

struct Seat {
  SeatPerson who;
  bool lead = false;
  bool committed = false;
  std::optional<SeatPerson> successor;  // asked to follow a committed person; does not count yet
  friend bool operator==(const Seat&, const Seat&) = default;
};

using Seats = std::vector<Seat>;

// Whoever of those who were asked to follow accepts, and in whichever order: nobody waits for another.
bool HasTwoOrganisations(const Seats& seats);  // at least two (B5)
bool HasTwoDisciplines(const Seats& seats);    // at least two (A7)
bool NamesEachPersonOnce(const Seats& seats);
bool HasOneLead(const Seats& seats);    // exactly one (B5); goes with the seat
bool AllCommitted(const Seats& seats);  // none of an empty circle

// The seat of this person, or the one the person is asked to follow in; nullptr: neither.
const Seat* FindSeat(const Seats& seats, std::string_view person_id);
// Is this person, of this organisation, asked to take a seat and has not yet?
bool IsAwaited(const Seats& seats, std::string_view organisation_id, std::string_view person_id);

// Somebody else is asked in place of this person, who may be a successor not yet there. An open seat changes
// at once; a taken one waits for its successor.
void Replace(Seats& seats, std::string_view person_id, const SeatPerson& next, bool lead);
void Commit(Seats& seats, std::string_view organisation_id, std::string_view person_id);

}  // namespace fallverbund::care

#endif  // FALLVERBUND_LIBS_CARE_COMMITMENT_H_
