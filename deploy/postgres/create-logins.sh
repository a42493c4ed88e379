#!/bin/sh
# Called once by the PostgreSQL image, before the server is reachable.
set -eu
read_secret() { cat "/run/secrets/$1"; }
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    --set owner_password="$(read_secret owner_password)" \
    --set application_password="$(read_secret application_password)" \
    --set backup_password="$(read_secret backup_password)" \
    --file /opt/logins.sql
