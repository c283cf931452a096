// One run of the house: everything that happens in it is drawn from the seed.
#ifndef FALLVERBUND_TESTS_SIMULATION_SIMULATION_H_
#define FALLVERBUND_TESTS_SIMULATION_SIMULATION_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fallverbund::simulation {

struct Answers {
  uint32_t accepted = 0, refused = 0;  // clear ones; the same wish may be asked often
};

struct Report {
  uint64_t seed = 0;
  std::vector<std::string> wrong;  // promises that were broken; empty: all is well
  std::string trace;               // SHA-256 of everything that happened, in hex
  uint64_t commits = 0, accepted = 0, refused = 0, unlucky = 0, crashes = 0, steps = 0;
  std::map<std::string, Answers> by_command;  // by its name in the table of wishes
};

// `tell`: print what happens, line by line.
Report Simulate(uint64_t seed, bool tell);

}  // namespace fallverbund::simulation

#endif  // FALLVERBUND_TESTS_SIMULATION_SIMULATION_H_
