// Early returns for absl::Status and absl::StatusOr; Debian 12's Abseil has none of its own.
#ifndef FALLVERBUND_LIBS_BASE_STATUS_H_
#define FALLVERBUND_LIBS_BASE_STATUS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define FV_STATUS_CONCAT_INNER_(a, b) a##b
#define FV_STATUS_CONCAT_(a, b) FV_STATUS_CONCAT_INNER_(a, b)

// FV_RETURN_IF_ERROR(store.Commit(batch));
#define FV_RETURN_IF_ERROR(expression)                                \
  do {                                                                \
    if (::absl::Status fv_status_ = (expression); !fv_status_.ok()) { \
      return fv_status_;                                              \
    }                                                                 \
  } while (false)

// FV_ASSIGN_OR_RETURN(auto rows, store.Read(key));
#define FV_ASSIGN_OR_RETURN(declaration, expression) \
  FV_ASSIGN_OR_RETURN_IMPL_(FV_STATUS_CONCAT_(fv_statusor_, __LINE__), declaration, expression)
#define FV_ASSIGN_OR_RETURN_IMPL_(temporary, declaration, expression) \
  auto temporary = (expression);                                      \
  if (!temporary.ok()) return std::move(temporary).status();          \
  declaration = *std::move(temporary)

#endif  // FALLVERBUND_LIBS_BASE_STATUS_H_
