# The checks of `fmt`, `rooms`, `tidy` and `ci`. Sourced by tools/dev.
# shellcheck shell=bash
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

# The API's form: buf's STANDARD rules; and what is stored stays readable, against the last main (proto/buf.yaml says what).
check_proto() {
  ensure_npm
  local buf=$PWD/$NPM_HOME/node_modules/.bin/buf
  (cd proto && "$buf" lint)
  check_breaking "$buf"
}

# check_breaking BUF; without a main to compare with it says so and lets things pass: proto/numbers.lock still stands guard.
check_breaking() {
  local base before
  if ! base=$(last_main); then
    say "buf breaking is left out: $base"
    return
  fi
  before=$(mktemp -d)
  git archive "$base" proto | tar -x -C "$before"
  (cd proto && "$1" breaking --against "$before/proto") || {
    rm -rf "$before"
    die "what is stored in logs, or called by partners, would no longer be read as it was written (above; against $base)." \
      'Numbers, names and types of events, calls and their messages stay for ever: add a field, an event or a call instead.'
  }
  rm -rf "$before"
}

# The commit to compare with: where this work left main, or on main itself the commit before. Fails with the reason.
last_main() {
  local main
  git rev-parse --git-dir >/dev/null 2>&1 || { echo 'this is no git working copy.' && return 1; }
  main=$(git rev-parse -q --verify refs/remotes/origin/main || git rev-parse -q --verify refs/heads/main) ||
    { echo "this clone knows no main; 'git fetch origin main:refs/remotes/origin/main' brings it." && return 1; }
  if [ "$main" = "$(git rev-parse HEAD)" ]; then
    git rev-parse -q --verify HEAD~1 && return
    echo "this clone is shallow and ends at main's last commit; 'git fetch --deepen 1' brings the one before." && return 1
  fi
  git merge-base "$main" HEAD && return
  echo "this shallow clone does not reach back to main; 'git fetch --unshallow' brings the rest." && return 1
}

# The rooms that think, built and tested with AddressSanitizer and UndefinedBehaviorSanitizer.
check_sanitizers() {
  compile protos
  local generated=$PWD/$BUILD
  local BUILD=build/asan
  configure with-tests "-DFALLVERBUND_PROTO_FROM=$generated"
  compile pure_tests
  ctest --test-dir "$BUILD" --output-on-failure -j "$(nproc)" -L '^pure$' --no-tests=error
}

# clang-tidy on the rooms that think; they are small, and the rest would take an hour.
check_tidy() {
  compile pure_rooms
  python3 tools/tidy/tidy.py "$BUILD"
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
