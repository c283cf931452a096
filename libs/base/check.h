// FV_CHECK(condition): we made a mistake, say so loudly and stop at once. Never for bad input and never for
// the world failing; those are refusals and statuses. The message holds code, never data.
#ifndef FALLVERBUND_LIBS_BASE_CHECK_H_
#define FALLVERBUND_LIBS_BASE_CHECK_H_

#include <cstdio>
#include <cstdlib>

#define FV_CHECK(condition)                                                               \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "%s:%d: impossible: !(%s)\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                       \
    }                                                                                     \
  } while (false)

#endif  // FALLVERBUND_LIBS_BASE_CHECK_H_
