#include "services/audit/sealer/sealing.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "libs/base/status.h"
#include "libs/crypto/ed25519.h"
#include "libs/durable_file/durable_file.h"
#include "libs/durable_file/seed_file.h"
#include "libs/eventlog/commit_codec.h"
#include "libs/runtime/files.h"
#include "libs/runtime/log.h"
#include "libs/tlog/policy.h"
#include "libs/tlog/signature.h"

namespace fallverbund::audit {

SealingOptions JournalSealing() {
  SealingOptions options;
  options.sealed = metrics::Metric::kJournalSealed;
  options.published = metrics::Metric::kJournalSealPublished;
  options.stream = "journal";
  options.tells_witnesses = false;
  return options;
}

absl::StatusOr<Rhythm> Rhythm::Parse(const std::string& every) {
  absl::Duration parsed;
  if (absl::ParseDuration(every, &parsed) && parsed >= absl::Seconds(1) && parsed <= absl::Hours(24))
    return Rhythm(parsed);
  return absl::InvalidArgumentError(
      absl::StrCat("--cosign-every ", every, ": a duration of one second to a day, such as 60s"));
}

namespace {

// Receipts name the log as its genesis does, and are nothing to whoever trusts a key of another name.
absl::Status CheckName(eventlog::EventLog& log, const std::string& name) {
  FV_ASSIGN_OR_RETURN(const auto first, log.ReadFromLeader(1));
  eventlog::v1::Envelope envelope;
  eventlog::v1::Commit commit;
  eventlog::v1::Genesis genesis;
  // What is no genesis stops those who judge the log, here and elsewhere.
  if (!first || !envelope.ParseFromString(first->payload) ||
      !commit.ParseFromString(envelope.signed_part()) || commit.events().empty() ||
      !eventlog::UnpackEvent(commit.events(0), &genesis) || genesis.origin_id() == name)
    return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("--seal-policy names the log ", name,
                                                    ", and its genesis ", genesis.origin_id(),
                                                    ": make a key of that name (fvctl audit log-key)"));
}

}  // namespace

Sealing::Sealing(SealingOptions options, eventlog::EventLog& log,
                 std::function<void(const absl::Status&)> on_alarm)
    : options_(std::move(options)),
      log_(log),
      on_alarm_(std::move(on_alarm)),
      tiles_(options_.into),
      witnesses_(options_.witness_ca),
      thread_([this] { Run(); }) {}

Sealing::~Sealing() {
  end_.Notify();
  thread_.join();
}

void Sealing::Tell(metrics::Page& page) const {
  const absl::MutexLock lock(&mu_);
  page.Set(metrics::Metric::kSealEnded, ended_ ? 1 : 0, {options_.stream});
  if (!course_) return;
  page.Set(options_.sealed, course_->sealed);
  page.Set(options_.published, course_->published);
  for (const auto& [who, times] : course_->disagreed)
    page.Set(metrics::Metric::kWitnessDisagrees, times, {options_.stream, who.first, who.second});
  if (!options_.tells_witnesses) return;
  for (const auto& [witness, times] : course_->unanswered)
    page.Set(metrics::Metric::kWitnessSilent, times, {witness});
}

void Sealing::Run() {
  absl::Status said;  // once, until it is another
  do {
    const absl::Status status = Go();
    // Too few witnesses may become enough; before it has begun, the same code says that a file is not as it
    // should be.
    const bool may_pass =
        absl::IsUnavailable(status) || (sealer_ != nullptr && absl::IsFailedPrecondition(status));
    if (!status.ok() && !may_pass) return End(status);
    if (!status.ok() && status != said) log::Warning("not_sealed", {{"cause", log::Cause(status)}});
    said = status;
  } while (!end_.WaitForNotificationWithTimeout(options_.every));
}

void Sealing::End(const absl::Status& why) {
  if (sealer_ == nullptr && !absl::IsDataLoss(why)) return on_alarm_(why);
  log::Error("sealing_ended", {{"stream", log::Code(options_.stream)}, {"cause", log::Cause(why)}});
  const absl::MutexLock lock(&mu_);
  ended_ = true;
}

absl::Status Sealing::Open() {
  FV_ASSIGN_OR_RETURN(rhythm_, Rhythm::Parse(options_.cosign_every));
  FV_ASSIGN_OR_RETURN(const std::string text, runtime::ReadFile(options_.policy, "--seal-policy"));
  FV_ASSIGN_OR_RETURN(auto policy, tlog::Policy::Parse(text));
  if (options_.production && policy.AllowsTwoHistories()) {
    return absl::FailedPreconditionError(
        "--seal-policy allows two quorums that have no witness in common, so one log could be shown to some "
        "and another to others; ask for more than half of the witnesses (deploy/witness.md)");
  }
  FV_RETURN_IF_ERROR(CheckName(log_, policy.log().name));
  FV_ASSIGN_OR_RETURN(const std::string seed, durable_file::LoadSeedFile(options_.key));
  FV_ASSIGN_OR_RETURN(auto key, crypto::Ed25519PrivateKey::FromSeed(seed));
  tlog::NoteSigner signer(policy.log().name, tlog::KeyType::kLog, std::move(key));
  FV_RETURN_IF_ERROR(TakeFolder());
  FV_ASSIGN_OR_RETURN(sealer_, Sealer::Open(log_, tiles_, std::move(signer), std::move(policy), witnesses_));
  log::Info("seals", {{"published", sealer_->course().published}});
  return absl::OkStatus();
}

// Of several sealers on one machine one seals, and the others say so: two would sign one after the other, and
// each would stop at the other's tree.
absl::Status Sealing::TakeFolder() {
  if (folder_) return absl::OkStatus();
  auto taken = durable_file::FolderLock::Take(options_.into);
  if (absl::IsFailedPrecondition(taken.status())) {
    return absl::FailedPreconditionError(absl::StrCat(
        taken.status().message(), ": one instance seals; end the other, or let this one seal nothing"));
  }
  FV_RETURN_IF_ERROR(taken.status());
  folder_ = *std::move(taken);
  return absl::OkStatus();
}

absl::Status Sealing::Go() {
  if (sealer_ == nullptr) FV_RETURN_IF_ERROR(Open());
  const auto published = Publish();
  {
    const absl::MutexLock lock(&mu_);
    course_ = sealer_->course();
  }
  if (published.ok() && *published) log::Info("published", {{"size", sealer_->course().published}});
  return published.status();
}

// True: another tree. Whether witnesses answer or not, they are not asked more often than the rhythm says.
absl::StatusOr<bool> Sealing::Publish() {
  const absl::Time now = options_.clock == nullptr ? system_clock_.Now() : options_.clock->Now();
  FV_ASSIGN_OR_RETURN(const bool grew, sealer_->Step());
  if (!grew && !rhythm_->IsDue(now)) return false;
  rhythm_->Asked(now);
  if (!grew) FV_RETURN_IF_ERROR(sealer_->CosignAgain().status());
  return grew;
}

}  // namespace fallverbund::audit
