#include "tools/fvctl/render_archive.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/id.h"
#include "libs/base/time.h"
#include "tools/fvctl/render/render.h"

namespace fallverbund::fvctl {
namespace {

std::string Headline(const archive::ArchiveVerdict& verdict, bool trusted_itself) {
  const tlog::Checkpoint& tree = verdict.sealed.checkpoint;
  if (trusted_itself) {
    return absl::StrCat(
        "NOT PROVEN: whose log this is, and that nobody rewrote it. The archive agrees with itself, no more: "
        "the "
        "policy is its\nown, and whoever wrote it chose whom to trust. Get the policy from somebody else and "
        "name it by --policy.\nIt calls itself ",
        tree.origin, ", sealed at ", tree.size, " positions.\n");
  }
  if (verdict.case_id.empty()) {
    return absl::StrCat("The archive is what the log of ", tree.origin, " was when it was sealed at ",
                        tree.size, " positions.\n");
  }
  return absl::StrCat(
      "What the archive holds of case ", verdict.case_id, " stands in the log of ", tree.origin,
      ": it proves the case up to position ", verdict.case_known_to, " of ", tree.size,
      " that are sealed,\nand of no aggregate a message is left out between two that are here.\n"
      "NOT PROVEN by one case alone: that nothing came after the last message of each aggregate, "
      "and that no crisis, team,\ndeployment or other aggregate of the case is missing as a "
      "whole. Whoever has the archive of the whole log can see that.\n");
}

std::string CosignedBy(const tlog::TrustedCheckpoint& sealed, bool trusted_itself) {
  std::string text;
  for (const tlog::Cosignature& witness : sealed.cosignatures)
    absl::StrAppend(&text, "  cosigned by ", witness.witness,
                    trusted_itself ? ", as the archive has it," : "", " at ", FormatInstant(witness.at),
                    "\n");
  return text;
}

std::string JournalLines(const archive::ArchiveVerdict& verdict, bool trusted_itself) {
  if (!verdict.journal) return "  the journal is not in this archive: it counts no refusals and no reads\n";
  const tlog::Checkpoint& tree = verdict.journal->sealed.checkpoint;
  std::string text = absl::StrCat("  ", verdict.journal->entries, " entries of the journal ", tree.origin,
                                  ", sealed at ", tree.size, " positions\n");
  if (!verdict.case_id.empty())
    absl::StrAppend(&text, "  NOT PROVEN by one case alone: that no other entry concerns it\n");
  if (verdict.journal->positions > tree.size)
    absl::StrAppend(&text, "  ", verdict.journal->positions - tree.size,
                    " of its positions after that are in no checkpoint\n");
  return text + CosignedBy(verdict.journal->sealed, trusted_itself) +
         DoubtOfTwoHistories(verdict.journal->sealed);
}

}  // namespace

std::string DoubtOfTwoHistories(const tlog::TrustedCheckpoint& sealed) {
  if (!sealed.allows_two_histories) return "";
  return "  NOT PROVEN: that others are shown the same log. The policy is content with so few witnesses that "
         "two "
         "groups of\n  them can have seen two logs. Compare checkpoints with somebody else (audit follow).\n";
}

std::string RenderWhose(const archive::ArchiveVerdict& verdict, bool trusted_itself) {
  std::string text = Headline(verdict, trusted_itself);
  text += CosignedBy(verdict.sealed, trusted_itself) + DoubtOfTwoHistories(verdict.sealed);
  if (verdict.positions > verdict.sealed.checkpoint.size)
    absl::StrAppend(&text, "  ", verdict.positions - verdict.sealed.checkpoint.size,
                    " positions after that are in no checkpoint\n");
  return text;
}

std::string RenderArchive(const archive::ArchiveVerdict& verdict, bool trusted_itself) {
  std::string text = RenderWhose(verdict, trusted_itself);
  if (!verdict.other_case_ids.empty())
    absl::StrAppend(&text, "  it names other cases, which are not in it: ",
                    absl::StrJoin(verdict.other_case_ids, ", "), "\n");
  absl::StrAppend(&text, "  state ", ToHex(verdict.state_sha256), ", the same for whoever audits ",
                  verdict.case_id.empty() ? "this log\n" : "this archive\n",
                  JournalLines(verdict, trusted_itself),
                  RenderVerdict(verdict.rule, [](const std::string& id) { return id; }));
  return text;
}

}  // namespace fallverbund::fvctl
