#include <string>

#include "services/audit/door/door.h"
#include "services/audit/rpc/audit_module.h"
#include "services/audit/sealer/sealing.h"
#include "services/audit/views/log_view.h"
#include "services/program/program.h"

int main(int argc, char** argv) {
  fallverbund::audit::SealingOptions sealing, journal_sealing = fallverbund::audit::JournalSealing();
  fallverbund::audit::PageDoorOptions pages;
  std::string published, published_journal;
  fallverbund::audit::AuditModule module(&sealing, &pages, &published, &journal_sealing, &published_journal);
  return fallverbund::program::Run(
      argc, argv,
      {.context = "audit",
       .purpose = "Judges the log with its own code and tells who was responsible when.",
       .layout = fallverbund::audit::kLayout,
       .needs_vault = false,
       .extra =
           {{"--seal-into",
             "folder of the published log (tiles, checkpoint); empty: this instance seals nothing",
             &sealing.into, false},
            {"--seal-key", "file of the log's key, of one instance in the association", &sealing.key, false},
            {"--seal-policy", "file: the log, its witnesses, and how many of them must cosign",
             &sealing.policy, false},
            {"--witness-ca", "PEM file for https:// witnesses, of log and journal; empty: the machine's",
             &sealing.witness_ca, false},
            {"--cosign-every",
             "how old the witnesses' signatures of log and journal become while nothing is written, such as "
             "60s: then they are asked again",
             &sealing.cosign_every, false},
            {"--published",
             "folder of the published log that proofs are read from, filled by another instance; empty: as "
             "--seal-into",
             &published, false},
            {"--seal-journal-into",
             "folder of the published journal, which is a tree of its own; empty: it is not sealed",
             &journal_sealing.into, false},
            {"--seal-journal-key", "file of the journal's key", &journal_sealing.key, false},
            {"--seal-journal-policy", "file: the journal, its witnesses, and how many of them must cosign",
             &journal_sealing.policy, false},
            {"--published-journal",
             "folder of the published journal that proofs are read from, filled by another instance; empty: "
             "as --seal-journal-into",
             &published_journal, false},
            {"--pages-listen", "HOST:PORT of the auditor's pages (HTTPS); empty: this instance serves none",
             &pages.listen, false},
            {"--pages-port-file", "written once that port is open", &pages.port_file, false},
            {"--pages-cert", "PEM file of the pages' certificate, which a browser trusts",
             &pages.files.certificate, false},
            {"--pages-key", "PEM file of its key", &pages.files.key, false},
            {"--pages-ca", "PEM file of the authority of those who may read", &pages.files.authority, false}},
       .reads_journal = true},
      module);
}
