#include "services/audit/pages/persons.h"

#include <gtest/gtest.h>

namespace fallverbund::audit::pages {
namespace {

void Acts(KnownCase& known, uint64_t position, const std::string& person) {
  v1::HistoryEntry& entry = known.history.emplace_back();
  entry.set_position(position);
  entry.set_person_id(person);
}

void Holds(KnownCase& known, uint64_t position, const std::string& person, const std::string& deputy) {
  v1::HoldingSpan& span = *known.holders.add_spans();
  span.set_from_position(position);
  span.mutable_holder()->set_person_id(person);
  span.mutable_holder()->set_deputy_person_id(deputy);
}

TEST(Persons, AreALetterEachInTheOrderOfTheLog) {
  KnownCase known;
  Holds(known, 5, "sommer", "");
  Holds(known, 2, "adler", "specht");
  Acts(known, 2, "adler");
  Acts(known, 3, "");  // by itself
  Acts(known, 4, "biber");
  const Persons persons(known);
  EXPECT_EQ(persons.LetterOf("adler"), "A");
  EXPECT_EQ(persons.LetterOf("specht"), "B");
  EXPECT_EQ(persons.LetterOf("biber"), "C");
  EXPECT_EQ(persons.LetterOf("sommer"), "D");
  EXPECT_EQ(persons.LetterOf(""), "");
  EXPECT_EQ(persons.Named(known.holders.spans(1).holder(), Language::kGerman), "A (Vertretung B)");
  EXPECT_EQ(persons.Named({}, Language::kEnglish), "nobody");
}

TEST(Persons, KeepTheirLetterWhenMoreIsKnown) {
  KnownCase known;
  Holds(known, 2, "adler", "specht");
  Acts(known, 2, "wachtel");
  const Persons then(known);
  Holds(known, 3, "sommer", "aaa");
  Acts(known, 3, "biber");
  const Persons now(known);
  for (const char* person : {"adler", "specht", "wachtel"})
    EXPECT_EQ(then.LetterOf(person), now.LetterOf(person)) << person;
}

TEST(Persons, GoOnAfterTheAlphabet) {
  KnownCase known;
  for (uint64_t i = 0; i < 60; ++i) Acts(known, i + 1, "p" + std::to_string(i));
  const Persons persons(known);
  EXPECT_EQ(persons.LetterOf("p25"), "Z");
  EXPECT_EQ(persons.LetterOf("p26"), "AA");
  EXPECT_EQ(persons.LetterOf("p52"), "BA");
}

}  // namespace
}  // namespace fallverbund::audit::pages
