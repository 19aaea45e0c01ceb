#!/usr/bin/env bash
# build.sh TARGET: fetch DuckDB for browsers (npm, as locked) and put what the view needs into TARGET.
set -euo pipefail
target=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
command -v npm >/dev/null || { echo "Dafür braucht dieser Rechner npm (Node.js)." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/page.js" "$work"
cd "$work"
npm ci --silent --no-audit --no-fund
dist=node_modules/@duckdb/duckdb-wasm/dist
bundle() { npx --no-install esbuild "$1" --bundle --minify --legal-comments=none --log-level=error --outfile="$target/$2"; }
bundle page.js page.js
# The worker is one file already; it is only rid of the address of a file that is not served.
bundle "$dist/duckdb-browser-eh.worker.js" worker.js
cp "$dist/duckdb-eh.wasm" "$target/duckdb.wasm"
