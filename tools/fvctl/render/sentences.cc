// One sentence per type of event: a long table, since there are many types.
#include "tools/fvctl/render/sentences.h"

#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "fallverbund/casework/v1/case_events.pb.h"
#include "fallverbund/crisis/v1/deployment_events.pb.h"
#include "fallverbund/eventlog/v1/log_events.pb.h"
#include "fallverbund/intake/v1/intake_events.pb.h"
#include "fallverbund/team/v1/directory_events.pb.h"
#include "fallverbund/team/v1/team_events.pb.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/strings.h"
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

void AddDirectory(Table& table) {
  using namespace team::v1;  // NOLINT: a table of this package's events
  table.Add<OrganisationRegistered>([](const OrganisationRegistered& e) {
    return absl::StrCat("an organisation is registered: ", e.display_name(), " (", Word(e.kind()), ")");
  });
  table.Add<UnitAdded>(
      [](const UnitAdded& e) { return absl::StrCat("a unit is added: ", e.display_name()); });
  table.Add<PersonRegistered>([](const PersonRegistered& e, const Labels& labels) {
    return absl::StrCat("a person is registered: ", labels(e.person_id()));
  });
  table.Add<DeputyNamed>([](const DeputyNamed& e, const Labels& labels) {
    return absl::StrCat(labels(e.deputy_person_id()), " is deputy of ", labels(e.person_id()),
                        " (Vertretung)");
  });
  table.Add<RolesGranted>([](const RolesGranted& e, const Labels& labels) {
    return absl::StrCat("roles are added for ", labels(e.person_id()));
  });
}

void AddIntake(Table& table) {
  using namespace intake::v1;  // NOLINT: as above
  table.Add<ContactReceived>([](const ContactReceived& e, const Labels& labels) {
    const bool holds = e.kind() == CONTACT_KIND_FIRST_CONTACT;
    return absl::StrCat(holds ? "a first contact is received (Erstkontakt); from now on it is held by "
                              : "a general concern is received (Dialog), no case file; it is answered by ",
                        RenderHolder(e.owner(), labels));
  });
  table.Add<CaseOpeningRequested>([](const CaseOpeningRequested& e, const Labels& labels) {
    return absl::StrCat("a case is asked for; holder stays ", RenderHolder(e.holder(), labels));
  });
  table.Say<ContactOpened>("the contact has become a case");
  table.Add<InquiryReceived>([](const InquiryReceived& e, const Labels& labels) {
    return absl::StrCat("an inquiry reaches the coordination office (Fallanfrage); the case stays with ",
                        RenderHolder(e.holder(), labels), e.has_answer_due() ? Due(e.answer_due()) : "");
  });
  table.Say<BrokenOffSupportAdded>("one more support that was broken off is added (Abbruch)");
  table.Say<InquiryNeedsInfo>("the office needs more information; nothing moves");
  table.Add<InquiryFoundEligible>([](const InquiryFoundEligible& e, const Labels& labels) {
    return absl::StrCat("the inquiry is found eligible", e.override() ? " by reasoned exception" : "",
                        "; holder stays ", RenderHolder(e.holder(), labels));
  });
  table.Add<InquiryDeclined>([](const InquiryDeclined& e, const Labels& labels) {
    return absl::StrCat("the inquiry is declined (", Word(e.reason()), "); next is ",
                        labels(e.next_organisation_id()), ", and the holder stays ",
                        RenderHolder(e.holder(), labels));
  });
  table.Say<InquiryOpened>("the inquiry has become a case");
  table.Add<InquiryAnswerOverdue>([](const InquiryAnswerOverdue& e) {
    return absl::StrCat("the answer to the inquiry is overdue", Due(e.due()));
  });
  table.Add<InquiryAnswerEscalated>([](const InquiryAnswerEscalated& e) {
    return absl::StrCat("the overdue answer climbs to the ", Word(e.step()), "; nothing moves");
  });
}

