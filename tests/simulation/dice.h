// All luck of one seed. The same seed throws the same dice on every machine.
#ifndef FALLVERBUND_TESTS_SIMULATION_DICE_H_
#define FALLVERBUND_TESTS_SIMULATION_DICE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/check.h"

namespace fallverbund::simulation {

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}

  // SplitMix64: small, and every 64-bit seed is a good one.
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  uint64_t Below(uint64_t bound) {
    FV_CHECK(bound > 0);
    return Next() % bound;
  }
  int Between(int low, int high) {
    return low + static_cast<int>(Below(static_cast<uint64_t>(high - low) + 1));
  }
  bool Chance(uint64_t in_a_million) { return Below(1'000'000) < in_a_million; }
  template <class T>
  const T& Of(const std::vector<T>& values) {
    return values[Below(values.size())];
  }
  std::string Bytes(size_t count) {
    std::string bytes;
    while (bytes.size() < count) bytes.push_back(static_cast<char>(Next() & 0xff));
    return bytes;
  }

 private:
  uint64_t state_;
};

}  // namespace fallverbund::simulation

#endif  // FALLVERBUND_TESTS_SIMULATION_DICE_H_
