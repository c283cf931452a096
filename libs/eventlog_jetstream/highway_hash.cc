// After "Fast keyed hash/pseudo-random function using SIMD multiply and permute" (Alakuijala, Cox,
// Wassenberg, 2016). One lane at a time: disks are slower.
#include "libs/eventlog_jetstream/highway_hash.h"

#include <array>
#include <cstddef>

#include "libs/base/check.h"

namespace fallverbund::eventlog {
namespace {

constexpr size_t kPacket = 32;
using Lanes = std::array<uint64_t, 4>;

uint64_t LittleEndian64(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < 8; ++i) value |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return value;
}

Lanes ToLanes(std::string_view packet) {
  Lanes lanes{};
  for (size_t i = 0; i < lanes.size(); ++i) lanes[i] = LittleEndian64(packet.substr(8 * i, 8));
  return lanes;
}

uint64_t SwapHalves(uint64_t value) {
  return value >> 32 | value << 32;
}

// Byte `from` of `value`, put where byte `to` is.
uint64_t Byte(uint64_t value, int from, int to) {
  return (value >> (8 * from) & 0xff) << (8 * to);
}

// Spreads the bytes whose bits are mixed best over all places.
uint64_t ZipperLow(uint64_t low, uint64_t high) {
  return Byte(low, 3, 0) | Byte(high, 4, 1) | Byte(low, 2, 2) | Byte(low, 5, 3) | Byte(high, 6, 4) |
         Byte(low, 1, 5) | Byte(high, 7, 6) | Byte(low, 0, 7);
}
uint64_t ZipperHigh(uint64_t low, uint64_t high) {
  return Byte(high, 3, 0) | Byte(low, 4, 1) | Byte(high, 2, 2) | Byte(high, 5, 3) | Byte(high, 1, 4) |
         Byte(low, 6, 5) | Byte(high, 0, 6) | Byte(low, 7, 7);
}

class State {
 public:
  explicit State(const Lanes& key) {
    for (size_t i = 0; i < 4; ++i) {
      v0_[i] = mul0_[i] ^ key[i];
      v1_[i] = mul1_[i] ^ SwapHalves(key[i]);
    }
  }

  void Update(const Lanes& lanes) {
    for (size_t i = 0; i < 4; ++i) {
      v1_[i] += mul0_[i] + lanes[i];
      mul0_[i] ^= (v1_[i] & 0xffffffff) * (v0_[i] >> 32);
      v0_[i] += mul1_[i];
      mul1_[i] ^= (v0_[i] & 0xffffffff) * (v1_[i] >> 32);
    }
    Zip(v1_, v0_);
    Zip(v0_, v1_);
  }

  // What is left of the data: 1 to 31 bytes.
  void UpdateRest(std::string_view rest) {
    const uint64_t size = rest.size();
    for (size_t i = 0; i < 4; ++i) {
      v0_[i] += (size << 32) + size;
      v1_[i] = RotateHalves(v1_[i], static_cast<int>(size));
    }
    std::array<char, kPacket> packet{};
    const size_t words = size & ~size_t{3};
    const size_t tail = size & 3;
    rest.copy(packet.data(), words);
    if ((size & 16) != 0) {
      rest.substr(size - 4).copy(packet.data() + 28, 4);
    } else if (tail != 0) {
      packet[16] = rest[words];
      packet[17] = rest[words + tail / 2];
      packet[18] = rest[words + tail - 1];
    }
    Update(ToLanes({packet.data(), packet.size()}));
  }

  uint64_t Finish() {
    for (int round = 0; round < 4; ++round) {
      Update({SwapHalves(v0_[2]), SwapHalves(v0_[3]), SwapHalves(v0_[0]), SwapHalves(v0_[1])});
    }
    return v0_[0] + v1_[0] + mul0_[0] + mul1_[0];
  }

 private:
  static uint64_t RotateHalves(uint64_t value, int by) {
    const auto rotate = [by](uint32_t half) { return half << by | half >> (32 - by); };
    return uint64_t{rotate(static_cast<uint32_t>(value >> 32))} << 32 | rotate(static_cast<uint32_t>(value));
  }
  static void Zip(const Lanes& from, Lanes& to) {
    for (size_t i = 0; i < 4; i += 2) {
      to[i] += ZipperLow(from[i], from[i + 1]);
      to[i + 1] += ZipperHigh(from[i], from[i + 1]);
    }
  }

  // Digits of pi, as the paper has them.
  Lanes mul0_{0xdbe6d5d5fe4cce2f, 0xa4093822299f31d0, 0x13198a2e03707344, 0x243f6a8885a308d3};
  Lanes mul1_{0x3bd39e10cb0ef593, 0xc0acf169b5f18a8c, 0xbe5466cf34e90c6c, 0x452821e638d01377};
  Lanes v0_{};
  Lanes v1_{};
};

}  // namespace

uint64_t HighwayHash64(std::string_view key, std::string_view data) {
  FV_CHECK(key.size() == kPacket);
  State state(ToLanes(key));
  for (; data.size() >= kPacket; data.remove_prefix(kPacket)) state.Update(ToLanes(data));
  if (!data.empty()) state.UpdateRest(data);
  return state.Finish();
}

}  // namespace fallverbund::eventlog
