#!/usr/bin/env bash
# All tests, in the order of cost: format, types, unit, components, model, build, pages.
# `npm test` runs it. A failed step does not hide the ones after it. The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."

results=.cache/test-results
rm -rf "$results" && mkdir -p "$results"
steps=()

# step NAME COMMAND…: runs it, notes how long it took and whether it failed.
step() {
  local name=$1 started=$SECONDS state=ok
  shift
  printf '\n── %s\n' "$name"
  "$@" || state=FAILED
  steps+=("$(printf '%-12s %4d s  %s' "$name" $((SECONDS - started)) "$state")")
  echo "$state" >"$results/$name.step"
  [ "$state" = ok ]
}

# Finds Chrome or Chromium; on Debian and Ubuntu installs it when there is none.
find_browser() {
  CHROMIUM=$(node -e "import('./scripts/chromium.js').then((m) => console.log(m.findChromium() ?? ''))")
  if [ -z "$CHROMIUM" ] && command -v apt-get >/dev/null; then
    echo 'No Chrome or Chromium here: installing Debian’s package "chromium" with apt-get (about 20 s) …'
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq chromium >/dev/null
    CHROMIUM=$(command -v chromium)
  fi
  if [ -z "$CHROMIUM" ]; then
    echo 'The tests need Chrome or Chromium. Install it, or say where it is: CHROMIUM=/path/to/chrome npm test'
    return 1
  fi
  export CHROMIUM
  echo "Browser: $("$CHROMIUM" --version 2>/dev/null)"
}

run_vitest() {
  npx vitest run --project "$1" --reporter=default --reporter=json --outputFile.json="$results/$1.json"
}

run_pages() {
  PLAYWRIGHT_JSON_OUTPUT_NAME="$results/pages.json" npx playwright test -c tests/pages --reporter=list,json
}

find_browser || exit 1
step format npx prettier --check --log-level warn .
step types npx svelte-check --tsconfig ./tsconfig.json --fail-on-warnings --output human
step unit run_vitest unit
step browser run_vitest browser
step model run_vitest model
step build npx vite build --logLevel warn && step pages run_pages

printf '\n'
printf '%s\n' "${steps[@]}"
node scripts/sumResults.js "$results"
