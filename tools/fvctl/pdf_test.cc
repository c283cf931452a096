#include "tools/fvctl/pdf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "libs/runtime/files.h"
#include "libs/runtime/testing/temp_dir.h"

namespace fallverbund::fvctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class PdfTest : public ::testing::Test {
 protected:
  // A program in Chromium's place, as a script that finds the page as $page and the place of the PDF as $pdf.
  PdfPrinter WithProgram(const std::string& does) const {
    const std::string program = dir_ / "chromium";
    const std::string script = absl::StrCat(
        "#!/bin/sh\nfor word in \"$@\"; do case \"$word\" in --print-to-pdf=*) pdf=\"${word#*=}\";; "
        "file://*) page=\"${word#file://}\";; esac; done\necho \"$@\" > ",
        dir_ / "asked", "\n", does, "\n");
    EXPECT_TRUE(runtime::WriteFileAtomically(program, script, "script").ok());
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return {.path = dir_ / "."};
  }
  std::string Read(const std::string& name) const {
    return runtime::ReadFile(dir_ / name, name).value_or("none");
  }
  bool NothingIsLeft() const {
    // The script wrote down where its files were.
    return !std::filesystem::exists(Read("place").substr(0, Read("place").size() - 1));
  }

  const fallverbund::testing::TempDir dir_;
  const std::string file_ = dir_ / "case.pdf";
};

TEST_F(PdfTest, IsWhatTheProgramPrintsOfThePage) {
  const auto printer =
      WithProgram("echo \"$page\" > " + (dir_ / "place") + "; (echo '%PDF-1.4'; cat \"$page\") > \"$pdf\"");
  ASSERT_TRUE(PrintToPdf("<p>Fall</p>", file_, printer).ok());
  EXPECT_EQ(Read("case.pdf"), "%PDF-1.4\n<p>Fall</p>");
  EXPECT_THAT(Read("asked"), HasSubstr("MAP * ~NOTFOUND")) << "no network";
  EXPECT_TRUE(NothingIsLeft()) << "the page is about somebody";
}

TEST_F(PdfTest, SaysWhatToDoWhereThereIsNoChromium) {
  const auto status = PrintToPdf("<p>", file_, {.path = dir_ / "."});
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_THAT(status.message(), AllOf(HasSubstr("chromium-headless-shell"), HasSubstr("--html")));
}

TEST_F(PdfTest, LeavesTheFileAsItIsWhereNothingWasPrinted) {
  ASSERT_TRUE(runtime::WriteFileAtomically(file_, "old", "old").ok());
  EXPECT_TRUE(absl::IsUnavailable(PrintToPdf("<p>", file_, WithProgram("exit 1"))));
  EXPECT_TRUE(absl::IsUnavailable(PrintToPdf("<p>", file_, WithProgram("exit 0"))));
  EXPECT_TRUE(absl::IsUnavailable(PrintToPdf("<p>", file_, WithProgram("echo no > \"$pdf\""))));
  EXPECT_EQ(Read("case.pdf"), "old");
}

TEST_F(PdfTest, EndsAProgramThatDoesNotEnd) {
  auto printer = WithProgram("echo \"$page\" > " + (dir_ / "place") + "; exec tail -f /dev/null");
  printer.within = absl::Milliseconds(300);
  EXPECT_TRUE(absl::IsUnavailable(PrintToPdf("<p>", file_, printer)));
  EXPECT_TRUE(NothingIsLeft());
}

}  // namespace
}  // namespace fallverbund::fvctl
