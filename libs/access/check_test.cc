#include "libs/access/check.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "google/protobuf/compiler/importer.h"

namespace fallverbund::access {
namespace {

using common::v1::ROLE_CASE_WORKER;
using common::v1::ROLE_COORDINATOR;
using refusal::Reason;

constexpr char kOrganisation[] = "00112233445566778899aabbccddeeff";
constexpr char kPerson[] = "ffeeddccbbaa99887766554433221100";

Caller CaseWorker() {
  return {.peer = {PeerKind::kOrganisation, kOrganisation}, .person = kPerson, .role = ROLE_CASE_WORKER};
}

Access Policy(std::vector<common::v1::Role> roles, Relation relation, bool operators = false,
              bool house = false) {
  Access policy;
  for (const auto role : roles) policy.add_roles(role);
  policy.set_row("A11");
  policy.set_relation(relation);
  policy.set_operator_call(operators);
  policy.set_house_call(house);
  return policy;
}

// What the table at the top of check.h says, written a second time and differently: a chain of conditions
// over every combination.
std::string Expected(const Call& call, const DirectoryFacts& directory, const ObjectFacts& object) {
  if (!call.caller) return "16 CALLER_UNIDENTIFIED B7";
  const bool open = call.policy.roles_size() > 0 || call.policy.operator_call() || call.policy.house_call();
  if (!open) return "7 METHOD_CLOSED B7";
  const bool is_operator = call.caller->peer.kind == PeerKind::kOperator;
  const bool is_service = call.caller->peer.kind == PeerKind::kService;
  if (is_operator && call.policy.operator_call()) return "allowed";
  if (is_service && call.policy.house_call()) return "allowed";
  if (!is_operator && !is_service) {
    if (!directory.organisation_known) return "7 CALLER_ORGANISATION_UNKNOWN B7";
    if (!directory.person_belongs) return "7 CALLER_PERSON_UNKNOWN B7";
    if (!directory.role_held) return "7 ROLE_NOT_HELD B7";
  }
  const bool role_fits = !is_operator && !is_service && call.policy.roles_size() > 0 &&
                         call.policy.roles(0) == call.caller->role;
  if (!role_fits) return "7 ROLE_MAY_NOT_CALL A11";
  const bool given[] = {
      false, true, object.circle, object.case_holder, object.party, object.own_organisation};
  if (!given[call.policy.relation()]) return "5 OBJECT_UNKNOWN N2";
  return "allowed";
}

std::string Said(const Decision& decision) {
  if (!decision) return "allowed";
  return std::to_string(static_cast<int>(decision->code)) + " " +
         std::string(refusal::Text(decision->reason).code) + " " + decision->row;
}

TEST(Check, AnswersEveryCombinationAsTheTableSays) {
  std::vector<std::optional<Caller>> callers = {std::nullopt, CaseWorker()};
  callers.push_back(Caller{.peer = {PeerKind::kOperator, "anna"}, .role = common::v1::ROLE_OPERATOR});
  callers.push_back(Caller{.peer = {PeerKind::kService, "team"}, .role = common::v1::ROLE_SERVICE});
  int checked = 0, allowed = 0;
  for (const auto& caller : callers) {
    for (const std::vector<common::v1::Role>& roles :
         {std::vector<common::v1::Role>{}, {ROLE_CASE_WORKER}, {ROLE_COORDINATOR}}) {
      for (int relation = common::v1::Relation_MIN; relation <= common::v1::Relation_MAX; ++relation) {
        for (int bits = 0; bits < 1 << 9; ++bits) {
          const auto bit = [bits](int i) { return (bits >> i & 1) != 0; };
          const Call call{caller, Policy(roles, static_cast<Relation>(relation), bit(0), bit(1))};
          const DirectoryFacts directory{bit(2), bit(3), bit(4)};
          const ObjectFacts object{bit(5), bit(6), bit(7), bit(8)};
          const std::string said = Said(Check(call, directory, object));
          ASSERT_EQ(said, Expected(call, directory, object)) << call.policy.DebugString() << bits;
          ++checked;
          if (said == "allowed") ++allowed;
        }
      }
    }
  }
  EXPECT_EQ(checked, 4 * 3 * 6 * 512);
  EXPECT_GT(allowed, 0);
}

TEST(Check, AHiddenObjectIsAnsweredLikeAnUnknownOne) {
  const DirectoryFacts known{true, true, true};
  const auto hidden =
      Check({CaseWorker(), Policy({ROLE_CASE_WORKER}, common::v1::RELATION_CIRCLE)}, known, {});
  EXPECT_EQ(hidden, NotFound());
}

TEST(Check, AMethodWithoutAPolicyIsOpenToNobody) {
  for (const auto kind : {PeerKind::kOrganisation, PeerKind::kService, PeerKind::kOperator}) {
    Caller caller = CaseWorker();
    caller.peer.kind = kind;
    const auto decision = Check({caller, Access()}, {true, true, true}, {true, true, true, true});
    ASSERT_TRUE(decision.has_value());
    EXPECT_EQ(decision->reason, Reason::kMethodClosed);
  }
}

// Every method of every *_service.proto in the source tree, also of those that nobody links yet.
class PoliciesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path root = std::filesystem::path(FALLVERBUND_SOURCE_DIR) / "proto";
    tree_.MapPath("", root.string());
    tree_.MapPath("", FALLVERBUND_PROTOBUF_INCLUDE_DIR);
    for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
      const std::string path = std::filesystem::relative(file.path(), root).string();
      if (!path.ends_with("_service.proto")) continue;
      const auto* descriptor = importer_.Import(path);
      ASSERT_NE(descriptor, nullptr) << path;
      for (int s = 0; s < descriptor->service_count(); ++s) {
        for (int m = 0; m < descriptor->service(s)->method_count(); ++m) {
          methods_.push_back(descriptor->service(s)->method(m));
        }
      }
    }
    ASSERT_GE(methods_.size(), 40u);
  }

  struct Stop : google::protobuf::compiler::MultiFileErrorCollector {
    void AddError(const std::string& file, int line, int, const std::string& message) override {
      ADD_FAILURE() << file << ":" << line + 1 << ": " << message;
    }
  };
  google::protobuf::compiler::DiskSourceTree tree_;
  Stop stop_;
  google::protobuf::compiler::Importer importer_{&tree_, &stop_};
  std::vector<const google::protobuf::MethodDescriptor*> methods_;
};

