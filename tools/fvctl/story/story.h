// A story as text: one verb per line, a JSON value may run on over indented lines. `#` begins a comment line.
//
//   title   Milo: a relapse, standby and return
//   clock   2026-03-02T08:00:00Z
//   organisation youth-office YOUTH_OFFICE Jugendamt Dortmund      the first one is the association's own
//   unit    north youth-office JHD Nord
//   person  adler youth-office/north CASE_WORKER,TEAM_LEAD Frau Adler
//   deputy  adler sperling
//   let     heard {"young_person": {"heard": true}, "family": {"heard": true}}
//   step    2 Case worker Frau Adler sends an inquiry.
//   do      adler SubmitInquiry {"unit_id": "$north", ...}         must be accepted
//   keep    inquiry inquiry_id                                     $inquiry = field of the last answer
//   refuse  A3 adler SubmitInquiry {...}                           must be refused, naming this row
//   deny    NOT_FOUND owl GetCase {...}                            must fail with this status code
//   ask     adler GetInquiry {"inquiry_id": "$inquiry"}            a read, seen after everything has settled
//   expect  inquiry.state INQUIRY_STATE_NEEDS_INFO                 path and value in the last answer
//   expect  items[] 0                                              how many there are
//   expect  items[case_id=$case&kind=DUE].object_id $crisis        of the first item that reads so
//   advance 14d                                                    moves the clock; 30m, 12h, 14d
//
// In JSON "$name" is what a name stands for: a person's, unit's or organisation's id, a kept value, a let
// value;
// "$now", "$now+14d" and "$now-2d" are instants.
#ifndef FALLVERBUND_TOOLS_FVCTL_STORY_STORY_H_
#define FALLVERBUND_TOOLS_FVCTL_STORY_STORY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace fallverbund::story {

struct Organisation {
  std::string name, kind, display_name;
};

struct Unit {
  std::string name, organisation, display_name;
};

struct Person {
  std::string name, organisation, unit;  // unit empty: none
  std::vector<std::string> roles;        // the first is the one the person acts in
  std::string display_name;
  std::string deputy;  // name of another person; empty: none
};

enum class Verb { kLet, kStep, kDo, kRefuse, kDeny, kAsk, kKeep, kExpect, kAdvance };

struct Line {
  int number = 0;  // in the file, from 1
  Verb verb = Verb::kStep;
  std::string text;               // kStep: the sentence
  std::string person, method;     // kDo, kRefuse, kDeny, kAsk
  std::string json;               // the same; kLet: the value
  std::string row_or_code;        // kRefuse: row; kDeny: status code
  std::string name, path, value;  // kLet: name; kKeep: name, path; kExpect: path, value
  absl::Duration by;              // kAdvance
};

struct Story {
  std::string title;
  absl::Time start;
  std::vector<Organisation> organisations;
  std::vector<Unit> units;
  std::vector<Person> persons;
  std::vector<Line> lines;
};

// kInvalidArgument with the line's number and what is expected there.
absl::StatusOr<Story> Parse(std::string_view text);

// "30m", "12h", "14d"; kInvalidArgument otherwise.
absl::StatusOr<absl::Duration> ParseSpan(std::string_view text);

}  // namespace fallverbund::story

#endif  // FALLVERBUND_TOOLS_FVCTL_STORY_STORY_H_
