"""The sort key of Thai names as it was when communities were first stored (core/i18n/sorting.py explains it)."""

THAI_SORT_KEY = r"""
CREATE OR REPLACE FUNCTION public.thai_sort_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.regexp_replace(pg_catalog.translate(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.translate(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ๐๑๒๓๔๕๖๗๘๙', 'abcdefghijklmnopqrstuvwxyz0123456789'), '([0-9]+)', '00000000\1', 'g'), '0*([0-9]{9,})', '\1', 'g'), ' ็่้๊๋์ํ๎ฺฯๆ –—‘’“”…•!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', ''), '([เแโใไ])([ก-ฮ])', '\2\1', 'g')
OPERATOR(pg_catalog.||) ' ' OPERATOR(pg_catalog.||) pg_catalog.regexp_replace(name, '([เแโใไ])([ก-ฮ])', '\2\1', 'g')
"""
