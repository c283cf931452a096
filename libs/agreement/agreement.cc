#include "libs/agreement/agreement.h"

#include "fallverbund/team/v1/agreement_events.pb.h"
#include "libs/base/status.h"
#include "libs/base/time.h"
#include "libs/directory/directory.h"
#include "libs/eventlog/oneof.h"
#include "libs/projection/row_codec.h"

namespace fallverbund::agreement {
namespace {

using team::v1::AgreementEvent;

constexpr char kVersions[] = "agreement_versions";  // version -> from when, and what it says
constexpr char kSignatories[] =
    "agreement_signatories";  // organisation -> since when, until when, whom to reach
// A version a month for eight years; more than that are read in further scans.
constexpr int kScan = 100;

// From when to when an organisation had signed; `until` is InfiniteFuture while it has.
struct Signed {
  absl::Time since;
  absl::Time until = absl::InfiniteFuture();
};

struct Signatory {
  std::vector<Signed> times;  // oldest first
  std::string contact_person_id, deputy_person_id;

  bool HasSignedAt(absl::Time at) const {
    for (const Signed& time : times) {
      if (time.since <= at && at < time.until) return true;
    }
    return false;
  }
  bool signed_now() const { return !times.empty() && times.back().until == absl::InfiniteFuture(); }
};

absl::Status Unreadable() {
  return absl::InternalError("a row of the agreement cannot be read");
}

void PutVersion(projection::RowBatch& rows, std::string_view agreement_id, int version, absl::Time from,
                const team::v1::CrisisProcedure& procedure) {
  rows.Put(kVersions, projection::BigEndian(version),
           projection::RowWriter().Text(agreement_id).Time(from).Text(procedure.SerializeAsString()).Take());
}

absl::StatusOr<Signatory> FindSignatory(const projection::Rows& rows, std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const auto bytes, rows.Get(kSignatories, organisation_id));
  Signatory signatory;
  if (!bytes) return signatory;
  projection::RowReader row(*bytes);
  signatory.contact_person_id = std::string(row.Text());
  signatory.deputy_person_id = std::string(row.Text());
  for (uint64_t left = row.Number(); row.ok() && left > 0; --left) {
    Signed time;
    time.since = row.Time();
    if (row.Number() != 0) time.until = row.Time();
    signatory.times.push_back(time);
  }
  if (!row.ok()) return Unreadable();
  return signatory;
}

void PutSignatory(projection::RowBatch& rows, std::string_view organisation_id, const Signatory& signatory) {
  projection::RowWriter row;
  row.Text(signatory.contact_person_id).Text(signatory.deputy_person_id).Number(signatory.times.size());
  for (const Signed& time : signatory.times) {
    const bool over = time.until != absl::InfiniteFuture();
    row.Time(time.since).Number(over);
    if (over) row.Time(time.until);
  }
  rows.Put(kSignatories, organisation_id, row.Take());
}

absl::Status Take(const AgreementEvent& event, std::string_view agreement_id, absl::Time at,
                  projection::RowBatch& rows) {
  switch (event.event_case()) {
    case AgreementEvent::kAgreementAdopted: {
      const auto& adopted = event.agreement_adopted();
      PutVersion(rows, agreement_id, 1, FromProto(adopted.effective_from()), adopted.procedure());
      break;
    }
    case AgreementEvent::kAgreementVersionAdopted: {
      const auto& adopted = event.agreement_version_adopted();
      PutVersion(rows, agreement_id, adopted.version(), FromProto(adopted.effective_from()),
                 adopted.procedure());
      break;
    }
    case AgreementEvent::kAgreementSigned: {
      const auto& event_signed = event.agreement_signed();
      FV_ASSIGN_OR_RETURN(Signatory signatory, FindSignatory(rows, event_signed.organisation_id()));
      if (!signatory.signed_now()) signatory.times.push_back({at});
      signatory.contact_person_id = event_signed.contact_person_id();
      signatory.deputy_person_id = event_signed.deputy_person_id();
      PutSignatory(rows, event_signed.organisation_id(), signatory);
      break;
    }
    case AgreementEvent::kCrisisContactNamed: {
      const auto& named = event.crisis_contact_named();
      FV_ASSIGN_OR_RETURN(Signatory signatory, FindSignatory(rows, named.organisation_id()));
      signatory.contact_person_id = named.contact_person_id();
      signatory.deputy_person_id = named.deputy_person_id();
      PutSignatory(rows, named.organisation_id(), signatory);
      break;
    }
    case AgreementEvent::kAgreementLeft: {
      const std::string& organisation_id = event.agreement_left().organisation_id();
      FV_ASSIGN_OR_RETURN(Signatory signatory, FindSignatory(rows, organisation_id));
      if (signatory.signed_now()) signatory.times.back().until = at;
      PutSignatory(rows, organisation_id, signatory);
      break;
    }
    case AgreementEvent::kAgreementEntrusted:  // who keeps it is nobody's contact
    case AgreementEvent::EVENT_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AgreementView::Apply(const projection::Recorded& recorded, projection::RowBatch& rows) const {
  const auto& commit = recorded.commit;
  if (commit.context != "team" || commit.commit.aggregate_type() != "agreement") return absl::OkStatus();
  const absl::Time at = FromProto(commit.commit.recorded_at());
  for (const auto& stored : commit.commit.events()) {
    FV_ASSIGN_OR_RETURN(const auto event, eventlog::UnpackOneof<AgreementEvent>(stored));
    FV_RETURN_IF_ERROR(Take(event, commit.aggregate_id, at, rows));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Procedure>> InForce(const projection::Rows& rows, absl::Time at) {
  std::optional<Procedure> in_force;
  std::string after;
  for (;;) {
    FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(kVersions, "", after, kScan));
    for (const auto& [key, value] : page) {
      projection::RowReader row(value);
      const std::string agreement_id(row.Text());
      const absl::Time from = row.Time();
      team::v1::CrisisProcedure said;
      if (!said.ParseFromString(std::string(row.Text())) || !row.ok()) return Unreadable();
      after = key;
      if (from > at) continue;
      Procedure& found = in_force.emplace();
      found.agreement_id = agreement_id;
      found.version = static_cast<int>(projection::FromBigEndian(key));
      for (const auto& leg : said.legs())
        found.legs.push_back({leg.party(), absl::Minutes(leg.acknowledge_minutes())});
      found.court_approval_within = absl::Hours(said.court_approval_hours());
      found.meeting_within = absl::Hours(24) * said.meeting_days();
    }
    if (page.size() < kScan) return in_force;
  }
}

absl::StatusOr<bool> HasSigned(const projection::Rows& rows, std::string_view organisation_id,
                               absl::Time at) {
  FV_ASSIGN_OR_RETURN(const auto in_force, InForce(rows, at));
  if (!in_force) return false;
  FV_ASSIGN_OR_RETURN(const Signatory signatory, FindSignatory(rows, organisation_id));
  return signatory.HasSignedAt(at);
}

absl::StatusOr<std::vector<CrisisContact>> Contacts(const projection::Rows& rows) {
  std::vector<CrisisContact> contacts;
  std::string after;
  for (;;) {
    FV_ASSIGN_OR_RETURN(const auto page, rows.Scan(kSignatories, "", after, kScan));
    for (const auto& row : page) {
      after = row.key;
      FV_ASSIGN_OR_RETURN(auto contact, ContactOf(rows, row.key));
      if (contact) contacts.push_back(*std::move(contact));
    }
    if (page.size() < kScan) return contacts;
  }
}

absl::StatusOr<std::optional<CrisisContact>> ContactOf(const projection::Rows& rows,
                                                       std::string_view organisation_id) {
  FV_ASSIGN_OR_RETURN(const Signatory signatory, FindSignatory(rows, organisation_id));
  if (!signatory.signed_now()) return std::nullopt;
  return CrisisContact{std::string(organisation_id), signatory.contact_person_id, signatory.deputy_person_id};
}

namespace {

// Who stays of those in question, and is not the contact; empty: nobody.
absl::StatusOr<std::string> WhoStandsIn(const projection::Rows& rows, const CrisisContact& named) {
  std::vector<std::string> candidates = {named.deputy_person_id};
  for (const std::string& person_id : {named.person_id, named.deputy_person_id}) {
    FV_ASSIGN_OR_RETURN(const auto person, directory::FindPerson(rows, person_id));
    if (person) candidates.push_back(person->deputy_person_id);
  }
  for (const std::string& candidate : candidates) {
    FV_ASSIGN_OR_RETURN(const bool stays, directory::IsPersonOf(rows, named.organisation_id, candidate));
    if (stays && candidate != named.person_id) return candidate;
  }
  return std::string();
}

}  // namespace

absl::StatusOr<WhoToReach> Reach(const projection::Rows& rows, const CrisisContact& named) {
  WhoToReach who;
  FV_ASSIGN_OR_RETURN(const auto leaver, directory::FindLeaver(rows, named.person_id));
  if (!leaver || !leaver->deactivated) who.contact_person_id = named.person_id;
  FV_ASSIGN_OR_RETURN(const bool stays, directory::IsPersonOf(rows, named.organisation_id, named.person_id));
  FV_ASSIGN_OR_RETURN(who.deputy_person_id, WhoStandsIn(rows, named));
  who.deputy_acts = !stays;
  who.nobody = !stays && who.deputy_person_id.empty();
  return who;
}

}  // namespace fallverbund::agreement
