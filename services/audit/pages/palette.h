// The colours of the pages, one name each, so that a test can measure their contrast (WCAG 2.1 AA).
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_PALETTE_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_PALETTE_H_

#include <string>
#include <string_view>
#include <vector>

namespace fallverbund::audit::pages {

struct Colour {
  std::string_view name, hex;  // as in {{colour.name}}
};
const std::vector<Colour>& Palette();
// Empty: there is none of that name.
std::string_view ColourNamed(std::string_view name);

// (L1 + 0.05) / (L2 + 0.05), the lighter first; from 1 to 21.
double Contrast(std::string_view hex, std::string_view other);

// What stands on what. Text needs 4.5, a drawn shape 3.
struct Pair {
  std::string_view front, back;
  double at_least;
};
const std::vector<Pair>& PairsInUse();

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_PALETTE_H_
