#include "tools/manylog/many_log.h"

#include <deque>
#include <functional>
#include <optional>
#include <queue>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/check.h"
#include "libs/base/id.h"
#include "libs/base/time.h"
#include "libs/crypto/hash.h"
#include "libs/eventlog/genesis.h"
#include "libs/eventlog/subject.h"
#include "services/audit/domain/testing/milo.h"

namespace fallverbund::manylog {
namespace {

using audit::testing::Line;
using audit::testing::Milo;
using audit::testing::TestId;
using eventlog::Signer;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

constexpr absl::Duration kOverdueAfter = absl::Minutes(10);  // the case service says so soon after the date
const char* const kContexts[] = {"intake", "case", "team", "crisis", "audit", "keys"};

Signer SignerOf(const std::string& name) {
  auto key = crypto::Ed25519PrivateKey::FromSeed(crypto::Sha256("manylog " + name));
  FV_CHECK(key.ok());
  return Signer(ToHex(crypto::Sha256("key id " + name).substr(0, 16)), *std::move(key));
}

std::string IdOf(const std::string& what, uint64_t number) {
  return ToHex(crypto::Sha256(absl::StrCat(what, " ", number)).substr(0, 16));
}

// The story, once: with the dates that come while others live through it, too.
std::vector<Line> Story(size_t& begins_at) {
  Milo milo;
  begins_at = milo.book.lines().size();
  milo.PlayToTeam();
  milo.Understands();
  milo.SettingAdopted();
  milo.SettingStarts();
  milo.Setback();
  milo.CrisisTeamAccepts();
  milo.SettingEnds();
  milo.EntersStandby();
  const Timestamp due = ToProto(milo.book.now() + absl::Hours(24 * 14));
  milo.book.Advance(absl::Hours(24 * 14) + kOverdueAfter);
  casework::v1::CaseDeadlineOverdue overdue;
  overdue.set_clock(common::v1::CLOCK_KIND_STANDBY_CONTACT);
  *overdue.mutable_due() = due;
  milo.InCase(Milo::House("case"), overdue);
  milo.Returns();
  milo.EndsLawfully();
  return milo.book.lines();
}

struct Chain {
  uint64_t version = 0;
  std::string payload_sha256;
};

// One young person's way through the story.
struct Life {
  uint64_t number = 0;
  absl::Duration later;                    // than the story as it was told
  std::map<std::string, std::string> ids;  // of the story to its own
  std::map<std::string, Chain> chains;     // by subject
  std::vector<uint64_t> positions;         // of the lines that happened
};

// Every id, time and position of the story as it is in this life.
class Retold {
 public:
  Retold(const Life& life, size_t begins_at) : life_(life), begins_at_(begins_at) {}

  void Change(Message& message) const {
    if (message.GetDescriptor() == Timestamp::descriptor()) {
      auto& time = static_cast<Timestamp&>(message);
      time = ToProto(FromProto(time) + life_.later);
      return;
    }
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->is_repeated()) {
        for (int i = 0; i < reflection.FieldSize(message, field); ++i) ChangeOne(message, field, i);
      } else {
        ChangeOne(message, field, -1);
      }
    }
  }
  std::string Id(const std::string& id) const {
    const auto own = life_.ids.find(id);
    return own == life_.ids.end() ? id : own->second;
  }
  // In the story positions are counted from 1, the directory's lines first.
  uint64_t Position(uint64_t told) const {
    return told <= begins_at_ ? told : life_.positions[told - 1 - begins_at_];
  }

 private:
  void ChangeOne(Message& message, const FieldDescriptor* field, int index) const {
    const auto& reflection = *message.GetReflection();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Change(index < 0 ? *reflection.MutableMessage(&message, field)
                       : *reflection.MutableRepeatedMessage(&message, field, index));
    } else if (field->type() == FieldDescriptor::TYPE_STRING) {
      if (index < 0)
        reflection.SetString(&message, field, Id(reflection.GetString(message, field)));
      else
        reflection.SetRepeatedString(&message, field, index,
                                     Id(reflection.GetRepeatedString(message, field, index)));
    } else if (index < 0 && field->name() == "position" &&
               field->cpp_type() == FieldDescriptor::CPPTYPE_UINT64) {
      reflection.SetUInt64(&message, field, Position(reflection.GetUInt64(message, field)));
    }
  }

  const Life& life_;
  const size_t begins_at_;
};

}  // namespace

