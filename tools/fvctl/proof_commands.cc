#include "tools/fvctl/proof_commands.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <type_traits>

#include "tools/fvctl/archives.h"
#include "tools/fvctl/explain.h"
#include "tools/fvctl/inspect.h"
#include "tools/fvctl/proofs.h"

namespace fallverbund::fvctl {
namespace {

constexpr char kFolderHelp[] =
    "the published folder, or a copy: checkpoint and tile/; without it the audit service is asked (--as)";
constexpr char kArchiveHelp[] =
    "instead: an archive that audit export wrote, without any server; of one case it has its own proofs";
constexpr char kJournalPolicyHelp[] = "file: the same for the journal of reads and refusals";
constexpr char kPolicyHelp[] = "file: the log, its witnesses, and how many of them must have cosigned";

class Commands {
 public:
  Commands(CLI::App& audit, ProofOptions& options, const ProofCommands& with)
      : audit_(audit), o_(options), with_(with) {}

  void Add() {
    AddVerify();
    AddExport();
    AddCheckpoint();
    AddProve();
    AddFollow();
    AddReceipt();
    AddCheck();
    AddLogKey();
    AddCompleteness();
  }

 private:
  // Of a verification: something may be wrong, also that what was read is not what was signed.
  void End(const absl::StatusOr<bool>& clean) {
    with_.code = !clean.ok() ? with_.fail(clean.status()) : static_cast<int>(*clean ? kDone : kFound);
    if (absl::IsDataLoss(clean.status()) || absl::IsUnauthenticated(clean.status())) with_.code = kFound;
  }
  // Of a command that shows or keeps only what it has verified.
  static absl::StatusOr<bool> Verified(const absl::Status& status) {
    if (!status.ok()) return status;
    return true;
  }
  void End(const absl::Status& status) {
    with_.code = status.ok() ? static_cast<int>(kDone) : with_.fail(status);
  }

  template <class Use>
  void WithSource(const Use& use) {
    if (!o_.folder.empty()) return End(use(*FromFolder(o_.folder)));
    if (!o_.archive.empty()) {
      using Answer = std::invoke_result_t<const Use&, ProofSource&>;  // it says which exit code a failure has
      const auto source = FromArchive(o_.archive);
      return End(source.ok() ? use(**source) : Answer(source.status()));
    }
    auto caller = with_.open_caller();
    if (!caller.ok()) return End(caller.status());
    End(use(*FromAudit(*caller)));
  }

  CLI::App* Command(const char* name, const char* help) { return audit_.add_subcommand(name, help); }
  void AddPolicy(CLI::App* to) { to->add_option("--policy", o_.policy, kPolicyHelp)->required(); }
  void AddFolder(CLI::App* to) {
    auto* folder = to->add_option("--folder", o_.folder, kFolderHelp);
    to->add_option("--archive", o_.archive, kArchiveHelp)->excludes(folder);
  }

  void AddVerify() {
    auto* verify =
        Command("verify",
                "signatures, links, versions, contiguity and the rule, over the whole log; of an "
                "archive without any server, with the quorum that the policy asks for. 0: nothing "
                "was found; 5: something was, or the archive is not what was signed; 2: nobody is "
                "named whom you trust; 3: it is of another log, or the log did not sign it; 1: too "
                "few witnesses cosigned");
    verify->add_option("archive", o_.archive, "a folder that audit export wrote");
    verify->add_option("--policy", o_.policy, "file: whom you trust; an archive is not verified without");
    verify->add_option("--journal-policy", o_.journal.policy_file, kJournalPolicyHelp);
    verify->add_flag(
        "--trust-archive", o_.trust_archive,
        "instead of the policies: looks whether the archive agrees with itself, which proves nothing "
        "about who wrote it");
    verify->add_option(
        "--complete-in", o_.complete_in,
        "of an archive of one case: an archive of the whole log, under the same policies, that "
        "shows whether anything of the case was left out (5)");
    verify->callback([this] {
      if (!o_.archive.empty())
        return End(VerifyArchive(o_.archive,
                                 {o_.policy, o_.journal.policy_file, o_.trust_archive, o_.complete_in},
                                 std::cout, std::cerr));
      if (o_.trust_archive || !(o_.policy + o_.journal.policy_file + o_.complete_in).empty())
        return End(
            absl::InvalidArgumentError("--policy, --journal-policy, --trust-archive and --complete-in are of "
                                       "an archive: name its folder, or "
                                       "leave them out and the audit service is asked"));
      auto caller = with_.open_caller();
      with_.code = caller.ok() ? with_.verify_log(*caller) : with_.fail(caller.status());
    });
  }

