// The API as this program knows it: which methods there are, who serves them, what they take.
#ifndef FALLVERBUND_TOOLS_FVCTL_METHODS_H_
#define FALLVERBUND_TOOLS_FVCTL_METHODS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace fallverbund::fvctl {

using google::protobuf::MethodDescriptor;

std::vector<const MethodDescriptor*> AllMethods();

// By "RecordSetback", "CaseService/RecordSetback" or the full name. kNotFound offers what sounds alike;
// kInvalidArgument when several fit.
absl::StatusOr<const MethodDescriptor*> FindMethod(std::string_view name);

// Whose endpoint serves it ("case"); empty for ReaderService, which every service serves.
std::string ServiceOf(const MethodDescriptor& method);

bool IsWrite(const MethodDescriptor& method);  // takes a request_id

// For people: who may call it, by which row, what the contract says of it, and every field of request and
// answer with its type and comment.
std::string Describe(const MethodDescriptor& method);
std::string DescribeAll();

// A request to start from: every field once, enums with their first real value.
std::string Example(const MethodDescriptor& method);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_METHODS_H_
