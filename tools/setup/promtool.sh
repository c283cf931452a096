# Gets promtool, which checks alert rules: from Debian's package prometheus, unpacked into .dev/promtool and installed
# nowhere, since the package would start a server on every address of this machine. Sourced by tools/dev.
# shellcheck shell=bash
PROMTOOL_HOME=.dev/promtool

have_promtool() { [ -n "${PROMTOOL:-}" ] || [ -x "$PROMTOOL_HOME/usr/bin/promtool" ]; }

ensure_promtool() {
  have_promtool && return
  say 'Fetching promtool (19 MB)'
  mkdir -p "$PROMTOOL_HOME"
  download_promtool >.dev/promtool.log 2>&1 || {
    tail -n 15 .dev/promtool.log >&2
    die 'promtool could not be fetched (the last words of apt are above, all of them in .dev/promtool.log).' \
      "Check that the network and 'apt-get update' work, then run this again, or name one: PROMTOOL=/path ./tools/dev ..."
  }
}

# The package is deleted once unpacked: only one of its programs is wanted.
download_promtool() (
  set -e
  cd "$PROMTOOL_HOME"
  options=(-q -o APT::Sandbox::User=root -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30)
  apt-get "${options[@]}" download prometheus || { # the package index may be missing or old
    apt-get "${options[@]}" update
    apt-get "${options[@]}" download prometheus
  }
  dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool
  rm prometheus_*.deb
)
