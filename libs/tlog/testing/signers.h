// The log and witnesses of the known-answer vectors, for tests: seeds 00..1f, 20..3f, 40..5f, ...
#ifndef FALLVERBUND_LIBS_TLOG_TESTING_SIGNERS_H_
#define FALLVERBUND_LIBS_TLOG_TESTING_SIGNERS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/check.h"
#include "libs/crypto/ed25519.h"
#include "libs/tlog/signature.h"

namespace fallverbund::tlog {

inline constexpr char kTestOrigin[] = "log.kjh.example/events";

// 0: the log's; 1, 2, ... (at most 6): the witnesses'.
inline std::string TestSeed(int number) {
  FV_CHECK(number >= 0 && number <= 6);
  std::string seed;
  for (int i = 0; i < 32; ++i) seed.push_back(static_cast<char>(32 * number + i));
  return seed;
}
inline crypto::Ed25519PrivateKey TestKey(int number) {
  auto key = crypto::Ed25519PrivateKey::FromSeed(TestSeed(number));
  FV_CHECK(key.ok());
  return *std::move(key);
}

inline NoteSigner TestLog() {
  return NoteSigner(kTestOrigin, KeyType::kLog, TestKey(0));
}
inline NoteSigner TestWitness(int number = 1) {
  return NoteSigner(absl::StrCat("witness.kjh.example/w", number), KeyType::kWitness, TestKey(number));
}
inline absl::Time TestTime() {
  return absl::FromUnixSeconds(1'700'000'000);
}

}  // namespace fallverbund::tlog

#endif  // FALLVERBUND_LIBS_TLOG_TESTING_SIGNERS_H_
