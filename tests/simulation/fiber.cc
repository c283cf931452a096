#include "tests/simulation/fiber.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "libs/base/check.h"

namespace fallverbund::simulation {
namespace {

constexpr size_t kStackBytes = size_t{256} * 1024;  // a command with its protobufs needs less than 40 KiB

Fiber* running = nullptr;

std::vector<std::unique_ptr<char[]>>& FreeStacks() {
  static std::vector<std::unique_ptr<char[]>> free;
  return free;
}

}  // namespace

Fiber::Fiber(std::function<void()> body) : body_(std::move(body)) {
  if (FreeStacks().empty()) {
    stack_ = Stack(new char[kStackBytes]);
  } else {
    stack_ = std::move(FreeStacks().back());
    FreeStacks().pop_back();
  }
}

Fiber::~Fiber() {
  FV_CHECK(ended_ || !begun_);
  FreeStacks().push_back(std::move(stack_));
}

void Fiber::Enter() {
  Fiber* self = running;
  try {
    self->body_();
  } catch (const Crashed&) {
    // The instance it worked for is gone.
  }
  self->ended_ = true;
  swapcontext(&self->here_, &self->caller_);
}

void Fiber::Resume() {
  FV_CHECK(!ended_ && running == nullptr);
  if (!begun_) {
    begun_ = true;
    FV_CHECK(getcontext(&here_) == 0);
    here_.uc_stack.ss_sp = stack_.get();
    here_.uc_stack.ss_size = kStackBytes;
    here_.uc_link = nullptr;
    makecontext(&here_, &Fiber::Enter, 0);
  }
  running = this;
  FV_CHECK(swapcontext(&caller_, &here_) == 0);
  running = nullptr;
}

void Fiber::Pause(Until until) {
  if (running == nullptr) return;
  Fiber* self = running;
  self->until_ = std::move(until);
  FV_CHECK(swapcontext(&self->here_, &self->caller_) == 0);
  self->until_ = nullptr;
}

}  // namespace fallverbund::simulation