void AddResponsibility(Table& table) {
  using namespace casework::v1;  // NOLINT: as above
  table.Add<CaseOpened>([](const CaseOpened& e, const Labels& labels) {
    return absl::StrCat("the case is opened; ", RenderHolder(e.holder(), labels),
                        " holds it, tonight: ", TonightText(e.tonight(), labels));
  });
  table.Add<HandoverOffered>([](const HandoverOffered& e, const Labels& labels) {
    return absl::StrCat("the case is offered to ", RenderHolder(e.to(), labels), " (Übergabe angeboten)",
                        Due(e.answer_due()));
  });
  table.Add<HandoverMeetingHeld>([](const HandoverMeetingHeld& e, const Labels& labels) {
    return absl::StrCat("giver and receiver met (Übergabegespräch): ", NamesOf(e.person_ids(), labels));
  });
  table.Add<HandoverAccepted>([](const HandoverAccepted& e, const Labels& labels) {
    return absl::StrCat("the offer is accepted by ", labels(e.person_id()));
  });
  table.Add<HandoverRefused>([](const HandoverRefused& e) {
    return absl::StrCat("the offer is refused (", Word(e.reason()), "); it stays with the giver");
  });
  table.Say<HandoverRevoked>("the offer is taken back; it stays with the giver");
  table.Add<ResponsibilityMoved>([](const ResponsibilityMoved& e, const Labels& labels) {
    return absl::StrCat("responsibility moves from ", RenderHolder(e.from(), labels), " to ",
                        RenderHolder(e.to(), labels), " (Fallverantwortung)");
  });
  table.Add<CoordinationAssumed>([](const CoordinationAssumed& e, const Labels& labels) {
    return absl::StrCat("coordination is taken by ", RenderHolder(e.holder(), labels));
  });
  table.Add<CommitmentsInvited>([](const CommitmentsInvited& e, const Labels& labels) {
    std::string names =
        absl::StrJoin(e.invitations(), ", ", [&](std::string* out, const Invitation& invitation) {
          absl::StrAppend(out, labels(invitation.person_id()), invitation.lead() ? " (lead)" : "");
        });
    return absl::StrCat("asked to share responsibility: ", names);
  });
  table.Add<InvitationReplaced>([](const InvitationReplaced& e, const Labels& labels) {
    return absl::StrCat(labels(e.invitation().person_id()), " is asked instead of ", labels(e.person_id()));
  });
  table.Add<MemberCommitted>([](const MemberCommitted& e, const Labels& labels) {
    return absl::StrCat(labels(e.person_id()), " of ", labels(e.organisation_id()), " commits in person");
  });
  table.Say<SharedResponsibilityTaken>(
      "everybody asked has committed: responsibility is shared (Verantwortungsgemeinschaft)");
}

void AddWork(Table& table) {
  using namespace casework::v1;  // NOLINT: as above
  table.Add<DiagnosticsDocumented>([](const DiagnosticsDocumented& e) {
    return absl::StrCat("diagnostics are documented, version ", e.version(), " (Diagnostik)");
  });
  table.Add<CaseUnderstandingRecorded>([](const CaseUnderstandingRecorded& e) {
    return absl::StrCat("the case is understood, cycle ", e.cycle(), " (Fallverstehen)");
  });
  table.Say<SettingProposed>("a support setting is proposed (Hilfesetting)");
  table.Add<SettingAnswered>([](const SettingAnswered& e) {
    return absl::StrCat("the young person's answer to the setting: ", Word(e.answer()));
  });
  table.Add<SettingAdopted>(
      [](const SettingAdopted& e) { return absl::StrCat("the setting is adopted, version ", e.version()); });
  table.Add<SettingStarted>([](const SettingStarted& e, const Labels& labels) {
    return absl::StrCat("the setting starts",
                        e.has_tonight() ? absl::StrCat("; tonight: ", TonightText(e.tonight(), labels)) : "");
  });
  table.Say<SettingNoticeGiven>("the provider gives notice and keeps the bridge until somebody takes over");
  table.Add<SettingEnded>([](const SettingEnded& e, const Labels& labels) {
    return absl::StrCat("the setting ends; tonight: ", TonightText(e.next_tonight(), labels));
  });
  table.Add<TonightMoved>([](const TonightMoved& e, const Labels& labels) {
    return absl::StrCat("tonight moves to ", TonightText(e.to(), labels));
  });
  table.Add<SetbackRecorded>([](const SetbackRecorded& e) {
    std::string kinds = absl::StrJoin(e.kinds(), ", ", [](std::string* out, int kind) {
      absl::StrAppend(out, Word(static_cast<SetbackKind>(kind)));
    });
    return absl::StrCat("a setback: ", kinds, "; allowed, and nobody is let go (Rückfall)");
  });
  table.Add<ReplanOpened>([](const ReplanOpened& e) {
    return absl::StrCat("a new cycle of understanding and planning begins, cycle ", e.cycle());
  });
  table.Add<StandbyEntered>([](const StandbyEntered& e) {
    return absl::StrCat("the case stands by (ruhend, ", Word(e.reason()),
                        "); the holder stays, next contact by ", Minute(e.next_contact_due()));
  });
  table.Add<ContactWithYoungPersonRecorded>(
      [](const ContactWithYoungPersonRecorded& e, const Labels& labels) {
        return absl::StrCat("contact with the young person (", Word(e.channel()), "), by ",
                            labels(e.person_id()));
      });
  table.Say<CaseReactivated>("the case is active again, with the same holders and the same team");
  table.Add<CaseDeadlineOverdue>([](const CaseDeadlineOverdue& e) {
    return absl::StrCat("overdue: ", Word(e.clock()), Due(e.due()), "; nothing moves");
  });
  table.Add<CaseDeadlineEscalated>([](const CaseDeadlineEscalated& e) {
    return absl::StrCat("overdue ", Word(e.clock()), " climbs to the ", Word(e.step()), "; nothing moves");
  });
  table.Say<HearingRecorded>("somebody who had not been heard was heard, or a new date is set (Beteiligung)");
}

