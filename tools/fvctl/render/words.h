// Codes and instants as words.
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_WORDS_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_WORDS_H_

#include <string>
#include <string_view>

#include "fallverbund/audit/v1/audit_service.pb.h"
#include "fallverbund/common/v1/responsibility.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

namespace fallverbund::fvctl {

// "2026-03-02 09:00", UTC, to the minute: stories move in days, deployments in minutes.
std::string Minute(const google::protobuf::Timestamp& time);

// "TONIGHT_KIND_CRISIS_TEAM" -> "crisis team": the name without the prefix that all values share.
template <class Enum>
std::string Word(Enum value);
std::string WordOf(const google::protobuf::EnumDescriptor& type, int number);

template <class Enum>
std::string Word(Enum value) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

// The strand with the field's own word: "CASE (Fallverantwortung)".
std::string_view StrandWord(common::v1::Strand strand);

// What a finding means, in a sentence.
std::string_view FindingSentence(audit::v1::FindingKind kind);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_WORDS_H_
