#include "tests/contract/raw_client.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace fallverbund::eventlog {

std::string SendRaw(const BusFixture& bus, const std::string& service, const std::string& bytes) {
  const std::string input = bus.folder() + "/raw_input";
  std::ofstream(input, std::ios::binary) << bytes;
  const std::string url = bus.url();
  const std::string command = absl::StrCat("python3 " FV_RAW_CLIENT " ", url.substr(url.rfind(':') + 1), " ",
                                           bus.folder(), "/certs ", service, " < ", input);
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string said;
  char buffer[4096];
  for (size_t count; pipe != nullptr && (count = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    said.append(buffer, count);
  }
  EXPECT_EQ(pclose(pipe), 0) << "the raw client failed";
  return said;
}

std::string Pub(const std::string& subject, const std::string& reply, const std::string& payload) {
  return absl::StrCat("PUB ", subject, " ", reply, reply.empty() ? "" : " ", payload.size(), "\r\n", payload,
                      "\r\n");
}

std::string HeaderPub(const std::string& subject, const std::string& header, const std::string& payload) {
  return absl::StrCat("HPUB ", subject, " ", header.size(), " ", header.size() + payload.size(), "\r\n",
                      header, payload, "\r\n");
}

}  // namespace fallverbund::eventlog
