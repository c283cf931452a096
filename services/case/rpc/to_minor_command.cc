// Requests about unaccompanied minors and about a search as commands.
#include "services/case/rpc/parsing.h"

namespace fallverbund::casework {

absl::StatusOr<Command> ToCommand(const v1::ReceiveUnaccompaniedMinorRequest& request, Edge&) {
  ReceiveUnaccompaniedMinor command;
  command.received.set_land(request.land());
  if (request.has_received_at()) *command.received.mutable_received_at() = request.received_at();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordMinorStepRequest& request, Edge&) {
  RecordMinorStep command;
  command.taken.set_step(request.step());
  if (request.has_taken_at()) *command.taken.mutable_taken_at() = request.taken_at();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordMinorAllocationRequest& request, Edge& edge) {
  RecordMinorAllocation command;
  command.allocated.set_organisation_id(request.organisation_id());
  if (request.has_allocated_at()) *command.allocated.mutable_allocated_at() = request.allocated_at();
  common::v1::Holder office;
  office.set_organisation_id(request.organisation_id());
  FV_ASSIGN_OR_RETURN(const HolderFacts facts, edge.FactsOf(office));
  command.public_body = facts.public_body;
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::ExcludeMinorAllocationRequest& request, Edge&) {
  ExcludeMinorAllocation command;
  command.excluded.set_reason(request.reason());
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::SendEscortRequest& request, Edge& edge) {
  SendEscort command;
  command.escort.set_person_id(request.person_id());
  if (request.has_departs_at()) *command.escort.mutable_departs_at() = request.departs_at();
  FV_ASSIGN_OR_RETURN(command.of_holder, edge.IsColleague(request.person_id()));
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::ConfirmArrivalRequest& request, Edge&) {
  ConfirmArrival command;
  if (request.has_arrived_at()) *command.arrival.mutable_arrived_at() = request.arrived_at();
  return command;
}

absl::StatusOr<Command> ToCommand(const v1::RecordSearchContactRequest& request, Edge& edge) {
  FV_RETURN_IF_ERROR(Needed(!request.account().empty(), "account"));
  RecordSearchContact command;
  command.made.set_result(request.result());
  command.next_within_hours = request.next_within_hours();
  FV_RETURN_IF_ERROR(
      SealInto(edge, command.made, v1::SearchContactMade::kAccountFieldNumber, request.account()));
  return command;
}

}  // namespace fallverbund::casework
