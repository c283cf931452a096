#include "services/case/rpc/case_module.h"
#include "services/program/program.h"

int main(int argc, char** argv) {
  fallverbund::casework::CaseModule module;
  return fallverbund::program::Run(argc, argv,
                                   {.context = "case",
                                    .purpose = "Decides who is responsible: all strands of every case.",
                                    .layout = fallverbund::casework::kLayout},
                                   module);
}