TEST_F(PoliciesTest, EveryMethodSaysWhoMayCallAndWhy) {
  for (const auto* method : methods_) {
    const Access policy = PolicyOf(*method);
    EXPECT_TRUE(policy.roles_size() > 0 || policy.operator_call() || policy.house_call())
        << method->full_name() << " is open to nobody: give it an Access option";
    if (policy.roles_size() == 0) continue;
    EXPECT_FALSE(policy.row().empty()) << method->full_name();
    EXPECT_NE(policy.relation(), common::v1::RELATION_UNSPECIFIED) << method->full_name();
    for (const int role : policy.roles()) {
      EXPECT_NE(role, common::v1::ROLE_UNSPECIFIED) << method->full_name();
      EXPECT_NE(role, common::v1::ROLE_OPERATOR) << method->full_name() << ": say operator_call";
      EXPECT_NE(role, common::v1::ROLE_SERVICE) << method->full_name() << ": say house_call";
    }
  }
}

TEST(Check, BrokenGlassOpensTheReadingOfThatCaseAndNothingElse) {
  const DirectoryFacts known{.organisation_known = true, .person_belongs = true, .role_held = true};
  const ObjectFacts glass{.glass_broken = true};
  const auto check = [&](Relation relation, bool reads, const ObjectFacts& object) {
    return Check({CaseWorker(), Policy({ROLE_CASE_WORKER}, relation), reads}, known, object);
  };
  EXPECT_EQ(check(common::v1::RELATION_CIRCLE, true, glass), std::nullopt);
  EXPECT_EQ(check(common::v1::RELATION_CIRCLE, false, glass), NotFound()) << "never writing";
  EXPECT_EQ(check(common::v1::RELATION_CIRCLE, true, {}), NotFound());
  EXPECT_EQ(check(common::v1::RELATION_CASE_HOLDER, true, glass), NotFound());
  EXPECT_EQ(check(common::v1::RELATION_PARTY, true, glass), NotFound());
  const auto other_role =
      Check({CaseWorker(), Policy({ROLE_COORDINATOR}, common::v1::RELATION_CIRCLE), true}, known, glass);
  ASSERT_TRUE(other_role.has_value());
  EXPECT_EQ(other_role->reason, Reason::kRoleMayNotCall);
}

