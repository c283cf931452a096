// One sentence per type of event: a long table, since there are many types.
#include "tools/fvctl/render/sentences.h"

#include <map>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/casework/v1/leaver_events.pb.h"
#include "fallverbund/crisis/v1/crisis_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/crisis/v1/pool_events.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/intake/v1/prevention_events.pb.h"
#include "fallverbund/team/v1/agreement_events.pb.h"
#include "fallverbund/team/v1/calendar_events.pb.h"
#include "fallverbund/team/v1/catalogue_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/joint_decision_events.pb.h"
#include "fallverbund/team/v1/membership_events.pb.h"
#include "fallverbund/team/v1/social_space_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tools/fvctl/render/words.h"

namespace fallverbund::fvctl {
namespace {

using google::protobuf::Message;

struct Sentence {
  std::unique_ptr<Message> empty;
  std::function<std::string(const Message&, const Labels&)> tell;
};

class Table {
 public:
  template <class Event, class Tell>
  void Add(Tell tell) {
    sentences_[Event::descriptor()->full_name()] = {
        std::make_unique<Event>(), [tell](const Message& message, const Labels& labels) -> std::string {
          if constexpr (std::is_invocable_v<Tell, const Event&, const Labels&>) {
            return tell(static_cast<const Event&>(message), labels);
          } else {
            return tell(static_cast<const Event&>(message));
          }
        }};
  }
  template <class Event>
  void Say(std::string text) {
    Add<Event>([text = std::move(text)](const Event&) { return text; });
  }
  const Sentence* Find(std::string_view type) const {
    auto found = sentences_.find(type);
    return found == sentences_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::string, Sentence, std::less<>> sentences_;
};

// The office's own numbers, by their names in the contract; empty: it has said nothing about them.
std::string OwnNumbers(const team::v1::WorkingRulesSet& rules) {
  if (!rules.has_terms()) return "";
  std::vector<const google::protobuf::FieldDescriptor*> set;
  rules.terms().GetReflection()->ListFields(rules.terms(), &set);
  if (set.empty()) return "; it takes as long as is usual everywhere";
  return absl::StrCat("; of its own: ", absl::StrJoin(set, ", ", [&](std::string* out, const auto* field) {
                        absl::StrAppend(out, field->name(), " ",
                                        rules.terms().GetReflection()->GetUInt32(rules.terms(), field));
                      }));
}

std::string Due(const google::protobuf::Timestamp& due) {
  return absl::StrCat(", due ", Minute(due));
}

std::string TonightText(const common::v1::Tonight& tonight, const Labels& labels) {
  return absl::StrCat(Word(tonight.kind()), ", ", RenderHolder(tonight.holder(), labels));
}

std::string NamesOf(const google::protobuf::RepeatedPtrField<std::string>& ids, const Labels& labels) {
  return absl::StrJoin(ids, ", ",
                       [&](std::string* out, const std::string& id) { absl::StrAppend(out, labels(id)); });
}

std::string OpenText(const team::v1::OpenResponsibilities& open) {
  return absl::StrCat(open.cases(), " cases, ", open.nights(), " nights, ", open.seats(), " seats, ",
                      open.coordinations(), " coordinations, ", open.aftercares(), " aftercares, ",
                      open.guardianships(), " guardianships, ", open.crisis_leads(), " crisis leads, ",
                      open.deployments(), " deployments, ", open.navigations(), " families accompanied, ",
                      open.returns(), " returns to receive, ", open.memberships(), " standing seats, ",
                      open.registers(), " registers kept, ", open.deputyships(), " deputyships and ",
                      open.offers(), " open offers");
}

std::string WhyEnded(casework::v1::SuccessionOfferEndCause cause) {
  if (cause == casework::v1::SUCCESSION_OFFER_END_CAUSE_REFUSED)
    return "it was refused, and stays where it was";
  if (cause == casework::v1::SUCCESSION_OFFER_END_CAUSE_WITHDRAWN) return "the offer is withdrawn";
  if (cause == casework::v1::SUCCESSION_OFFER_END_CAUSE_PARTNER_STAYS)
    return "the partner that was to be followed stays after all";
  return Word(cause);
}

void AddDirectory(Table& table) {
  table.Add<team::v1::OrganisationRegistered>([](const team::v1::OrganisationRegistered& e) {
    return absl::StrCat("an organisation is registered: ", e.display_name(), " (", Word(e.kind()), ")");
  });
  table.Add<team::v1::UnitAdded>(
      [](const team::v1::UnitAdded& e) { return absl::StrCat("a unit is added: ", e.display_name()); });
  table.Add<team::v1::PersonRegistered>([](const team::v1::PersonRegistered& e, const Labels& labels) {
    return absl::StrCat("a person is registered: ", labels(e.person_id()));
  });
  table.Add<team::v1::DeputyNamed>([](const team::v1::DeputyNamed& e, const Labels& labels) {
    return absl::StrCat(labels(e.deputy_person_id()), " is deputy of ", labels(e.person_id()),
                        " (Vertretung)");
  });
  table.Add<team::v1::WorkingRulesSet>([](const team::v1::WorkingRulesSet& e) {
    return absl::StrCat("the office works by rules of its own: settings are adopted ",
                        e.adopts_after_approval() ? "after approval only" : "by who holds the case", ", ",
                        e.broken_off_supports() == 0 ? 2 : e.broken_off_supports(),
                        " broken-off supports make an inquiry eligible", OwnNumbers(e));
  });
  table.Add<team::v1::RolesGranted>([](const team::v1::RolesGranted& e, const Labels& labels) {
    return absl::StrCat("roles are added for ", labels(e.person_id()));
  });
  table.Add<team::v1::DeactivationRequested>(
      [](const team::v1::DeactivationRequested& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " leaves: nothing new from now on, and ",
                            labels(e.deputy_person_id()), " acts (Vertretung)");
      });
  table.Add<team::v1::DeactivationAnswered>([](const team::v1::DeactivationAnswered& e,
                                               const Labels& labels) {
    if (e.stays_closed())
      return absl::StrCat(labels(e.person_id()), ", who has left, has ", OpenText(e.open()),
                          " again; the account stays closed");
    return absl::StrCat(labels(e.person_id()), " still has ", OpenText(e.open()), "; the account stays open");
  });
  table.Add<team::v1::PersonDeactivated>([](const team::v1::PersonDeactivated& e, const Labels& labels) {
    return absl::StrCat("somebody has accepted everything ", labels(e.person_id()),
                        " had; the account is closed");
  });
  table.Add<team::v1::OrganisationLeaving>([](const team::v1::OrganisationLeaving& e) {
    return absl::StrCat("the organisation goes (", Word(e.cause()), "), by ", Minute(e.until()),
                        "; what it promised stays until somebody has followed");
  });
  table.Add<casework::v1::CommitmentsToSucceed>(
      [](const casework::v1::CommitmentsToSucceed& e, const Labels& labels) {
        return absl::StrCat("what ", labels(e.organisation_id()), " promised needs successors",
                            Due(e.succession_due()));
      });
  table.Say<team::v1::OrganisationStays>("the organisation stays after all, and keeps what it promised");
  table.Add<casework::v1::CommitmentsStay>([](const casework::v1::CommitmentsStay& e, const Labels& labels) {
    return absl::StrCat(labels(e.organisation_id()), " stays after all and keeps what it promised",
                        e.setting_ids().empty() ? "" : "; its notice is withdrawn");
  });
  table.Add<casework::v1::CommitmentsFellBack>(
      [](const casework::v1::CommitmentsFellBack& e, const Labels& labels) {
        return absl::StrCat("what ", labels(e.organisation_id()), " promised falls back to ",
                            RenderHolder(e.to(), labels));
      });
  table.Add<team::v1::AbsenceReported>([](const team::v1::AbsenceReported& e, const Labels& labels) {
    return e.has_until() ? absl::StrCat(labels(e.person_id()), " is away until ", Minute(e.until()), ", and ",
                                        labels(e.deputy_person_id()), " acts (Vertretung)")
                         : absl::StrCat(labels(e.person_id()), " is back");
  });
  table.Add<team::v1::DeactivationWithdrawn>(
      [](const team::v1::DeactivationWithdrawn& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " stays");
      });
  table.Add<casework::v1::ResponsibilitiesCounted>(
      [](const casework::v1::ResponsibilitiesCounted& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " has ", OpenText(e.open()), " in open cases");
      });
  table.Add<casework::v1::CasesOffered>([](const casework::v1::CasesOffered& e, const Labels& labels) {
    return absl::StrCat(e.case_ids_size(), " cases of ", labels(e.person_id()), " are offered to ",
                        RenderHolder(e.to(), labels), ", each by itself");
  });
}

void AddDuties(Table& table) {
  table.Add<team::v1::DutyOverdue>([](const team::v1::DutyOverdue& e) {
    return absl::StrCat("a date has passed", Due(e.due()), "; it ends nothing");
  });
  table.Add<team::v1::DutyEscalated>([](const team::v1::DutyEscalated& e) {
    return absl::StrCat("the date that has passed is told to the ", Word(e.step()), "; nothing moves");
  });
}

