// How every page looks: the frame, the colours and the fixed texts around what the page itself shows.
#ifndef FALLVERBUND_SERVICES_AUDIT_PAGES_LOOK_H_
#define FALLVERBUND_SERVICES_AUDIT_PAGES_LOOK_H_

#include <string>
#include <string_view>

#include <kainjow/mustache.hpp>

#include "services/audit/pages/words.h"

namespace fallverbund::audit::pages {

using Data = kainjow::mustache::data;

struct Frame {
  Language language = Language::kGerman;
  std::string title;
  std::string
      here;  // path and query without the language, ending in ? or &; empty: a file, which links nowhere
  std::string of_language;  // "?lang=en" for links, where the reader asked for a language; else empty
};

// The named template filled with `data`, in the frame. What stands in `data` is escaped.
std::string Render(std::string_view name, Data data, const Frame& frame);

}  // namespace fallverbund::audit::pages

#endif  // FALLVERBUND_SERVICES_AUDIT_PAGES_LOOK_H_