  void AddExport() {
    auto* write = Command("export",
                          "a folder that can be read and audited without us: of one case (--case, asks the "
                          "audit service), or of the whole log, from the bus, for operators");
    write->add_option("folder", o_.folder, "to be made")->required();
    write->add_option("--case", o_.case_id, "32 hex digits: this case alone");
    write->add_option("--published", o_.published, "of the whole log: the published folder");
    AddPolicy(write);
    write->add_option("--journal-policy", o_.journal.policy_file, kJournalPolicyHelp);
    write->add_option("--journal-published", o_.journal.published,
                      "of the whole log: the published folder of the journal");
    write->add_flag("--without-journal", o_.journal.leave_out,
                    "instead: the archive tells nothing of reads and refusals");
    with_.bus_options(write, false);
    write->callback([this] {
      if (o_.case_id.empty())
        return End(Verified(
            ExportArchive(o_.bus, o_.published, o_.policy, o_.journal, o_.folder, std::cout, std::cerr)));
      if (!o_.published.empty())
        return End(absl::InvalidArgumentError(
            "--published is of the whole log; an archive of one case has its proofs from the audit service: "
            "leave it out"));
      auto caller = with_.open_caller();
      if (!caller.ok()) return End(caller.status());
      End(Verified(ExportCase(*caller, o_.case_id, o_.policy, o_.journal, o_.folder, std::cout)));
    });
  }

  void AddCheckpoint() {
    auto* show = Command("checkpoint",
                         "the published checkpoint, if the policy accepts it; keep it: whoever has one finds "
                         "any later change of what was before it (follow)");
    AddFolder(show);
    AddPolicy(show);
    show->callback([this] {
      WithSource(
          [this](ProofSource& source) { return Verified(ShowCheckpoint(source, o_.policy, std::cout)); });
    });
  }

  void AddProve() {
    auto* prove = Command("prove", "a .tlog-proof that a position stands in the published log");
    prove->add_option("position", o_.position, "of the log, such as 17")
        ->required()
        ->check(CLI::PositiveNumber);
    AddFolder(prove);
    prove->callback([this] {
      WithSource([this](ProofSource& source) { return Prove(source, o_.position, std::cout); });
    });
  }

  void AddFollow() {
    auto* follow = Command("follow",
                           "whether the published log goes on from a checkpoint that you kept; 5: it was "
                           "rewritten or cut");
    follow->add_option("checkpoint", o_.file, "the file that you kept")->required();
    AddFolder(follow);
    AddPolicy(follow);
    follow->add_option("--into", o_.into,
                       "new file for the published checkpoint; keep it with the other one");
    follow->callback([this] {
      WithSource(
          [this](ProofSource& source) { return Follow(source, o_.file, o_.policy, o_.into, std::cout); });
    });
  }

  void AddReceipt() {
    auto* receipt = Command("receipt",
                            "what became of the promise that a write was answered with: a proof, or evidence "
                            "that it was broken (5); 4: neither can be shown yet");
    receipt
        ->add_option("file", o_.file,
                     "the write's answer as JSON, or its result's receipt alone; - for standard input")
        ->required();
    AddFolder(receipt);
    AddPolicy(receipt);
    receipt->add_option("--into", o_.into, "new file for the proof or the evidence; audit check reads both");
    receipt->callback([this] {
      WithSource([this](ProofSource& source) {
        return JudgeReceipt(source, o_.file, o_.policy, o_.into, std::cout);
      });
    });
  }

  void AddCheck() {
    auto* check = Command("check",
                          "what a .tlog-proof, or evidence of a broken promise (5), shows, by a policy and "
                          "nobody's word");
    check->add_option("file", o_.file, "a .tlog-proof, or what audit receipt wrote")->required();
    AddPolicy(check);
    check->callback([this] { End(CheckProof(o_.file, o_.policy, std::cout)); });
  }

  void AddLogKey() {
    auto* log_key = Command("log-key", "the line of the log's key for a policy; makes the key when missing");
    log_key->add_option("--name", o_.name, "of the log, as its genesis has it: log.example.org/events")
        ->required();
    log_key->add_option("--key", o_.file, "file of the key")->required();
    log_key->callback([this] { End(ShowLogKey(o_.name, o_.file, std::cout)); });
  }

  void AddCompleteness() {
    auto* completeness = Command(
        "completeness",
        "an outside list (CSV, first column) of numbers of inquiries, contacts, cases, accompaniments or "
        "assessments under § 8a against the log: each one's state, each missing one by name; 5: one is "
        "missing, is no number, or is held by nobody");
    completeness->add_option("list", o_.file, "a .csv file")->required();
    auto* archive = completeness->add_option(
        "--archive", o_.archive,
        "of the whole log, audited without any server; else the audit service is asked");
    completeness->add_option("--policy", o_.policy, "of the archive: whom you trust")->needs(archive);
    completeness->add_option("--journal-policy", o_.journal.policy_file, kJournalPolicyHelp)->needs(archive);
    completeness
        ->add_flag("--trust-archive", o_.trust_archive, "instead of the policies: believes the archive")
        ->needs(archive);
    completeness->callback([this] {
      if (!o_.archive.empty())
        return End(CheckCompletenessIn(o_.archive, o_.file,
                                       {o_.policy, o_.journal.policy_file, o_.trust_archive, ""}, with_.json,
                                       std::cout, std::cerr));
      auto caller = with_.open_caller();
      with_.code =
          caller.ok() ? CheckCompleteness(*caller, o_.file, with_.json) : with_.fail(caller.status());
    });
  }

  CLI::App& audit_;
  ProofOptions& o_;
  const ProofCommands with_;
};

}  // namespace

std::shared_ptr<void> AddProofCommands(CLI::App& audit, ProofOptions& options, const ProofCommands& with) {
  auto commands = std::make_shared<Commands>(audit, options, with);
  commands->Add();
  return commands;
}

}  // namespace fallverbund::fvctl
