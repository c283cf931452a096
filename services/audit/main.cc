#include "services/audit/rpc/audit_module.h"
#include "services/audit/views/log_view.h"
#include "services/program/program.h"

int main(int argc, char** argv) {
  fallverbund::audit::AuditModule module;
  return fallverbund::program::Run(
      argc, argv,
      {.context = "audit",
       .purpose = "Judges the log with its own code and tells who was responsible when.",
       .layout = fallverbund::audit::kLayout,
       .needs_vault = false,
       .reads_journal = true},
      module);
}
