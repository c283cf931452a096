// Milo's case as raw events, step by step as in the story, for tests of the audit: each step writes what a
// right log holds, so that a test can leave one out, or write another in its place.
#ifndef FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_MILO_H_
#define FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_MILO_H_

#include <string>

#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "services/audit/domain/testing/log_book.h"

namespace fallverbund::audit::testing {

// Who is who. All fictional.
struct People {
  std::string youth_office = TestId(0x10), unit_north = TestId(0x11), adler = TestId(0x12),
              deputy = TestId(0x13), unit_south = TestId(0x14), sommer = TestId(0x15);
  std::string office = TestId(0x20), coordinator = TestId(0x21), office_deputy = TestId(0x22);
  std::string provider = TestId(0x30), carer = TestId(0x31);
  std::string clinic = TestId(0x40), doctor = TestId(0x41);
  std::string school = TestId(0x50), teacher = TestId(0x51);
  std::string crisis_team = TestId(0x60), kit_worker = TestId(0x61);
  std::string emergency_service = TestId(0x70), on_duty = TestId(0x71), duty_deputy = TestId(0x72);
};

class Milo {
 public:
  explicit Milo(uint64_t before = 0) : book(before) { Directory(); }

  const People who;
  const std::string contact = TestId(0x100), inquiry = TestId(0x101), young_person = TestId(0x102),
                    the_case = TestId(0x103), team = TestId(0x104), setting = TestId(0x105),
                    deployment = TestId(0x106), handover = TestId(0x107), end = TestId(0x108),
                    offer = TestId(0x109);
  LogBook book;

  // --- the story ---
  void TeacherWrites();      // a dialog, no case
  uint64_t Inquires();       // one break-off only
  uint64_t FoundEligible();  // with the second; asks for the case
  void CaseOpens(uint64_t asked);
  void TeamProposed();  // coordination taken, seats offered
  void Commits(const std::string& organisation, const std::string& person);
  void AllCommitAndTeamForms();
  void OffersCoordination();  // the coordinator, to the deputy
  void FollowsInCoordination(void (*change)(casework::v1::CoordinationAssumed&) = nullptr);
  void Understands();
  void SettingAdopted();
  void SettingStarts();
  void Setback();
  void CrisisTeamAccepts();
  void SettingEnds();
  void EntersStandby();  // next contact in 14 days
  void MissesContact();  // 15 days later, recorded
  void Returns();
  void PlayAll();
  // By own decision of an adult; the coordinator approves, nobody objects.
  void EndsLawfully();
  void AsksForTheEnd(void (*change)(casework::v1::LawfulEndRequested&) = nullptr);
  void ApprovesTheEnd(const Pen& pen);
  void ObjectionPeriod(absl::Duration length);  // begins, and passes
  void EndsTheCase();
  // Everything up to the open case; and on to a team that shares it.
  void PlayToCase();
  void PlayToTeam();

  // --- who and what, for changing one thing ---
  common::v1::Holder Adler() const;
  common::v1::Holder Sommer() const;  // another unit of the youth office
  common::v1::Holder Coordinator() const;
  common::v1::Holder NextCoordinator() const;
  common::v1::Holder Carer() const;
  common::v1::Holder KitWorker() const;
  common::v1::Holder OnDuty() const;  // at the emergency service
  common::v1::Tonight AtHome() const;
  common::v1::Tonight WithCarer() const;
  common::v1::Tonight WithCrisisTeam() const;
  casework::v1::CaseOpened Opening(uint64_t asked) const;
  team::v1::TeamProposed Proposal() const;
  casework::v1::CommitmentsInvited Invitations() const;
  casework::v1::CaseLawfullyEnded TheEnd() const;
  casework::v1::StandbyEntered Standby(absl::Duration until_contact) const;

  Pen AdlerPen() const { return {who.youth_office, who.adler, "CASE_WORKER"}; }
  Pen SommerPen() const { return {who.youth_office, who.sommer, "CASE_WORKER"}; }
  Pen CoordinatorPen() const { return {who.office, who.coordinator, "COORDINATOR"}; }
  Pen NextCoordinatorPen() const { return {who.office, who.office_deputy, "COORDINATOR"}; }
  Pen CarerPen() const { return {who.provider, who.carer, "PROVIDER_WORKER"}; }
  Pen DutyPen() const { return {who.emergency_service, who.on_duty, "EMERGENCY_SERVICE"}; }
  Pen KitPen() const { return {who.crisis_team, who.kit_worker, "CRISIS_WORKER"}; }
  static Pen House(const std::string& service) { return {service, "", "SERVICE"}; }

  template <class... Messages>
  uint64_t InCase(const Pen& pen, const Messages&... messages) {
    return book.Write("case", "case", the_case, pen, messages...);
  }
  // How the youth office works from now on.
  uint64_t InOffice(const team::v1::WorkingRulesSet& rules) {
    return book.Write("team", "organisation", who.youth_office, House("team"), rules);
  }
  template <class... Messages>
  uint64_t InTeam(const Pen& pen, const Messages&... messages) {
    return book.Write("team", "team", team, pen, messages...);
  }

 private:
  void Directory();
  void Registers(const std::string& organisation, team::v1::OrganisationKind kind,
                 const std::vector<std::string>& persons);
};

}  // namespace fallverbund::audit::testing

#endif  // FALLVERBUND_SERVICES_AUDIT_DOMAIN_TESTING_MILO_H_
