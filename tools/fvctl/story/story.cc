#include "tools/fvctl/story/story.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/status.h"
#include "libs/base/strings.h"
#include "libs/base/time.h"

namespace fallverbund::story {
namespace {

// Takes the first word off `rest`.
std::string Word(std::string& rest) {
  const size_t end = std::min(rest.find(' '), rest.size());
  std::string word = rest.substr(0, end);
  rest = std::string(absl::StripAsciiWhitespace(rest.substr(end)));
  return word;
}

class Parser {
 public:
  absl::StatusOr<Story> Run(std::string_view text) {
    std::vector<std::string> lines = absl::StrSplit(ToAbsl(text), '\n');
    for (size_t i = 0; i < lines.size(); ++i) {
      number_ = static_cast<int>(i) + 1;
      if (lines[i].empty() || lines[i][0] == '#' || absl::StripAsciiWhitespace(lines[i]).empty()) continue;
      std::string whole = lines[i];
      while (i + 1 < lines.size() && !lines[i + 1].empty() && lines[i + 1][0] == ' ') {
        absl::StrAppend(&whole, " ", absl::StripAsciiWhitespace(lines[++i]));
      }
      FV_RETURN_IF_ERROR(ReadLine(std::move(whole)));
    }
    FV_RETURN_IF_ERROR(CheckWhole());
    return std::move(story_);
  }

 private:
  absl::Status Error(std::string_view expected) const {
    return absl::InvalidArgumentError(absl::StrCat("line ", number_, ": ", ToAbsl(expected)));
  }

  absl::Status ReadLine(std::string rest) {
    const std::string verb = Word(rest);
    if (verb == "title") {
      story_.title = rest;
      return absl::OkStatus();
    }
    if (verb == "clock") {
      auto start = ParseInstant(rest);
      if (!start.ok()) return Error(ToStd(start.status().message()));
      story_.start = *start;
      return absl::OkStatus();
    }
    if (verb == "organisation" || verb == "unit" || verb == "person" || verb == "deputy")
      return ReadCast(verb, rest);
    return ReadAct(verb, rest);
  }

  absl::Status Name(const std::string& name) {
    if (name.empty()) return Error("a name is missing");
    if (!names_.insert(name).second) return Error(absl::StrCat("the name ", name, " is taken already"));
    return absl::OkStatus();
  }

  absl::Status ReadCast(const std::string& verb, std::string& rest) {
    if (verb == "deputy") {
      const std::string person = Word(rest);
      for (Person& p : story_.persons) {
        if (p.name == person) {
          p.deputy = rest;
          return absl::OkStatus();
        }
      }
      return Error("deputy <person> <deputy>: declare the person first");
    }
    const std::string name = Word(rest);
    FV_RETURN_IF_ERROR(Name(name));
    const std::string second = Word(rest);
    if (verb == "organisation") {
      story_.organisations.push_back({name, second, rest});
    } else if (verb == "unit") {
      story_.units.push_back({name, second, rest});
    } else {
      Person person;
      person.name = name;
      const std::pair<std::string, std::string> where = absl::StrSplit(second, absl::MaxSplits('/', 1));
      person.organisation = where.first;
      person.unit = where.second;
      person.roles = absl::StrSplit(Word(rest), ',', absl::SkipEmpty());
      person.display_name = rest;
      if (person.roles.empty())
        return Error("person <name> <organisation>[/<unit>] <ROLE>[,<ROLE>] <name to show>");
      story_.persons.push_back(std::move(person));
    }
    if (rest.empty()) return Error("the name to show is missing");
    return absl::OkStatus();
  }

