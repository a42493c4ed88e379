"""B1's reference: one statement, written by hand, that counts all facts of all districts in one pass.

It knows nothing of tenancy, marks, ledgers or features, and runs as the superuser. What it counts is what
the tallies say in words; that both agree in every cell is checked, so neither can be quick by being wrong.
"""

_MONTHS = """
m AS MATERIALIZED (
    SELECT month::date, last_day, least(last_day, :today) AS day,
           (date_part('year', least(last_day, :today) + interval '3 months'))::int AS year
    FROM generate_series(CAST(:first AS timestamp), CAST(:last AS timestamp), interval '1 month') month
    CROSS JOIN LATERAL (SELECT (month + interval '1 month')::date - 1) l(last_day)),
d AS MATERIALIZED (SELECT code AS district_id FROM offices WHERE kind = 'district'),
member AS MATERIALIZED (
    SELECT m.month, district_id, community_id, zone_id FROM m JOIN zone_memberships
    ON valid_from <= m.day AND (valid_to IS NULL OR valid_to > m.day))
"""

_REGISTER = """
registered AS MATERIALIZED (
    SELECT m.month, m.day, m.year, c.district_id, c.id, c.closed_on, z.zone_id FROM m JOIN communities c
    ON c.registered_from <= m.day AND (c.closed_on IS NULL OR c.closed_on > m.day)
    AND c.status IN ('registered', 'closed')
    LEFT JOIN member z ON z.month = m.month AND z.district_id = c.district_id AND z.community_id = c.id),
snapshot AS MATERIALIZED (
    SELECT district_id, community_id, residents, families, houses, as_of,
           lead(as_of) OVER (PARTITION BY district_id, community_id ORDER BY as_of) AS until
    FROM community_figures),
register AS (
    SELECT r.district_id, r.month, r.zone_id, r.id AS community_id, count(*) AS communities,
           sum(f.residents) AS residents, sum(f.families) AS families, sum(f.houses) AS houses,
           grouping(r.zone_id) AS whole, grouping(r.id) AS above
    FROM registered r LEFT JOIN snapshot f ON f.district_id = r.district_id AND f.community_id = r.id
        AND f.as_of <= r.day AND (f.until IS NULL OR f.until > r.day)
    GROUP BY GROUPING SETS ((r.district_id, r.month), (r.district_id, r.month, r.zone_id),
                            (r.district_id, r.month, r.zone_id, r.id)))
"""

