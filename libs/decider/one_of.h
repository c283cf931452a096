// One of many kinds of command, as std::variant, for a decider with so many that a variant of them is most of
// what compiling a test costs: copying and destroying one is made anew for all alternatives in each file
// there. Here a file pays for those alternatives that it names, and for all of them only where it calls
// Visit.
//
//   class Command : public OneOf<OpenCase, RecordSetback, ...> { using OneOf::OneOf; };
//   Holds<OpenCase>(command), Get<OpenCase>(command), GetIf<OpenCase>(&command), Visit(f, command)
#ifndef FALLVERBUND_LIBS_DECIDER_ONE_OF_H_
#define FALLVERBUND_LIBS_DECIDER_ONE_OF_H_

#include <any>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace fallverbund::decider {

// A value of exactly one of the types, each of which is listed once and can be copied. Moved from, it may
// only be assigned to or destroyed.
template <class... Cs>
class OneOf {
 public:
  template <class C>
  requires(std::same_as<C, Cs> || ...)  // NOLINTNEXTLINE(google-explicit-constructor): as std::variant
      OneOf(C value)
      : index_(IndexOf<C>()), value_(std::move(value)) {}

  // Which of the types, from 0, as they are listed.
  size_t index() const { return index_; }

  // nullptr: it is another one.
  template <class C>
  requires(std::same_as<C, Cs> || ...) const C* As() const { return std::any_cast<C>(&value_); }
  template <class C>
  requires(std::same_as<C, Cs> || ...) C* As() { return std::any_cast<C>(&value_); }

 private:
  template <class C>
  static constexpr size_t IndexOf() {
    size_t index = 0;
    const bool found = ((std::same_as<C, Cs> || (++index, false)) || ...);
    return found ? index : sizeof...(Cs);
  }

  size_t index_;
  std::any value_;
};

// As std::get_if: nullptr also where there is none.
template <class C, class... Cs>
const C* GetIf(const OneOf<Cs...>* one) {
  return one == nullptr ? nullptr : one->template As<C>();
}
template <class C, class... Cs>
C* GetIf(OneOf<Cs...>* one) {
  return one == nullptr ? nullptr : one->template As<C>();
}
template <class C, class... Cs>
bool Holds(const OneOf<Cs...>& one) {
  return one.template As<C>() != nullptr;
}
// Throws std::bad_any_cast where it is another one.
template <class C, class... Cs>
const C& Get(const OneOf<Cs...>& one) {
  const C* value = one.template As<C>();
  if (value == nullptr) throw std::bad_any_cast();
  return *value;
}

// f(value); f returns the same type for each of them, or what converts to one.
template <class F, class... Cs>
auto Visit(F&& f, const OneOf<Cs...>& one) {
  using Result = std::common_type_t<std::invoke_result_t<F&, const Cs&>...>;
  using Call = Result (*)(F&, const OneOf<Cs...>&);
  static constexpr Call kCalls[] = {
      [](F& f, const OneOf<Cs...>& one) -> Result { return f(*one.template As<Cs>()); }...};
  return kCalls[one.index()](f, one);
}
template <class F, class... Cs>
auto Visit(F&& f, OneOf<Cs...>& one) {
  using Result = std::common_type_t<std::invoke_result_t<F&, Cs&>...>;
  using Call = Result (*)(F&, OneOf<Cs...>&);
  static constexpr Call kCalls[] = {
      [](F& f, OneOf<Cs...>& one) -> Result { return f(*one.template As<Cs>()); }...};
  return kCalls[one.index()](f, one);
}

}  // namespace fallverbund::decider

#endif  // FALLVERBUND_LIBS_DECIDER_ONE_OF_H_