class ManyLog::Writer {
 public:
  explicit Writer(absl::Duration new_case_every)
      : new_case_every_(new_case_every), story_(Story(begins_at_)) {
    for (const char* context : kContexts) signers_.emplace(context, SignerOf(context));
    log_subject_ = SubjectOf(eventlog::kLogContext, eventlog::kLogAggregateId);
  }
  uint64_t next() const { return next_; }

  eventlog::StoredMessage Write() {
    if (next_ == 1) return WriteGenesis();
    if (next_ == 2) return WriteRegistrations();
    if (directory_ < begins_at_) return WriteDirectory();
    return WriteLife();
  }

 private:
  static std::string SubjectOf(const std::string& context, const std::string& aggregate_id) {
    return eventlog::Subject{eventlog::StreamKind::kLog, kAssociation, context, aggregate_id}.ToString();
  }

  eventlog::StoredMessage Store(const std::string& subject, std::string payload, absl::Time at,
                                Chain& chain) {
    ++chain.version;
    chain.payload_sha256 = crypto::Sha256(payload);
    return {next_++, absl::ToUnixNanos(at) + absl::ToInt64Nanoseconds(absl::Milliseconds(3)), subject,
            std::move(payload)};
  }
  eventlog::StoredMessage WriteGenesis() {
    const Signer provisioner = SignerOf("provisioner");
    const absl::Time at = story_.front().known_at;
    const auto genesis =
        eventlog::GenesisCommit({.association = kAssociation, .origin = kOrigin, .test_clock = false},
                                provisioner, IdOf("commit", 1), at);
    return Store(log_subject_, provisioner.SignCommit(genesis), at, shared_[log_subject_]);
  }
  eventlog::StoredMessage WriteRegistrations() {
    const Signer provisioner = SignerOf("provisioner");
    const absl::Time at = story_.front().known_at;
    std::vector<eventlog::v1::Event> events;
    for (const auto& [context, signer] : signers_)
      events.push_back(eventlog::PackEvent(eventlog::Registration(signer, context)));
    Chain& chain = shared_[log_subject_];
    const auto commit = eventlog::LogCommit(kAssociation, {1, chain.version, chain.payload_sha256},
                                            std::move(events), IdOf("commit", 2), at);
    return Store(log_subject_, provisioner.SignCommit(commit), at, chain);
  }

  eventlog::StoredMessage Sign(const Line& line, eventlog::v1::Commit commit, const std::string& aggregate_id,
                               Chain& chain) {
    const std::string subject = SubjectOf(line.context, aggregate_id);
    commit.set_association(kAssociation);
    commit.set_subject(subject);
    commit.set_aggregate_version(chain.version + 1);
    commit.set_prev_payload_sha256(chain.payload_sha256);
    commit.set_commit_id(IdOf("commit", next_));
    commit.set_command_id(IdOf("command", next_));
    commit.set_correlation_id(commit.command_id());
    commit.set_request_mac(crypto::Sha256(commit.command_id()));
    const absl::Time at = FromProto(commit.recorded_at());
    return Store(subject, signers_.at(line.context).SignCommit(commit), at, chain);
  }

  eventlog::StoredMessage WriteDirectory() {
    const Line& line = story_[directory_++];
    return Sign(line, line.commit, line.aggregate_id, shared_[SubjectOf(line.context, line.aggregate_id)]);
  }

