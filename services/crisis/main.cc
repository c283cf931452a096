#include "services/crisis/rpc/crisis_module.h"
#include "services/program/program.h"

int main(int argc, char** argv) {
  fallverbund::crisis::CrisisModule module;
  return fallverbund::program::Run(
      argc, argv,
      {.context = "crisis", .purpose = "Leads through crises and calls out the crisis team.", .layout = 18},
      module);
}