void AddCalendars(Table& table) {
  table.Add<team::v1::CalendarOpened>([](const team::v1::CalendarOpened& e, const Labels& labels) {
    return absl::StrCat("a calendar begins (", Word(e.kind()), ", ", e.area(), "), kept by ",
                        RenderHolder(e.keeper(), labels), ", every ", e.interval_days(), " days",
                        Due(e.first_due()));
  });
  table.Add<team::v1::CalendarEntrusted>([](const team::v1::CalendarEntrusted& e, const Labels& labels) {
    return absl::StrCat("the calendar is kept by ", labels(e.person_id()), ", deputy ",
                        labels(e.deputy_person_id()));
  });
  table.Add<team::v1::SessionPlanned>([](const team::v1::SessionPlanned& e, const Labels& labels) {
    return absl::StrCat("a session is planned", Due(e.due()),
                        e.invited_organisation_ids().empty() ? "" : "; invited: ",
                        NamesOf(e.invited_organisation_ids(), labels));
  });
  table.Add<team::v1::SessionPostponed>([](const team::v1::SessionPostponed& e) {
    return absl::StrCat("a session is postponed (", Word(e.reason()), ")", Due(e.due()));
  });
  table.Add<team::v1::SessionHeld>([](const team::v1::SessionHeld& e, const Labels& labels) {
    std::string came =
        absl::StrJoin(e.attendances(), ", ", [&](std::string* out, const team::v1::Attendance& each) {
          absl::StrAppend(out, each.people(), " of ", labels(each.organisation_id()));
        });
    return absl::StrCat("a session is held: ", came, "; ", e.results_size(), " results, ",
                        e.taken_up_hand_back_ids_size(), " taken up from others; the next one is due ",
                        Minute(e.next_due()));
  });
  table.Add<team::v1::SessionMissed>([](const team::v1::SessionMissed& e) {
    return absl::StrCat("a session was not held: ", Word(e.reason()));
  });
  table.Say<team::v1::ResultHandedBack>("a result goes back to the social space (Rückkoppelung)");
  table.Say<team::v1::ResultReceived>("a result of another calendar waits here for the next session");
}

void AddAgreement(Table& table) {
  table.Add<team::v1::AgreementAdopted>([](const team::v1::AgreementAdopted& e, const Labels& labels) {
    return absl::StrCat(e.display_name(), " is adopted (Krisenvereinbarung), in force from ",
                        Minute(e.effective_from()), ", kept by ", labels(e.keeper().person_id()));
  });
  table.Add<team::v1::AgreementVersionAdopted>([](const team::v1::AgreementVersionAdopted& e) {
    return absl::StrCat("version ", e.version(), " of the agreement is adopted, in force from ",
                        Minute(e.effective_from()), "; crises before it are judged by the one before");
  });
  table.Add<team::v1::AgreementEntrusted>([](const team::v1::AgreementEntrusted& e, const Labels& labels) {
    return absl::StrCat("the agreement is kept by ", labels(e.person_id()), ", deputy ",
                        labels(e.deputy_person_id()));
  });
  table.Add<team::v1::AgreementSigned>([](const team::v1::AgreementSigned& e, const Labels& labels) {
    return absl::StrCat(labels(e.signed_by_person_id()), " signs the agreement for ",
                        labels(e.organisation_id()), "; in a crisis ", labels(e.contact_person_id()),
                        " is to be reached, or ", labels(e.deputy_person_id()));
  });
  table.Add<team::v1::CrisisContactNamed>([](const team::v1::CrisisContactNamed& e, const Labels& labels) {
    return absl::StrCat("of ", labels(e.organisation_id()), " in a crisis ", labels(e.contact_person_id()),
                        " is to be reached from now on, or ", labels(e.deputy_person_id()));
  });
  table.Add<team::v1::AgreementLeft>([](const team::v1::AgreementLeft& e, const Labels& labels) {
    return absl::StrCat(labels(e.organisation_id()), " leaves the agreement; open crises go on as agreed");
  });
}

void AddMembers(Table& table) {
  table.Add<team::v1::MembershipFounded>([](const team::v1::MembershipFounded& e, const Labels& labels) {
    const std::string names =
        absl::StrJoin(e.seats(), ", ", [&](std::string* out, const team::v1::MemberSeat& seat) {
          absl::StrAppend(out, labels(seat.person_id()), seat.lead() ? " (lead)" : "");
        });
    return absl::StrCat(e.display_name(), " is founded (", Word(e.kind()), "); asked: ", names,
                        Due(e.answer_due()));
  });
  table.Add<team::v1::MemberAccepted>([](const team::v1::MemberAccepted& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " accepts the seat in person, deputy ",
                        labels(e.deputy_person_id()));
  });
  table.Add<team::v1::MembershipEntrusted>([](const team::v1::MembershipEntrusted& e, const Labels& labels) {
    return absl::StrCat("the register of members is kept by ", labels(e.person_id()), ", deputy ",
                        labels(e.deputy_person_id()));
  });
  table.Add<team::v1::MemberDeputyNamed>([](const team::v1::MemberDeputyNamed& e, const Labels& labels) {
    return absl::StrCat(labels(e.deputy_person_id()), " is deputy of ", labels(e.person_id()),
                        " in this seat; the seat stays");
  });
  table.Add<team::v1::MemberSuccessorNamed>(
      [](const team::v1::MemberSuccessorNamed& e, const Labels& labels) {
        return absl::StrCat(labels(e.successor_person_id()), " is asked to follow ", labels(e.person_id()),
                            ", whose seat it stays until then (Nachfolge)", Due(e.answer_due()));
      });
  table.Add<team::v1::MemberVacancyReported>(
      [](const team::v1::MemberVacancyReported& e, const Labels& labels) {
        return absl::StrCat("the seat of ", labels(e.person_id()),
                            " has nobody; the deputy acts, to be filled", Due(e.fill_due()));
      });
  table.Add<team::v1::MembersToSucceed>([](const team::v1::MembersToSucceed& e, const Labels& labels) {
    return absl::StrCat(labels(e.organisation_id()), " goes (", Word(e.cause()), "); its ",
                        e.person_ids_size(), " seats wait for successors", Due(e.succession_due()));
  });
  table.Add<team::v1::MembersStay>([](const team::v1::MembersStay& e, const Labels& labels) {
    return absl::StrCat(labels(e.organisation_id()), " stays after all, and keeps its seats");
  });
  table.Add<team::v1::JointDecisionOpened>([](const team::v1::JointDecisionOpened& e) {
    return absl::StrCat("a joint decision is asked for (", Word(e.subject()), ") of ", e.voters_size(),
                        " members", Due(e.answer_due()),
                        e.has_evaluation()
                            ? absl::StrCat("; judgement: ", Word(e.evaluation().judgement()),
                                           ", by the figures at position ", e.evaluation().figures_position())
                            : "");
  });
  table.Add<team::v1::VoteCast>([](const team::v1::VoteCast& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " votes ", Word(e.vote()));
  });
  table.Add<team::v1::JointDecisionReached>([](const team::v1::JointDecisionReached& e) {
    return absl::StrCat(
        e.not_cast() > 0 ? "everybody who is still there has voted: " : "everybody has voted: ", e.yes(),
        " yes, ", e.no(), " no, ", e.abstained(), " abstained",
        e.not_cast() > 0 ? absl::StrCat(", ", e.not_cast(), " left without a vote") : "",
        e.has_dissent_due() ? "; the dissent climbs and expels nobody" : "");
  });
  table.Add<team::v1::VoterGone>([](const team::v1::VoterGone& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " has left without a vote, and it is waited for no more");
  });
  table.Add<team::v1::JointDecisionWithdrawn>(
      [](const team::v1::JointDecisionWithdrawn& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()),
                            " lets the joint decision go: too many of the circle have left");
      });
  table.Add<team::v1::DissentAnswered>([](const team::v1::DissentAnswered& e) {
    return absl::StrCat("the dissent is answered: ", Word(e.answer()));
  });
}

void AddSocialSpaces(Table& table) {
  table.Add<team::v1::SocialSpaceDefined>([](const team::v1::SocialSpaceDefined& e, const Labels& labels) {
    return absl::StrCat("a social space is carried from now on: ", e.display_name(), ", by ",
                        RenderHolder(e.team(), labels), " (Sozialraum)");
  });
  table.Add<team::v1::SocialSpaceEntrusted>(
      [](const team::v1::SocialSpaceEntrusted& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " answers for the social space, deputy ",
                            labels(e.deputy_person_id()));
      });
  table.Add<team::v1::QuarterAdded>([](const team::v1::QuarterAdded& e) {
    return absl::StrCat("a quarter belongs to it: ", e.display_name(), ", from ", Minute(e.valid_from()));
  });
  table.Add<team::v1::QuarterLimited>([](const team::v1::QuarterLimited& e) {
    return absl::StrCat("a quarter belongs to it until ", Minute(e.valid_until()));
  });
  table.Add<team::v1::StreetAdded>([](const team::v1::StreetAdded& e) {
    return absl::StrCat("a street suggests it: ", e.street(), ", from ", Minute(e.valid_from()));
  });
  table.Add<team::v1::StreetLimited>([](const team::v1::StreetLimited& e) {
    return absl::StrCat("a street suggests it until ", Minute(e.valid_until()));
  });
}

