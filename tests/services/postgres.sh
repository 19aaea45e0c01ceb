#!/usr/bin/env bash
# A PostgreSQL of our own on a socket and a free loopback port, for one command: postgres.sh run CMD…
set -euo pipefail
[ "${1:-}" = run ] || { echo "usage: $0 run CMD…" >&2; exit 2; }
shift
bin=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -1 || command -v initdb)")
work=$(mktemp -d /tmp/portal-postgres.XXXXXX)
port=$("${PYTHON_BIN:-python3}" -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres
  chown postgres "$work"; as=(runuser -u postgres --)
fi
stop() { "${as[@]}" "$bin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$work"; }
trap stop EXIT
cd "$work"
"${as[@]}" "$bin/initdb" -D "$work/data" -U portal --auth=trust -E UTF8 --locale=C >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$work/data" -l "$work/log" -w \
  -o "-p $port -k $work -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60" start >/dev/null
"${as[@]}" "$bin/createdb" -h 127.0.0.1 -p "$port" -U portal portal
cd "$OLDPWD"
export DATABASE_URL="postgres://portal@127.0.0.1:$port/portal"
"$@"
