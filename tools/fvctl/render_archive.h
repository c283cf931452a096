// The verdict over an archive as text for people: first what was proven and what was not.
#ifndef FALLVERBUND_TOOLS_FVCTL_RENDER_ARCHIVE_H_
#define FALLVERBUND_TOOLS_FVCTL_RENDER_ARCHIVE_H_

#include <string>

#include "tools/archive/verify.h"

namespace fallverbund::fvctl {

// Empty, or what a policy that asks for too few leaves unproven, as whole lines.
std::string DoubtOfTwoHistories(const tlog::TrustedCheckpoint& sealed);

// Whose log it is, by whom it was sealed and how far, and what is not proven; the beginning of RenderArchive.
std::string RenderWhose(const archive::ArchiveVerdict& verdict, bool trusted_itself);

// `trusted_itself`: by the archive's own policy, so that nothing says whose log it is.
std::string RenderArchive(const archive::ArchiveVerdict& verdict, bool trusted_itself);

}  // namespace fallverbund::fvctl

#endif  // FALLVERBUND_TOOLS_FVCTL_RENDER_ARCHIVE_H_
