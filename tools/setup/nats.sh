# Gets the bus: nats-server from Debian's forky suite, unpacked into .dev/nats and installed nowhere.
# Debian 12's own server (2.9) has no sync_interval and breaks optimistic concurrency in clusters, and the newer
# package cannot be installed on Debian 12. apt works here with sources, lists and cache of its own, so the
# machine's stay as they are. The downloaded file is kept: the second run needs no network. Sourced by tools/dev.
# shellcheck shell=bash
NATS_HOME=.dev/nats
NATS_OLDEST=2.12

have_nats() { [ -n "${NATS_SERVER:-}" ] || [ -x "$NATS_HOME/usr/sbin/nats-server" ]; }

# Leaves the checked server's path in NATS_SERVER, for the tests and the run.
ensure_nats() {
  if [ -z "${NATS_SERVER:-}" ]; then
    NATS_SERVER=$PWD/$NATS_HOME/usr/sbin/nats-server
    [ -x "$NATS_SERVER" ] || fetch_nats
  fi
  NATS_SERVER=$(cd "$CALLED_FROM" && realpath -m "$NATS_SERVER")
  export NATS_SERVER
  local version
  version=$("$NATS_SERVER" --version 2>/dev/null | sed -n 's/^nats-server: v\([0-9.]*\).*/\1/p') || true
  [ -n "$version" ] || die "$NATS_SERVER is not a nats-server that runs here." \
    'Unset NATS_SERVER (or remove .dev/nats) and run this again.'
  printf '%s\n' "$NATS_OLDEST" "$version" | sort -V -C || die \
    "$NATS_SERVER is version $version; the house needs $NATS_OLDEST or newer (sync_interval, safe concurrency)." \
    'Unset NATS_SERVER to have the right one fetched, or point it at a newer one.'
}

fetch_nats() {
  local deb
  mkdir -p "$NATS_HOME"
  deb=$(find "$NATS_HOME" -maxdepth 1 -name 'nats-server_*.deb' | sort -V | tail -n 1)
  if [ -z "$deb" ]; then
    say 'Fetching nats-server (about 6 MB, and 10 MB of package index)'
    download_nats >.dev/nats.log 2>&1 || {
      tail -n 15 .dev/nats.log >&2
      die 'nats-server could not be fetched (the last words of apt are above, all of them in .dev/nats.log).' \
        "Check that the network and 'apt-get update' work, then run this again," \
        "or name a server of version $NATS_OLDEST or newer: NATS_SERVER=/path/to/nats-server ./tools/dev ..."
    }
    deb=$(find "$NATS_HOME" -maxdepth 1 -name 'nats-server_*.deb' | sort -V | tail -n 1)
  fi
  dpkg-deb -x "$deb" "$NATS_HOME"
}

download_nats() (
  set -e
  apt=$(mktemp -d)
  trap 'rm -rf "$apt"' EXIT
  mkdir -p "$apt/parts" "$apt/own/partial" "$apt/lists/partial" "$apt/cache/archives/partial"
  common=(-q -o APT::Sandbox::User=root -o Acquire::Retries=2 -o Acquire::http::Timeout=30
    -o Acquire::https::Timeout=30 -o Acquire::Languages=none -o "Dir::Cache=$apt/cache")
  mirror=$(debian_mirror)
  if [ -z "$mirror" ]; then # apt knows whose a source is only after an update; do one beside the machine's lists
    apt-get "${common[@]}" -o "Dir::State::Lists=$apt/own" update || true
    mirror=$(debian_mirror -o "Dir::State::Lists=$apt/own")
  fi
  [ -n "$mirror" ] || { echo 'The apt sources of this machine name no mirror of Debian bookworm main.'; exit 1; }
  printf '%s\n' 'Types: deb' "URIs: $mirror" 'Suites: forky' 'Components: main' 'Check-Valid-Until: no' \
    'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' >"$apt/parts/nats.sources"
  private=("${common[@]}" -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt/parts"
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o "Dir::State::Lists=$apt/lists")
  apt-get "${private[@]}" update
  cd "$NATS_HOME"
  apt-get "${private[@]}" download nats-server
)

# The machine's own Debian mirror, told by the signed Release file and not by its name: other vendors have
# suites called "bookworm main" too.
debian_mirror() {
  # shellcheck disable=SC2016  # the words in $() are apt's
  apt-get "$@" indextargets --format '$(ORIGIN)|$(LABEL)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)' \
    'Created-By: Packages' | sed -n 's/^Debian|Debian|bookworm|main|//p' | head -n 1
}
