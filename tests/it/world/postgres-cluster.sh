#!/usr/bin/env bash
# A throwaway PostgreSQL cluster for one run of the tests, made from the system's own binaries.
#
#   postgres-cluster.sh OWNER_PID URL_FILE
#
# Once the cluster answers, its URL is written into URL_FILE and then on the standard output. It
# stays until the owner has ended (however it ended) or until this script is told to stop, and then
# everything that was made is removed. Exit 3: there is no PostgreSQL on this machine.
set -euo pipefail

owner=$1
url_file=$2
watch=

# The newest installed version, else whatever the search path offers.
bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
if [ ! -x "${bin:-}/initdb" ]; then
    bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
fi
if [ ! -x "$bin/initdb" ] || [ ! -x "$bin/pg_ctl" ]; then
    echo "no initdb and pg_ctl under /usr/lib/postgresql or on the search path" >&2
    rm -f "$url_file.lock"
    exit 3
fi

home=$(mktemp -d "${TMPDIR:-/tmp}/guichet-postgres.XXXXXX")

# PostgreSQL refuses to run as root.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
if [ "$(id -u)" -eq 0 ]; then chown postgres "$home"; fi

stop() {
    trap - EXIT TERM INT HUP
    if [ -n "$watch" ]; then kill "$watch" 2>/dev/null || true; fi
    as_server "$bin/pg_ctl" --pgdata="$home/data" --mode=immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$home" "$url_file" "$url_file.lock"
}
trap stop EXIT
trap 'exit 0' TERM INT HUP

cd "$home"
if ! as_server "$bin/initdb" --pgdata="$home/data" --username=guichet --auth=trust \
    --encoding=UTF8 --locale=C --no-sync >"$home/initdb.log" 2>&1; then
    cat "$home/initdb.log" >&2
    exit 1
fi

# Durability is switched off: these databases never outlive the run.
settings="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
settings="$settings -c shared_buffers=64MB -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home"

# A port below the range that the system hands out by itself; another is tried when it is taken.
for _ in $(seq 1 20); do
    port=$((15000 + (RANDOM * 32768 + RANDOM) % 15000))
    if as_server "$bin/pg_ctl" --pgdata="$home/data" --log="$home/server.log" --silent --wait \
        --timeout=60 --options="$settings -p $port" start >/dev/null 2>&1; then
        # Written beside and renamed, so that a reader never sees half an address.
        echo "postgres://guichet@127.0.0.1:$port/postgres" >"$url_file.new"
        mv "$url_file.new" "$url_file"
        cat "$url_file"
        # Not on our own output: tail ends as soon as nobody reads there.
        tail --pid="$owner" -f /dev/null >/dev/null 2>&1 &
        watch=$!
        wait "$watch" || true
        exit 0
    fi
done
cat "$home/server.log" >&2
exit 1
