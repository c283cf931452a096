#include "libs/crypto/ed25519.h"

#include <gtest/gtest.h>

#include <thread>
#include <utility>
#include <vector>

#include "libs/base/id.h"

namespace fallverbund::crypto {
namespace {

std::string Hex(std::string_view hex) {
  return *FromHex(hex);
}

struct Vector {
  const char *seed, *public_key, *message, *signature;
};

// RFC 8032, 7.1: tests 1 to 3.
const Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f"
     "0595b"
     "be24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2ea"
     "eb430"
     "2aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e"
     "9716e"
     "d28dc027beceea1ec40a"},
};

TEST(Ed25519, SignsAndVerifiesTheVectorsOfTheRfc) {
  for (const Vector& v : kVectors) {
    auto key = Ed25519PrivateKey::FromSeed(Hex(v.seed));
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(ToHex(key->public_key()), v.public_key);
    EXPECT_EQ(ToHex(key->Sign(Hex(v.message))), v.signature);
    EXPECT_EQ(ToHex(key->seed()), v.seed);
    EXPECT_TRUE(Ed25519Verify(Hex(v.public_key), Hex(v.message), Hex(v.signature)));
  }
}

// Two more seeds with their public keys, as a log and a witness of its checkpoints would have them.
TEST(Ed25519, SeedsOfTheFormatsGiveTheirPublicKeys) {
  std::string log_seed, witness_seed;
  for (int i = 0; i < 32; ++i) {
    log_seed.push_back(static_cast<char>(i));
    witness_seed.push_back(static_cast<char>(0x20 + i));
  }
  EXPECT_EQ(ToHex(Ed25519PrivateKey::FromSeed(log_seed)->public_key()),
            "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
  EXPECT_EQ(ToHex(Ed25519PrivateKey::FromSeed(witness_seed)->public_key()),
            "29acbae141bccaf0b22e1a94d34d0bc7361e526d0bfe12c89794bc9322966dd7");
}

TEST(Ed25519, RefusesWhatWasNotSigned) {
  const Ed25519PrivateKey key = Ed25519PrivateKey::Generate();
  const std::string signature = key.Sign("handed over");
  EXPECT_TRUE(Ed25519Verify(key.public_key(), "handed over", signature));
  EXPECT_FALSE(Ed25519Verify(key.public_key(), "handed  over", signature));
  EXPECT_FALSE(Ed25519Verify(key.public_key(), "", signature));
  for (size_t i = 0; i < signature.size(); ++i) {
    std::string bad = signature;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(Ed25519Verify(key.public_key(), "handed over", bad)) << i;
  }
  EXPECT_FALSE(Ed25519Verify(key.public_key(), "handed over", signature.substr(0, 63)));
  EXPECT_FALSE(Ed25519Verify(key.public_key(), "handed over", signature + "x"));
  EXPECT_FALSE(Ed25519Verify(key.public_key(), "handed over", ""));
  EXPECT_FALSE(Ed25519Verify(Ed25519PrivateKey::Generate().public_key(), "handed over", signature));
}

TEST(Ed25519, RefusesKeysOfAnotherLength) {
  EXPECT_EQ(Ed25519PrivateKey::FromSeed("short").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(Ed25519Verify("short", "message", std::string(64, 's')));
}

// A key of small order makes one signature fit many messages (the point of order one fits all).
TEST(Ed25519, RefusesAKeyThatFitsEverything) {
  std::string identity(32, '\0');
  identity[0] = 1;
  const std::string fits_all = identity + std::string(32, '\0');
  EXPECT_FALSE(Ed25519Verify(identity, "handed over", fits_all));
}

TEST(Ed25519, TakesItsSeedFromTheGivenSource) {
  const auto source = [](size_t count) { return std::string(count, '\x07'); };
  EXPECT_EQ(Ed25519PrivateKey::Generate(source).seed(), std::string(32, '\x07'));
  EXPECT_NE(Ed25519PrivateKey::Generate().seed(), Ed25519PrivateKey::Generate().seed());
}

TEST(Ed25519, OneKeyServesManyThreads) {
  const Ed25519PrivateKey key = Ed25519PrivateKey::Generate();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string message = std::to_string(t * 1000 + i);
        EXPECT_TRUE(Ed25519Verify(key.public_key(), message, key.Sign(message)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace fallverbund::crypto
