#include "libs/care/commitment.h"

#include <algorithm>
#include <set>

namespace fallverbund::care {
namespace {

bool Is(const SeatPerson& who, std::string_view organisation_id, std::string_view person_id) {
  return who.organisation_id == organisation_id && who.person_id == person_id;
}

// Some of those who were asked to follow may accept before the others, so that of each seat it is so.
template <class Property>
bool MayAllBe(const Seats& seats, Property property) {
  return std::all_of(seats.begin(), seats.end(), [&](const Seat& seat) {
    return property(seat.who) || (seat.successor && property(*seat.successor));
  });
}

// Everybody who has a seat, or is asked to follow.
std::vector<SeatPerson> Everybody(const Seats& seats) {
  std::vector<SeatPerson> everybody;
  for (const Seat& seat : seats) {
    everybody.push_back(seat.who);
    if (seat.successor) everybody.push_back(*seat.successor);
  }
  return everybody;
}

}  // namespace

bool HasTwoOrganisations(const Seats& seats) {
  const std::vector<SeatPerson> everybody = Everybody(seats);
  return !seats.empty() && std::none_of(everybody.begin(), everybody.end(), [&](const SeatPerson& one) {
    return MayAllBe(seats, [&](const SeatPerson& who) { return who.organisation_id == one.organisation_id; });
  });
}

bool HasTwoDisciplines(const Seats& seats) {
  const std::vector<SeatPerson> everybody = Everybody(seats);
  return !seats.empty() && std::none_of(everybody.begin(), everybody.end(), [&](const SeatPerson& one) {
    return MayAllBe(seats, [&](const SeatPerson& who) {
      return who.discipline == 0 || who.discipline == one.discipline;
    });
  });
}

bool HasOneLead(const Seats& seats) {
  return std::count_if(seats.begin(), seats.end(), [](const Seat& seat) { return seat.lead; }) == 1;
}

bool NamesEachPersonOnce(const Seats& seats) {
  const std::vector<SeatPerson> everybody = Everybody(seats);
  std::set<std::string_view> persons;
  return std::all_of(everybody.begin(), everybody.end(), [&](const SeatPerson& who) {
    return !who.person_id.empty() && persons.insert(who.person_id).second;
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