void AddIntake(Table& table) {
  table.Add<intake::v1::ContactReceived>([](const intake::v1::ContactReceived& e, const Labels& labels) {
    const bool holds = e.kind() == intake::v1::CONTACT_KIND_FIRST_CONTACT;
    return absl::StrCat(holds ? "a first contact is received (Erstkontakt); from now on it is held by "
                              : "a general concern is received (Dialog), no case file; it is answered by ",
                        RenderHolder(e.owner(), labels));
  });
  table.Add<intake::v1::CaseOpeningRequested>(
      [](const intake::v1::CaseOpeningRequested& e, const Labels& labels) {
        return absl::StrCat("a case is asked for; holder stays ", RenderHolder(e.holder(), labels));
      });
  table.Say<intake::v1::ContactOpened>("the contact has become a case");
  table.Add<intake::v1::ReporterTold>([](const intake::v1::ReporterTold& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()),
                        " tells who reported it (§ 64): ", e.confirmed() ? "confirmed" : "not confirmed",
                        ", ", e.acted() ? "acted" : "not acted", ", ",
                        e.still_active() ? "still active" : "not active any more");
  });
  table.Add<intake::v1::ContactOpeningOverdue>([](const intake::v1::ContactOpeningOverdue& e) {
    return absl::StrCat("nobody has asked for a case for the first contact", Due(e.due()));
  });
  table.Add<intake::v1::ContactOpeningEscalated>([](const intake::v1::ContactOpeningEscalated& e) {
    return absl::StrCat("the first contact without a case climbs to the ", Word(e.step()), "; nothing moves");
  });
  table.Add<intake::v1::ContactTakenOver>([](const intake::v1::ContactTakenOver& e, const Labels& labels) {
    return absl::StrCat("of somebody who leaves the first contact goes to ", RenderHolder(e.to(), labels));
  });
  table.Add<intake::v1::InquiryReceived>([](const intake::v1::InquiryReceived& e, const Labels& labels) {
    return absl::StrCat("an inquiry reaches the coordination office (Fallanfrage); the case stays with ",
                        RenderHolder(e.holder(), labels), e.has_answer_due() ? Due(e.answer_due()) : "");
  });
  table.Say<intake::v1::BrokenOffSupportAdded>("one more support that was broken off is added (Abbruch)");
  table.Add<intake::v1::InquiryNeedsInfo>([](const intake::v1::InquiryNeedsInfo& e) {
    return absl::StrCat("the office needs more information", e.has_info_due() ? Due(e.info_due()) : "",
                        "; nothing moves");
  });
  table.Add<intake::v1::InquiryInfoOverdue>([](const intake::v1::InquiryInfoOverdue& e) {
    return absl::StrCat("what the office asked for is overdue", Due(e.due()));
  });
  table.Add<intake::v1::InquiryInfoEscalated>([](const intake::v1::InquiryInfoEscalated& e) {
    return absl::StrCat("what the office asked for climbs to the ", Word(e.step()), "; nothing moves");
  });
  table.Add<intake::v1::InquiryFoundEligible>(
      [](const intake::v1::InquiryFoundEligible& e, const Labels& labels) {
        return absl::StrCat("the inquiry is found eligible", e.override() ? " by reasoned exception" : "",
                            "; holder stays ", RenderHolder(e.holder(), labels));
      });
  table.Add<intake::v1::InquiryDeclined>([](const intake::v1::InquiryDeclined& e, const Labels& labels) {
    return absl::StrCat("the inquiry is declined (", Word(e.reason()), "); next is ",
                        labels(e.next_organisation_id()), ", and the holder stays ",
                        RenderHolder(e.holder(), labels));
  });
  table.Say<intake::v1::InquiryOpened>("the inquiry has become a case");
  table.Add<intake::v1::InquiryTakenOver>([](const intake::v1::InquiryTakenOver& e, const Labels& labels) {
    return absl::StrCat("of somebody who leaves the inquiry goes to ", RenderHolder(e.to(), labels));
  });
  table.Add<intake::v1::InquiryAnswerOverdue>([](const intake::v1::InquiryAnswerOverdue& e) {
    return absl::StrCat("the answer to the inquiry is overdue", Due(e.due()));
  });
  table.Add<intake::v1::InquiryAnswerEscalated>([](const intake::v1::InquiryAnswerEscalated& e) {
    return absl::StrCat("the overdue answer climbs to the ", Word(e.step()), "; nothing moves");
  });
}

void AddPrevention(Table& table) {
  table.Add<intake::v1::AnonymousContactCounted>([](const intake::v1::AnonymousContactCounted& e) {
    return absl::StrCat("a contact is counted (", Word(e.service_line()), "); of nobody");
  });
  table.Add<intake::v1::TransitionBegun>([](const intake::v1::TransitionBegun& e, const Labels& labels) {
    return absl::StrCat("a family agrees to be accompanied (Lotsenfunktion, ", Word(e.service_line()),
                        "); its navigator is ", RenderHolder(e.navigator(), labels));
  });
  table.Add<intake::v1::PhaseExpected>([](const intake::v1::PhaseExpected& e) {
    return absl::StrCat("the family is expected in its next phase (", Word(e.expected().phase()), ")",
                        Due(e.expected().due()));
  });
  table.Add<intake::v1::WarmHandoverOffered>(
      [](const intake::v1::WarmHandoverOffered& e, const Labels& labels) {
        return absl::StrCat("a warm handover is offered to ", RenderHolder(e.to(), labels), " (",
                            Word(e.to_line()), ")", Due(e.answer_due()), "; nothing moves yet");
      });
  table.Add<intake::v1::WarmHandoverMet>([](const intake::v1::WarmHandoverMet& e, const Labels& labels) {
    return absl::StrCat("the family, the navigator and ", labels(e.receiver_person_id()),
                        " sat together (warme Übergabe)");
  });
  table.Add<intake::v1::WarmHandoverAttemptFailed>([](const intake::v1::WarmHandoverAttemptFailed& e) {
    return absl::StrCat("the meeting did not come about (missing: ", Word(e.missing()),
                        "); it stays with the giver");
  });
  table.Add<intake::v1::NavigatorMoved>([](const intake::v1::NavigatorMoved& e, const Labels& labels) {
    return absl::StrCat("accepted in person; the navigator is now ", RenderHolder(e.to(), labels),
                        ", the giver looks again", Due(e.check_due()));
  });
  table.Add<intake::v1::WarmHandoverDeclined>([](const intake::v1::WarmHandoverDeclined& e) {
    return absl::StrCat("the handover is declined (", Word(e.reason()), "); it stays with the giver");
  });
  table.Say<intake::v1::WarmHandoverRevoked>("the handover is taken back; it stays with the giver");
  table.Add<intake::v1::WarmHandoverChecked>([](const intake::v1::WarmHandoverChecked& e) {
    return absl::StrCat("the giver has looked: ", Word(e.outcome()),
                        e.has_next_due() ? absl::StrCat("; looks again", Due(e.next_due())) : "");
  });
  table.Add<intake::v1::FamilyDecided>([](const intake::v1::FamilyDecided& e) {
    return absl::StrCat("the family takes part in a decision (", Word(e.subject()), ")");
  });
  table.Add<intake::v1::NavigatorTakenOver>(
      [](const intake::v1::NavigatorTakenOver& e, const Labels& labels) {
        return absl::StrCat("of somebody who leaves the family's accompaniment goes to ",
                            RenderHolder(e.to(), labels));
      });
  table.Say<intake::v1::PreventionConsentWithdrawn>(
      "the family withdraws its consent: sharing stops, the keys are forgotten, what was counted stays");
  table.Add<intake::v1::NavigatorToSucceed>(
      [](const intake::v1::NavigatorToSucceed& e, const Labels& labels) {
        return absl::StrCat(labels(e.organisation_id()),
                            " leaves; the family needs somebody who navigates it", Due(e.succession_due()));
      });
  table.Add<intake::v1::NavigatorStays>([](const intake::v1::NavigatorStays& e, const Labels& labels) {
    return absl::StrCat(labels(e.organisation_id()), " stays after all and navigates on");
  });
  table.Say<intake::v1::TransitionCompleted>("the family has arrived and says so itself");
  table.Add<intake::v1::TransitionDateMissed>([](const intake::v1::TransitionDateMissed& e) {
    return absl::StrCat("a date of the accompaniment has passed (", Word(e.kind()), ")", Due(e.due()));
  });
  table.Add<intake::v1::TransitionDateEscalated>([](const intake::v1::TransitionDateEscalated& e) {
    return absl::StrCat("the missed date climbs to the ", Word(e.step()), "; nothing moves");
  });
  table.Add<intake::v1::ProcessChainVersionSet>([](const intake::v1::ProcessChainVersionSet& e) {
    return absl::StrCat("version ", e.version(), " of the process chain from ", Word(e.from_line()), " to ",
                        Word(e.to_line()), " holds from ", Minute(e.valid_from()), " (Prozesskette)");
  });
  table.Add<intake::v1::PreventionTablePublished>([](const intake::v1::PreventionTablePublished& e) {
    return absl::StrCat("figures of quarter ", e.quarter(), "/", e.year(), " are published, ",
                        e.figures_size(), " of them, small ones hidden");
  });
}

