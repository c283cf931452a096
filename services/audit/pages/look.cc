#include "services/audit/pages/look.h"

#include "libs/base/check.h"
#include "services/audit/pages/palette.h"
#include "services/audit/pages/templates.h"

namespace fallverbund::audit::pages {
namespace {

std::string Fill(std::string_view name, const Data& data) {
  const std::string_view text = TemplateNamed(name);
  FV_CHECK(!text.empty());
  kainjow::mustache::mustache made{std::string(text)};
  FV_CHECK(made.is_valid());
  return made.render(data);
}

Data TextsIn(Language language) {
  Data texts{Data::type::object};
  for (const auto& [key, saying] : Texts()) texts.set(key, saying.In(language));
  return texts;
}

Data Colours() {
  Data colours{Data::type::object};
  for (const Colour& colour : Palette()) colours.set(std::string(colour.name), std::string(colour.hex));
  return colours;
}

}  // namespace

std::string Render(std::string_view name, Data data, const Frame& frame) {
  const Language other = frame.language == Language::kGerman ? Language::kEnglish : Language::kGerman;
  data.set("t", TextsIn(frame.language));
  data.set("colour", Colours());
  data.set("title", frame.title);
  data.set("language", std::string(CodeOf(frame.language)));
  data.set("other_language", std::string(CodeOf(other)));
  data.set("here", frame.here);
  data.set("served", !frame.here.empty());
  data.set("of_language", frame.of_language);
  if (frame.of_language.empty())  // an empty text would count as one
    data.set("asked_language", false);
  else
    data.set("asked_language", std::string(CodeOf(frame.language)));
  const std::string body = Fill(name, data);
  data.set("body", body);
  return Fill("frame", data);
}

}  // namespace fallverbund::audit::pages
