# Configures and builds build/dev. Sourced by tools/dev.
# One build folder serves both who only runs the house and who tests it: tests are part of it from the first
# `test` on, and `build` then still builds only the programs.
# shellcheck shell=bash
BUILD=build/dev

# As many compilers as cores, but a gRPC file takes up to 1 GB: never more than the memory carries.
jobs_that_fit() {
  local memory
  memory=$(awk '/^MemAvailable/ {print int($2 / 1000000)}' /proc/meminfo 2>/dev/null || echo 2)
  echo $((memory < 1 ? 1 : memory < $(nproc) ? memory : $(nproc)))
}

build_estimate() { [ -e "$BUILD/build.ninja" ] || echo ' (first time: about 10 minutes on two cores)'; }

# configure [with-tests [-DNAME=VALUE...]]; does nothing when the folder is already as wanted (ninja notices changed CMake files).
configure() {
  local tests=OFF
  if [ -e "$BUILD/CMakeCache.txt" ] && ! grep -qx "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$BUILD/CMakeCache.txt"; then
    say "$BUILD was made for another folder; starting it anew"
    rm -rf "$BUILD"
  fi
  if [ -e "$BUILD/CMakeCache.txt" ] && ! grep -q '^CMAKE_CXX_COMPILER:.*clang++-14$' "$BUILD/CMakeCache.txt"; then
    say "$BUILD was made by another compiler than clang++-14; starting it anew"
    rm -rf "$BUILD"
  fi
  if [ "${1:-}" = with-tests ] || grep -qsx 'FALLVERBUND_TESTS:BOOL=ON' "$BUILD/CMakeCache.txt"; then tests=ON; fi
  if [ -e "$BUILD/build.ninja" ] && grep -qx "FALLVERBUND_TESTS:BOOL=$tests" "$BUILD/CMakeCache.txt"; then return; fi
  cmake --log-level=WARNING --preset "${BUILD#build/}" -DFALLVERBUND_TESTS=$tests "${@:2}"
}

# compile TARGET...
compile() {
  export NINJA_STATUS='[%f/%t, %es] '
  export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(jobs_that_fit)}
  cmake --build "$BUILD" --target "$@"
}
