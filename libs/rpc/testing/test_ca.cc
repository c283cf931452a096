#include "libs/rpc/testing/test_ca.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/access/identity.h"
#include "libs/base/check.h"
#include "libs/base/strings.h"
#include "libs/runtime/files.h"

namespace fallverbund::testing {
namespace {

using access::PeerKind;

constexpr char kNewKey[] = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

// Names in these commands are ours, never a caller's.
void OpenSsl(const std::string& arguments, const std::string& log) {
  const std::string command =
      absl::StrCat("openssl ", arguments, " >", log, " 2>&1 || { cat ", log, " >&2; false; }");
  FV_CHECK(std::system(command.c_str()) == 0);
}

std::string Uri(PeerKind kind, std::string_view name) {
  return "URI:" + access::PeerUri({kind, std::string(name)});
}

}  // namespace

TestCa::TestCa() {
  OpenSsl(absl::StrCat("req -x509 ", kNewKey, " -days 2 -subj /CN=test-authority -keyout ", dir_ / "ca.key",
                       " -out ", dir_ / "ca.pem"),
          dir_ / "ca.log");
}

runtime::TlsPaths TestCa::Service(std::string_view name) const {
  return Issue(ToStd(absl::StrCat("svc-", ToAbsl(name))),
               {Uri(PeerKind::kService, name), "DNS:localhost", "IP:127.0.0.1"});
}

runtime::TlsPaths TestCa::Organisation(std::string_view id) const {
  return Issue(ToStd(absl::StrCat("org-", ToAbsl(id))), {Uri(PeerKind::kOrganisation, id)});
}

runtime::TlsPaths TestCa::Operator(std::string_view name) const {
  return Issue(ToStd(absl::StrCat("ops-", ToAbsl(name))), {Uri(PeerKind::kOperator, name)});
}

runtime::TlsPaths TestCa::Issue(std::string_view name, const std::vector<std::string>& alternative_names,
                                Validity validity) const {
  const std::string base = dir_ / name;
  const runtime::TlsPaths paths{.ca = dir_ / "ca.pem", .cert = base + ".pem", .key = base + ".key"};
  const std::string extensions =
      alternative_names.empty()
          ? ""
          : absl::StrCat("subjectAltName=", absl::StrJoin(alternative_names, ","), "\n");
  FV_CHECK(runtime::WriteFileAtomically(base + ".ext", extensions, "test").ok());
  OpenSsl(absl::StrCat("req ", kNewKey, " -subj /CN=test -keyout ", paths.key, " -out ", base, ".csr"),
          base + ".log");
  OpenSsl(absl::StrCat("x509 -req -in ", base, ".csr -CA ", paths.ca, " -CAkey ", dir_ / "ca.key",
                       " -CAcreateserial -days ", validity == Validity::kNow ? "2" : "-1", " -extfile ", base,
                       ".ext -out ", paths.cert),
          base + ".log");
  return paths;
}

}  // namespace fallverbund::testing
