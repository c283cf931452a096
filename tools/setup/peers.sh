# What `bench --peers` measures beside us: message-db's SQL and emmett come from npm, once, into .dev/npm; PostgreSQL
# is the group `peers` of tools/packages.txt. Sourced by tools/dev.
# shellcheck shell=bash
MESSAGE_DB_VERSION=1.3.1
EMMETT_VERSION=0.42.0

ensure_peers() {
  local modules=.dev/npm/node_modules
  if grep -qsF "\"version\": \"$MESSAGE_DB_VERSION\"" $modules/@eventide/message-db/package.json &&
    grep -qsF "\"version\": \"$EMMETT_VERSION\"" $modules/@event-driven-io/emmett-postgresql/package.json; then return; fi
  command -v npm >/dev/null || die 'this machine has node but no npm, which brings message-db and emmett.' \
    'Install the npm that belongs to that node (we do not touch a node we did not bring), then run this again.'
  npm install --silent --no-audit --no-fund --no-package-lock --prefix .dev/npm \
    "@eventide/message-db@$MESSAGE_DB_VERSION" "@event-driven-io/emmett-postgresql@$EMMETT_VERSION" ||
    die 'npm could not fetch message-db and emmett (see above): is there a network?'
}
