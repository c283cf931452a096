#include "libs/service/host.h"

#include <utility>

namespace fallverbund::service {

Host::Host(Ports ports, Spec spec)
    : ports_(std::move(ports)),
      spec_(std::move(spec)),
      command_log_(spec_.context, spec_.kinds),
      reactions_(spec_.context, ports_.id_key, spec_.rules) {
  projection::ProjectorOptions reading;
  reading.identity = ports_.identity;
  reading.views = {&command_log_};  // first: other views fold from its rows
  reading.views.insert(reading.views.end(), spec_.views.begin(), spec_.views.end());
  reading.views.push_back(&reactions_);  // last: rules read the rows as the trigger leaves them
  reading.voucher = ports_.voucher;
  reading.on_notice = ports_.on_notice;
  reading.on_alarm = ports_.on_alarm;
  reading.wrote = [this](const eventlog::StoredMessage& message) { return desk_->Wrote(message); };
  reading.before_waiting = ports_.before_waiting;
  projector_ = std::make_unique<projection::Projector>(ports_.log, ports_.store, std::move(reading));
  desk_ = std::make_unique<command::CommandDesk>(
      command::CommandDesk::Parts{.log = ports_.log,
                                  .projector = *projector_,
                                  .signer = ports_.signer,
                                  .clock = ports_.clock,
                                  .association = ports_.identity.association,
                                  .context = spec_.context,
                                  .id_key = ports_.id_key,
                                  .new_id = ports_.new_id,
                                  .on_traced = ports_.on_traced});
  runner_ = std::make_unique<reaction::ReactionRunner>(
      *projector_, *desk_, ports_.clock,
      reaction::RunnerOptions{.execute = spec_.execute, .on_trouble = ports_.on_trouble});
  journal_ = std::make_unique<journal::Journal>(
      journal::Journal::Parts{.log = ports_.journal,
                              .signer = ports_.signer,
                              .clock = ports_.clock,
                              .association = ports_.identity.association,
                              .context = spec_.context,
                              .instance = ports_.new_id(),
                              .new_id = ports_.new_id,
                              .log_position = [this] { return projector_->position(); },
                              .check_signer = [this] { return desk_->CheckSigner(ports_.store); }});
}

Host::~Host() {
  Stop();
}

void Host::Start() {
  projector_->Start();
  runner_->Start();
}

void Host::Stop() {
  runner_->Stop();
  projector_->Stop();
}

}  // namespace fallverbund::service
