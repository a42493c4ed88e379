-- The superuser's step, once for a server; it may be run again. The migrations do everything else.
--
--   psql --set ON_ERROR_STOP=1 --file deploy/postgres/logins.sql \
--        --set owner_password=… --set application_password=… --set backup_password=… postgres
--
-- community_owner   owns the database and runs the migrations; creates the roles of the scopes
-- community_app     the login of web and workers: inherits nothing, owns nothing
-- app_backup        reads everything for backups, in spite of row-level security; changes nothing

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['community_owner', 'community_app', 'app_backup']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE community_owner LOGIN NOSUPERUSER CREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE community_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOINHERIT PASSWORD :'application_password';
ALTER ROLE app_backup LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB BYPASSRLS PASSWORD :'backup_password';
ALTER ROLE app_backup SET default_transaction_read_only = on;
GRANT pg_read_all_data TO app_backup;

SELECT 'CREATE DATABASE community_networks OWNER community_owner ENCODING ''UTF8'' TEMPLATE template0 LOCALE ''C.UTF-8'''
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'community_networks') \gexec

REVOKE ALL ON DATABASE community_networks FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE community_networks TO community_app;
GRANT CONNECT ON DATABASE community_networks TO app_backup;