void AddResponsibility(Table& table) {
  table.Add<casework::v1::CaseOpened>([](const casework::v1::CaseOpened& e, const Labels& labels) {
    return absl::StrCat("the case is opened; ", RenderHolder(e.holder(), labels),
                        " holds it, tonight: ", TonightText(e.tonight(), labels));
  });
  table.Add<casework::v1::HandoverPrepared>(
      [](const casework::v1::HandoverPrepared& e, const Labels& labels) -> std::string {
        if (e.put_away()) return "what was prepared for a handover is put away";
        const std::string to =
            e.to_organisation_id().empty() ? "" : absl::StrCat(" for ", labels(e.to_organisation_id()));
        return absl::StrCat("a handover is prepared", to, " (Übergabe vorbereitet): ", e.package_size(),
                            " documents looked at; nobody is asked yet");
      });
  table.Add<casework::v1::HandoverOffered>([](const casework::v1::HandoverOffered& e, const Labels& labels) {
    return absl::StrCat("the case is offered to ", RenderHolder(e.to(), labels), " (Übergabe angeboten)",
                        Due(e.answer_due()));
  });
  table.Add<casework::v1::HandoverMeetingHeld>(
      [](const casework::v1::HandoverMeetingHeld& e, const Labels& labels) {
        return absl::StrCat("giver and receiver met (Übergabegespräch): ", NamesOf(e.person_ids(), labels),
                            e.acting_person_ids().empty() ? "" : "; who had left was spoken for");
      });
  table.Add<casework::v1::HandoverAccepted>(
      [](const casework::v1::HandoverAccepted& e, const Labels& labels) {
        return absl::StrCat("the offer is accepted by ", labels(e.person_id()));
      });
  table.Add<casework::v1::HandoverRefused>([](const casework::v1::HandoverRefused& e) {
    return absl::StrCat("the offer is refused (", Word(e.reason()), "); it stays with the giver");
  });
  table.Say<casework::v1::HandoverRevoked>("the offer is taken back; it stays with the giver");
  table.Add<casework::v1::ResponsibilityMoved>([](const casework::v1::ResponsibilityMoved& e,
                                                  const Labels& labels) {
    return absl::StrCat(
        "responsibility moves from ", RenderHolder(e.from(), labels), " to ", RenderHolder(e.to(), labels),
        " (Fallverantwortung)",
        e.unnamed_stays_behind() ? absl::StrCat("; ", e.goes_along_size(),
                                                " packed document(s) go along, the rest stays with the giver")
                                 : std::string(),
        e.has_package_due() ? absl::StrCat("; what is needed is to be sent by ", Minute(e.package_due()))
                            : std::string());
  });
  table.Add<casework::v1::PackedAfterwards>(
      [](const casework::v1::PackedAfterwards& e, const Labels& labels) {
        if (e.nothing_needed())
          return absl::StrCat("who held the case has nothing that ", labels(e.to_organisation_id()),
                              " needs (nachgereicht)");
        return absl::StrCat("who held the case sends ", e.package_size(), " more document(s) to ",
                            labels(e.to_organisation_id()), ", each with its basis (nachgereicht)");
      });
  table.Add<casework::v1::HandoverFollowedUp>([](const casework::v1::HandoverFollowedUp& e) {
    return absl::StrCat("the giver looks after the handover: it ",
                        e.outcome() == casework::v1::FOLLOW_UP_OUTCOME_HOLDS ? "holds" : "is shaky",
                        e.has_next_due() ? absl::StrCat(", next look ", Minute(e.next_due()))
                                         : std::string("; the handover is confirmed"),
                        " (Nachschau)");
  });
  table.Add<casework::v1::HandoverTakenBack>(
      [](const casework::v1::HandoverTakenBack& e, const Labels& labels) {
        return absl::StrCat("the giver takes the case back, by ", labels(e.person_id()));
      });
  table.Add<casework::v1::CoordinationAssumed>(
      [](const casework::v1::CoordinationAssumed& e, const Labels& labels) {
        return absl::StrCat("coordination is taken by ", RenderHolder(e.holder(), labels),
                            e.has_from() ? absl::StrCat(", from ", labels(e.from().person_id())) : "");
      });
  table.Add<casework::v1::CoordinationOffered>(
      [](const casework::v1::CoordinationOffered& e, const Labels& labels) {
        return absl::StrCat("coordination is offered to ", RenderHolder(e.to(), labels), Due(e.answer_due()));
      });
  table.Add<casework::v1::CaseDeputyNamed>([](const casework::v1::CaseDeputyNamed& e, const Labels& labels) {
    return absl::StrCat(labels(e.deputy_person_id()), " is deputy of ", labels(e.person_id()),
                        " in this case (Vertretung); nothing moves");
  });
  table.Add<casework::v1::StrandDeputyNamed>(
      [](const casework::v1::StrandDeputyNamed& e, const Labels& labels) {
        return absl::StrCat(labels(e.deputy_person_id()), " is deputy of ", labels(e.person_id()), " for ",
                            Word(e.strand()), " (Vertretung); nothing moves");
      });
  table.Add<casework::v1::HolderFoundReachable>([](const casework::v1::HolderFoundReachable&) {
    return std::string("who holds the case and the deputy can act now (R0)");
  });
  table.Add<casework::v1::SuccessionOfferEnded>(
      [](const casework::v1::SuccessionOfferEnded& e, const Labels& labels) {
        const bool seat = e.strand() == common::v1::STRAND_SHARED;
        const std::string who = e.person_id().empty()
                                    ? "nobody is asked any more to "
                                    : absl::StrCat(labels(e.person_id()), " is asked no more to ");
        return absl::StrCat(who, seat ? "take that seat" : "coordinate", ": ", WhyEnded(e.cause()));
      });
  table.Add<casework::v1::CommitmentsInvited>(
      [](const casework::v1::CommitmentsInvited& e, const Labels& labels) {
        std::string names = absl::StrJoin(
            e.invitations(), ", ", [&](std::string* out, const casework::v1::Invitation& invitation) {
              absl::StrAppend(out, labels(invitation.person_id()), invitation.lead() ? " (lead)" : "");
            });
        return absl::StrCat("asked to share responsibility: ", names);
      });
  table.Add<casework::v1::InvitationReplaced>([](const casework::v1::InvitationReplaced& e,
                                                 const Labels& labels) {
    return absl::StrCat(labels(e.invitation().person_id()), " is asked instead of ", labels(e.person_id()));
  });
  table.Add<casework::v1::MemberCommitted>([](const casework::v1::MemberCommitted& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " of ", labels(e.organisation_id()), " commits in person");
  });
  table.Say<casework::v1::SharedResponsibilityTaken>(
      "everybody asked has committed: responsibility is shared (Verantwortungsgemeinschaft)");
}

void AddWork(Table& table) {
  table.Add<casework::v1::DiagnosticsDocumented>([](const casework::v1::DiagnosticsDocumented& e) {
    return absl::StrCat("diagnostics are documented, version ", e.version(), " (Diagnostik)");
  });
  table.Add<casework::v1::CaseUnderstandingRecorded>([](const casework::v1::CaseUnderstandingRecorded& e) {
    return absl::StrCat("the case is understood, cycle ", e.cycle(), " (Fallverstehen)");
  });
  table.Say<casework::v1::SettingProposed>("a support setting is proposed (Hilfesetting)");
  table.Add<casework::v1::SettingAnswered>([](const casework::v1::SettingAnswered& e) {
    return absl::StrCat("the young person's answer to the setting: ", Word(e.answer()));
  });
  table.Add<casework::v1::SettingAdopted>([](const casework::v1::SettingAdopted& e) {
    return absl::StrCat("the setting is adopted, version ", e.version());
  });
  table.Add<casework::v1::SettingStarted>([](const casework::v1::SettingStarted& e, const Labels& labels) {
    return absl::StrCat("the setting starts",
                        e.has_tonight() ? absl::StrCat("; tonight: ", TonightText(e.tonight(), labels)) : "");
  });
  table.Add<casework::v1::SettingNoticeGiven>([](const casework::v1::SettingNoticeGiven& e) {
    return absl::StrCat("the provider gives notice and keeps the bridge until somebody takes over",
                        e.has_bridge_due() ? absl::StrCat("; what comes next", Due(e.bridge_due())) : "");
  });
  table.Add<casework::v1::SettingEnded>([](const casework::v1::SettingEnded& e, const Labels& labels) {
    const bool by_provider = e.cause() == casework::v1::SETTING_END_CAUSE_PROVIDER;
    const char* what = by_provider ? "the setting ends by its provider" : "the setting ends";
    return absl::StrCat(e.broken_off() ? "the provider breaks off the help" : what,
                        "; tonight: ", TonightText(e.next_tonight(), labels),
                        e.has_return_contact_due() ? absl::StrCat("; who has promised to receive is awaited",
                                                                  Due(e.return_contact_due()))
                                                   : "");
  });
  table.Add<casework::v1::TonightMoved>([](const casework::v1::TonightMoved& e, const Labels& labels) {
    return absl::StrCat(e.with_case() ? "tonight goes with the case, as it was: " : "tonight moves to ",
                        TonightText(e.to(), labels),
                        e.kept_setting_id().empty() ? "" : "; the place is kept meanwhile",
                        e.back_in_setting_id().empty() ? "" : ", where the place was kept");
  });
  table.Add<casework::v1::SetbackRecorded>([](const casework::v1::SetbackRecorded& e) {
    std::string kinds = absl::StrJoin(e.kinds(), ", ", [](std::string* out, int kind) {
      absl::StrAppend(out, Word(static_cast<casework::v1::SetbackKind>(kind)));
    });
    return absl::StrCat("a setback: ", kinds, "; allowed, and nobody is let go (Rückfall)");
  });
  table.Add<casework::v1::ReplanOpened>([](const casework::v1::ReplanOpened& e) {
    return absl::StrCat("a new cycle of understanding and planning begins, cycle ", e.cycle());
  });
  table.Add<casework::v1::StandbyEntered>([](const casework::v1::StandbyEntered& e) {
    return absl::StrCat("the case stands by (ruhend, ", Word(e.reason()),
                        "); the holder stays, next contact by ", Minute(e.next_contact_due()));
  });
  table.Add<casework::v1::ContactWithYoungPersonRecorded>(
      [](const casework::v1::ContactWithYoungPersonRecorded& e, const Labels& labels) {
        return absl::StrCat("contact with the young person (", Word(e.channel()), "), by ",
                            labels(e.person_id()),
                            e.return_setting_ids().empty() ? "" : "; the time after the help has begun");
      });
  table.Say<casework::v1::CaseReactivated>(
      "the case is active again, with the same holders and the same team");
  table.Add<casework::v1::CaseDeadlineOverdue>([](const casework::v1::CaseDeadlineOverdue& e) {
    return absl::StrCat("overdue: ", Word(e.clock()), Due(e.due()), "; nothing moves");
  });
  table.Add<casework::v1::CaseDeadlineEscalated>([](const casework::v1::CaseDeadlineEscalated& e) {
    return absl::StrCat("overdue ", Word(e.clock()), " climbs to the ", Word(e.step()), "; nothing moves");
  });
  table.Say<casework::v1::HearingRecorded>(
      "somebody who had not been heard was heard, or a new date is set (Beteiligung)");
}

