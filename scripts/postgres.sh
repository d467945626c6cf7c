#!/usr/bin/env bash
# Run a command beside a PostgreSQL of its own: scripts/postgres.sh COMMAND…
# The cluster lives in a temporary folder, listens on a socket in it and nowhere else, and is gone afterwards.
# The command finds its address in GONGKAI_TEST_DATABASE.
set -euo pipefail

bin=${POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)}
if [ -z "$bin" ]; then
    bin=$(dirname "$(command -v initdb || true)")
fi
if [ ! -x "$bin/initdb" ]; then
    echo "No PostgreSQL server found; install it (Debian: apt install postgresql) or set POSTGRES_BIN." >&2
    exit 1
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/gkpg.XXXXXX")
as_owner=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chown nobody "$folder"
    as_owner=(runuser -u nobody --)
fi
chmod 755 "$folder"
stop() {
    "${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT

cd "$folder"
"${as_owner[@]}" "$bin/initdb" -D "$folder/data" -U gongkai --auth=trust -E UTF8 --locale=C --no-sync >/dev/null
# Durability is not what a throw-away cluster is for; a killed client, not a lost disk, is what the tests try. A bench sets
# POSTGRES_FSYNC=on.
"${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o \
    "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=${POSTGRES_FSYNC:-off} -c max_connections=200" start >/dev/null
cd "$OLDPWD"

export GONGKAI_TEST_DATABASE="postgresql://gongkai@/postgres?host=$folder"
"$@"
