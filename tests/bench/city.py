"""The ten-year city: 50 districts, 2,063 communities, 250 zones, a million activities, four million attendances.

Written by the superuser in a few statements, past triggers and policies, always the same for a day: ids are
counters, chance is a hash of the number of the row. The ten years end with today.
"""

import json
import time
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from sqlalchemy import create_engine, text

from core.i18n.dates import bangkok_today, first_of_month, shift_month

COMMUNITIES = 2_063
ACTIVITIES_A_DISTRICT = 20_000
MEETINGS_A_DISTRICT = 4_000
ATTENDANCES_A_MEETING = 20
COURSES_A_DISTRICT, TRAINEES_A_COURSE = 20, 40
MONTHS = 120


def sizes() -> dict[int, int]:
    """How many communities each district has: from 12 to 98, 2,063 together."""
    found = {1001 + number: 12 + number * 37 % 50 * 58 // 49 for number in range(50)}
    left, codes = COMMUNITIES - sum(found.values()), sorted(found, key=lambda code: -found[code])
    for number in range(abs(left)):
        found[codes[number % 50]] += 1 if left > 0 else -1
    return found


def uid(kind: int, number: str, district: str = "district_id") -> str:
    """A key that grows with the number, as the product's do: SQL."""
    return (
        f"(lpad(to_hex({kind}), 4, '0') || lpad(to_hex({district}::int), 4, '0') "
        f"|| lpad(to_hex(({number})::bigint), 24, '0'))::uuid"
    )


def chance(number: str, out_of: int, salt: int = 0) -> str:
    """A number from 0 to below `out_of`, always the same for a number: SQL."""
    return f"((hashint8(({number})::bigint + {salt} * 7919) & 2147483647) % {out_of})"


def _places(first: date, today: date) -> list[str]:
    zones = f"{uid(2, 'c.n % 5 + 1', 'c.district_id')}"
    moved = shift_month(first, 58)
    return [
        "SET session_replication_role = replica",
        "SET max_parallel_workers_per_gather = 0",
        f"""
        CREATE TEMP TABLE places AS
        SELECT s.code::smallint AS district_id, n, row_number() OVER (ORDER BY s.code, n) AS serial,
               {uid(1, "n", "s.code")} AS id, s.size
        FROM (VALUES {", ".join(f"({code}, {size})" for code, size in sizes().items())}) s(code, size)
        CROSS JOIN LATERAL generate_series(1, s.size) n
        """,
        f"""
        INSERT INTO communities (district_id, id, name, match_key, kind, status, registered_from, note,
                                 source, is_example, version, changed_by)
        SELECT district_id, id, 'ชุมชนสิบปี ' || n, 'สิบปี' || n,
               (ARRAY['slum','urban','suburban','high_rise','housing_estate'])[{chance("serial", 5)} + 1],
               'registered', date '{first}' - 400 + {chance("serial", 1200, 1)}, '', '', false, 1, ''
        FROM places
        """,
        f"""
        INSERT INTO community_figures (district_id, id, community_id, as_of, residents, families, houses,
                                       source, recorded_by, is_example)
        SELECT district_id, {uid(3, "n * 100 + year")}, id, make_date(year, 3, 31),
               200 + {chance("serial", 900, 2)} + year % 7, 60 + {chance("serial", 200, 3)},
               50 + {chance("serial", 200, 4)}, 'สำรวจ', '', false
        FROM places CROSS JOIN generate_series({first.year}, {today.year}) year
        """,
        f"""
        INSERT INTO zones (district_id, id, number, name, edition, valid_from, is_example, version, changed_by)
        SELECT code, {uid(2, "n", "code")}, n, 'โซน ' || n, 1, date '{first}', false, 1, ''
        FROM offices CROSS JOIN generate_series(1, 5) n WHERE kind = 'district'
        """,
        # One community in ten has moved to the next zone in the middle of the ten years.
        f"""
        INSERT INTO zone_memberships (district_id, id, zone_id, community_id, valid_from, valid_to, reason, is_example)
        SELECT c.district_id, {uid(4, "c.n * 2", "c.district_id")}, {zones}, c.id, date '{first}',
               CASE WHEN c.n % 10 = 3 THEN date '{moved}' END, '', false FROM places c
        UNION ALL
        SELECT c.district_id, {uid(4, "c.n * 2 + 1", "c.district_id")},
               {uid(2, "(c.n + 1) % 5 + 1", "c.district_id")}, c.id, date '{moved}', NULL, 'แบ่งใหม่', false
        FROM places c WHERE c.n % 10 = 3
        """,
        "UPDATE offices SET first_opened_at = now(), last_opened_at = now() WHERE kind = 'district'",
        f"""
        INSERT INTO adoptions (district_id, id, edition, valid_from, adopted_by, adopted_by_position, is_example)
        SELECT code, {uid(5, "1", "code")}, 1, date '{first}', '', '', false FROM offices WHERE kind = 'district'
        """,
    ]


def _records(first: date, today: date) -> list[str]:
    days = (today - first).days + 1
    return [
        *_committees(first),
        *_activities(first, days),
        *_meetings(first, days),
        *_courses(first, days),
        *_months(first, today),
    ]


def _committees(first: date) -> list[str]:
    """A committee for each zone and community; four zones in five are complete, ordered and have a by-law."""
    return [
        f"""
        INSERT INTO committees (district_id, id, kind, zone_id, community_id, edition, is_example)
        SELECT district_id, {uid(6, "number")}, 'zone', id, NULL::uuid, 1, false FROM zones
        UNION ALL SELECT district_id, {uid(6, "1000 + n")}, 'community', NULL, id, 1, false FROM places
        """,
        """
        CREATE TEMP TABLE rules AS
        SELECT kind, rule ->> 'key' AS key, rule ->> 'source' AS source, (rule ->> 'minimum')::int AS minimum,
               row_number() OVER (PARTITION BY kind) AS place
        FROM manual_editions, (VALUES ('zone'), ('community')) k(kind),
             jsonb_array_elements(content -> 'committees' -> kind -> 'seats') rule WHERE number = 1
        """,
        f"""
        INSERT INTO seats (district_id, id, committee_id, rule_key, community_id, person_name,
                           person_position, valid_from, is_example, version, changed_by)
        SELECT c.district_id,
               {uid(7, "row_number() OVER (PARTITION BY c.district_id ORDER BY c.id, r.place, p.n)", "c.district_id")},
               c.id, r.key, p.community_id, 'คนที่ ' || p.n, '', date '{first}', false, 1, ''
        FROM committees c JOIN rules r ON r.kind = c.kind
        CROSS JOIN LATERAL (
            SELECT n, NULL::uuid AS community_id FROM generate_series(1, greatest(r.minimum, 1)) n
            WHERE r.source <> 'community_chair' OR c.kind = 'community'
            UNION ALL
            SELECT row_number() OVER (), m.community_id FROM zone_memberships m
            WHERE r.source = 'community_chair' AND c.kind = 'zone' AND m.district_id = c.district_id
            AND m.zone_id = c.zone_id AND m.valid_to IS NULL) p
        WHERE {chance("hashtext(c.id::text)", 5)} > 0 OR p.n > 1
        """,
        f"""
        INSERT INTO orders (district_id, id, committee_id, kind, register, edition, state, subject, content,
                            drafted_by, drafted_by_position, number, number_year, dated_on, sha256,
                            is_example, version, changed_by)
        SELECT district_id, {uid(8, "number")}, {uid(6, "number")}, 'appointment', 'order', 1, 'signed', '',
               '{{}}', '', '', number, 2560, date '{first}' + 30 + {chance("number + district_id * 5", 900)},
               repeat('0', 64), false, 1, ''
        FROM zones WHERE {chance("number + district_id * 5", 5, 1)} > 0
        """,
        f"""
        INSERT INTO by_laws (district_id, id, committee_id, number, state, edition, content, drafted_by,
                             adopted_on, in_force_from, sha256, is_example, version, changed_by)
        SELECT district_id, {uid(9, "number")}, {uid(6, "number")}, number, 'adopted', 1, '{{}}', '', day, day,
               repeat('0', 64), false, 1, ''
        FROM (SELECT *, date '{first}' + 60 + {chance("number + district_id * 5", 1100, 2)} AS day FROM zones) z
        WHERE {chance("number + district_id * 5", 5, 3)} > 0
        """,
        f"""
        INSERT INTO pilot_choices (district_id, id, zone_id, edition, scores, reason, meeting, decided_on,
                                   recorded_by, recorded_by_position, is_example)
        SELECT district_id, {uid(10, "1")}, id, 1, '{{}}', '', '', date '{first}' + 20, '', '', false
        FROM zones WHERE number = 1
        """,
        f"""
        INSERT INTO community_plans (district_id, id, community_id, fiscal_year, adopted_on, reviewed, note,
                                     recorded_by, is_example, version, changed_by)
        SELECT district_id, {uid(11, "n * 100 + year")}, id, year + 543,
               make_date(year - 1, 11, 1) + {chance("serial + year * 3000", 200)}, false, '', '', false, 1, ''
        FROM places CROSS JOIN generate_series({first.year} + 1, {first.year} + 10) year
        WHERE {chance("serial + year * 3000", 10, 1)} < 8
        """,
    ]


def _activities(first: date, days: int) -> list[str]:
    """Two in three are accepted, one in twelve is a network's own, one in ten has a second network."""
    serial = "(o.code - 1001)::bigint * 100000 + n"
    return [
        f"""
        INSERT INTO activities (district_id, id, title, held_on, kind, stage, zone_id, community_id, participants,
                                note, state, is_example, version, reported_by, reported_by_position, changed_by)
        SELECT a.code, {uid(20, "a.n", "a.code")}, 'กิจกรรม ' || a.n, a.held_on,
               (ARRAY['situation_forum','exchange_visit','skills_training','hands_on',
                      'lessons_shared'])[a.chance % 5 + 1],
               (ARRAY['find_causes','plan','act','evaluate',NULL])[a.chance / 7 % 5 + 1],
               coalesce(m.zone_id, {uid(2, "a.chance % 5 + 1", "a.code")}), m.community_id,
               5 + a.chance / 3 % 60, '',
               CASE WHEN a.chance / 11 % 3 = 0 THEN 'reported' ELSE 'accepted' END, false, 1, '', '', ''
        FROM (SELECT o.code, n, date '{first}' + (n::bigint * {days} / {ACTIVITIES_A_DISTRICT + 1})::int AS held_on,
                     {chance(serial, 1_000_000)} AS chance
              FROM offices o CROSS JOIN generate_series(1, {ACTIVITIES_A_DISTRICT}) n WHERE o.kind = 'district') a
        JOIN (SELECT DISTINCT district_id, size FROM places) s ON s.district_id = a.code
        LEFT JOIN zone_memberships m ON m.district_id = a.code AND a.chance / 13 % 12 > 0
            AND m.community_id = {uid(1, "a.chance / 17 % s.size + 1", "a.code")}
            AND m.valid_from <= a.held_on AND (m.valid_to IS NULL OR m.valid_to > a.held_on)
        ORDER BY a.code, a.n
        """,
        f"""
        INSERT INTO activity_zones (district_id, id, activity_id, zone_id, held_on, is_example)
        SELECT district_id, {uid(21, "row_number() OVER (PARTITION BY district_id ORDER BY id)")}, id,
               {uid(2, chance("hashtext(id::text)", 5, 2) + " + 1")}, held_on, false
        FROM activities WHERE {chance("hashtext(id::text)", 10)} = 0
        """,
    ]


def _meetings(first: date, days: int) -> list[str]:
    """One in seven is a zone's; minutes are adopted after 10 to 49 days, every fourth leaves a task."""
    year = "extract(year FROM held_on)"
    return [
        f"""
        INSERT INTO meetings (district_id, id, body_kind, zone_id, community_id, edition, title, number, number_year,
                              held_on, starts_at, ends_at, place, stage, state, letter_number, room_serial,
                              chaired_by, quorum_source, pay_source, purpose, members, present, is_example,
                              version, changed_by)
        SELECT code, {uid(30, "n", "code")}, CASE WHEN zone_id IS NULL THEN 'community' ELSE 'zone' END, zone_id,
               CASE WHEN zone_id IS NULL THEN community_id END, 1, 'การประชุม ' || n,
               row_number() OVER (PARTITION BY code, coalesce(zone_id, community_id), {year} ORDER BY n),
               {year} + 543, held_on, '09:00', '12:00', '',
               (ARRAY['find_causes','plan','act','evaluate',NULL,NULL])[chance / 7 % 6 + 1],
               CASE WHEN chance % 50 = 0 THEN 'planned' ELSE 'closed' END, '', 1, '', '', '', '',
               {ATTENDANCES_A_MEETING}, {ATTENDANCES_A_MEETING * 4 // 5}, false, 1, ''
        FROM (SELECT o.code, n, date '{first}' + (n::bigint * {days} / {MEETINGS_A_DISTRICT + 1})::int AS held_on,
                     c.chance,
                     CASE WHEN n % 7 = 0 THEN {uid(2, "c.chance % 5 + 1", "o.code")} END AS zone_id,
                     {uid(1, "c.chance % s.size + 1", "o.code")} AS community_id
              FROM offices o CROSS JOIN generate_series(1, {MEETINGS_A_DISTRICT}) n
              CROSS JOIN LATERAL (SELECT {chance("(o.code - 1001)::bigint * 100000 + n", 1_000_000, 5)}) c(chance)
              JOIN (SELECT DISTINCT district_id, size FROM places) s ON s.district_id = o.code) m
        ORDER BY code, n
        """,
        f"""
        INSERT INTO attendances (district_id, id, meeting_id, capacity, position, name, name_key, person_position,
                                 role, presence, absence_reason, checked_in_by, confirmed, ticket_serial,
                                 is_example, version, changed_by)
        SELECT o.code, {uid(31, f"n * {ATTENDANCES_A_MEETING} + p", "o.code")}, {uid(30, "n", "o.code")}, 'member', p,
               'คนที่ ' || p, 'คนที่' || p, '', '', CASE WHEN (n + p) % 5 = 0 THEN 'absent' ELSE 'present' END,
               '', '', true, 1, false, 1, ''
        FROM offices o CROSS JOIN generate_series(1, {MEETINGS_A_DISTRICT}) n
        CROSS JOIN generate_series(0, {ATTENDANCES_A_MEETING - 1}) p WHERE o.kind = 'district'
        """,
        f"""
        INSERT INTO minutes (district_id, id, meeting_id, held_on, state, recorder_name, recorder_position,
                             checker_name, checker_position, corrections, adopted_on, within_days, sha256,
                             is_example, version, changed_by)
        SELECT district_id, {uid(32, "row_number() OVER (PARTITION BY district_id ORDER BY id)")}, id, held_on,
               'adopted', '', '', '', '', '', held_on + wait, wait, repeat('0', 64), false, 1, ''
        FROM (SELECT *, 10 + {chance("hashtext(id::text)", 40)} AS wait FROM meetings) m
        WHERE state = 'closed' AND held_on + wait <= current_date
        """,
        f"""
        INSERT INTO tasks (district_id, id, meeting_id, zone_id, text, owner_name, owner_position, due_on, state,
                           done_on, outcome, is_example, version, changed_by)
        SELECT district_id, {uid(33, "row_number() OVER (PARTITION BY district_id ORDER BY id)")}, id, zone_id,
               'งาน', '', '', held_on + 30, CASE WHEN draw < 8 THEN 'done' ELSE 'open' END,
               CASE WHEN draw < 8 THEN held_on + 24 + draw END, '', false, 1, ''
        FROM (SELECT *, {chance("hashtext(id::text)", 10, 3)} AS draw FROM meetings
              WHERE {chance("hashtext(id::text)", 4, 4)} = 0) m
        """,
    ]


def _courses(first: date, days: int) -> list[str]:
    return [
        f"""
        INSERT INTO courses (district_id, id, title, purpose, starts_on, ends_on, starts_at, ends_at, hours, place,
                             state, expected, target, target_percent, gain_key, gain_version, edition,
                             letter_number, room_serial, is_example, version, changed_by)
        SELECT code, {uid(40, "n", "code")}, 'หลักสูตร ' || n, '', day, day, '09:00', '16:00', 6, '', 'closed',
               {TRAINEES_A_COURSE}, {TRAINEES_A_COURSE}, 90, 'improved', 1, 1, '', 1, false, 1, ''
        FROM (SELECT code, n, date '{first}' + n * {days} / {COURSES_A_DISTRICT + 1} AS day
              FROM offices CROSS JOIN generate_series(1, {COURSES_A_DISTRICT}) n WHERE kind = 'district') c
        """,
        f"""
        INSERT INTO trainees (district_id, id, course_id, held_on, trainee_group, in_target, position, zone_id, name,
                              name_key, affiliation, presence, absence_reason, checked_in_by, confirmed,
                              ticket_serial, is_example, version, changed_by)
        SELECT c.district_id, {uid(41, f"n * {TRAINEES_A_COURSE} + p", "c.district_id")}, c.id, c.starts_on,
               CASE WHEN p < 4 THEN 'staff' ELSE 'community' END, p >= 4, p, {uid(2, "p % 5 + 1", "c.district_id")},
               'คนที่ ' || p, 'คนที่' || p, '', CASE WHEN (p + n) % 6 = 0 THEN 'absent' ELSE 'present' END, '', '', true, 1,
               false, 1, ''
        FROM (SELECT *, row_number() OVER (PARTITION BY district_id ORDER BY id) AS n FROM courses) c
        CROSS JOIN generate_series(0, {TRAINEES_A_COURSE - 1}) p
        """,
        f"""
        INSERT INTO sittings (district_id, id, course_id, trainee_id, phase, held_on, answers, score, total,
                              entered_from, entered_by, is_example)
        SELECT district_id, {uid(42, "2 * n + place")}, course_id, id, phase, held_on, '{{}}',
               least(10, 3 + {chance("n + district_id * 10000", 5)} + place * {chance("n", 4, 1)}),
               10, 'paper', '', false
        FROM (SELECT *, row_number() OVER (PARTITION BY district_id ORDER BY id) AS n FROM trainees
              WHERE presence = 'present') t
        CROSS JOIN (VALUES ('pre', 0), ('post', 1)) p(phase, place)
        """,
    ]


def _months(first: date, today: date) -> list[str]:
    """All months but the running one and the two before are closed and approved by the director."""
    last = shift_month(first_of_month(today), -3)
    return [
        f"""
        INSERT INTO data_periods (district_id, id, month, step, section_at, director_at, round)
        SELECT code, {uid(50, "extract(year FROM m) * 12 + extract(month FROM m)", "code")}, m, 'director',
               m + interval '40 days', m + interval '45 days', 1
        FROM offices CROSS JOIN generate_series(date '{first}', date '{last}', interval '1 month') m
        WHERE kind = 'district'
        """,
        f"""
        INSERT INTO zone_periods (district_id, id, month, zone_id, first_confirmed_on, confirmed_at, is_example)
        SELECT district_id, {uid(51, "number * 100000 + extract(year FROM m) * 12 + extract(month FROM m)")}, m, id,
               (m + interval '1 month')::date + {chance("number + district_id + extract(month FROM m)", 12)},
               m + interval '40 days', false
        FROM zones CROSS JOIN generate_series(date '{first}', date '{last}', interval '1 month') m
        WHERE {chance("number + district_id * 5 + extract(year FROM m) * 12 + extract(month FROM m)", 10)} > 0
        """,
    ]


_EDITION = text(
    "INSERT INTO manual_editions (number, title, content, change_summary, is_example, version, changed_by, "
    "published_at, published_by) VALUES (1, 'คู่มือ', CAST(:content AS jsonb), '', false, 1, '', now(), '') "
    "ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True)
class Loaded:
    """Seconds that the loading took, and how many rows the largest tables have."""

    seconds: float
    rows: dict[str, int]


def fill(superuser_url: str, *, records: bool = True) -> Loaded:
    """Write the city into an empty, migrated database; without `records` only its communities and zones."""
    began, today = time.perf_counter(), bangkok_today()
    first = shift_month(first_of_month(today), 1 - MONTHS)
    content = (files("city.manuals") / "edition_1.json").read_text(encoding="utf-8")
    engine = create_engine(superuser_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(_EDITION, {"content": json.dumps(json.loads(content))})
        for statement in [*_places(first, today), *(_records(first, today) if records else [])]:
            connection.exec_driver_sql(statement.replace("%", "%%"))
        connection.exec_driver_sql("RESET session_replication_role")
        connection.exec_driver_sql("VACUUM ANALYZE")
        rows = {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in (
                "communities",
                "zones",
                "activities",
                "attendances",
                "meetings",
                "sittings",
            )
        }
    engine.dispose()
    return Loaded(time.perf_counter() - began, rows)
