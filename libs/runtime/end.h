// The end of a program whose libraries leave threads behind.
#ifndef FALLVERBUND_LIBS_RUNTIME_END_H_
#define FALLVERBUND_LIBS_RUNTIME_END_H_

namespace fallverbund::runtime {

// Ends the process with `code` once everything said is written out, without the cleanups that libraries have
// registered. libnats' threads may run a moment longer than the last connection, and OpenSSL's cleanup takes
// its locks away under them: a program that had done its work could end with SIGSEGV. The last call in main.
[[noreturn]] void EndNow(int code);

}  // namespace fallverbund::runtime

#endif  // FALLVERBUND_LIBS_RUNTIME_END_H_
