#include "libs/care/commitment.h"

#include <algorithm>
#include <set>

namespace fallverbund::care {
namespace {

bool Is(const SeatPerson& who, std::string_view organisation_id, std::string_view person_id) {
  return who.organisation_id == organisation_id && who.person_id == person_id;
}

}  // namespace

bool HasTwoOrganisations(const Seats& seats) {
  return std::any_of(seats.begin(), seats.end(), [&](const Seat& seat) {
    return seat.who.organisation_id != seats.front().who.organisation_id;
  });
}

bool HasTwoDisciplines(const Seats& seats) {
  std::set<int> disciplines;
  for (const Seat& seat : seats) {
    if (seat.who.discipline != 0) disciplines.insert(seat.who.discipline);
  }
  return disciplines.size() >= 2;
}

bool HasOneLead(const Seats& seats) {
  return std::count_if(seats.begin(), seats.end(), [](const Seat& seat) { return seat.lead; }) == 1;
}

bool NamesEachPersonOnce(const Seats& seats) {
  std::set<std::string_view> persons;
  return std::all_of(seats.begin(), seats.end(), [&](const Seat& seat) {
    return !seat.who.person_id.empty() && persons.insert(seat.who.person_id).second;
  });
}

bool AllCommitted(const Seats& seats) {
  return !seats.empty() &&
         std::all_of(seats.begin(), seats.end(), [](const Seat& seat) { return seat.committed; });
}

const Seat* FindSeat(const Seats& seats, std::string_view person_id) {
  for (const Seat& seat : seats) {
    if (seat.who.person_id == person_id || (seat.successor && seat.successor->person_id == person_id))
      return &seat;
  }
  return nullptr;
}

bool IsAwaited(const Seats& seats, std::string_view organisation_id, std::string_view person_id) {
  return std::any_of(seats.begin(), seats.end(), [&](const Seat& seat) {
    return seat.committed ? seat.successor && Is(*seat.successor, organisation_id, person_id)
                          : Is(seat.who, organisation_id, person_id);
  });
}

void Replace(Seats& seats, std::string_view person_id, const SeatPerson& next, bool lead) {
  for (Seat& seat : seats) {
    const bool names_successor = seat.successor && seat.successor->person_id == person_id;
    if (seat.who.person_id != person_id && !names_successor) continue;
    if (!seat.committed) {
      seat = Seat{next, lead};
    } else if (seat.who == next) {
      seat.successor.reset();  // stays after all
    } else {
      seat.successor = next;
    }
    return;
  }
}

void Commit(Seats& seats, std::string_view organisation_id, std::string_view person_id) {
  for (Seat& seat : seats) {
    if (seat.successor && Is(*seat.successor, organisation_id, person_id)) {
      seat.who = *seat.successor;
      seat.successor.reset();
      return;
    }
    if (Is(seat.who, organisation_id, person_id)) {
      seat.committed = true;
      return;
    }
  }
}

}  // namespace fallverbund::care