void AddTeam(Table& table) {
  using namespace team::v1;  // NOLINT: as above
  table.Add<TeamProposed>([](const TeamProposed& e, const Labels& labels) {
    std::string names = absl::StrJoin(e.seats(), ", ", [&](std::string* out, const TeamSeat& seat) {
      absl::StrAppend(out, labels(seat.person_id()), seat.lead() ? " (lead)" : "");
    });
    return absl::StrCat("a team for this young person is proposed (Team auf Zeit), coordinated by ",
                        RenderHolder(e.coordinator(), labels), ": ", names);
  });
  table.Add<ProposedMemberReplaced>([](const ProposedMemberReplaced& e, const Labels& labels) {
    return absl::StrCat("in the proposed team ", labels(e.seat().person_id()), " is asked instead of ",
                        labels(e.person_id()));
  });
  table.Say<TeamFormed>("the team is formed: everybody has accepted");
  table.Add<TeamActivated>([](const TeamActivated& e) {
    return absl::StrCat("the team works from now on, next review ", Minute(e.review_due()));
  });
  table.Say<TeamPaused>("the team pauses; nobody is released");
  table.Say<TeamResumed>("the team works again, with the same members");
  table.Add<TeamMeetingCalled>(
      [](const TeamMeetingCalled& e) { return absl::StrCat("a team meeting is called", Due(e.due())); });
  table.Add<TeamMeetingHeld>([](const TeamMeetingHeld& e, const Labels& labels) {
    return absl::StrCat("the team met: ", NamesOf(e.person_ids(), labels));
  });
  table.Add<TeamDeadlineOverdue>([](const TeamDeadlineOverdue& e) {
    return absl::StrCat("overdue in the team: ", Word(e.clock()), Due(e.due()), "; nothing moves");
  });
  table.Add<TeamDeadlineEscalated>([](const TeamDeadlineEscalated& e) {
    return absl::StrCat("overdue ", Word(e.clock()), " climbs to the ", Word(e.step()), "; nothing moves");
  });
}

void AddCrisis(Table& table) {
  using namespace crisis::v1;  // NOLINT: as above
  table.Add<DeploymentRequested>([](const DeploymentRequested& e, const Labels& labels) {
    return absl::StrCat("the crisis team is called (", Word(e.mode()),
                        "): ", labels(e.crisis_team_organisation_id()), Due(e.answer_due()));
  });
  table.Add<DeploymentAccepted>([](const DeploymentAccepted& e, const Labels& labels) {
    return absl::StrCat("the crisis team accepts (Krisenintervention, ", Word(e.mode()),
                        "): ", RenderHolder(e.holder(), labels));
  });
  table.Add<DeploymentRefused>([](const DeploymentRefused& e) {
    return absl::StrCat("the crisis team cannot come (", Word(e.reason()), "); whoever held before holds on");
  });
  table.Add<DeploymentAnswerOverdue>([](const DeploymentAnswerOverdue& e) {
    return absl::StrCat("the crisis team's answer is overdue", Due(e.due()));
  });
  table.Add<DeploymentAnswerEscalated>([](const DeploymentAnswerEscalated& e) {
    return absl::StrCat("the overdue answer climbs to the ", Word(e.step()), "; nothing moves");
  });
}

void AddLog(Table& table) {
  using namespace eventlog::v1;  // NOLINT: as above
  table.Say<Genesis>("the log begins");
  table.Say<SignerRegistered>("a signing key is registered");
  table.Say<SignerRetired>("a signing key signs nothing any more");
  table.Add<ReactionSettled>([](const ReactionSettled& e) {
    return absl::StrCat("nothing follows here: ", e.reaction_id(), " (", Word(e.outcome()),
                        e.reason_id().empty() ? "" : ", ", e.reason_id(), ")");
  });
}

const Table& Sentences() {
  static const Table* const table = [] {
    auto* made = new Table;
    AddDirectory(*made);
    AddIntake(*made);
    AddResponsibility(*made);
    AddWork(*made);
    AddTeam(*made);
    AddCrisis(*made);
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
  const std::string name(event_type.substr(event_type.rfind('.') + 1));
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
