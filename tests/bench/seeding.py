"""Ten years of a city, written by the superuser in a few statements; always the same."""

from sqlalchemy import create_engine, text

COMMUNITIES_A_DISTRICT = 41
ACTIVITIES_A_DISTRICT = 6_000

_STATEMENTS = (
    "SET session_replication_role = replica",
    f"""
    INSERT INTO communities (district_id, id, name, match_key, kind, status, registered_from, note,
                             source, is_example, version, changed_by)
    SELECT o.code, gen_random_uuid(), 'ชุมชนวัดผล ' || n, 'วัดผล' || n, 'urban', 'registered',
           '2016-10-01', '', '', false, 1, ''
    FROM offices o CROSS JOIN generate_series(1, {COMMUNITIES_A_DISTRICT + 15}) n WHERE o.kind = 'district'
    """,
    """
    INSERT INTO community_figures (district_id, id, community_id, as_of, residents, source,
                                   recorded_by, is_example)
    SELECT district_id, gen_random_uuid(), id, day, 500, 'วัดผล', '', false
    FROM communities CROSS JOIN (VALUES (date '2024-12-31'), (date '2025-12-31')) AS d(day)
    """,
    """
    INSERT INTO zones (district_id, id, number, name, edition, valid_from, is_example, version, changed_by)
    SELECT code, gen_random_uuid(), n, 'โซน ' || n, 1, '2017-01-01', false, 1, ''
    FROM offices CROSS JOIN generate_series(1, 5) n WHERE kind = 'district'
    """,
    """
    INSERT INTO zone_memberships (district_id, id, zone_id, community_id, valid_from, reason, is_example)
    SELECT c.district_id, gen_random_uuid(), z.id, c.id, '2017-01-01', '', false
    FROM (SELECT *, row_number() OVER (PARTITION BY district_id ORDER BY match_key) % 5 + 1 AS place
          FROM communities) c
    JOIN zones z ON z.district_id = c.district_id AND z.number = c.place
    """,
    f"""
    INSERT INTO activities (district_id, id, title, held_on, kind, community_id, participants, note,
                            state, is_example, version, reported_by, reported_by_position, changed_by)
    SELECT c.district_id, gen_random_uuid(), 'กิจกรรม ' || n,
           date '2016-10-01' + (n * 3650 / {ACTIVITIES_A_DISTRICT}), 'hands_on', c.id, 20, '',
           'reported', false, 1, '', '', ''
    FROM (SELECT *, row_number() OVER (PARTITION BY district_id ORDER BY match_key) - 1 AS place,
                 count(*) OVER (PARTITION BY district_id) AS total FROM communities) c
    JOIN generate_series(1, {ACTIVITIES_A_DISTRICT}) n ON n % c.total = c.place
    """,
    "CREATE TABLE plain_activities (LIKE activities INCLUDING DEFAULTS INCLUDING INDEXES)",
    "INSERT INTO plain_activities SELECT * FROM activities",
    "CREATE TABLE plain_communities (LIKE communities INCLUDING ALL)",
    """
    INSERT INTO plain_communities (district_id, id, name, match_key, kind, status, registered_from,
                                   note, source, is_example, version, changed_by)
    SELECT district_id, id, name, match_key, kind, status, registered_from, note, source,
           is_example, version, changed_by FROM communities
    """,
    "CREATE TABLE plain_figures (LIKE community_figures INCLUDING ALL)",
    "INSERT INTO plain_figures SELECT * FROM community_figures",
    "CREATE TABLE plain_zones (LIKE zones INCLUDING ALL)",
    "INSERT INTO plain_zones SELECT * FROM zones",
    "CREATE TABLE plain_memberships (LIKE zone_memberships INCLUDING ALL)",
    "INSERT INTO plain_memberships SELECT * FROM zone_memberships",
    *(
        f"GRANT SELECT ON plain_{name} TO app_tenant, community_app"
        for name in ("activities", "communities", "figures", "zones", "memberships")
    ),
)


def fill(superuser_url: str) -> None:
    engine = create_engine(superuser_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in _STATEMENTS:
            connection.execute(text(statement))
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