void AddCompetence(Table& table) {
  table.Add<casework::v1::CompetenceDetermined>(
      [](const casework::v1::CompetenceDetermined& e, const Labels& labels) {
        return absl::StrCat(labels(e.organisation_id()), " is competent since ", Minute(e.effective_since()),
                            e.corrects_competence_id().empty() ? "" : ", which corrects an earlier entry",
                            "; who held stays as it was (örtliche Zuständigkeit)");
      });
  table.Add<casework::v1::CompetenceChangeDetected>(
      [](const casework::v1::CompetenceChangeDetected& e, const Labels& labels) {
        return absl::StrCat(
            e.organisation_id().empty() ? "nobody knows who is" : labels(e.organisation_id()) + " may be",
            " competent now (", Word(e.cause()), "); nothing moves by that");
      });
  table.Add<casework::v1::AgencyInformed>([](const casework::v1::AgencyInformed& e, const Labels& labels) {
    return absl::StrCat("the other office is informed (§ 86c): ", RenderHolder(e.to(), labels),
                        Due(e.takeover_due()));
  });
  table.Say<casework::v1::AgencyDataSent>("what the help needs is sent to the other office");
  table.Add<casework::v1::AgencyConversationHeld>(
      [](const casework::v1::AgencyConversationHeld& e, const Labels& labels) {
        return absl::StrCat("the two offices talked: ", NamesOf(e.person_ids(), labels));
      });
  table.Add<casework::v1::ServiceContinuationReported>(
      [](const casework::v1::ServiceContinuationReported& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " reports that the other office goes on since ",
                            Minute(e.continued_since()), "; nothing moves by that");
      });
  table.Add<casework::v1::ServiceContinuedByNewAgency>(
      [](const casework::v1::ServiceContinuedByNewAgency& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " accepts: the other office goes on with the help");
      });
  table.Add<casework::v1::CompetenceRefused>([](const casework::v1::CompetenceRefused& e) {
    return absl::StrCat("the other office denies being competent (", Word(e.reason()),
                        "); it is contested, and whoever held goes on");
  });
  table.Add<casework::v1::ProvisionalTakeoverAsked>(
      [](const casework::v1::ProvisionalTakeoverAsked& e, const Labels& labels) {
        return absl::StrCat(RenderHolder(e.to(), labels), " is asked to act for the time being (§ 86d, ",
                            Word(e.cause()), ")", Due(e.answer_due()),
                            e.package().empty()
                                ? std::string()
                                : absl::StrCat("; ", e.package_size(), " document(s) are packed for it"));
      });
  table.Add<casework::v1::ProvisionalTakeover>(
      [](const casework::v1::ProvisionalTakeover& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " accepts to act for the time being (§ 86d)");
      });
  table.Say<casework::v1::CompetenceChangeSettled>("who is competent is settled");
  table.Say<casework::v1::OmbudsOffered>("the ombuds office is offered (Ombudsstelle, § 9a)");
}

void AddAge(Table& table) {
  table.Add<casework::v1::BirthDateRecorded>([](const casework::v1::BirthDateRecorded& e) {
    return absl::StrCat("the birth date is ", e.has_correction_reason() ? "corrected" : "recorded",
                        ", sealed; ",
                        e.has_of_age_due() ? absl::StrCat("of age at the latest by ", Minute(e.of_age_due()))
                                           : std::string("of age"));
  });
  table.Add<casework::v1::BirthDateCorrectionProposed>([](const casework::v1::BirthDateCorrectionProposed& e,
                                                          const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " says that the birth date is another one, by which of age ",
                        Minute(e.of_age_month()), "; a second person has to say the same");
  });
  table.Add<casework::v1::GuardianNamed>([](const casework::v1::GuardianNamed& e, const Labels& labels) {
    return e.kind() == casework::v1::GUARDIAN_KIND_OFFICE
               ? absl::StrCat("asked to declare the guardianship: ", RenderHolder(e.holder(), labels))
               : absl::StrCat("legal representative: ", Word(e.kind()));
  });
  table.Add<casework::v1::GuardianDeclared>(
      [](const casework::v1::GuardianDeclared& e, const Labels& labels) {
        return absl::StrCat("the guardianship is declared (Amtsvormundschaft, § 87c) by ",
                            RenderHolder(e.holder(), labels));
      });
  table.Add<casework::v1::CameOfAge>([](const casework::v1::CameOfAge& e) {
    return absl::StrCat("18: nobody's ward any more; what others consented to is asked anew",
                        Due(e.consents_due()), " (volljährig)");
  });
  table.Add<casework::v1::ConsentsAskedAnew>([](const casework::v1::ConsentsAskedAnew& e) {
    return absl::StrCat("the young adult's own consent: ", Word(e.answer()));
  });
  table.Add<casework::v1::HelpPlanned>([](const casework::v1::HelpPlanned& e) {
    return absl::StrCat("help is planned until ", Minute(e.planned_end()),
                        e.has_extension_reason() ? ", with a reason to go on beyond 21" : "",
                        "; it ends nothing (§ 41)");
  });
  table.Say<casework::v1::TransitionChecked>("what comes afterwards was looked at (§ 36b)");
}

void AddCatalogue(Table& table) {
  table.Add<team::v1::CatalogueEntryListed>([](const team::v1::CatalogueEntryListed& e) {
    return absl::StrCat("listed in the catalogue: ", Word(e.kind()),
                        e.display_name().empty() ? "" : absl::StrCat(", ", e.display_name()));
  });
  table.Say<team::v1::CatalogueEntryWithdrawn>("an entry of the catalogue is withdrawn");
  table.Add<team::v1::PlacesTold>([](const team::v1::PlacesTold& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " says that ", e.free(), " of ", e.places(),
                        " places are free");
  });
}