_COMMITTEES = """
rule AS MATERIALIZED (
    SELECT e.number AS edition, k.kind, s ->> 'key' AS key, s ->> 'source' AS source,
           (s ->> 'minimum')::int AS minimum
    FROM manual_editions e CROSS JOIN (VALUES ('zone'), ('community')) k(kind)
    CROSS JOIN LATERAL jsonb_array_elements(e.content -> 'committees' -> k.kind -> 'seats') s),
people AS MATERIALIZED (
    SELECT m.month, s.district_id, s.committee_id, s.rule_key, count(*) AS number
    FROM seats s JOIN committees c ON c.district_id = s.district_id AND c.id = s.committee_id
    JOIN m ON s.valid_from <= m.day AND (s.valid_to IS NULL OR s.valid_to > m.day)
    LEFT JOIN member h ON h.month = m.month AND h.district_id = s.district_id AND h.community_id = s.community_id
    WHERE s.community_id IS NULL OR c.zone_id IS NULL OR h.zone_id = c.zone_id
    GROUP BY 1, 2, 3, 4),
places AS MATERIALIZED (SELECT month, district_id, zone_id, count(*) AS number FROM member GROUP BY 1, 2, 3),
lacking AS MATERIALIZED (
    SELECT DISTINCT m.month, c.district_id, c.id, c.kind
    FROM committees c CROSS JOIN m JOIN rule ON rule.edition = c.edition AND rule.kind = c.kind
    LEFT JOIN people p ON p.month = m.month AND p.district_id = c.district_id AND p.committee_id = c.id
        AND p.rule_key = rule.key
    LEFT JOIN places ON places.month = m.month AND places.district_id = c.district_id
        AND places.zone_id = c.zone_id
    WHERE coalesce(p.number, 0) < CASE WHEN rule.source = 'community_chair'
        THEN greatest(rule.minimum, coalesce(places.number, 0)) ELSE rule.minimum END
    AND (c.kind = 'zone' OR EXISTS (
        SELECT FROM seats s WHERE s.district_id = c.district_id AND s.committee_id = c.id))),
open_zone AS MATERIALIZED (
    SELECT m.month, m.day, m.last_day, z.district_id, z.id, z.number FROM zones z JOIN m
    ON z.valid_from <= m.day AND (z.closed_on IS NULL OR z.closed_on > m.day)),
complete AS (
    SELECT z.district_id, z.month, z.id AS zone_id, count(*) AS complete, grouping(z.id) AS whole
    FROM open_zone z JOIN committees c ON c.district_id = z.district_id AND c.zone_id = z.id
    LEFT JOIN lacking l ON l.month = z.month AND l.district_id = z.district_id AND l.id = c.id
    WHERE l.id IS NULL GROUP BY GROUPING SETS ((z.district_id, z.month), (z.district_id, z.month, z.id))),
plan AS (
    SELECT r.district_id, r.month, r.zone_id, count(*) AS base, count(p.community_id) AS planned,
           grouping(r.zone_id) AS whole
    FROM registered r
    LEFT JOIN (SELECT l.month, l.district_id, c.community_id FROM lacking l JOIN committees c
               ON c.district_id = l.district_id AND c.id = l.id WHERE l.kind = 'community') l
        ON l.month = r.month AND l.district_id = r.district_id AND l.community_id = r.id
    LEFT JOIN (SELECT district_id, community_id, fiscal_year, min(adopted_on) AS adopted_on
               FROM community_plans GROUP BY 1, 2, 3) p
        ON p.district_id = r.district_id AND p.community_id = r.id AND p.fiscal_year = r.year + 543
        AND p.adopted_on <= r.day
    WHERE l.community_id IS NULL AND (r.closed_on IS NULL OR r.closed_on >= make_date(r.year, 10, 1))
    GROUP BY GROUPING SETS ((r.district_id, r.month), (r.district_id, r.month, r.zone_id)))
"""

_NETWORKS = """
ordered AS MATERIALIZED (
    SELECT o.district_id, o.committee_id, o.dated_on AS since, r.dated_on AS until FROM orders o
    LEFT JOIN orders r ON r.district_id = o.district_id AND r.revokes_id = o.id AND r.state = 'signed'
    WHERE o.kind = 'appointment' AND o.state = 'signed'),
ruled AS MATERIALIZED (
    SELECT district_id, committee_id, min(in_force_from) AS since FROM by_laws WHERE state = 'adopted' GROUP BY 1, 2),
met AS MATERIALIZED (
    SELECT g.district_id, g.zone_id, min(g.held_on) FILTER (WHERE g.state = 'closed') AS met_on,
           min(n.adopted_on) FILTER (WHERE n.state = 'adopted') AS minuted_on
    FROM meetings g LEFT JOIN minutes n ON n.district_id = g.district_id AND n.meeting_id = g.id
    WHERE g.zone_id IS NOT NULL GROUP BY 1, 2),
pilot AS MATERIALIZED (
    SELECT DISTINCT ON (m.month, p.district_id) m.month, p.district_id, p.zone_id
    FROM m JOIN pilot_choices p ON p.decided_on <= m.day
    ORDER BY m.month, p.district_id, p.recorded_at DESC, p.id DESC),
network AS (
    SELECT z.district_id, z.month, z.id AS zone_id, count(*) AS established,
           count(*) FILTER (WHERE p.zone_id IS NOT NULL AND t.met_on <= z.day) AS pilot,
           count(*) FILTER (WHERE t.minuted_on <= z.day) AS minuted, grouping(z.id) AS whole
    FROM open_zone z JOIN committees c ON c.district_id = z.district_id AND c.zone_id = z.id
    JOIN ruled b ON b.district_id = c.district_id AND b.committee_id = c.id AND b.since <= z.day
    LEFT JOIN met t ON t.district_id = z.district_id AND t.zone_id = z.id
    LEFT JOIN pilot p ON p.month = z.month AND p.district_id = z.district_id AND p.zone_id = z.id
    WHERE EXISTS (SELECT FROM ordered o WHERE o.district_id = c.district_id AND o.committee_id = c.id
                  AND o.since <= z.day AND (o.until IS NULL OR o.until > z.day))
    GROUP BY GROUPING SETS ((z.district_id, z.month), (z.district_id, z.month, z.id))),
reporting AS (
    SELECT z.district_id, m.month, z.id AS zone_id, count(*) AS due,
           count(*) FILTER (WHERE p.confirmed_at IS NOT NULL) AS confirmed,
           count(*) FILTER (WHERE p.confirmed_at IS NOT NULL AND p.first_confirmed_on <= m.last_day + 5) AS in_time,
           grouping(z.id) AS whole
    FROM m JOIN zones z ON z.valid_from <= m.last_day AND (z.closed_on IS NULL OR z.closed_on > m.last_day)
    LEFT JOIN zone_periods p ON p.district_id = z.district_id AND p.zone_id = z.id AND p.month = m.month
    WHERE m.day >= m.last_day
    GROUP BY GROUPING SETS ((z.district_id, m.month), (z.district_id, m.month, z.id)))
"""

