"""The SQL that keeps ballots secret and elections final, frozen as the policies are.

A change is a new function here and a new migration, never an edit of what is released.
"""

BALLOT_FUNCTIONS = (
    """
    CREATE FUNCTION election_cast_ballot(election uuid, voter uuid, ballot bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    DECLARE
        office smallint := nullif(current_setting('app.district_id', true), '')::smallint;
    BEGIN
        PERFORM FROM elections e
        WHERE e.district_id = office AND e.id = election AND e.state = 'open'
          AND e.method = 'online' AND clock_timestamp() >= e.opens_at
          AND clock_timestamp() < e.closes_at
        FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'This election takes no ballots now.' USING ERRCODE = 'restrict_violation';
        END IF;
        UPDATE election_voters v SET has_voted = true
        WHERE v.district_id = office AND v.election_id = election AND v.id = voter
          AND NOT v.has_voted;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'This seat has voted or is not on the roll.' USING ERRCODE = 'restrict_violation';
        END IF;
        WITH taken AS (
            DELETE FROM election_ballots b
            WHERE b.district_id = office AND b.election_id = election
            RETURNING b.sealed
        )
        INSERT INTO election_ballots (district_id, id, election_id, sealed)
        SELECT office, gen_random_uuid(), election, mixed.sealed
        FROM (SELECT taken.sealed FROM taken UNION ALL SELECT ballot) AS mixed (sealed)
        ORDER BY gen_random_uuid();
    END $$
    """,
    """
    CREATE FUNCTION election_count_ballots(election uuid) RETURNS TABLE (ballot bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    DECLARE
        office smallint := nullif(current_setting('app.district_id', true), '')::smallint;
        newest bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
        wrap constant bigint := 4294967296;
        closed bigint;
    BEGIN
        SELECT e.xmin::text::bigint INTO closed FROM elections e
        WHERE e.district_id = office AND e.id = election AND e.state IN ('counting', 'declared');
        IF NOT FOUND THEN
            RAISE EXCEPTION 'This election is not counted now.' USING ERRCODE = 'restrict_violation';
        END IF;
        closed := newest - newest % wrap + closed;
        closed := closed - CASE WHEN closed - newest > wrap / 2 THEN wrap ELSE 0 END;
        IF closed > 0 AND pg_xact_status(closed::text::xid8) = 'in progress' THEN
            RAISE EXCEPTION 'This election is counted once its closing is committed.'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN QUERY
        SELECT b.sealed FROM election_ballots b
        WHERE b.district_id = office AND b.election_id = election
        ORDER BY b.id;
    END $$
    """,
    "REVOKE EXECUTE ON FUNCTION election_cast_ballot(uuid, uuid, bytea) FROM PUBLIC",
    "REVOKE EXECUTE ON FUNCTION election_count_ballots(uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION election_cast_ballot(uuid, uuid, bytea) TO app_tenant",
    "GRANT EXECUTE ON FUNCTION election_count_ballots(uuid) TO app_tenant",
)
"""Taking secret ballots, and giving them out to be counted. They run as the owner because no role may
touch the table itself.

With every vote all ballots of the election are written anew in random order: rows that were written
together are joined by their transaction number, so all of them carry the same one. The choice comes
sealed, because earlier versions of the rows stay in the files, in the log of changes and in backups
made during the voting: what is new between two of them would be the choice of who voted in between.

Ballots are given out only when the closing is committed: within one transaction somebody could close
the election, look, and roll back. The transaction number of a row has 32 bits; the epoch is that of
the snapshot.
"""

KEEP_ELECTION_COURSE = """
CREATE FUNCTION keep_election_course() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    later constant text[] := ARRAY['state', 'winner_candidate_id', 'result', 'sha256', 'declared_at',
        'declared_by', 'declared_by_position', 'cancelled_reason', 'version', 'changed_at', 'changed_by'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'preparing' THEN
            RAISE EXCEPTION 'An election begins with its preparation.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state IN ('declared', 'cancelled') THEN
        RAISE EXCEPTION 'This election has ended and never changes.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('preparing', 'open'), ('open', 'counting'), ('counting', 'declared'),
        ('preparing', 'cancelled'), ('open', 'cancelled'), ('counting', 'cancelled')
    ) THEN
        RAISE EXCEPTION 'An election does not go back.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'preparing' AND to_jsonb(NEW) - later <> to_jsonb(OLD) - later THEN
        RAISE EXCEPTION 'The roll of this election is frozen.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""
"""An election goes forward only: reopened after a count, it would tell how the next one voted."""

KEEP_ELECTION_PART = """
CREATE FUNCTION keep_election_part() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    now_there constant jsonb := CASE TG_OP WHEN 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    before constant jsonb := CASE TG_OP WHEN 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
    part constant jsonb := coalesce(now_there, before);
    withdrawal constant text[] := ARRAY['withdrawn_on', 'version', 'changed_at', 'changed_by'];
    by_function constant boolean := current_user = (
        SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID);
    election record;
    fits boolean;
BEGIN
    SELECT e.state, e.method INTO election FROM elections e
    WHERE e.district_id = (part ->> 'district_id')::smallint AND e.id = (part ->> 'election_id')::uuid
    FOR SHARE;
    fits := CASE TG_TABLE_NAME || ' ' || TG_OP
        WHEN 'election_voters INSERT' THEN
            election.state = 'preparing' AND NOT (now_there ->> 'has_voted')::boolean
        WHEN 'election_voters UPDATE' THEN
            election.state = 'open' AND now_there - 'has_voted' = before - 'has_voted'
            AND (election.method = 'paper' OR by_function)
        WHEN 'election_candidates INSERT' THEN election.state = 'preparing'
        WHEN 'election_candidates UPDATE' THEN
            election.state IN ('preparing', 'open')
            AND (before ->> 'withdrawn_on') IS NULL AND now_there - withdrawal = before - withdrawal
        WHEN 'election_paper_counts INSERT' THEN
            election.state = 'counting' AND election.method = 'paper'
        WHEN 'election_ballots INSERT' THEN election.state = 'open'
        WHEN 'election_ballots DELETE' THEN election.state = 'open'
        ELSE false
    END;
    IF fits IS NOT TRUE THEN
        RAISE EXCEPTION 'The state of the election does not allow this change of %.', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
"""The roll and the candidates stay as they were frozen but for who has voted and who withdraws.

Who has voted online is written by the function that takes the ballot, and by nothing else.
"""

KEEP_RULING = """
CREATE FUNCTION keep_ruled_objection() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.upheld IS NOT NULL THEN
        RAISE EXCEPTION 'This objection has been ruled on and never changes.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""

SECRET_COUNTS = ("votes", "blank", "spoilt")
"""What the second counter must not read in the change history either; the counts themselves never change."""
