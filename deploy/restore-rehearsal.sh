#!/bin/sh
# Restores the newest (or the named) backup into an empty rehearsal database and proves it: sums of
# the files, all tables there, row-level security on where it was, rows where rows must be.
# Nothing of the running product is touched.
#
#   deploy/restore-rehearsal.sh [FOLDER OF A BACKUP]
#
# REHEARSAL_DATABASE_URL  an EMPTY database on a server that has the roles (postgres/logins.sql and
#                         one migration), with a login that may create in it: a superuser of a
#                         rehearsal server
# BACKUP_FOLDER           where the backups are
set -eu
: "${REHEARSAL_DATABASE_URL:?the address of an empty database}"
backup=${1:-}
if [ -z "$backup" ]; then
    : "${BACKUP_FOLDER:?the folder with the backups}"
    backup=$(find "$BACKUP_FOLDER" -mindepth 1 -maxdepth 1 -type d -name '20*Z' | sort | tail -n 1)
fi
[ -f "$backup/database.dump" ] || { echo "There is no backup in '$backup'." >&2; exit 1; }

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --command "$1" "$REHEARSAL_DATABASE_URL"; }
fail() { echo "The rehearsal FAILED: $1" >&2; exit 1; }

began=$(date +%s)
(cd "$backup" && sha256sum --check --quiet SHA256SUMS) || fail "a checksum differs"
[ "$(ask "select count(*) from pg_tables where schemaname = 'public'")" = 0 ] || fail "the rehearsal database is not empty"
pg_restore --exit-on-error --no-password --dbname "$REHEARSAL_DATABASE_URL" "$backup/database.dump"

wanted=$(pg_restore --list "$backup/database.dump" | grep -c ' TABLE public ' || true)
found=$(ask "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')")
[ "$wanted" = "$found" ] || fail "$found tables instead of $wanted"
open=$(ask "select string_agg(c.relname, ', ') from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname = 'district_id'
    and not a.attisdropped and not (c.relrowsecurity and c.relforcerowsecurity)")
[ -z "$open" ] || echo "Without row-level security (only tables of the operations may be here): $open"
offices=$(ask "select count(*) from offices")
[ "$offices" -ge 51 ] || fail "only $offices offices"
if [ -f "$backup/files.tar" ]; then
    tar --list --file "$backup/files.tar" >/dev/null || fail "the files cannot be read"
fi
echo "The rehearsal succeeded: $backup, $found tables, $offices offices, $(($(date +%s) - began)) s."
