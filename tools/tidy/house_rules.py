#!/usr/bin/env python3
"""The house rules a program can check: words we do not use, each with what to use instead; guards; the top
level; labels that a merge joined; and what may stand readable in an event.

usage: house_rules.py SOURCE_ROOT
Prints one line per breach, with file and line, and what to do; exits 1 if there is any.
"""
import pathlib
import re
import sys
from collections import namedtuple

import proto_numbers
from protos import read_protos

# where: files the ban holds in; comments: it holds in comments and strings too; reason: a reason behind the line
# lifts it, as a comment.
Ban = namedtuple("Ban", "pattern instead where comments reason", defaults=(r".*", False, False))

CPP = r".*\.(h|cc)$"
TEST = r"(tests/.*|.*_test\.cc|.*/testing/.*)$"
OURS = r"(libs|services)/.*\.(h|cc)$"
BANS = [
    Ban(r"\b(TODO|FIXME|HACK)\b", "finish it, or write down why not in a sentence", comments=True),
    Ban(r"\.\./shared", "nothing refers to a path outside the repository", comments=True),
    Ban(r"std::this_thread::sleep_|\babsl::SleepFor\b|\b(u|nano)?sleep\s*\(",
        "wait for a condition (absl::Mutex::AwaitWithTimeout, WaitSettled), or say behind it why a pause is right", CPP,
        reason=True),
    Ban(r"\bGTEST_SKIP\b", "a test that does not run tells nothing: make it run or delete it", CPP),
    Ban(r"\bDISABLED_", "make it run, delete it, or say behind it who runs it", CPP, reason=True),
    Ban(r"\busing namespace\b(?! std::.*literals)", "name what you use", CPP),
    Ban(r"\bstd::regex\b|<regex>", "a small parser or absl::StrSplit; std::regex recurses per character",
        f"(?!{TEST}){CPP}"),
    Ban(r"\bassert\s*\(|<cassert>|<assert\.h>", "FV_CHECK (libs/base/check.h); assert vanishes in a release", CPP),
    Ban(r"\bstd::(recursive_|shared_|timed_)*mutex\b|\bstd::(lock_guard|unique_lock|scoped_lock|condition_variable)",
        "absl::Mutex with ABSL_GUARDED_BY, which clang checks", CPP),
    Ban(r"\.detach\(\)", "join what you start: everything has an end", CPP),
    Ban(r"\bs?rand\s*\(|\bstd::(random_device|mt19937(_64)?|default_random_engine)\b|\babsl::BitGen\b",
        "randomness rides in as a value", f"(?!{TEST}){OURS}"),
    Ban(r"\bstd::(cout|cerr|clog)\b|(?<![\w:])printf\s*\(", "log through libs/runtime, without personal data",
        f"(?!{TEST}|.*/main\\.cc$){OURS}"),
    Ban(r"\bstd::sto(i|l|ll|ul|ull|f|d)\b|\bato[il]\s*\(|\bstrtou?ll?\s*\(",
        "absl::SimpleAtoi and its like, and look at the answer", f"(?!{TEST}){CPP}"),
    Ban(r"\.IgnoreError\(\)", "no Status is dropped: act on it, hand it on, or say behind it why not",
        f"(?!{TEST}){CPP}", reason=True),
    Ban(r"^\s*#\s*pragma\s+once", "a guard: FALLVERBUND_<PATH>_H_", CPP),
    Ban(r"^\s*map<", "a repeated message: a map has its bytes in another order on each machine, and rows are hashed (P9)",
        r"proto/fallverbund/.*_rows\.proto$"),
]

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "ARCHITECTURE.md", "README.md",
             "proto", "services", "libs", "deploy", "tools", "tests"}
NOT_OURS = {"build", "compile_commands.json"}  # ignored by git

# Text that may stand in an event although its name does not end in _id: full name of the field -> reason.
READABLE_IN_EVENTS = {
    "fallverbund.team.v1.OrganisationRegistered.display_name": "the public name of a body, never of a person",
    "fallverbund.team.v1.OrganisationRegistered.home_log_origin": "the public name of another association's log",
    "fallverbund.casework.v1.LawfulEndRequested.continued_in_log_origin": "likewise, as the register has it",
    "fallverbund.team.v1.UnitAdded.display_name": "the public name of a unit of such a body",
    "fallverbund.team.v1.AgreementAdopted.display_name": "the name of an agreement between bodies",
    "fallverbund.team.v1.CalendarOpened.area": "the name of a district or subgroup, never of a person",
    "fallverbund.team.v1.MembershipFounded.display_name": "the name of a Fallverbund or an office",
    "fallverbund.team.v1.SocialSpaceDefined.display_name": "the name of a social space or its team",
    "fallverbund.team.v1.QuarterAdded.display_name": "the name of a quarter",
    "fallverbund.team.v1.CatalogueEntryListed.display_name": "the public name of an offer; other entries have none",
    "fallverbund.team.v1.StreetAdded.street": "a street of the catalogue, nobody's address",
}

TEXT_FILES = {".h", ".cc", ".proto", ".py", ".sh", ".cmake", ".txt", ".md", ".json", ".yaml", ".story", ".csv", ""}
ALWAYS_LOOKED_AT = ("proto", "services", "libs", "deploy", "tools", "tests")
SELF = "tools/tidy/"  # names what it bans