TEST(Check, AReviewOpensTheCallsThatItTakesAndNothingElse) {
  const DirectoryFacts known{.organisation_known = true, .person_belongs = true, .role_held = true};
  const ObjectFacts reviews{.reviews = true};
  Access policy = Policy({ROLE_CASE_WORKER}, common::v1::RELATION_CIRCLE);
  EXPECT_EQ(Check({CaseWorker(), policy, true}, known, reviews), NotFound());
  policy.set_review_call(true);
  EXPECT_EQ(Check({CaseWorker(), policy, false}, known, reviews), std::nullopt);
  EXPECT_EQ(Check({CaseWorker(), policy, false}, known, {}), NotFound());
  policy.set_relation(common::v1::RELATION_CASE_HOLDER);
  EXPECT_EQ(Check({CaseWorker(), policy, false}, known, reviews), NotFound());
}

// The pipeline finds the object by the field's name.
TEST_F(PoliciesTest, ARelationHasItsObjectInTheRequest) {
  for (const auto* method : methods_) {
    const Relation relation = PolicyOf(*method).relation();
    if (relation == common::v1::RELATION_UNSPECIFIED || relation == common::v1::RELATION_NONE) continue;
    EXPECT_NE(ObjectField(relation, *method->input_type()), nullptr) << method->full_name();
  }
}

// What organisations call is exactly one of the two: a write is repeatable, a read may be asked to be fresh.
TEST_F(PoliciesTest, EveryRequestIsAWriteOrARead) {
  for (const auto* method : methods_) {
    if (PolicyOf(*method).roles_size() == 0) continue;  // only for the house and its operators
    const bool write = method->input_type()->FindFieldByName("request_id") != nullptr;
    const bool read = method->input_type()->FindFieldByName("at_least_position") != nullptr ||
                      method->input_type()->FindFieldByName("at_least_journal_position") != nullptr;
    EXPECT_NE(write, read) << method->full_name();
  }
}

TEST(Check, SaysForTheJournalWhyACallWasAllowed) {
  const Call in_circle{CaseWorker(), Policy({ROLE_CASE_WORKER}, common::v1::RELATION_CIRCLE), true};
  EXPECT_EQ(GroundOf(in_circle, {.circle = true, .glass_broken = true}), "RELATION_CIRCLE");
  EXPECT_EQ(GroundOf(in_circle, {.glass_broken = true}), "BROKEN_GLASS");
  EXPECT_EQ(GroundOf(in_circle, {.gave = true, .reviews = true}), "REVIEW");
  EXPECT_EQ(GroundOf(in_circle, {.gave = true}), "GIVER");
  const Call of_all{CaseWorker(), Policy({ROLE_CASE_WORKER}, common::v1::RELATION_NONE), true};
  EXPECT_EQ(GroundOf(of_all, {}), "RELATION_NONE");
  Caller anna = CaseWorker();
  anna.peer.kind = PeerKind::kOperator;
  EXPECT_EQ(GroundOf({anna, Policy({}, common::v1::RELATION_NONE, true), true}, {}), "OPERATOR");
  anna.peer.kind = PeerKind::kService;
  EXPECT_EQ(GroundOf({anna, Policy({}, common::v1::RELATION_NONE, false, true), true}, {}), "HOUSE");
}

}  // namespace
}  // namespace fallverbund::access
