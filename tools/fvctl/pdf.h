// A page on paper: printed by the Chromium of this machine into one PDF file.
#ifndef FALLVERBUND_TOOLS_FVCTL_PDF_H_
#define FALLVERBUND_TOOLS_FVCTL_PDF_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace fallverbund::fvctl {

struct PdfPrinter {
  std::string path;  // folders to look for the program in, as in PATH
  absl::Duration within = absl::Minutes(2);
};

// `html` needs nothing from elsewhere, so the browser gets no network; scripts the page itself forbids (the
// browser's own, by which it prints, it needs). `file` is written
// as a whole or not at all, and stands alone: fonts and drawings are in it. kFailedPrecondition: there is no
// Chromium here; the message says how to get one, and what to do without. kUnavailable: it did not print.
absl::Status PrintToPdf(const std::string& html, const std::string& file, const PdfPrinter& printer);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_PDF_H_
