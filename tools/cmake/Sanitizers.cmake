# -DFALLVERBUND_SANITIZE=address,undefined builds every room that way (presets asan and tsan).
set(FALLVERBUND_SANITIZE "" CACHE STRING "Sanitizers, separated by commas")
add_library(fv_sanitizers INTERFACE)
if(FALLVERBUND_SANITIZE)
  target_compile_options(fv_sanitizers INTERFACE
    -fsanitize=${FALLVERBUND_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -g1)
  target_link_options(fv_sanitizers INTERFACE -fsanitize=${FALLVERBUND_SANITIZE})
endif()
