#!/bin/sh
# Database and files in one dated folder, with checksums. A backup that was not finished keeps the
# name `.unfinished` and is never counted as one.
#
# BACKUP_DATABASE_URL  login app_backup (postgresql://app_backup@host/community_networks; the
#                      password belongs in ~/.pgpass or PGPASSFILE, not in the address)
# FILES_URL            the folder of the files (an S3 bucket is backed up by its own means)
# BACKUP_FOLDER        where to; another disk, better another machine
# BACKUP_KEEP_DAYS     older ones are removed; 35 when not set
set -eu
umask 077
: "${BACKUP_DATABASE_URL:?the address of the database with the login app_backup}"
: "${BACKUP_FOLDER:?the folder for the backups}"
: "${FILES_URL:?the folder of the files}"

name=$(date -u +%Y%m%dT%H%M%SZ)
target="$BACKUP_FOLDER/$name.unfinished"
mkdir -p "$target"

# The database first: a file that comes later is only one too many, never one too few.
pg_dump --format=custom --no-password --file "$target/database.dump" "$BACKUP_DATABASE_URL"
case "$FILES_URL" in
    s3://*) echo "The files are in a bucket: its own versioning must keep them." ;;
    *) tar --create --file "$target/files.tar" --directory "${FILES_URL#file://}" . ;;
esac
(cd "$target" && sha256sum -- * >SHA256SUMS)
sync
mv "$target" "$BACKUP_FOLDER/$name"
echo "Backup finished: $BACKUP_FOLDER/$name"

find "$BACKUP_FOLDER" -mindepth 1 -maxdepth 1 -type d -name '20*' \
    -mtime "+${BACKUP_KEEP_DAYS:-35}" -exec rm -r {} +
