#include "services/program/program.h"
#include "services/team/rpc/team_module.h"

int main(int argc, char** argv) {
  fallverbund::team::TeamModule module;
  return fallverbund::program::Run(argc, argv,
                                   {.context = "team",
                                    .purpose = "Keeps the directory, the Teams auf Zeit and the registers.",
                                    .layout = 17},
                                   module);
}
