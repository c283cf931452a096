// Requests of intake as commands: parsed once, texts sealed on the way, with the facts that the directory
// knows.
#ifndef FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_COMMANDS_H_
#define FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_COMMANDS_H_

#include "absl/status/statusor.h"
#include "fallverbund/intake/v1/intake_service.pb.h"
#include "libs/rpc/pipeline/call.h"
#include "services/intake/domain/contact_commands.h"
#include "services/intake/domain/inquiry_commands.h"

namespace fallverbund::intake {

// kInvalidArgument names the field; kNotFound: no such contact or inquiry; others are the sealer's and the
// rows'.
absl::StatusOr<ContactCommand> ToCommand(const v1::ReceiveContactRequest& request, service::Call& call);
absl::StatusOr<ContactCommand> ToCommand(const v1::RequestCaseOpeningRequest& request, service::Call& call);
absl::StatusOr<ContactCommand> ToCommand(const v1::TakeOverContactRequest& request, service::Call& call);
absl::StatusOr<InquiryCommand> ToCommand(const v1::TakeOverInquiryRequest& request, service::Call& call);
absl::StatusOr<ContactCommand> ToCommand(const v1::TellReporterRequest& request, service::Call& call);
absl::StatusOr<InquiryCommand> ToCommand(const v1::SubmitInquiryRequest& request, service::Call& call);
absl::StatusOr<InquiryCommand> ToCommand(const v1::AddBrokenOffSupportRequest& request, service::Call& call);
absl::StatusOr<InquiryCommand> ToCommand(const v1::AssessInquiryRequest& request, service::Call& call);

}  // namespace fallverbund::intake

#endif  // FALLVERBUND_SERVICES_INTAKE_RPC_INTAKE_COMMANDS_H_
