// Spoilt notes, proofs and proof files, one random change each. For tests.
#ifndef FALLVERBUND_TESTS_FOREIGN_MUTATION_H_
#define FALLVERBUND_TESTS_FOREIGN_MUTATION_H_

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "libs/tlog/hash.h"
#include "libs/tlog/proof.h"

namespace fallverbund::tlog {

class Mutation {
 public:
  explicit Mutation(unsigned seed) : random_(seed) {}

  size_t Below(size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random_); }

  Hash Of(Hash hash);
  // A bit, a hash less, one more, two in each other's place.
  Proof Of(Proof proof);
  // A byte, a line, or a bit within a signature that is then written properly again. Never a text that says
  // the same as before.
  std::string Of(const std::string& note);

 private:
  std::string Bytes(std::string note);
  std::string Lines(const std::string& note);
  std::string SignatureBit(const std::string& note);

  std::mt19937 random_;
};

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_TESTS_FOREIGN_MUTATION_H_
