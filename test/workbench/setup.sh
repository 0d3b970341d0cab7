#!/usr/bin/env bash
# Gets a real VS Code workbench that needs only npm and Debian's packages: Node 24, chromium, and
# code-server (VS Code's own workbench behind a web server). Installed once into a cache outside the
# repository and reused; run again it does nothing. Prints the folder that holds it.
#
#   test/workbench/setup.sh            # install what is missing
#   eval "$(test/workbench/setup.sh --env)"   # and print WORKBENCH_HOME, WORKBENCH_NODE, WORKBENCH_CHROMIUM
set -euo pipefail

CODE_SERVER=4.139.1
NODE=24
home="${BAYES_WORKBENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bayes-workbench}/code-server-$CODE_SERVER"
say() { echo "workbench: $*" >&2; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# The shell without a browser around it needs a tenth less of the processor.
find_chromium() {
  for name in "${WORKBENCH_CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" && return 0
  done
  return 1
}

packages=()
find_chromium >/dev/null || packages+=(chromium)
if [ ! -f "$home/.done" ]; then
  # Headers and tools for code-server's native modules.
  for pair in pkg-config:pkg-config make:make g++:g++ python3:python3; do
    command -v "${pair%%:*}" >/dev/null || packages+=("${pair##*:}")
  done
  [ -f /usr/include/krb5.h ] || [ -f /usr/include/krb5/krb5.h ] || packages+=(libkrb5-dev)
fi
if [ "${#packages[@]}" -gt 0 ]; then
  say "installing ${packages[*]} with apt-get"
  as_root apt-get -o DPkg::Lock::Timeout=600 update -qq >&2
  DEBIAN_FRONTEND=noninteractive as_root apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${packages[@]}" >&2
fi

npm_quiet=(--no-audit --no-fund --loglevel=error)
if [ ! -f "$home/.done" ]; then
  mkdir -p "$home"
  cd "$home"
  [ -f package.json ] || echo '{ "private": true }' > package.json
  if [ ! -x node_modules/node/bin/node ]; then
    say "installing node $NODE"
    npm install "node@$NODE" "${npm_quiet[@]}" >&2
  fi
  export PATH="$home/node_modules/node/bin:$PATH"
  if [ ! -d node_modules/code-server ]; then
    say "installing code-server $CODE_SERVER"
    npm install "code-server@$CODE_SERVER" @vscode/vsce@3 --ignore-scripts "${npm_quiet[@]}" >&2
  fi
  if [ ! -f .vscode ]; then
    say 'building the native modules of the workbench (about two minutes)'
    (cd node_modules/code-server/lib/vscode && npm install --omit=dev "${npm_quiet[@]}" >&2)
    touch .vscode
  fi
  if [ ! -f .extensions ]; then
    say "installing the workbench's own extensions"
    (cd node_modules/code-server/lib/vscode/extensions && npm install --omit=dev "${npm_quiet[@]}" >&2)
    touch .extensions
  fi
  npm rebuild argon2 "${npm_quiet[@]}" >&2
  node node_modules/code-server/out/node/entry.js --version >&2
  touch .done
  say 'ready'
fi

if [ "${1:-}" = --env ]; then
  echo "export WORKBENCH_HOME='$home'"
  echo "export WORKBENCH_NODE='$home/node_modules/node/bin/node'"
  echo "export WORKBENCH_CHROMIUM='$(find_chromium)'"
else
  echo "$home"
fi
