# Brings the packages of tools/packages.txt onto the machine. Sourced by tools/dev.
# Installs only what is missing; with nothing missing it asks neither for root nor for the network.
# shellcheck shell=bash

say() { printf '== %s\n' "$*"; }

# die SENTENCE [WHAT-TO-DO...]
die() {
  printf '\ntools/dev: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

require_debian_12() {
  local id='' version=''
  if [ -r /etc/os-release ]; then
    id=$(. /etc/os-release && printf %s "${ID:-}")
    version=$(. /etc/os-release && printf %s "${VERSION_ID:-}")
  fi
  [ "$id $version" = 'debian 12' ] && return
  die "this needs Debian 12 (bookworm); this machine says it is '${id:-unknown} ${version:-}'." \
    'Use a Debian 12 machine or container, for example:' \
    "docker run -it --privileged -v $PWD:/house -w /house debian:12"
}

# missing_packages GROUP... prints what of these groups is not installed, one a line.
missing_packages() {
  local group package wanted=()
  while read -r group package; do
    [[ " $* " == *" $group "* ]] || continue
    # A node that is already here is left alone, whoever brought it.
    if [ "$group" = node ] && command -v node >/dev/null; then continue; fi
    wanted+=("$package")
  done < <(grep -v '^#' tools/packages.txt)
  comm -23 <(printf '%s\n' "${wanted[@]}" | sort) \
    <({ dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true; } |
      sed -n 's/^installed //p' | sort)
}

# install_packages PACKAGE... ; the whole output goes to .dev/apt.log, one line in fifty to the reader.
install_packages() {
  local words="apt-get install --no-install-recommends $*"
  [ "$(id -u)" = 0 ] || die 'packages are missing and only root may install them. As root, run:' \
    'apt-get update' "$words"
  local options=(-q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -o Acquire::http::Timeout=30
    -o Acquire::https::Timeout=30 -o Dpkg::Use-Pty=0)
  export DEBIAN_FRONTEND=noninteractive
  mkdir -p .dev
  # A stale or foreign source must not stop us: whether our own packages arrive is what counts.
  apt-get "${options[@]}" update >.dev/apt.log 2>&1 </dev/null || true
  if ! apt-get "${options[@]}" install -y --no-install-recommends "$@" 2>&1 </dev/null |
    tee -a .dev/apt.log | count_packages; then
    tail -n 25 .dev/apt.log >&2
    die 'apt could not install what we need (its last words are above, all of them in .dev/apt.log).' \
      "Most often there is no network or no Debian mirror: check that 'apt-get update' works, then run this again." \
      "To do it by hand: $words"
  fi
}

count_packages() {
  local line fetched=0 ready=0
  while IFS= read -r line; do
    case $line in
      Get:*) fetched=$((fetched + 1)) && [ $((fetched % 50)) != 0 ] || echo "   $fetched packages fetched" ;;
      'Setting up '*) ready=$((ready + 1)) && [ $((ready % 50)) != 0 ] || echo "   $ready packages set up" ;;
      '0 upgraded'* | [1-9]*' upgraded'* | 'Need to get '*) echo "   $line" ;;
    esac
  done
}
