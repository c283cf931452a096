#include "services/audit/rpc/audit_module.h"
#include "services/audit/sealer/sealing.h"
#include "services/audit/views/log_view.h"
#include "services/program/program.h"

int main(int argc, char** argv) {
  fallverbund::audit::SealingOptions sealing;
  fallverbund::audit::AuditModule module(&sealing);
  return fallverbund::program::Run(
      argc, argv,
      {.context = "audit",
       .purpose = "Judges the log with its own code and tells who was responsible when.",
       .layout = fallverbund::audit::kLayout,
       .needs_vault = false,
       .extra = {{"--seal-into",
                  "folder of the published log (tiles, checkpoint); empty: this instance seals nothing",
                  &sealing.into, false},
                 {"--seal-key", "file of the log's key, of one instance in the association", &sealing.key,
                  false},
                 {"--seal-policy", "file: the log, its witnesses, and how many of them must cosign",
                  &sealing.policy, false},
                 {"--witness-ca", "PEM file for https:// witnesses; empty: the machine's",
                  &sealing.witness_ca, false}},
       .reads_journal = true},
      module);
}