def files(root):
    for top in sorted(root.iterdir()):
        if top.is_file() and top.name not in NOT_OURS | {".git"}:
            yield top
        elif top.name in ALWAYS_LOOKED_AT or top.name == ".ci":
            yield from (f for f in sorted(top.rglob("*"))
                        if f.is_file() and f.suffix in TEXT_FILES and "__pycache__" not in f.parts)


def without_comments_and_strings(line):
    line = re.sub(r'"(\\.|[^"\\])*"', '""', line)
    return re.sub(r"//.*|^\s*\*.*|/\*.*?\*/", "", line)


def banned_words(path, lines):
    bans = [b for b in BANS if re.match(b.where, path)]
    for number, line in enumerate(lines, 1):
        code = without_comments_and_strings(line)
        for ban in bans:
            found = re.search(ban.pattern, line if ban.comments else code)
            if found and not (ban.reason and re.search(r"//.*\w", line)):
                yield f"{path}:{number}: '{found.group(0).strip()}': {ban.instead}"


def guards(path, text):
    want = "FALLVERBUND_" + re.sub(r"\W", "_", path).upper() + "_"
    found = re.search(r"^#ifndef (\w+)\n#define \1$", text, re.M)
    if not found or found.group(1) != want:
        yield f"{path}: its guard must be {want}"


def markdown_names(root, path, lines):
    """A text that is named can be opened from here."""
    for number, line in enumerate(lines, 1):
        for name in re.findall(r"(?<![\w./*-])([\w./-]+\.md)\b", line):
            beside = root / pathlib.Path(path).parent / name
            if name not in TOP_LEVEL and not (root / name).exists() and not beside.exists():
                yield f"{path}:{number}: names {name}, which is not in the repository; say it in a sentence instead"


def top_level(root):
    for entry in sorted(root.iterdir()):
        if not entry.name.startswith(".") and entry.name not in TOP_LEVEL | NOT_OURS:
            yield f"{entry.name}: does not belong at the top level, which is {', '.join(sorted(TOP_LEVEL))} and dot files"


LABEL = re.compile(r"\s*case\s+(?:\w+::)*k(\w+)\s*:(?!:)(.*)")
MEMBER = re.compile(r"(?:\.|->)(?:mutable_)?([a-z][a-z0-9_]*)\(\)")


def shared_labels(path, lines):
    """What handles one member of a oneof is reached by that member's label alone. Two branches that each add labels to
    a switch merge into one group without a conflict, and the compiler takes it for what was meant."""
    labels, begun, body = [], 0, []
    for number, line in enumerate([*lines, "}"], 1):
        code = without_comments_and_strings(line)
        found = LABEL.match(code)
        if body and (found or re.match(r"\s*(default\s*:|})", code)):
            read = {"".join(word.capitalize() for word in member.split("_")) for member in MEMBER.findall("\n".join(body))}
            for own in sorted(read.intersection(labels)) if len(labels) > 1 else []:
                others = ", ".join(f"k{label}" for label in labels if label != own)
                yield f"{path}:{begun}: {others} would be read as k{own}: give each label that reads its event a body of its own"
            labels, body = [], []
        if found:
            begun = begun if labels else number
            labels.append(found.group(1))
            code = found.group(2)
        if labels and code.strip():
            body.append(code)


def readable_text_in_events(root):
    """Events are never readable on disk: what is reachable from an event and is text must be an id."""
    declared = read_protos(root)
    for name in declared.reachable_from(lambda file: file.endswith("_events.proto")):
        message = declared.messages.get(name)
        for field in message.fields if message else []:
            place = f"{message.file}:{field.line}"
            if re.search(r"google\.protobuf\.(Any|Struct|Value|ListValue|StringValue)$", field.value_type):
                yield f"{place}: {field.type} may carry readable text into an event; use a message of ours"
            elif (re.search(r"\bstring\b", field.type) and not re.search(r"_ids?$", field.name)
                  and f"{name}.{field.name}" not in READABLE_IN_EVENTS):
                yield (f"{place}: {field.name} would stand readable in an event; make it "
                       "fallverbund.common.v1.Sealed, an enum, or an id named so")


def numbers(root):
    """What was ever stored can be read for ever: no number changes its meaning (proto/numbers.lock)."""
    lock = root / "proto" / "numbers.lock"
    if lock.exists():
        yield from proto_numbers.broken(lock.read_text(), read_protos(root))


def check(root):
    root = pathlib.Path(root).resolve()
    wrong = [*top_level(root), *readable_text_in_events(root), *numbers(root)]
    for file in files(root):
        path = str(file.relative_to(root))
        if path.startswith(SELF):
            continue
        text = file.read_text(errors="replace")
        wrong += banned_words(path, text.splitlines())
        if not path.endswith("_test.py"):
            wrong += markdown_names(root, path, text.splitlines())
        if path.endswith(".h"):
            wrong += guards(path, text)
        if re.match(CPP, path):
            wrong += shared_labels(path, text.splitlines())
    return wrong


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    wrong = check(sys.argv[1])
    print("\n".join(wrong) if wrong else "Every house rule is kept.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