void AddPlanning(Table& table) {
  table.Add<casework::v1::ResourcesChecked>([](const casework::v1::ResourcesChecked& e) {
    return absl::StrCat("resources are checked (Ressourcencheck), ", e.participants_size(), " took part");
  });
  table.Add<casework::v1::PeerConsultationHeld>([](const casework::v1::PeerConsultationHeld& e) {
    return absl::StrCat("peer consultation of both departments (Kollegiale Beratung), ",
                        e.participants_size(), " took part");
  });
  table.Add<casework::v1::NeedClassified>([](const casework::v1::NeedClassified& e) {
    return absl::StrCat("the need is classified (Falleinordnung): ", Word(e.need_class()));
  });
  table.Add<casework::v1::RiskAssessmentOpened>([](const casework::v1::RiskAssessmentOpened& e) {
    return absl::StrCat("an assessment of endangerment begins (§ 8a)", Due(e.due()));
  });
  table.Add<casework::v1::RiskAssessmentMade>([](const casework::v1::RiskAssessmentMade& e) {
    return absl::StrCat("endangerment is assessed by ", e.assessors_size(),
                        " professionals: ", Word(e.outcome()));
  });
  table.Add<casework::v1::CommissionCalled>([](const casework::v1::CommissionCalled& e) {
    return absl::StrCat("the commission is called about a setting (Genehmigungskommission)", Due(e.due()));
  });
  table.Add<casework::v1::CommissionVoteCast>(
      [](const casework::v1::CommissionVoteCast& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " votes in the seat ", Word(e.seat()), ": ",
                            e.approves() ? "yes" : "no");
      });
  table.Say<casework::v1::HelpApproved>("all three approve; the setting may be adopted");
  table.Add<casework::v1::HelpReturned>([](const casework::v1::HelpReturned& e) {
    return absl::StrCat("the commission gives the setting back (", Word(e.reason()), "); it may come again");
  });
  table.Add<casework::v1::RecordEntered>([](const casework::v1::RecordEntered& e) {
    return absl::StrCat("a record: ", Word(e.kind()), ", version ", e.version(), ", from ", Word(e.source()),
                        ", basis ", Word(e.basis()));
  });
  table.Add<casework::v1::RightAssessed>([](const casework::v1::RightAssessed& e) {
    return absl::StrCat("the right to ", Word(e.domain()), e.covered() ? " is covered" : " is not covered",
                        " since ", Minute(e.since()));
  });
  table.Add<casework::v1::ConsentGiven>([](const casework::v1::ConsentGiven& e, const Labels& labels) {
    return absl::StrCat("the ", Word(e.given_by()), " consents that ", labels(e.organisation_id()),
                        " is told of ", Word(e.matter()), " until ", Minute(e.until()), " (Einwilligung)");
  });
  table.Add<casework::v1::UnaccompaniedMinorReceived>([](const casework::v1::UnaccompaniedMinorReceived& e) {
    return absl::StrCat(
        "an unaccompanied minor is taken into preliminary care (vorläufige Inobhutnahme); the Land is to be "
        "told",
        Due(e.notification_due()), ", nobody is allocated after ", Minute(e.month_until()));
  });
  table.Add<casework::v1::MinorStepTaken>([](const casework::v1::MinorStepTaken& e) {
    return absl::StrCat("on the way to an allocation (Verteilung): ", Word(e.step()), "; next",
                        Due(e.next_due()));
  });
  table.Add<casework::v1::MinorAllocated>([](const casework::v1::MinorAllocated& e, const Labels& labels) {
    return absl::StrCat("the Land names ", labels(e.organisation_id()), "; whoever holds the case goes on",
                        e.has_transfer_due() ? absl::StrCat(", the transfer", Due(e.transfer_due())) : "");
  });
  table.Add<casework::v1::MinorExcluded>([](const casework::v1::MinorExcluded& e) {
    return absl::StrCat("nobody is allocated (", Word(e.reason()), "); whoever holds the case goes on");
  });
  table.Add<casework::v1::EscortSent>([](const casework::v1::EscortSent& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " goes along in person (Begleitung), departing ",
                        Minute(e.departs_at()));
  });
  table.Add<casework::v1::ArrivalConfirmed>(
      [](const casework::v1::ArrivalConfirmed& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " confirms the arrival at ", Minute(e.arrived_at()));
      });
  table.Add<casework::v1::SearchBegun>([](const casework::v1::SearchBegun& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " searches; the first attempt", Due(e.first_due()),
                        e.nothing_ends() ? "; nothing ends meanwhile" : "");
  });
  table.Add<casework::v1::SearchContactMade>([](const casework::v1::SearchContactMade& e) {
    return absl::StrCat("somebody is searched for: ", Word(e.result()), "; the next attempt",
                        Due(e.next_due()));
  });
  table.Add<casework::v1::ConsentWithdrawn>([](const casework::v1::ConsentWithdrawn& e) {
    return absl::StrCat("the ", Word(e.withdrawn_by()), " takes a consent back; nothing more is told by it");
  });
  table.Add<casework::v1::GlassBroken>([](const casework::v1::GlassBroken& e, const Labels& labels) {
    return absl::StrCat(
        labels(e.person_id()), " of ", labels(e.organisation_id()), " reads beyond need-to-know until ",
        Minute(e.until()), ": ", Word(e.reason()), e.endangered() ? ", also what was entrusted" : "",
        " (Notfallzugriff); ", labels(e.holder_organisation_id()), " is told",
        e.asked_person_ids().empty() ? "" : "; asked to review it: ",
        absl::StrJoin(e.asked_person_ids(), " and ", [&](std::string* out, const std::string& person_id) {
          absl::StrAppend(out, labels(person_id));
        }));
  });
  table.Add<casework::v1::GlassReviewed>([](const casework::v1::GlassReviewed& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " has looked at that reading: ", Word(e.finding()));
  });
  table.Add<casework::v1::GlassReviewClosed>(
      [](const casework::v1::GlassReviewClosed& e, const Labels& labels) {
        return absl::StrCat("two people have reviewed the reading by ", labels(e.person_id()), ": ",
                            e.justified() ? "justified" : "not justified, and it is over");
      });
  table.Add<casework::v1::ConfidenceRecorded>(
      [](const casework::v1::ConfidenceRecorded& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()), " is ", Word(e.confidence()),
                            " of what to do (Handlungssicherheit)");
      });
}

void AddCourse(Table& table) {
  table.Add<casework::v1::TrialBegun>([](const casework::v1::TrialBegun& e) {
    return absl::StrCat("the setting is tried until ", Minute(e.until()), " (Erprobung)");
  });
  table.Add<casework::v1::SettingEvaluated>([](const casework::v1::SettingEvaluated& e) {
    return absl::StrCat("the setting is looked at: ", Word(e.outcome()));
  });
  table.Add<casework::v1::FundingDecided>([](const casework::v1::FundingDecided& e) {
    return absl::StrCat("funding: ", Word(e.decision()), " (", Word(e.payer()), "); costs end nothing");
  });
  table.Add<casework::v1::OfferFoundUnsuitable>(
      [](const casework::v1::OfferFoundUnsuitable& e, const Labels& labels) {
        std::string because = absl::StrJoin(e.because(), ", ", [](std::string* out, int each) {
          absl::StrAppend(out, Word(static_cast<casework::v1::UnsuitableBecause>(each)));
        });
        return absl::StrCat("the offer of ", labels(e.organisation_id()), " did not suit: ", because);
      });
  table.Add<casework::v1::ResidentialPhaseEntered>([](const casework::v1::ResidentialPhaseEntered& e,
                                                      const Labels& labels) {
    return absl::StrCat(
        "residential help enters its phase ", Word(e.phase()),
        e.has_receiver() ? absl::StrCat("; then ", RenderHolder(e.receiver(), labels), " receives") : "",
        e.has_receiver_answer_due() ? absl::StrCat(", planned for ", Minute(e.return_planned_at()),
                                                   ", to be answered by ", Minute(e.receiver_answer_due()))
                                    : "");
  });
  table.Add<casework::v1::ReturnAnswered>([](const casework::v1::ReturnAnswered& e, const Labels& labels) {
    if (e.accepted()) return absl::StrCat(labels(e.person_id()), " will receive after residential help");
    return absl::StrCat(labels(e.person_id()), " does not receive after residential help; ",
                        e.has_plan_anew_due()
                            ? absl::StrCat("the return is planned anew by ", Minute(e.plan_anew_due()))
                            : "what comes next is planned anew");
  });
}

void AddEnds(Table& table) {
  table.Add<casework::v1::AftercareBegun>([](const casework::v1::AftercareBegun& e, const Labels& labels) {
    return absl::StrCat("aftercare begins (Nachbetreuung, § 41a) with ", RenderHolder(e.holder(), labels),
                        " until ", Minute(e.until()), ", contact every ", e.contact_every_days(), " days");
  });
  table.Add<casework::v1::AftercareContinued>([](const casework::v1::AftercareContinued& e) {
    return e.has_next_contact_due()
               ? absl::StrCat("aftercare goes on, next contact by ", Minute(e.next_contact_due()))
               : std::string("the period of aftercare is over");
  });
  table.Say<casework::v1::AftercareInterrupted>("help begins again; aftercare comes after it, anew");
  table.Add<casework::v1::LawfulEndRequested>([](const casework::v1::LawfulEndRequested& e) {
    const std::string& commit = e.continued_in_commit_id();
    return absl::StrCat(
        "a lawful end is asked for (", Word(e.ground()), "); nothing ends by that",
        commit.empty() ? ""
                       : absl::StrCat("; goes on by ", commit, " in the log ", e.continued_in_log_origin()));
  });
  table.Add<casework::v1::LawfulEndApproved>(
      [](const casework::v1::LawfulEndApproved& e, const Labels& labels) {
        return absl::StrCat("the end is approved by ", labels(e.person_id()), " of ",
                            labels(e.organisation_id()), " (Vier-Augen-Prinzip)");
      });
  table.Add<casework::v1::ObjectionPeriodBegan>([](const casework::v1::ObjectionPeriodBegan& e) {
    return absl::StrCat("two organisations approve; anybody may object until ", Minute(e.until()),
                        " (Widerspruch)");
  });
  table.Add<casework::v1::LawfulEndStopped>([](const casework::v1::LawfulEndStopped& e) {
    return absl::StrCat("the end is stopped (", Word(e.cause()), "); everything goes on as it was");
  });
  table.Add<casework::v1::CaseLawfullyEnded>([](const casework::v1::CaseLawfullyEnded& e) {
    return absl::StrCat("the case has lawfully ended (", Word(e.ground()), "); the way back stays open");
  });
  table.Add<casework::v1::CaseReopened>([](const casework::v1::CaseReopened& e, const Labels& labels) {
    return absl::StrCat("the case is open again, with the same team, held by ",
                        RenderHolder(e.holder(), labels),
                        e.has_reachable_due() ? "; somebody who can act is to be named at once" : "");
  });
}

