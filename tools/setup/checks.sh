# The checks of `fmt`, `rooms`, `tidy` and `ci`. Sourced by tools/dev.
# shellcheck shell=bash
BUF_VERSION=1.75.0

check_rooms() { python3 tools/rooms/check_rooms.py . "$BUILD/rooms.txt"; }

check_house_rules() { python3 tools/tidy/house_rules.py .; }

cpp_files() { find libs services tools tests -name '*.h' -o -name '*.cc' | sort; }

# format [--check]; the list of stored proto numbers is part of the form.
format() {
  case ${1:-} in
    '')
      cpp_files | xargs -r clang-format-14 -i
      python3 tools/tidy/proto_numbers.py .
      ;;
    --check)
      local bad
      bad=$(cpp_files | xargs -r clang-format-14 --dry-run 2>&1 | sed -n 's/^\([^: ]*\):[0-9]*:.*warning:.*/\1/p' | sort -u)
      [ -z "$bad" ] || die 'these files are not in form; ./tools/dev fmt puts them into it:' "$bad"
      python3 tools/tidy/proto_numbers.py . --check
      ;;
    *) die "fmt knows only --check, not '$1'." ;;
  esac
}

# The API's form: buf's STANDARD rules. The program comes from npm, once, into .dev/npm.
check_proto() {
  local buf=$PWD/.dev/npm/node_modules/.bin/buf
  if [ "$("$buf" --version 2>/dev/null)" != $BUF_VERSION ]; then
    command -v npm >/dev/null || die 'this machine has node but no npm, which brings buf.' \
      'Install the npm that belongs to that node (we do not touch a node we did not bring), then run this again.'
    npm install --silent --no-audit --no-fund --no-package-lock --prefix .dev/npm "@bufbuild/buf@$BUF_VERSION" ||
      die 'npm could not fetch @bufbuild/buf (see above): is there a network?'
  fi
  (cd proto && "$buf" lint)
}

# The rooms that think, built and tested with AddressSanitizer and UndefinedBehaviorSanitizer.
check_sanitizers() {
  local BUILD=build/asan
  configure with-tests
  compile pure_tests
  ctest --test-dir "$BUILD" --output-on-failure -j "$(nproc)" -L '^pure$' --no-tests=error
}

# clang-tidy on the rooms that think; they are small, and the rest would take an hour.
check_tidy() {
  compile pure_rooms
  python3 tools/tidy/tidy_files.py "$BUILD" |
    xargs -r -P "$(nproc)" -n 1 clang-tidy-14 -p "$BUILD/tidy" --quiet --warnings-as-errors='*' \
      2> >(sed '/ warnings\? generated\.$/d' >&2)
}

# stage NAME COMMAND... runs one step of ci; all run, and report_stages tells how each went.
STAGES=()
FAILED=0
stage() {
  local name=$1 start=$SECONDS verdict=ok
  shift
  say "ci: $name"
  ("$@") </dev/null & # in the background, where `set -e` holds; left of a `||` it would not
  wait $! || { verdict=FAILED && FAILED=1; }
  STAGES+=("$(printf '%-12s %5d s  %s' "$name" $((SECONDS - start)) "$verdict")")
}

report_stages() {
  say 'ci: all stages'
  printf '   %s\n' "${STAGES[@]}"
  [ $FAILED = 0 ] || die 'ci failed; the failed stages are marked above.'
}
