# Our warnings, on our code only. The headers of others come in as system headers.
add_library(fv_warnings INTERFACE)
# Errors only without sanitizers: those rewrite the code, after which g++ warns of paths that cannot be taken.
set(werror -Werror)
if(FALLVERBUND_SANITIZE)
  set(werror)
endif()
target_compile_options(fv_warnings INTERFACE
  -Wall -Wextra -Wpedantic ${werror} -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wswitch-enum -Wno-missing-field-initializers
  # g++ 12 warns wrongly about inlined std::string + and moves (GCC bugs 105651, 105329), also inside gtest's printers;
  # the sanitizer run looks for the real ones.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-array-bounds;-Wno-stringop-overflow>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