  // The earliest of all that are due; who comes next begins when it is their time.
  eventlog::StoredMessage WriteLife() {
    while (due_.empty() || BeginOf(lives_begun_) <= due_.top().first) Begin();
    const auto [at, number] = due_.top();
    due_.pop();
    Life& life = lives_.at(number);
    const Line& line = story_[begins_at_ + life.positions.size()];
    const Retold retold(life, begins_at_);
    eventlog::v1::Commit commit = line.commit;
    *commit.mutable_occurred_at() = ToProto(FromProto(commit.occurred_at()) + life.later);
    *commit.mutable_recorded_at() = ToProto(at);
    if (commit.has_causation())
      commit.mutable_causation()->set_position(retold.Position(commit.causation().position()));
    for (auto& event : *commit.mutable_events()) Retell(retold, event);
    const std::string id = retold.Id(line.aggregate_id);
    life.positions.push_back(next_);
    eventlog::StoredMessage stored =
        Sign(line, std::move(commit), id, life.chains[SubjectOf(line.context, id)]);
    if (begins_at_ + life.positions.size() < story_.size())
      due_.push({TimeOf(life), number});
    else
      lives_.erase(number);
    return stored;
  }
  void Retell(const Retold& retold, eventlog::v1::Event& event) {
    const auto* type =
        google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(event.type());
    FV_CHECK(type != nullptr);
    const std::unique_ptr<Message> message(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
    FV_CHECK(message->ParseFromString(event.data()));
    retold.Change(*message);
    event.set_data(message->SerializeAsString());
  }

  absl::Time BeginOf(uint64_t number) const {
    return story_[begins_at_].known_at + new_case_every_ * static_cast<int64_t>(number);
  }
  absl::Time TimeOf(const Life& life) const {
    return story_[begins_at_ + life.positions.size()].known_at + life.later;
  }
  void Begin() {
    Life life;
    life.number = lives_begun_++;
    life.later = new_case_every_ * static_cast<int64_t>(life.number);
    for (int id = 0x100; id < 0x110; ++id) life.ids[TestId(id)] = IdOf(TestId(id), life.number);
    life.ids[TestId(0x900)] = IdOf("key", life.number);
    due_.push({TimeOf(life), life.number});
    lives_.emplace(life.number, std::move(life));
  }

  const absl::Duration new_case_every_;
  size_t begins_at_ = 0;  // the story, after so many lines of the directory
  const std::vector<Line> story_;
  std::map<std::string, Signer> signers_;
  std::string log_subject_;
  uint64_t next_ = 1;
  size_t directory_ = 0;
  std::map<std::string, Chain> shared_;
  uint64_t lives_begun_ = 0;
  std::map<uint64_t, Life> lives_;
  using Due = std::pair<absl::Time, uint64_t>;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

ManyLog::ManyLog(uint64_t messages, absl::Duration new_case_every)
    : messages_(messages),
      new_case_every_(new_case_every),
      writer_(std::make_unique<Writer>(new_case_every)) {}
ManyLog::~ManyLog() = default;

absl::StatusOr<std::vector<eventlog::StoredMessage>> ManyLog::Read(uint64_t from, eventlog::ReadLimit limit) {
  if (from == 1) writer_ = std::make_unique<Writer>(new_case_every_);
  std::vector<eventlog::StoredMessage> messages;
  if (from > messages_) return messages;
  if (from != writer_->next()) return absl::UnimplementedError("it is read in order, from the beginning");
  while (static_cast<int>(messages.size()) < limit.max_messages && writer_->next() <= messages_)
    messages.push_back(writer_->Write());
  return messages;
}

absl::StatusOr<uint64_t> ManyLog::HeadFromLeader(absl::Time) {
  return messages_;
}

absl::StatusOr<uint64_t> ManyLog::Append(const eventlog::AppendRequest&) {
  return absl::UnimplementedError("it is read only");
}
absl::StatusOr<std::optional<eventlog::StoredMessage>> ManyLog::ReadFromLeader(uint64_t) {
  return absl::UnimplementedError("it is read in order, from the beginning");
}
absl::StatusOr<std::optional<eventlog::StoredMessage>> ManyLog::NextFromLeader(std::string_view, uint64_t,
                                                                               absl::Time) {
  return absl::UnimplementedError("it is read in order, from the beginning");
}
absl::StatusOr<std::optional<eventlog::StoredMessage>> ManyLog::LastFromLeader(std::string_view, absl::Time) {
  return absl::UnimplementedError("it is read in order, from the beginning");
}
absl::Status ManyLog::CheckDurability() {
  return absl::OkStatus();
}
std::unique_ptr<eventlog::EventLog::Subscription> ManyLog::WatchHints(std::function<void()>) {
  return nullptr;
}

}  // namespace fallverbund::manylog
