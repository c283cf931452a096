#include "services/audit/sealer/http_witnesses.h"

#include <httplib.h>

#include "absl/strings/str_cat.h"

namespace fallverbund::audit {
namespace {
constexpr time_t kPatienceSeconds = 5;
}  // namespace

absl::StatusOr<WitnessAnswer> HttpWitnesses::Ask(const std::string& url, const std::string& body) {
  const size_t host = url.find("://");
  const size_t path = host == std::string::npos ? host : url.find('/', host + 3);
  httplib::Client client(url.substr(0, path));
  if (!client.is_valid())
    return absl::UnavailableError(
        absl::StrCat(url, " is no address of a witness: http://HOST:PORT or https://HOST"));
  if (!ca_.empty()) client.set_ca_cert_path(ca_.c_str());
  client.set_connection_timeout(kPatienceSeconds);
  client.set_read_timeout(kPatienceSeconds);
  client.set_write_timeout(kPatienceSeconds);
  const std::string prefix = path == std::string::npos ? "" : url.substr(path);
  const auto answer = client.Post(prefix + "/add-checkpoint", body, "text/plain; charset=utf-8");
  if (!answer) return absl::UnavailableError(absl::StrCat(url, ": ", httplib::to_string(answer.error())));
  return WitnessAnswer{answer->status, answer->body};
}

}  // namespace fallverbund::audit