_STAGES = ("find_causes", "plan", "act", "evaluate")


def _stage_counts(where: str = "true") -> str:
    return "".join(
        f", count(*) FILTER (WHERE stage = '{stage}' AND {where}) AS {stage}" for stage in _STAGES
    )


_MEETINGS = f"""
meeting AS (
    SELECT g.district_id, date_trunc('month', g.held_on::timestamp)::date AS month, g.zone_id, count(*) AS held,
           count(*) FILTER (WHERE n.state = 'adopted' AND n.within_days <= 30) AS in_time{_stage_counts()},
           grouping(g.zone_id) AS whole
    FROM meetings g LEFT JOIN minutes n ON n.district_id = g.district_id AND n.meeting_id = g.id
    WHERE g.state = 'closed' GROUP BY GROUPING SETS ((1, 2), (1, 2, 3))),
task AS (
    SELECT district_id, date_trunc('month', due_on::timestamp)::date AS month, zone_id, count(*) AS due,
           count(*) FILTER (WHERE state = 'done' AND done_on <= due_on) AS done, grouping(zone_id) AS whole
    FROM tasks WHERE state <> 'dropped' AND due_on <= (SELECT max(last_day) FROM m)
    GROUP BY GROUPING SETS ((1, 2), (1, 2, 3))),
training AS (
    SELECT t.district_id, date_trunc('month', t.held_on::timestamp)::date AS month, t.zone_id, count(*) AS invited,
           count(*) FILTER (WHERE t.presence = 'present') AS present,
           count(*) FILTER (WHERE b.id IS NOT NULL AND a.id IS NOT NULL) AS tested,
           count(*) FILTER (WHERE a.score > b.score) AS improved,
           count(*) FILTER (WHERE b.id IS NOT NULL AND a.score * 100 >= 70 * a.total) AS reached,
           sum(a.score - b.score) AS gain, sum(b.score) FILTER (WHERE a.id IS NOT NULL) AS right_before,
           sum(a.total - b.score) AS wrong_before, grouping(t.zone_id) AS whole
    FROM trainees t JOIN courses c ON c.district_id = t.district_id AND c.id = t.course_id
    LEFT JOIN sittings b ON b.district_id = t.district_id AND b.trainee_id = t.id AND b.phase = 'pre'
    LEFT JOIN sittings a ON a.district_id = t.district_id AND a.trainee_id = t.id AND a.phase = 'post'
    WHERE t.in_target AND c.state <> 'cancelled' GROUP BY GROUPING SETS ((1, 2), (1, 2, 3))),
staff AS (
    SELECT t.district_id, date_trunc('month', t.held_on::timestamp)::date AS month, t.zone_id, count(*) AS came,
           grouping(t.zone_id) AS whole
    FROM trainees t JOIN courses c ON c.district_id = t.district_id AND c.id = t.course_id
    WHERE NOT t.in_target AND t.trainee_group = 'staff' AND t.presence = 'present' AND c.state <> 'cancelled'
    GROUP BY GROUPING SETS ((1, 2), (1, 2, 3)))
"""

