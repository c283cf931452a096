#include "services/case/domain/ground.h"

#include <string>
#include <utility>

namespace fallverbund::casework {
namespace {

// Lower case, umlauts spelled out, everything else one space: " nicht gruppenfaehig ".
std::string Words(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
      {"ä", "ae"}, {"Ä", "ae"}, {"ö", "oe"}, {"Ö", "oe"}, {"ü", "ue"}, {"Ü", "ue"}, {"ß", "ss"}, {"ẞ", "ss"}};
  std::string words = " ";
  while (!text.empty()) {
    const char c = text.front();
    bool letter = true;
    size_t used = 1;
    if (c >= 'A' && c <= 'Z') {
      words += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      words += c;
    } else {
      letter = false;
      for (const auto& [spelled, plain] : kLetters) {
        if (!text.starts_with(spelled)) continue;
        words += plain;
        used = spelled.size();
        letter = true;
        break;
      }
    }
    if (!letter && words.back() != ' ') words += ' ';
    text.remove_prefix(used);
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

constexpr std::pair<std::string_view, Ground> kLawful[] = {
    {" death ", Ground::kDeath},
    {" tod ", Ground::kDeath},
    {" verstorben ", Ground::kDeath},
    {" age 27 ", Ground::kAge27},
    {" alter 27 ", Ground::kAge27},
    {" vollendung des 27 lebensjahres ", Ground::kAge27},
    {" transferred out ", Ground::kTransferredOut},
    {" uebergabe abgeschlossen ", Ground::kTransferredOut},
    {" uebergeben ", Ground::kTransferredOut},
    {" own decision ", Ground::kOwnDecision},
    {" eigene entscheidung ", Ground::kOwnDecision},
    {" independence reached ", Ground::kIndependenceReached},
    {" selbststaendigkeit erreicht ", Ground::kIndependenceReached},
    {" verselbststaendigung erreicht ", Ground::kIndependenceReached},
    {" moved abroad ", Ground::kMovedAbroad},
    {" ins ausland verzogen ", Ground::kMovedAbroad},
    {" recorded in error ", Ground::kRecordedInError},
    {" irrtuemlich erfasst ", Ground::kRecordedInError},
};

constexpr std::string_view kForbidden[] = {
    " mangelnde mitwirkung ",
    " lack of cooperation ",
    " no cooperation ",
    " nicht gruppenfaehig ",
    " not fit for groups ",
    " not suited to groups ",
    " unfit for groups ",
    " kein platz ",
    " no place ",
    " no capacity ",
    " kosten ",
    " zu teuer ",
    " cost ",
    " costs ",
    " too expensive ",
    " regelverstoss ",
    " regelverstoesse ",
    " rule breaking ",
    " breach of rules ",
    " broke the rules ",
    " unbekannt verzogen ",
    " moved to an unknown address ",
    " address unknown ",
    " traeger lehnt ab ",
    " traeger hat abgelehnt ",
    " provider refuses ",
    " provider refused ",
    " altersgrenze 18 ",
    " volljaehrig ",
    " volljaehrigkeit ",
    " age limit 18 ",
    " turned 18 ",
    " will nicht mehr ",
    " lehnt alles ab ",
    " refuses everything ",  // a minor's refusal is never an end (N14)
};

}  // namespace

bool IsLawful(Ground ground) {
  return ground != Ground::kUnknown && ground != Ground::kForbidden;
}

v1::LawfulEndGround CodeOf(Ground ground) {
  switch (ground) {
    case Ground::kDeath:
      return v1::LAWFUL_END_GROUND_DEATH;
    case Ground::kAge27:
      return v1::LAWFUL_END_GROUND_AGE_27;
    case Ground::kTransferredOut:
      return v1::LAWFUL_END_GROUND_TRANSFERRED_OUT;
    case Ground::kOwnDecision:
      return v1::LAWFUL_END_GROUND_OWN_DECISION;
    case Ground::kIndependenceReached:
      return v1::LAWFUL_END_GROUND_INDEPENDENCE_REACHED;
    case Ground::kMovedAbroad:
      return v1::LAWFUL_END_GROUND_MOVED_ABROAD;
    case Ground::kRecordedInError:
      return v1::LAWFUL_END_GROUND_RECORDED_IN_ERROR;
    case Ground::kUnknown:
    case Ground::kForbidden:
      break;
  }
  return v1::LAWFUL_END_GROUND_UNSPECIFIED;
}

Ground ClassifyGround(std::string_view text) {
  const std::string words = Words(text);
  for (const auto& phrase : kForbidden) {
    if (words.find(phrase) != std::string::npos) return Ground::kForbidden;
  }
  for (const auto& [phrase, ground] : kLawful) {
    if (words == phrase) return ground;
  }
  return Ground::kUnknown;
}

}  // namespace fallverbund::casework
