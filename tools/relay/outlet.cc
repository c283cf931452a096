#include "tools/relay/outlet.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/check.h"
#include "tools/relay/say/say.h"

namespace fallverbund::relay {
namespace {

using crisis::v1::Notification;

// One transfer's handle and list, owned.
struct Transfer {
  Transfer() : handle(curl_easy_init()) { FV_CHECK(handle != nullptr); }
  ~Transfer() {
    curl_slist_free_all(list);
    curl_easy_cleanup(handle);
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  template <class Value>
  void Set(CURLoption option, Value value) {
    FV_CHECK(curl_easy_setopt(handle, option, value) == CURLE_OK);
  }
  void Add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }

  CURL* const handle;
  curl_slist* list = nullptr;
};

size_t Drop(char*, size_t size, size_t count, void*) {
  return size * count;  // what the other side says beside its status
}

void SetCommon(Transfer& transfer, const std::string& url, const std::string& ca, const char* protocols) {
  transfer.Set(CURLOPT_URL, url.c_str());
  transfer.Set(CURLOPT_PROTOCOLS_STR, protocols);
  transfer.Set(CURLOPT_TIMEOUT_MS, static_cast<long>(kTryWithinMs));
  transfer.Set(CURLOPT_NOSIGNAL, 1L);
  transfer.Set(CURLOPT_WRITEFUNCTION, Drop);
  if (!ca.empty()) transfer.Set(CURLOPT_CAINFO, ca.c_str());
}

class WebhookOutlet final : public Outlet {
 public:
  WebhookOutlet(Webhook webhook, const Clock& clock) : webhook_(std::move(webhook)), clock_(clock) {}

  absl::Status Send(const Notification& notification) override {
    const std::string body = BodyOf(notification);
    const std::string timestamp = absl::StrCat(absl::ToUnixSeconds(clock_.Now()));
    Transfer transfer;
    SetCommon(transfer, webhook_.url, webhook_.ca, webhook_.without_tls ? "http,https" : "https");
    transfer.Add("Content-Type: application/json");
    transfer.Add("Expect:");
    transfer.Add(absl::StrCat("Fv-Timestamp: ", timestamp));
    transfer.Add(absl::StrCat("Fv-Signature: ", SignatureOf(webhook_.secret, timestamp, body)));
    transfer.Add(absl::StrCat("Idempotency-Key: ", PlaceText(notification.place())));
    transfer.Set(CURLOPT_HTTPHEADER, transfer.list);
    transfer.Set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    transfer.Set(CURLOPT_POSTFIELDS, body.c_str());
    if (const CURLcode code = curl_easy_perform(transfer.handle); code != CURLE_OK)
      return absl::UnavailableError(absl::StrCat("the webhook: ", curl_easy_strerror(code)));
    long status = 0;
    curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
    if (status / 100 == 2) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("the webhook answers ", status));
  }

 private:
  const Webhook webhook_;
  const Clock& clock_;
};

// What is left of a mail.
struct Rest {
  const std::string& text;
  size_t sent = 0;
};

size_t ReadOn(char* buffer, size_t size, size_t count, void* data) {
  auto& rest = *static_cast<Rest*>(data);
  const size_t bytes = std::min(size * count, rest.text.size() - rest.sent);
  std::memcpy(buffer, rest.text.data() + rest.sent, bytes);
  rest.sent += bytes;
  return bytes;
}

class MailOutlet final : public Outlet {
 public:
  MailOutlet(Mail mail, const Clock& clock) : mail_(std::move(mail)), clock_(clock) {}

  absl::Status Send(const Notification& notification) override {
    const std::string text = MailOf(notification, {mail_.from, mail_.to, clock_.Now()});
    Rest rest{text};
    Transfer transfer;
    SetCommon(transfer, mail_.url, mail_.ca, "smtp,smtps");
    transfer.Set(CURLOPT_USE_SSL, static_cast<long>(mail_.without_tls ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!mail_.user.empty()) {
      transfer.Set(CURLOPT_USERNAME, mail_.user.c_str());
      transfer.Set(CURLOPT_PASSWORD, mail_.password.c_str());
    }
    const std::string from = absl::StrCat("<", mail_.from, ">");
    transfer.Add(absl::StrCat("<", mail_.to, ">"));
    transfer.Set(CURLOPT_MAIL_FROM, from.c_str());
    transfer.Set(CURLOPT_MAIL_RCPT, transfer.list);
    transfer.Set(CURLOPT_READFUNCTION, ReadOn);
    transfer.Set(CURLOPT_READDATA, static_cast<void*>(&rest));
    transfer.Set(CURLOPT_UPLOAD, 1L);
    const CURLcode code = curl_easy_perform(transfer.handle);
    if (code == CURLE_OK) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("the mail server: ", curl_easy_strerror(code)));
  }

 private:
  const Mail mail_;
  const Clock& clock_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Outlet>> MakeOutlet(const Webhook& webhook, const Clock& clock) {
  if (!webhook.without_tls && !absl::StartsWithIgnoreCase(webhook.url, "https://")) {
    return absl::InvalidArgumentError(
        "--webhook-url does not begin with https://; name such an address, or, for a receiver on the own "
        "machine alone, add --webhook-without-tls");
  }
  if (webhook.secret.size() < kSecretAtLeast) {
    return absl::InvalidArgumentError(
        absl::StrCat("--webhook-secret-file: the secret has ", webhook.secret.size(),
                     " characters and needs at least ", kSecretAtLeast,
                     ", or anybody can forge a notification; make one (openssl rand -hex 32 > FILE) and give "
                     "it to the receiver, too"));
  }
  return std::make_unique<WebhookOutlet>(webhook, clock);
}

std::unique_ptr<Outlet> MakeOutlet(const Mail& mail, const Clock& clock) {
  return std::make_unique<MailOutlet>(mail, clock);
}

}  // namespace fallverbund::relay
