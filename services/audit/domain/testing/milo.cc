#include "services/audit/domain/testing/milo.h"

#include <utility>

namespace fallverbund::audit::testing {
namespace {

common::v1::Holder Hold(const std::string& organisation, const std::string& unit, const std::string& person,
                        const std::string& deputy, common::v1::LegalBasis basis) {
  common::v1::Holder holder;
  holder.set_organisation_id(organisation);
  holder.set_unit_id(unit);
  holder.set_person_id(person);
  holder.set_deputy_person_id(deputy);
  holder.set_basis(basis);
  return holder;
}

common::v1::Tonight Shelter(common::v1::TonightKind kind, const common::v1::Holder& holder) {
  common::v1::Tonight tonight;
  tonight.set_kind(kind);
  *tonight.mutable_holder() = holder;
  return tonight;
}

}  // namespace

void Milo::Registers(const std::string& organisation, team::v1::OrganisationKind kind,
                     const std::vector<std::string>& persons) {
  team::v1::OrganisationRegistered registered;
  registered.set_organisation_id(organisation);
  registered.set_kind(kind);
  book.Write("team", "organisation", organisation, House("team"), registered);
  for (const std::string& person : persons) {
    team::v1::PersonRegistered joined;
    joined.set_person_id(person);
    book.Write("team", "organisation", organisation, House("team"), joined);
  }
}

void Milo::Directory() {
  Registers(who.youth_office, team::v1::ORGANISATION_KIND_YOUTH_OFFICE, {who.adler, who.deputy, who.sommer});
  Registers(who.office, team::v1::ORGANISATION_KIND_COORDINATION_OFFICE,
            {who.coordinator, who.office_deputy});
  Registers(who.provider, team::v1::ORGANISATION_KIND_PROVIDER, {who.carer});
  Registers(who.clinic, team::v1::ORGANISATION_KIND_CLINIC, {who.doctor});
  Registers(who.school, team::v1::ORGANISATION_KIND_SCHOOL, {who.teacher});
  Registers(who.crisis_team, team::v1::ORGANISATION_KIND_CRISIS_TEAM, {who.kit_worker});
  Registers(who.emergency_service, team::v1::ORGANISATION_KIND_EMERGENCY_SERVICE,
            {who.on_duty, who.duty_deputy});
}

common::v1::Holder Milo::Adler() const {
  return Hold(who.youth_office, who.unit_north, who.adler, who.deputy, common::v1::LEGAL_BASIS_SGB8_36A);
}
common::v1::Holder Milo::Sommer() const {
  return Hold(who.youth_office, who.unit_south, who.sommer, who.deputy, common::v1::LEGAL_BASIS_SGB8_36A);
}
common::v1::Holder Milo::Coordinator() const {
  return Hold(who.office, "", who.coordinator, who.office_deputy, common::v1::LEGAL_BASIS_AGREEMENT);
}
common::v1::Holder Milo::NextCoordinator() const {
  return Hold(who.office, "", who.office_deputy, who.coordinator, common::v1::LEGAL_BASIS_AGREEMENT);
}
common::v1::Holder Milo::OnDuty() const {
  return Hold(who.emergency_service, "", who.on_duty, who.duty_deputy, common::v1::LEGAL_BASIS_SGB8_76_2);
}
common::v1::Holder Milo::Carer() const {
  return Hold(who.provider, "", who.carer, "", common::v1::LEGAL_BASIS_SGB8_34);
}
common::v1::Holder Milo::KitWorker() const {
  return Hold(who.crisis_team, "", who.kit_worker, "", common::v1::LEGAL_BASIS_SGB8_42);
}
common::v1::Tonight Milo::AtHome() const {
  return Shelter(common::v1::TONIGHT_KIND_FAMILY, Adler());
}
common::v1::Tonight Milo::WithCarer() const {
  return Shelter(common::v1::TONIGHT_KIND_PLACEMENT, Carer());
}
common::v1::Tonight Milo::WithCrisisTeam() const {
  return Shelter(common::v1::TONIGHT_KIND_CRISIS_TEAM, KitWorker());
}

casework::v1::CaseOpened Milo::Opening(uint64_t asked) const {
  casework::v1::CaseOpened opened;
  opened.set_subject_id(young_person);
  opened.mutable_origin()->set_kind(casework::v1::ORIGIN_KIND_INQUIRY);
  opened.mutable_origin()->set_aggregate_id(inquiry);
  opened.mutable_origin()->set_position(asked);
  *opened.mutable_holder() = Adler();
  *opened.mutable_tonight() = AtHome();
  return opened;
}

team::v1::TeamProposed Milo::Proposal() const {
  team::v1::TeamProposed proposed;
  proposed.set_case_id(the_case);
  *proposed.mutable_coordinator() = Coordinator();
  proposed.set_case_worker_person_id(who.adler);
  for (const auto& [organisation, person] :
       {std::pair(who.youth_office, who.adler), std::pair(who.office, who.coordinator),
        std::pair(who.provider, who.carer), std::pair(who.clinic, who.doctor),
        std::pair(who.school, who.teacher)}) {
    team::v1::TeamSeat& seat = *proposed.add_seats();
    seat.set_organisation_id(organisation);
    seat.set_person_id(person);
    seat.set_lead(organisation == who.youth_office);
  }
  return proposed;
}

casework::v1::CommitmentsInvited Milo::Invitations() const {
  casework::v1::CommitmentsInvited invited;
  invited.set_team_id(team);
  const team::v1::TeamProposed proposed = Proposal();
  for (const team::v1::TeamSeat& seat : proposed.seats()) {
    casework::v1::Invitation& invitation = *invited.add_invitations();
    invitation.set_organisation_id(seat.organisation_id());
    invitation.set_person_id(seat.person_id());
    invitation.set_lead(seat.lead());
  }
  return invited;
}

casework::v1::StandbyEntered Milo::Standby(absl::Duration until_contact) const {
  casework::v1::StandbyEntered entered;
  entered.set_reason(casework::v1::STANDBY_REASON_REFUSAL);
  *entered.mutable_next_contact_due() = ToProto(book.now() + until_contact);
  return entered;
}

void Milo::TeacherWrites() {
  intake::v1::ContactReceived received;
  received.set_kind(intake::v1::CONTACT_KIND_DIALOG);
  received.set_source(intake::v1::CONTACT_SOURCE_SCHOOL);
  *received.mutable_owner() = Coordinator();
  received.set_refer_to(intake::v1::REFER_TO_RESPONSIBLE_CASE_WORKER);
  book.Write("intake", "contact", contact, {who.school, who.teacher, "SCHOOL"}, received);
}

uint64_t Milo::Inquires() {
  intake::v1::InquiryReceived received;
  received.set_subject_id(young_person);
  *received.mutable_holder() = Adler();
  received.set_office_organisation_id(who.office);
  received.mutable_young_person_name()->set_key_id(TestId(0x900));
  received.mutable_young_person_name()->set_box("never shown");
  return book.Write("intake", "inquiry", inquiry, AdlerPen(), received);
}

uint64_t Milo::FoundEligible() {
  intake::v1::InquiryNeedsInfo needs_info;
  needs_info.set_missing(intake::v1::MISSING_INFO_BROKEN_OFF_SUPPORTS);
  book.Write("intake", "inquiry", inquiry, CoordinatorPen(), needs_info);
  book.Advance(absl::Hours(2));
  book.Write("intake", "inquiry", inquiry, AdlerPen(), intake::v1::BrokenOffSupportAdded());
  intake::v1::InquiryFoundEligible eligible;
  *eligible.mutable_holder() = Adler();
  *eligible.mutable_tonight() = AtHome();
  eligible.set_subject_id(young_person);
  return book.Write("intake", "inquiry", inquiry, CoordinatorPen(), eligible);
}

void Milo::CaseOpens(uint64_t asked) {
  const uint64_t opened = book.CausedBy(asked).Write("case", "case", the_case, House("case"), Opening(asked));
  intake::v1::InquiryOpened inquiry_opened;
  inquiry_opened.set_case_id(the_case);
  book.CausedBy(opened).Write("intake", "inquiry", inquiry, House("intake"), inquiry_opened);
}

void Milo::TeamProposed() {
  book.Advance(absl::Hours(24));
  const uint64_t proposed = InTeam(CoordinatorPen(), Proposal());
  casework::v1::CoordinationAssumed coordination;
  *coordination.mutable_holder() = Coordinator();
  coordination.set_team_id(team);
  book.CausedBy(proposed).Write("case", "case", the_case, House("case"), coordination, Invitations());
}

void Milo::Commits(const std::string& organisation, const std::string& person) {
  casework::v1::MemberCommitted committed;
  committed.set_team_id(team);
  committed.set_organisation_id(organisation);
  committed.set_person_id(person);
  InCase({organisation, person, "TEAM_MEMBER"}, committed);
}

void Milo::AllCommitAndTeamForms() {
  Commits(who.youth_office, who.adler);
  Commits(who.office, who.coordinator);
  Commits(who.clinic, who.doctor);
  Commits(who.school, who.teacher);
  book.Advance(absl::Hours(5));
  Commits(who.provider, who.carer);
  casework::v1::SharedResponsibilityTaken taken;
  taken.set_team_id(team);
  const uint64_t shared = InCase(House("case"), taken);
  team::v1::TeamFormed formed;
  formed.set_case_id(the_case);
  book.CausedBy(shared).Write("team", "team", team, House("team"), formed);
}

void Milo::OffersCoordination() {
  casework::v1::CoordinationOffered offered;
  offered.set_offer_id(offer);
  offered.set_team_id(team);
  *offered.mutable_to() = NextCoordinator();
  InCase(CoordinatorPen(), offered);
}

void Milo::FollowsInCoordination(void (*change)(casework::v1::CoordinationAssumed&)) {
  casework::v1::CoordinationAssumed assumed;
  assumed.set_offer_id(offer);
  assumed.set_team_id(team);
  *assumed.mutable_holder() = NextCoordinator();
  *assumed.mutable_from() = Coordinator();
  if (change != nullptr) change(assumed);
  casework::v1::InvitationReplaced replaced;
  replaced.set_team_id(team);
  replaced.set_person_id(who.coordinator);
  replaced.mutable_invitation()->set_organisation_id(who.office);
  replaced.mutable_invitation()->set_person_id(who.office_deputy);
  casework::v1::MemberCommitted committed;
  committed.set_team_id(team);
  committed.set_organisation_id(who.office);
  committed.set_person_id(who.office_deputy);
  InCase(NextCoordinatorPen(), assumed, replaced, committed);
}

void Milo::Understands() {
  casework::v1::CaseUnderstandingRecorded understood;
  understood.set_cycle(1);
  InCase(CoordinatorPen(), understood);
}

void Milo::SettingAdopted() {
  casework::v1::SettingProposed proposed;
  proposed.set_setting_id(setting);
  proposed.add_components()->set_kind(casework::v1::COMPONENT_KIND_RESIDENTIAL);
  InCase(CarerPen(), proposed);
  casework::v1::SettingAdopted adopted;
  adopted.set_setting_id(setting);
  adopted.set_version(1);
  InCase(AdlerPen(), adopted);
}

void Milo::SettingStarts() {
  book.Advance(absl::Hours(24 * 3));
  casework::v1::SettingStarted started;
  started.set_setting_id(setting);
  *started.mutable_tonight() = WithCarer();
  InCase(CarerPen(), started);
}

void Milo::Setback() {
  book.Advance(absl::Hours(24 * 20));
  casework::v1::SetbackRecorded setback;
  setback.add_kinds(casework::v1::SETBACK_KIND_RELAPSE);
  casework::v1::ReplanOpened replan;
  replan.set_cycle(2);
  InCase(CarerPen(), setback, replan);
  casework::v1::SettingNoticeGiven notice;
  notice.set_setting_id(setting);
  InCase(CarerPen(), notice);
}

void Milo::CrisisTeamAccepts() {
  crisis::v1::DeploymentRequested requested;
  requested.set_case_id(the_case);
  requested.set_mode(crisis::v1::DEPLOYMENT_MODE_OVERNIGHT);
  requested.set_crisis_team_organisation_id(who.crisis_team);
  book.Write("crisis", "deployment", deployment, AdlerPen(), requested);
  book.Advance(absl::Minutes(20));
  crisis::v1::DeploymentAccepted accepted;
  accepted.set_case_id(the_case);
  accepted.set_mode(crisis::v1::DEPLOYMENT_MODE_OVERNIGHT);
  *accepted.mutable_holder() = KitWorker();
  book.Write("crisis", "deployment", deployment, KitPen(), accepted);
}

void Milo::SettingEnds() {
  casework::v1::SettingEnded ended;
  ended.set_setting_id(setting);
  *ended.mutable_next_tonight() = WithCrisisTeam();
  ended.set_deployment_id(deployment);
  InCase(AdlerPen(), ended);
}

void Milo::EntersStandby() {
  book.Advance(absl::Hours(24 * 2));
  const uint64_t standing_by = InCase(AdlerPen(), Standby(absl::Hours(24 * 14)));
  team::v1::TeamPaused paused;
  paused.set_case_id(the_case);
  book.CausedBy(standing_by).Write("team", "team", team, House("team"), paused);
}

void Milo::MissesContact() {
  const google::protobuf::Timestamp due = ToProto(book.now() + absl::Hours(24 * 14));
  book.Advance(absl::Hours(24 * 15));
  casework::v1::CaseDeadlineOverdue overdue;
  overdue.set_clock(common::v1::CLOCK_KIND_STANDBY_CONTACT);
  *overdue.mutable_due() = due;
  casework::v1::CaseDeadlineEscalated escalated;
  escalated.set_clock(common::v1::CLOCK_KIND_STANDBY_CONTACT);
  escalated.set_step(common::v1::ESCALATION_STEP_DEPUTY);
  InCase(House("case"), overdue, escalated);
}

void Milo::Returns() {
  book.Advance(absl::Hours(24 * 3));
  casework::v1::ContactWithYoungPersonRecorded contacted;
  contacted.set_channel(casework::v1::CONTACT_CHANNEL_MESSAGE);
  contacted.set_person_id(who.kit_worker);
  casework::v1::CaseReactivated reactivated;
  reactivated.set_trigger(casework::v1::REACTIVATION_TRIGGER_CONTACT);
  const uint64_t back = InCase(KitPen(), contacted, reactivated);
  team::v1::TeamResumed resumed;
  resumed.set_case_id(the_case);
  book.CausedBy(back).Write("team", "team", team, House("team"), resumed);
}

void Milo::PlayToCase() {
  TeacherWrites();
  Inquires();
  CaseOpens(FoundEligible());
}

void Milo::PlayToTeam() {
  PlayToCase();
  TeamProposed();
  AllCommitAndTeamForms();
}

void Milo::PlayAll() {
  PlayToCase();
  TeamProposed();
  AllCommitAndTeamForms();
  Understands();
  SettingAdopted();
  SettingStarts();
  Setback();
  CrisisTeamAccepts();
  SettingEnds();
  EntersStandby();
  MissesContact();
  Returns();
}

void Milo::AsksForTheEnd(void (*change)(casework::v1::LawfulEndRequested&)) {
  casework::v1::LawfulEndRequested asked;
  asked.set_end_id(end);
  asked.set_ground(casework::v1::LAWFUL_END_GROUND_OWN_DECISION);
  asked.set_of_age(true);
  asked.set_informed(true);
  asked.set_given_in_person(true);
  asked.mutable_participation()->mutable_young_person()->set_heard(true);
  if (change != nullptr) change(asked);
  InCase(AdlerPen(), asked);
}

void Milo::ApprovesTheEnd(const Pen& pen) {
  casework::v1::LawfulEndApproved approved;
  approved.set_end_id(end);
  approved.set_organisation_id(pen.organisation);
  approved.set_person_id(pen.person);
  InCase(pen, approved);
}

void Milo::ObjectionPeriod(absl::Duration length) {
  casework::v1::ObjectionPeriodBegan began;
  began.set_end_id(end);
  *began.mutable_until() = ToProto(book.now() + length);
  InCase(House("case"), began);
  book.Advance(length);
}

casework::v1::CaseLawfullyEnded Milo::TheEnd() const {
  casework::v1::CaseLawfullyEnded ended;
  ended.set_end_id(end);
  ended.set_ground(casework::v1::LAWFUL_END_GROUND_OWN_DECISION);
  return ended;
}

void Milo::EndsTheCase() {
  InCase(House("case"), TheEnd());
}

void Milo::EndsLawfully() {
  AsksForTheEnd();
  ApprovesTheEnd(CoordinatorPen());
  ObjectionPeriod(absl::Hours(24 * 14));
  EndsTheCase();
}

}  // namespace fallverbund::audit::testing
