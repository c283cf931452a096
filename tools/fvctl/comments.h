// What the .proto files say in comments; the generated code does not hold it, so the descriptor set is part
// of the program.
#ifndef FALLVERBUND_TOOLS_FVCTL_COMMENTS_H_
#define FALLVERBUND_TOOLS_FVCTL_COMMENTS_H_

#include <string>

#include "google/protobuf/descriptor.h"

namespace fallverbund::fvctl {

// In one line, without an end of line; empty where there is none.
std::string CommentOf(const google::protobuf::MethodDescriptor& method);
std::string CommentOf(const google::protobuf::FieldDescriptor& field);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_COMMENTS_H_
