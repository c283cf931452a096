// What happened, as a plain sentence per type of event.
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_SENTENCES_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_SENTENCES_H_

#include <string>
#include <string_view>

#include "tools/fvctl/render/render.h"

namespace fallverbund::fvctl {

// `facts_json` is the event without its sealed fields, as the audit gives it. An event nobody has a sentence
// for is told by its name.
std::string SentenceOf(std::string_view event_type, const std::string& facts_json, const Labels& labels);

bool HasSentence(std::string_view event_type);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_SENTENCES_H_
