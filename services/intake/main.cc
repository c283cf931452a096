#include "services/intake/rpc/intake_module.h"
#include "services/program/program.h"

int main(int argc, char** argv) {
  fallverbund::intake::IntakeModule module;
  return fallverbund::program::Run(
      argc, argv,
      {.context = "intake",
       .purpose = "Takes contacts and inquiries, where cases begin, and keeps the prevention chain.",
       .layout = 12},
      module);
}
