# Everything comes from Debian 12's own packages; tools/dev installs them.
find_package(Threads REQUIRED)
add_compile_options(-pthread)  # everywhere, since precompiled headers need equal options
find_package(PkgConfig REQUIRED)
find_package(Protobuf REQUIRED)  # module mode, and before gRPC, which looks for its targets
find_package(OpenSSL REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
pkg_check_modules(NATS REQUIRED IMPORTED_TARGET libnats)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
find_path(MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)  # one header
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)
if(FALLVERBUND_TESTS)
  find_package(GTest CONFIG REQUIRED)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
