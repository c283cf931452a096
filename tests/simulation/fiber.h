// A course of blocking code that stops where it says so and goes on when it is told to, all on one thread:
// what makes an interleaving of threads repeatable.
#ifndef FALLVERBUND_TESTS_SIMULATION_FIBER_H_
#define FALLVERBUND_TESTS_SIMULATION_FIBER_H_

#include <ucontext.h>

#include <functional>
#include <memory>

namespace fallverbund::simulation {

// Thrown out of a port call of an instance that has crashed: nothing behind that call happens any more.
// Fibers end by it.
struct Crashed {};

// One thread only. No lock may be held across Pause.
class Fiber {
 public:
  explicit Fiber(std::function<void()> body);
  ~Fiber();  // it has ended, or was never begun
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // Runs until the next Pause or to the end.
  void Resume();
  bool ended() const { return ended_; }
  // It has something to do. Resuming it all the same is a waking for nothing, which it bears.
  bool able() const { return !until_ || until_(); }

  // Back to who called Resume, until there is something to do (empty: at once). Does nothing outside of a
  // fiber.
  using Until = std::function<bool()>;
  static void Pause(Until until = nullptr);

 private:
  using Stack = std::unique_ptr<char[]>;
  static void Enter();

  std::function<void()> body_;
  Until until_;
  Stack stack_;
  ucontext_t here_{}, caller_{};
  bool begun_ = false, ended_ = false;
};

}  // namespace fallverbund::simulation

#endif  // FALLVERBUND_TESTS_SIMULATION_FIBER_H_
