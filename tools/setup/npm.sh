# Programs and modules from npm, each of one version, in .dev/npm and nowhere else. Sourced by tools/dev.
# shellcheck shell=bash
NPM_HOME=.dev/npm
NPM_PACKAGES=(@bufbuild/buf@1.75.0 @grpc/grpc-js@1.12.6 @grpc/proto-loader@0.7.13) # as tools/examples/node/package.json

have_npm() {
  local package
  for package in "${NPM_PACKAGES[@]}"; do
    grep -qsx "  \"version\": \"${package##*@}\",\?" "$NPM_HOME/node_modules/${package%@*}/package.json" || return
  done
}

ensure_npm() {
  if have_npm; then return; fi
  command -v npm >/dev/null || die 'this machine has node but no npm, which brings buf and the modules of tools/examples/node.' \
    'Install the npm that belongs to that node (we do not touch a node we did not bring), then run this again.'
  npm install --silent --no-audit --no-fund --no-package-lock --prefix "$NPM_HOME" "${NPM_PACKAGES[@]}" ||
    die "npm could not fetch ${NPM_PACKAGES[*]} (see above): is there a network?"
}
