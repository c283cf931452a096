#!/usr/bin/env bash
# Shows that a bare Debian 12 is enough; see --help. The root is entered by pivot_root in a mount namespace, not by
# chroot: no mount is seen outside or left behind, and a test may mount a small disk of its own, which a chroot forbids.
set -Eeuo pipefail
trap 'printf "bare_machine: stopped, this failed: %s\n" "$BASH_COMMAND" >&2' ERR
REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
CALLED_FROM=$PWD
. "$REPOSITORY/tools/setup/ground.sh"
. "$REPOSITORY/tools/setup/nats.sh"

STEPS=(base clone packages run test)

help() {
  cat <<END
usage: tests/bare/bare_machine.sh [OPTIONS]

Makes a minimal Debian 12 root with debootstrap, from the mirror this machine uses, puts a clone of the last commit
into it, and runs both commands of README.md there. Says how long each step took, and the verdict. As root, with network.

  --base FILE    keep the bare root as this .tar, or begin with it if it is there (saves a minute)
  --root DIR     make the root in this new folder and leave it there; default: a temporary one, removed at the end
  --until STEP   end after: ${STEPS[*]}
  --help         this
END
}

base='' root='' until=test
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) help && exit ;;
    --base | --root | --until)
      [ -n "${2:-}" ] || die "$1 wants a value." 'See --help.'
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    *) die "there is no option '$1'." 'See --help.' ;;
  esac
  shift
done
[[ " ${STEPS[*]} " == *" $until "* ]] || die "--until knows ${STEPS[*]}, not '$until'."
[ -z "$base" ] || base=$(realpath -m "$base")
[ -z "$root" ] || root=$(realpath -m "$root")
[ -z "$root" ] || [ ! -e "$root" ] || die "$root is there already." 'Name a new folder with --root.'
[ "$(id -u)" = 0 ] || die 'only root may make a root file system.' 'Run this as root.'
cd "$REPOSITORY" # ground.sh reads tools/packages.txt and writes .dev/apt.log
mapfile -t missing < <(missing_packages bare)
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"

# Outside: nothing but the folder and one child, whose namespaces hold every process and every mount of what follows. They
# end with it, also by SIGKILL; so what is removed afterwards is the root and nothing that was mounted in it.
if [ "${BARE_MACHINE_ROOT:-}" = '' ]; then
  temporary='' child=''
  leave() {
    if [ -n "$child" ] && kill -KILL "$child" 2>/dev/null; then wait "$child" 2>/dev/null || true; fi
    [ -z "$temporary" ] || rm -rf --one-file-system "$temporary"
  }
  trap leave EXIT
  trap 'exit 130' INT TERM HUP
  if [ -z "$root" ]; then
    temporary=$(mktemp -d "${TMPDIR:-/tmp}/fallverbund-bare-XXXXXX")
    root=$temporary/root
  fi
  code=0
  BARE_MACHINE_ROOT=$root unshare --mount --pid --fork --kill-child --mount-proc --propagation private \
    "$REPOSITORY/tests/bare/bare_machine.sh" --until "$until" ${base:+--base "$base"} </dev/null &
  child=$!
  wait "$child" || code=$?
  child=''
  [ -n "$temporary" ] || say "the root lies in $root"
  exit $code
fi
root=$BARE_MACHINE_ROOT

# in_root COMMAND... runs as the first process of a machine whose / is the root; it sees the network, no other process.
in_root() {
  # shellcheck disable=SC2016  # for the shell inside
  exec unshare --mount --pid --ipc --uts --fork --kill-child --propagation private bash -c '
    set -e
    root=$1
    shift
    mount --bind "$root" "$root"
    cd "$root"
    mount --rbind /dev dev
    mount -t tmpfs tmpfs dev/shm
    mount -t proc proc proc
    mount -t sysfs -o ro sysfs sys
    mount -t tmpfs tmpfs run
    pivot_root . mnt
    cd /
    umount -l mnt
    cd /house
    exec env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM="${TERM:-dumb}" LANG=C.UTF-8 \
      NODE_EXTRA_CA_CERTS=/etc/bare-machine-ca.pem "$@"' bash "$root" "$@"
}

make_base() {
  mkdir -p "$root"
  if [ -n "$base" ] && [ -e "$base" ]; then
    tar -C "$root" -xpf "$base"
  else
    local mirror
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || die 'the apt sources of this machine name no mirror of Debian bookworm main.' \
      "Check that 'apt-get update' works, then run this again."
    debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || {
      tail -n 15 "$root.log" >&2
      die 'debootstrap failed (its last words are above).'
    }
    rm "$root.log"
    [ -z "$base" ] || { tar -C "$root" -cpf "$base.new" . && mv "$base.new" "$base"; }
  fi
  # How this machine reaches the network: names, and the authorities that npm must trust.
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/bare-machine-ca.pem"
  fi
  apt-config dump | grep -i '^Acquire::https\?::Proxy' >"$root/etc/apt/apt.conf.d/30bare-machine" || true
}

make_clone() {
  git clone --quiet --no-hardlinks "$REPOSITORY" "$root/house"
  git -C "$root/house" log -1 --format='   commit %h, %s'
}

# The packages alone, by the very functions that both commands begin with: so that their time is told apart.
make_packages() {
  # shellcheck disable=SC2016  # for the shell inside
  in_root bash -c '. tools/setup/ground.sh && mapfile -t missing < <(missing_packages run test nats) &&
    install_packages "${missing[@]}"'
}

# The commands as the reader sees them: the block marked `sh bare`, without their comments.
readme_commands() {
  sed -n '/^```sh bare/,/^```$/s/^\(\.\/tools\/dev [^#]*\).*/\1/p' README.md
}

readme_command() {
  local line
  cd "$root/house" # the clone's README is what counts
  line=$(readme_commands | sed -n "$1p")
  [ -n "$line" ] || die "README.md names no command number $1 in its block marked 'sh bare'."
  say "in the bare root: $line"
  in_root bash -c "$line"
}

TOLD=()
step() {
  local name=$1 start=$SECONDS code=0
  shift
  say "bare machine: $name"
  ("$@") & # in the background, where `set -e` holds; left of a `||` it would not
  wait $! || code=$?
  TOLD+=("$(printf '%-9s %5d s  %s' "$name" $((SECONDS - start)) "$([ $code = 0 ] && echo ok || echo "FAILED ($code)")")")
  if [ $code != 0 ] || [ "$name" = "$until" ]; then verdict "$name" $code; fi
}

verdict() {
  say 'bare machine: all steps'
  printf '   %s\n' "${TOLD[@]}"
  [ "$2" = 0 ] || die "VERDICT: FAILED at '$1' in a bare Debian 12 root (its words are above)."
  if [ "$1" = test ]; then
    say 'VERDICT: both commands of README.md work in a bare Debian 12 root'
  else
    say "VERDICT: good up to '$1'; both commands of README.md are shown only without --until"
  fi
  exit 0
}

step base make_base
step clone make_clone
step packages make_packages
step run readme_command 1
step test readme_command 2