void AddTeam(Table& table) {
  table.Add<team::v1::TeamProposed>([](const team::v1::TeamProposed& e, const Labels& labels) {
    std::string names = absl::StrJoin(e.seats(), ", ", [&](std::string* out, const team::v1::TeamSeat& seat) {
      absl::StrAppend(out, labels(seat.person_id()), seat.lead() ? " (lead)" : "");
    });
    return absl::StrCat("a team for this young person is proposed (Team auf Zeit), coordinated by ",
                        RenderHolder(e.coordinator(), labels), ": ", names);
  });
  table.Add<team::v1::ProposedMemberReplaced>(
      [](const team::v1::ProposedMemberReplaced& e, const Labels& labels) {
        return absl::StrCat("in the proposed team ", labels(e.seat().person_id()), " is asked instead of ",
                            labels(e.person_id()));
      });
  table.Say<team::v1::TeamFormed>("the team is formed: everybody has accepted");
  table.Add<team::v1::TeamActivated>([](const team::v1::TeamActivated& e) {
    return absl::StrCat("the team works from now on, next review ", Minute(e.review_due()));
  });
  table.Say<team::v1::TeamPaused>("the team pauses; nobody is released");
  table.Say<team::v1::TeamWoundDown>(
      "the case has lawfully ended, and nothing is due of the team; it comes back with the case");
  table.Say<team::v1::TeamResumed>("the team works again, with the same members");
  table.Add<team::v1::TeamMeetingCalled>([](const team::v1::TeamMeetingCalled& e) {
    return absl::StrCat("a team meeting is called", Due(e.due()));
  });
  table.Add<team::v1::TeamMeetingHeld>([](const team::v1::TeamMeetingHeld& e, const Labels& labels) {
    return absl::StrCat("the team met: ", NamesOf(e.person_ids(), labels));
  });
  table.Add<team::v1::TeamDeadlineOverdue>([](const team::v1::TeamDeadlineOverdue& e) {
    return absl::StrCat("overdue in the team: ", Word(e.clock()), Due(e.due()), "; nothing moves");
  });
  table.Add<team::v1::TeamDeadlineEscalated>([](const team::v1::TeamDeadlineEscalated& e) {
    return absl::StrCat("overdue ", Word(e.clock()), " climbs to the ", Word(e.step()), "; nothing moves");
  });
}

void AddCrisis(Table& table) {
  table.Add<crisis::v1::DeploymentRequested>(
      [](const crisis::v1::DeploymentRequested& e, const Labels& labels) {
        return absl::StrCat("the crisis team is called (", Word(e.mode()),
                            "): ", labels(e.crisis_team_organisation_id()), Due(e.answer_due()));
      });
  table.Add<crisis::v1::DeploymentAccepted>(
      [](const crisis::v1::DeploymentAccepted& e, const Labels& labels) {
        return absl::StrCat("the crisis team accepts (Krisenintervention, ", Word(e.mode()),
                            "): ", RenderHolder(e.holder(), labels));
      });
  table.Add<crisis::v1::DeploymentRefused>([](const crisis::v1::DeploymentRefused& e) {
    return absl::StrCat("the crisis team cannot come (", Word(e.reason()), "); whoever held before holds on");
  });
  table.Add<crisis::v1::DeploymentEnded>([](const crisis::v1::DeploymentEnded& e, const Labels& labels) {
    return absl::StrCat(
        "the crisis team's deployment ends and is handed back to ", labels(e.handed_back_to_person_id()),
        e.mode() == crisis::v1::DEPLOYMENT_MODE_OVERNIGHT ? absl::StrCat(", after ", e.nights(), " nights")
                                                          : "",
        "; to be talked over (Nachbesprechung)", Due(e.debrief_due()));
  });
  table.Add<crisis::v1::OutreachContactMade>(
      [](const crisis::v1::OutreachContactMade& e, const Labels& labels) {
        return absl::StrCat("outreach (aufsuchend) by ", labels(e.person_id()),
                            e.reached() ? absl::StrCat(": contact; the next", Due(e.next_due()))
                                        : ": nobody was reached; the date stands");
      });
  table.Add<crisis::v1::OutreachContactOverdue>([](const crisis::v1::OutreachContactOverdue& e) {
    return absl::StrCat("the contact of outreach is overdue", Due(e.due()), "; nothing moves");
  });
  table.Add<crisis::v1::OutreachContactEscalated>([](const crisis::v1::OutreachContactEscalated& e) {
    return absl::StrCat("the overdue contact of outreach climbs to the ", Word(e.step()), "; nothing moves");
  });
  table.Add<crisis::v1::DeploymentTakenOver>(
      [](const crisis::v1::DeploymentTakenOver& e, const Labels& labels) {
        return absl::StrCat(RenderHolder(e.to(), labels), " goes on with the deployment of ",
                            labels(e.from().person_id()));
      });
  table.Add<crisis::v1::DebriefRecorded>([](const crisis::v1::DebriefRecorded& e) {
    return absl::StrCat("the deployment was talked over by ", e.organisation_ids_size(), " organisations");
  });
  table.Say<crisis::v1::DebriefOverdue>("nobody has talked the deployment over in time");
  table.Add<crisis::v1::DebriefEscalated>([](const crisis::v1::DebriefEscalated& e) {
    return absl::StrCat("the missing debrief is told to the ", Word(e.step()));
  });
  table.Say<crisis::v1::PlaceReturned>("the place that was kept for it in the team's pool is not needed");
  table.Add<crisis::v1::PoolCapacitySet>([](const crisis::v1::PoolCapacitySet& e, const Labels& labels) {
    return absl::StrCat(labels(e.organisation_id()), " can carry at once: ", e.support_places(),
                        " in support, ", e.outreach_places(), " in outreach, ", e.overnight_places(),
                        " overnight");
  });
  table.Add<crisis::v1::PlaceTaken>([](const crisis::v1::PlaceTaken& e, const Labels& labels) {
    return absl::StrCat(labels(e.holder().person_id()), " accepts in person and takes a free place (",
                        Word(e.mode()), ")");
  });
  table.Add<crisis::v1::PlaceCounted>([](const crisis::v1::PlaceCounted& e) {
    return absl::StrCat("a deployment that runs already takes a place (", Word(e.mode()), ")");
  });
  table.Say<crisis::v1::PlaceFreed>("a place is free again");
  table.Say<crisis::v1::DeploymentWithdrawn>("the call for the crisis team is withdrawn; nothing moves");
  table.Add<crisis::v1::DeploymentAnswerOverdue>([](const crisis::v1::DeploymentAnswerOverdue& e) {
    return absl::StrCat("the crisis team's answer is overdue", Due(e.due()));
  });
  table.Add<crisis::v1::DeploymentAnswerEscalated>([](const crisis::v1::DeploymentAnswerEscalated& e) {
    return absl::StrCat("the overdue answer climbs to the ", Word(e.step()), "; nothing moves");
  });
}

// A sentence names an addressee only where the directory knows one.
std::string PartyText(common::v1::CrisisParty party, const std::string& organisation_id,
                      const Labels& labels) {
  return organisation_id.empty() ? Word(party)
                                 : absl::StrCat(Word(party), " (", labels(organisation_id), ")");
}

std::string WithinText(uint32_t seconds) {
  return absl::StrCat(seconds / 60, " min after the alarm");
}

std::string RaisedByText(const crisis::v1::CrisisOpened& e, const Labels& labels) {
  if (!e.outside_person_id().empty())
    return absl::StrCat(", raised from outside the circle by ", labels(e.outside_person_id()), " of ",
                        labels(e.outside_organisation_id()));
  if (e.raised_by_person_id().empty()) return "";
  const std::string who =
      absl::StrCat(labels(e.raised_by_person_id()), " of ", labels(e.raised_by_organisation_id()));
  if (e.case_id().empty()) return absl::StrCat(", raised by ", who);
  return absl::StrCat(", in place of ", who, ", who raised it and goes");
}

