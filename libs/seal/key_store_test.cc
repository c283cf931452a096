#include "libs/seal/key_store.h"

#include <memory>

#include "libs/seal/in_memory_key_store.h"
#include "libs/seal/testing/key_store_contract.h"

namespace fallverbund::seal {
namespace {

INSTANTIATE_TEST_SUITE_P(InMemory, KeyStoreContract, testing::Values([]() -> std::unique_ptr<KeyStore> {
                           return std::make_unique<InMemoryKeyStore>();
                         }));

TEST(InMemoryKeyStore, ALostAcknowledgementLeavesTheValueStored) {
  InMemoryKeyStore store;
  store.LoseNextAcknowledgement();
  EXPECT_EQ(store.CreateIfAbsent("a", "x").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ((*store.Get("a"))->value, "x");
  EXPECT_EQ(store.CreateIfAbsent("a", "x").status().code(), absl::StatusCode::kAlreadyExists);
}

TEST(InMemoryKeyStore, NothingIsKnownWhileItIsAway) {
  InMemoryKeyStore store;
  store.SetAvailable(false);
  EXPECT_EQ(store.Get("a").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store.CreateIfAbsent("a", "x").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store.UpdateIfRevision("a", "x", 1).status().code(), absl::StatusCode::kUnavailable);
  store.SetAvailable(true);
  EXPECT_TRUE(store.Dump().empty());
}

}  // namespace
}  // namespace fallverbund::seal