_ACTIVITIES = f"""
part AS MATERIALIZED (
    SELECT district_id, date_trunc('month', held_on::timestamp)::date AS month, zone_id, community_id, stage,
           participants, state = 'accepted' AS ok, true AS own
    FROM activities
    UNION ALL
    SELECT a.district_id, date_trunc('month', a.held_on::timestamp)::date, z.zone_id, a.community_id, a.stage,
           a.participants, a.state = 'accepted', false
    FROM activities a JOIN activity_zones z ON z.district_id = a.district_id AND z.activity_id = a.id
    WHERE z.zone_id IS DISTINCT FROM a.zone_id),
activity AS MATERIALIZED (
    SELECT district_id, month, NULL::uuid AS zone_id, count(*) AS held, count(*) FILTER (WHERE ok) AS held_ok,
           sum(participants) AS people, sum(participants) FILTER (WHERE ok) AS people_ok{_stage_counts()}
           {_stage_counts("ok").replace(" AS ", " AS ok_")}
    FROM part WHERE own GROUP BY 1, 2
    UNION ALL
    SELECT district_id, month, zone_id, count(*), count(*) FILTER (WHERE ok), sum(participants),
           sum(participants) FILTER (WHERE ok){_stage_counts()}{_stage_counts("ok")}
    FROM part WHERE zone_id IS NOT NULL GROUP BY 1, 2, 3),
held AS MATERIALIZED (
    SELECT p.district_id, p.month, p.community_id, z.zone_id, p.held, p.held_ok, c.id IS NOT NULL AS is_registered
    FROM (SELECT district_id, month, community_id, count(*) AS held, count(*) FILTER (WHERE ok) AS held_ok
          FROM part WHERE own AND community_id IS NOT NULL GROUP BY 1, 2, 3) p
    LEFT JOIN member z ON z.month = p.month AND z.district_id = p.district_id AND z.community_id = p.community_id
    LEFT JOIN registered c ON c.month = p.month AND c.district_id = p.district_id AND c.id = p.community_id),
active_community AS (
    SELECT district_id, month, zone_id, count(*) AS held, count(*) FILTER (WHERE held_ok > 0) AS held_ok,
           grouping(zone_id) AS whole
    FROM held WHERE is_registered GROUP BY GROUPING SETS ((district_id, month), (district_id, month, zone_id))),
active_zone AS (
    SELECT district_id, month, zone_id, count(*) AS held, count(*) FILTER (WHERE held_ok > 0) AS held_ok,
           grouping(zone_id) AS whole
    FROM activity WHERE zone_id IS NOT NULL
    GROUP BY GROUPING SETS ((district_id, month), (district_id, month, zone_id)))
"""


def _cells(
    source: str, values: dict[str, str], *, state: str = "all", where: str = "", community: str = ""
) -> str:
    """The numbers of a grouped source as facts: one row each."""
    rows = ", ".join(f"('{measure}', {column}::numeric)" for measure, column in values.items())
    return (
        f"SELECT s.district_id, v.measure, s.month, s.zone_id, {community or 'NULL::uuid'} AS community_id, "
        f"'{state}' AS state, v.value FROM {source} s CROSS JOIN LATERAL (VALUES {rows}) v(measure, value) "
        f"WHERE {where or '(s.whole = 1 OR s.zone_id IS NOT NULL)'}"
    )


_REGISTER_VALUES = {f"registry.{name}": f"s.{name}" for name in ("residents", "families", "houses")}
_HELD = {"count": "held", "participants": "people"} | {f"stage_{stage}": stage for stage in _STAGES}


def _held(prefix: str = "", suffix: str = "") -> dict[str, str]:
    return {
        f"activities.{key}": f"s.{prefix + name if name in _STAGES else name + suffix}"
        for key, name in _HELD.items()
    }