void AddAlarm(Table& table) {
  table.Add<crisis::v1::CrisisOpened>([](const crisis::v1::CrisisOpened& e, const Labels& labels) {
    return absl::StrCat("alarm: a crisis (", Word(e.kind()), e.risk_to_self() ? ", risk to self" : "",
                        e.risk_to_others() ? ", risk to others" : "", "); told at once: ",
                        absl::StrJoin(e.legs(), ", ",
                                      [&](std::string* out, const crisis::v1::LegStarted& leg) {
                                        absl::StrAppend(
                                            out, PartyText(leg.party(), leg.organisation_id(), labels));
                                      }),
                        "; led by ", RenderHolder(e.lead(), labels), " (Krise)", RaisedByText(e, labels));
  });
  table.Add<crisis::v1::AlarmRepeated>([](const crisis::v1::AlarmRepeated& e, const Labels& labels) {
    const bool outside = !e.outside_organisation_id().empty();
    std::string text = absl::StrCat("the alarm is raised again by ",
                                    labels(outside ? e.outside_organisation_id() : e.organisation_id()),
                                    outside ? ", from outside the circle" : "",
                                    e.again() ? "; the danger was over for now, so that all are told anew"
                                              : "; it is one crisis, and nothing starts twice");
    for (const int danger : e.first_said())
      absl::StrAppend(&text, "; says first: ", Word(static_cast<crisis::v1::Danger>(danger)));
    if (!e.told_organisation_ids().empty())
      absl::StrAppend(&text, "; told at once: ",
                      absl::StrJoin(e.told_organisation_ids(), ", ",
                                    [&](std::string* out, const std::string& organisation) {
                                      absl::StrAppend(out, labels(organisation));
                                    }));
    if (e.has_heard_due()) absl::StrAppend(&text, "; to be heard by who leads", Due(e.heard_due()));
    if (e.has_meeting_due()) absl::StrAppend(&text, "; the parties are to meet again", Due(e.meeting_due()));
    return text;
  });
  table.Add<crisis::v1::AlarmAcknowledged>([](const crisis::v1::AlarmAcknowledged& e, const Labels& labels) {
    return absl::StrCat(labels(e.organisation_id()), " has heard of the later alarm",
                        e.leads() ? ", and leads or holds the case" : "");
  });
  table.Add<crisis::v1::CrisisCaseRequested>(
      [](const crisis::v1::CrisisCaseRequested& e, const Labels& labels) {
        return absl::StrCat(
            "somebody unknown: ", RenderHolder(e.holder(), labels),
            " holds from now on, and a case is asked for; tonight: ", TonightText(e.tonight(), labels));
      });
  table.Say<crisis::v1::CrisisCaseOpened>("the crisis has its case");
  table.Add<crisis::v1::LegStarted>([](const crisis::v1::LegStarted& e, const Labels& labels) {
    return absl::StrCat("to be told: ", PartyText(e.party(), e.organisation_id(), labels),
                        Due(e.acknowledge_due()));
  });
  table.Add<crisis::v1::LegAttempted>([](const crisis::v1::LegAttempted& e) {
    return absl::StrCat(Word(e.party()), e.reached() ? " reached by " : " not reached by ",
                        Word(e.channel()));
  });
  table.Add<crisis::v1::LegAcknowledged>([](const crisis::v1::LegAcknowledged& e) {
    return absl::StrCat(Word(e.party()), e.told() ? " was told and knows, " : " acknowledges, ",
                        WithinText(e.seconds_after_alarm()));
  });
  table.Add<crisis::v1::CrisisDeadlineOverdue>([](const crisis::v1::CrisisDeadlineOverdue& e) {
    return absl::StrCat(Word(e.clock()), " is overdue", Due(e.due()), "; nothing waits for it");
  });
  table.Add<crisis::v1::CrisisDeadlineEscalated>([](const crisis::v1::CrisisDeadlineEscalated& e) {
    return absl::StrCat("overdue ", Word(e.clock()), " climbs to the ", Word(e.step()), "; nothing moves");
  });
  table.Say<crisis::v1::CrisisStabilised>("the danger at once is over; the crisis goes on");
  table.Say<crisis::v1::CrisisConcluded>(
      "the crisis is concluded; the case goes on with its holder, and nobody is let go");
  table.Add<casework::v1::CrisisLeadTaken>([](const casework::v1::CrisisLeadTaken& e, const Labels& labels) {
    return absl::StrCat(RenderHolder(e.to(), labels), " leads the crisis (Krisenleitung)");
  });
  table.Say<casework::v1::CrisisLeadEnded>("nobody has to lead the concluded crisis any more");
}

// What a date of a night waited for, now that somebody else has the night.
const char* NoLongerAwaited(common::v1::ClockKind clock) {
  if (clock == common::v1::CLOCK_KIND_CLINIC_LEAVE) return "nobody has to fetch from the clinic any more";
  if (clock == common::v1::CLOCK_KIND_CARE_END) return "nobody has to take over after care any more";
  return "nobody has to say any more that they heard of the night";
}

// Of a night that somebody got by another's word.
template <class Ended>
std::string ConfirmText(const Ended& e) {
  return e.has_confirm_due() ? absl::StrCat("; to be confirmed", Due(e.confirm_due())) : "";
}

void AddClinic(Table& table) {
  table.Add<crisis::v1::TakenIntoCare>([](const crisis::v1::TakenIntoCare& e, const Labels& labels) {
    return absl::StrCat(
        labels(e.organisation_id()),
        e.again() ? " has the young person in its care again" : " takes into care", " (Inobhutnahme, § 42)",
        e.detention() ? ", with detention until " : "", e.detention() ? Minute(e.detention_until()) : "",
        e.has_holder() ? "; answers there: " : "", e.has_holder() ? RenderHolder(e.holder(), labels) : "");
  });
  table.Add<crisis::v1::CareEnded>([](const crisis::v1::CareEnded& e, const Labels& labels) {
    return absl::StrCat("care under § 42 is over (", Word(e.reason()), ")",
                        e.ended_by_organisation_id().empty() ? "" : ", says ",
                        e.ended_by_organisation_id().empty() ? "" : labels(e.ended_by_organisation_id()),
                        "; who holds the case goes on", e.has_next() ? "; tonight: " : "",
                        e.has_next() ? TonightText(e.next(), labels) : "", ConfirmText(e));
  });
  table.Add<crisis::v1::CareEndPlanned>([](const crisis::v1::CareEndPlanned& e, const Labels& labels) {
    return absl::StrCat("after care: ", TonightText(e.next(), labels), Due(e.on()));
  });
  table.Add<crisis::v1::NightMovedOn>([](const crisis::v1::NightMovedOn& e, const Labels& labels) {
    return absl::StrCat(NoLongerAwaited(e.clock()),
                        "; the night is elsewhere: ", TonightText(e.to(), labels));
  });
  table.Add<crisis::v1::NightConfirmed>([](const crisis::v1::NightConfirmed& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " has heard whose night it is: ", labels(e.organisation_id()));
  });
  table.Add<crisis::v1::ClinicStayDetained>(
      [](const crisis::v1::ClinicStayDetained& e, const Labels& labels) {
        return absl::StrCat(labels(e.person_id()),
                            ": the stay deprives of liberty from now on (§ 1631b); the court's approval",
                            Due(e.approval_due()));
      });
  table.Add<crisis::v1::AdmittedToClinic>([](const crisis::v1::AdmittedToClinic& e, const Labels& labels) {
    return absl::StrCat("admitted to a clinic (", Word(e.basis()), "): ", RenderHolder(e.holder(), labels));
  });
  table.Add<crisis::v1::CourtDecided>([](const crisis::v1::CourtDecided& e) {
    return absl::StrCat("the court ", e.granted() ? "approves" : "refuses", " the detention (",
                        Word(e.detention()), ")");
  });
  table.Add<crisis::v1::DetentionEnded>([](const crisis::v1::DetentionEnded& e) {
    return absl::StrCat("the detention ends (", Word(e.detention()), ", ", Word(e.end()),
                        "); nobody's responsibility does");
  });
  table.Add<crisis::v1::ClinicLeavePlanned>(
      [](const crisis::v1::ClinicLeavePlanned& e, const Labels& labels) {
        return absl::StrCat("after the clinic: ", TonightText(e.next(), labels), Due(e.on()));
      });
  table.Add<crisis::v1::LeftClinic>([](const crisis::v1::LeftClinic& e, const Labels& labels) {
    if (!e.has_next()) return std::string("leaves the clinic; the night is elsewhere already");
    return absl::StrCat("leaves the clinic", e.planned() ? "" : " unplanned",
                        "; tonight: ", TonightText(e.next(), labels), ConfirmText(e));
  });
  table.Add<crisis::v1::AftercareMeetingScheduled>([](const crisis::v1::AftercareMeetingScheduled& e) {
    return absl::StrCat("the meeting after the clinic is set", Due(e.on()));
  });
  table.Say<crisis::v1::AftercareMeetingHeld>(
      "clinic, youth office, provider, family and young person have planned together what comes next");
  table.Add<crisis::v1::AfterClinicTaskAgreed>(
      [](const crisis::v1::AfterClinicTaskAgreed& e, const Labels& labels) {
        return absl::StrCat("agreed for afterwards (", Word(e.domain()), "): ", labels(e.organisation_id()),
                            Due(e.due()));
      });
  table.Say<crisis::v1::AfterClinicTaskDone>("what was agreed for afterwards is done");
  table.Say<crisis::v1::ParentsInvolved>("the parents are included");
}

void AddLog(Table& table) {
  table.Say<eventlog::v1::Genesis>("the log begins");
  table.Say<eventlog::v1::SignerRegistered>("a signing key is registered");
  table.Say<eventlog::v1::SignerRetired>("a signing key signs nothing any more");
  table.Add<eventlog::v1::ReactionSettled>([](const eventlog::v1::ReactionSettled& e) {
    return absl::StrCat("nothing follows here: ", e.reaction_id(), " (", Word(e.outcome()),
                        e.reason_id().empty() ? "" : ", ", e.reason_id(), ")");
  });
}

const Table& Sentences() {
  static const Table* const table = [] {
    auto* made = new Table;
    AddDirectory(*made);
    AddDuties(*made);
    AddCalendars(*made);
    AddAgreement(*made);
    AddMembers(*made);
    AddSocialSpaces(*made);
    AddIntake(*made);
    AddPrevention(*made);
    AddResponsibility(*made);
    AddWork(*made);
    AddCompetence(*made);
    AddAge(*made);
    AddCatalogue(*made);
    AddPlanning(*made);
    AddCourse(*made);
    AddEnds(*made);
    AddTeam(*made);
    AddCrisis(*made);
    AddAlarm(*made);
    AddClinic(*made);
    AddLog(*made);
    return made;
  }();
  return *table;
}

}  // namespace

bool HasSentence(std::string_view event_type) {
  return Sentences().Find(event_type) != nullptr;
}

std::string SentenceOf(std::string_view event_type, const std::string& facts_json, const Labels& labels) {
  std::string name(event_type.substr(event_type.rfind('.') + 1));
  const Sentence* sentence = Sentences().Find(event_type);
  if (sentence == nullptr) return absl::StrCat(name, " (this program has no sentence for it)");
  std::unique_ptr<Message> event(sentence->empty->New());
  google::protobuf::util::JsonParseOptions newer_fields_too;
  newer_fields_too.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(facts_json, event.get(), newer_fields_too).ok())
    return name;
  return sentence->tell(*event, labels);
}

}  // namespace fallverbund::fvctl