  absl::Status ReadAct(const std::string& verb, std::string& rest) {
    static const auto& verbs = *new std::map<std::string, Verb>{
        {"let", Verb::kLet},       {"step", Verb::kStep},     {"do", Verb::kDo},
        {"refuse", Verb::kRefuse}, {"deny", Verb::kDeny},     {"ask", Verb::kAsk},
        {"keep", Verb::kKeep},     {"expect", Verb::kExpect}, {"advance", Verb::kAdvance}};
    auto found = verbs.find(verb);
    if (found == verbs.end()) {
      return Error(
          "a line begins with title, clock, organisation, unit, person, deputy, let, step, do, refuse, deny, "
          "ask, keep, "
          "expect or advance");
    }
    Line line;
    line.number = number_;
    line.verb = found->second;
    switch (line.verb) {
      case Verb::kStep:
        line.text = rest;
        break;
      case Verb::kLet:
        line.name = Word(rest);
        line.json = rest;
        break;
      case Verb::kRefuse:
      case Verb::kDeny:
        line.row_or_code = Word(rest);
        if (line.row_or_code == "§") absl::StrAppend(&line.row_or_code, " ", Word(rest));
        [[fallthrough]];
      case Verb::kDo:
      case Verb::kAsk:
        line.person = Word(rest);
        line.method = Word(rest);
        line.json = rest.empty() ? "{}" : rest;
        if (line.method.empty()) return Error("a call is <person> <Method> <JSON>");
        break;
      case Verb::kKeep:
        line.name = Word(rest);
        line.path = rest;
        if (line.path.empty()) return Error("keep <name> <path in the last answer>");
        break;
      case Verb::kExpect:
        line.path = Word(rest);
        line.value = rest;
        if (line.value.empty()) return Error("expect <path in the last answer> <value>");
        break;
      case Verb::kAdvance: {
        auto by = ParseSpan(rest);
        if (!by.ok()) return Error(ToStd(by.status().message()));
        line.by = *by;
        break;
      }
    }
    story_.lines.push_back(std::move(line));
    return absl::OkStatus();
  }

  absl::Status CheckWhole() {
    number_ = 1;
    if (story_.title.empty()) return Error("a story begins with a title");
    if (story_.start == absl::UnixEpoch() || story_.start == absl::Time())
      return Error("a story says when it begins: clock <instant>");
    if (story_.organisations.empty()) return Error("a story has at least one organisation");
    auto known = [](const auto& list, const std::string& name) {
      return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
    };
    for (const Unit& unit : story_.units) {
      if (!known(story_.organisations, unit.organisation))
        return Error(absl::StrCat("unit ", unit.name, ": no organisation ", unit.organisation));
    }
    for (const Person& person : story_.persons) {
      if (!known(story_.organisations, person.organisation))
        return Error(absl::StrCat("person ", person.name, ": no organisation ", person.organisation));
      if (!person.unit.empty() && !known(story_.units, person.unit))
        return Error(absl::StrCat("person ", person.name, ": no unit ", person.unit));
      if (!person.deputy.empty() && !known(story_.persons, person.deputy))
        return Error(absl::StrCat("person ", person.name, ": no deputy ", person.deputy));
    }
    for (const Line& line : story_.lines) {
      number_ = line.number;
      if (!line.person.empty() && !known(story_.persons, line.person))
        return Error(absl::StrCat("nobody is called ", line.person));
    }
    return absl::OkStatus();
  }

  Story story_;
  std::set<std::string> names_;
  int number_ = 0;
};

}  // namespace

absl::StatusOr<Story> Parse(std::string_view text) {
  return Parser().Run(text);
}

absl::StatusOr<absl::Duration> ParseSpan(std::string_view text) {
  int count = 0;
  if (text.size() >= 2 && absl::SimpleAtoi(ToAbsl(text.substr(0, text.size() - 1)), &count) && count >= 0) {
    switch (text.back()) {
      case 'm':
        return absl::Minutes(count);
      case 'h':
        return absl::Hours(count);
      case 'd':
        return Days(count);
      default:
        break;
    }
  }
  return absl::InvalidArgumentError("a span of time looks like 30m, 12h or 14d");
}

}  // namespace fallverbund::story
