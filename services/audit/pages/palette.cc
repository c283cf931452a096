#include "services/audit/pages/palette.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/numbers.h"
#include "libs/base/strings.h"

namespace fallverbund::audit::pages {
namespace {

constexpr double kText = 4.5, kShape = 3;

double Linear(double channel) {
  return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

// Relative luminance of "#rrggbb".
double Luminance(std::string_view hex) {
  uint32_t value = 0;
  if (hex.size() != 7 || !absl::SimpleHexAtoi(ToAbsl(hex.substr(1)), &value)) return 0;
  return 0.2126 * Linear((value >> 16) / 255.0) + 0.7152 * Linear(((value >> 8) & 0xff) / 255.0) +
         0.0722 * Linear((value & 0xff) / 255.0);
}

}  // namespace

const std::vector<Colour>& Palette() {
  static const auto* const palette = new std::vector<Colour>{
      {"paper", "#ffffff"}, {"ink", "#1b1f24"},  {"quiet", "#4d5560"}, {"line", "#6b7480"},
      {"head", "#eef2f6"},  {"link", "#0b4f8a"}, {"hold", "#cfe3f5"},  {"edge", "#1f5a8f"},
      {"gap", "#b3001b"},   {"good", "#1c6b33"}, {"mark", "#5b2a86"},
  };
  return *palette;
}

std::string_view ColourNamed(std::string_view name) {
  for (const Colour& colour : Palette()) {
    if (colour.name == name) return colour.hex;
  }
  return {};
}

double Contrast(std::string_view hex, std::string_view other) {
  const double a = Luminance(hex), b = Luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

const std::vector<Pair>& PairsInUse() {
  static const auto* const pairs = new std::vector<Pair>{
      {"ink", "paper", kText},   {"ink", "head", kText},    {"ink", "hold", kText},
      {"quiet", "paper", kText}, {"quiet", "head", kText},  {"link", "paper", kText},
      {"link", "head", kText},   {"paper", "gap", kText},   {"gap", "paper", kText},
      {"good", "paper", kText},  {"edge", "paper", kShape}, {"edge", "hold", kShape},
      {"line", "paper", kShape}, {"mark", "paper", kShape}, {"gap", "hold", kShape},
      {"paper", "link", kText},
  };
  return *pairs;
}

}  // namespace fallverbund::audit::pages
