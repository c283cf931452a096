// One aggregate as everything that happened to it.
#ifndef FALLVERBUND_LIBS_HISTORY_HISTORY_H_
#define FALLVERBUND_LIBS_HISTORY_HISTORY_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "libs/decider/decider.h"

namespace fallverbund::history {

template <decider::Decider D>
struct History {
  struct Entry {
    typename D::Event event;
    decider::Given given;  // by whom and when
    std::string commit_id;
  };

  std::string aggregate_id;
  std::vector<Entry> entries;
  typename D::State state = D::Initial();
  uint64_t version = 0;  // of its last commit that changed it; 0: there is no such aggregate

  bool exists() const { return version > 0; }
  void Add(typename D::Event event, const decider::Given& given, std::string commit_id) {
    state = D::Evolve(std::move(state), event, given);
    entries.push_back({std::move(event), given, std::move(commit_id)});
  }
};

}  // namespace fallverbund::history

#endif  // FALLVERBUND_LIBS_HISTORY_HISTORY_H_