_PARTS = (
    _cells("register", {"registry.communities": "s.communities"} | _REGISTER_VALUES,
           where="s.above = 1 AND (s.whole = 1 OR s.zone_id IS NOT NULL)"),
    _cells("register", _REGISTER_VALUES, where="s.above = 0", community="s.community_id"),
    _cells("complete", {"committees.complete": "s.complete"}),
    _cells("plan", {"registry.plan_base": "s.base", "registry.with_plan": "s.planned"}),
    _cells("network", {"networks.established": "s.established", "networks.pilot_established": "s.pilot",
                       "networks.using_manual": "s.minuted"}),
    _cells("meeting", {"meetings.held": "s.held", "meetings.minutes_adopted_in_time": "s.in_time"}
           | {f"meetings.stage_{stage}": f"s.{stage}" for stage in _STAGES}),
    _cells("task", {"meetings.tasks_due": "s.due", "meetings.tasks_done_in_time": "s.done"}),
    _cells("training", {f"training.{name}": f"s.{column}" for name, column in (
        ("invited", "invited"), ("present", "present"), ("tested", "tested"), ("improved", "improved"),
        ("reached_70", "reached"))}),
    _cells("staff", {"training.staff": "s.came"}),
    _cells("training", {f"training.{name}": f"s.{column}" for name, column in (
        ("gain_sum", "gain"), ("right_before", "right_before"), ("wrong_before", "wrong_before"))},
        where="s.whole = 1"),
    _cells("activity", _held(), where="true"),
    _cells("activity", _held("ok_", "_ok"), state="accepted", where="true"),
    _cells("held", {"activities.count": "s.held"}, where="true", community="s.community_id"),
    _cells("held", {"activities.count": "s.held_ok"}, state="accepted", where="true", community="s.community_id"),
    *(
        _cells(f"active_{kind}", {f"activities.active_{plural}": f"s.held{suffix}"}, state=state)
        for kind, plural in (("community", "communities"), ("zone", "zones"))
        for state, suffix in (("all", ""), ("accepted", "_ok"))
    ),
    ("SELECT z.district_id, 'zones.count', z.month, z.id, NULL::uuid, 'all', count(*)::numeric "
    "FROM open_zone z GROUP BY GROUPING SETS "
        "((z.district_id, z.month), (z.district_id, z.month, z.id))"),
    ("SELECT a.district_id, 'adoption.manuals', m.month, NULL::uuid, NULL::uuid, 'all', 1::numeric "
    "FROM m JOIN adoptions a ON a.valid_from <= m.day GROUP BY 1, 3"),
)  # fmt: skip

_REPORTING = _cells(
    "reporting",
    {
        "reporting.due": "s.due",
        "reporting.confirmed": "s.confirmed",
        "reporting.confirmed_in_time": "s.in_time",
    },
)


def statement(target: str) -> str:
    """Insert every cell into `target`; `:declared` are `measure|state` pairs that are never missing for a district."""
    tables = f"{_MONTHS},{_REGISTER},{_COMMITTEES},{_NETWORKS},{_MEETINGS},{_ACTIVITIES}"
    return f"""
    INSERT INTO {target} (district_id, id, measure, month, zone_id, community_id, state, value, is_example)
    WITH {tables},
    counted AS MATERIALIZED (
        SELECT * FROM ({" UNION ALL ".join(_PARTS)}) c WHERE value <> 0
        UNION ALL {_REPORTING}),
    missing AS (
        SELECT d.district_id, w.measure, m.month, NULL::uuid, NULL::uuid, w.state, 0::numeric
        FROM d CROSS JOIN m
        CROSS JOIN unnest(CAST(:measures AS text[]), CAST(:states AS text[])) w(measure, state)
        LEFT JOIN (SELECT * FROM counted WHERE zone_id IS NULL AND community_id IS NULL) c
            ON c.district_id = d.district_id AND c.month = m.month AND c.measure = w.measure AND c.state = w.state
        WHERE c.district_id IS NULL)
    SELECT district_id, gen_random_uuid(), measure, month, zone_id, community_id, state, value, false
    FROM (SELECT * FROM counted UNION ALL SELECT * FROM missing) everything
    """
