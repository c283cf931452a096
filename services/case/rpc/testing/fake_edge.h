// What the tests of parsing requests share.
#ifndef FALLVERBUND_SERVICES_CASE_RPC_TESTING_FAKE_EDGE_H_
#define FALLVERBUND_SERVICES_CASE_RPC_TESTING_FAKE_EDGE_H_

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/strings.h"
#include "services/case/rpc/to_command.h"

namespace fallverbund::casework::testing {

// Seals so that a test can read where to: "EventName.field [class] text". Knows Sommer, and the unit north.
class FakeEdge final : public Edge {
 public:
  absl::StatusOr<common::v1::Sealed> Seal(const google::protobuf::Descriptor& event,
                                          std::string_view field_path, const SealAs& as,
                                          const std::string& text) override {
    if (!status.ok()) return status;
    common::v1::Sealed sealed;
    sealed.set_box(absl::StrCat(event.name(), ".", ToAbsl(field_path), " ",
                                as.file_class == common::v1::FILE_CLASS_PROTECTION ? "[protection] " : "",
                                as.confidentiality == common::v1::CONFIDENTIALITY_MEDICAL ? "[medical] " : "",
                                text));
    return sealed;
  }
  absl::StatusOr<HolderFacts> FactsOf(const common::v1::Holder& holder) override {
    if (!status.ok()) return status;
    return HolderFacts{.public_body = true,
                       .person_known = holder.person_id() == "sommer",
                       .deputy_known = holder.deputy_person_id() == "drossel",
                       .leaves = holder.person_id() == "leaver",
                       .reachable = holder.person_id() != "nobody's role",
                       .home_log_origin = holder.organisation_id() == "office" ? "home/log" : ""};
  }
  std::string ActorOrganisation() override { return "office"; }
  absl::StatusOr<std::string> ActorUnit() override {
    if (!status.ok()) return status;
    return "north";
  }
  absl::StatusOr<OtherCase> FindOtherCase(std::string_view case_id) override {
    if (!status.ok()) return status;
    return OtherCase{case_id == "another case", false, {}};
  }
  absl::StatusOr<bool> IsPersonOf(std::string_view organisation_id, std::string_view person_id) override {
    if (!status.ok()) return status;
    return organisation_id == "office" && person_id == "sommer";
  }
  absl::StatusOr<bool> MayApproveEnds(std::string_view organisation_id, std::string_view person_id) override {
    if (!status.ok()) return status;
    return organisation_id == "clinic" && person_id == "kranich";
  }
  absl::StatusOr<bool> IsPersonOfUnit(std::string_view organisation_id, std::string_view unit_id,
                                      std::string_view person_id) override {
    if (!status.ok()) return status;
    return organisation_id == "office" && unit_id == "north" && person_id == "drossel";
  }
  absl::StatusOr<bool> HasLeft(std::string_view person_id) override {
    return person_id == "left" || person_id == "left too";
  }
  absl::StatusOr<bool> ActorActsFor(std::string_view person_id) override { return person_id == "adler"; }
  absl::StatusOr<bool> AdoptsAfterApproval() override {
    if (!status.ok()) return status;
    return true;
  }
  absl::StatusOr<bool> IsColleague(std::string_view person_id) override {
    if (!status.ok()) return status;
    return person_id == "otter";
  }
  absl::StatusOr<bool> WasColleague(std::string_view person_id) override { return person_id == "adler"; }
  absl::StatusOr<bool> MayTakeASeat(std::string_view organisation_id, std::string_view person_id) override {
    return organisation_id == "home" && person_id == "dachs";
  }
  absl::StatusOr<bool> Leaves(std::string_view person_id) override { return leaves && person_id.empty(); }
  absl::StatusOr<std::string> OpenCrisis() override {
    if (!status.ok()) return status;
    return "crisis";
  }
  absl::StatusOr<bool> HolderIsAlone() override { return true; }
  absl::StatusOr<bool> IsEntrusted(uint64_t position) override {
    if (!status.ok()) return status;
    return position == 65;
  }
  absl::StatusOr<bool> ReadWhileHolding(uint64_t position) override {
    if (!status.ok()) return status;
    return position != 86;
  }
  absl::StatusOr<v1::Case> Shown() override {
    if (!status.ok()) return status;
    return shown;
  }

  absl::Status status;
  bool leaves = false;  // whoever acts
  v1::Case shown;
};

// The command, of the kind it must be.
template <class Wanted, class Request>
Wanted Parsed(const Request& request) {
  FakeEdge edge;
  const auto command = ToCommand(request, edge);
  EXPECT_TRUE(command.ok()) << command.status();
  EXPECT_TRUE(command.ok() && Holds<Wanted>(*command));
  return Get<Wanted>(*command);
}

template <class Request>
std::string Complaint(const Request& request) {
  FakeEdge edge;
  const auto status = ToCommand(request, edge).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  return std::string(status.message());
}

}  // namespace fallverbund::casework::testing

#endif  // FALLVERBUND_SERVICES_CASE_RPC_TESTING_FAKE_EDGE_H_
