"""ประวัติการแก้ไข as people read it: one entry a step, names in place of ids."""

from sqlalchemy import Engine

from tests.support.world import World

HERE = "/d/bangna/changes"


def write(owner: Engine, **values: object) -> None:
    """An entry as the triggers write it."""
    entry = {
        "account_id": None,
        "actor_name": "นายตัวอย่าง ใจดี",
        "actor_position": "",
        "action": "communities:imported",
        "reason": "",
        "request_id": "คำขอหนึ่ง",
        "operation": "insert",
        "before": None,
    } | values
    columns = ", ".join(entry)
    marks = ", ".join(f"%({name})s" for name in entry)
    with owner.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO audit_entries (district_id, {columns}) VALUES (1047, {marks})",
            entry,
        )


def test_the_rows_of_one_request_are_one_entry_with_their_number(world: World, owner: Engine):
    officer = world.sign_in()
    for number in range(34):
        write(
            owner,
            table_name="communities",
            row_id=f"c{number}",
            after=f'{{"name": "นำเข้า {number}", "kind": "urban"}}',
        )
        write(
            owner,
            table_name="community_figures",
            row_id=f"f{number}",
            after=f'{{"community_id": "c{number}", "residents": 10}}',
        )
    page = officer.get(HERE).text
    assert page.count("นำเข้าชุมชนจากไฟล์") == 1
    assert "34 รายการ" in page
    assert "แสดง 20 รายการแรก จาก 34 รายการ" in page
    assert "นำเข้า 19" in page
    assert "นำเข้า 20" not in page


def test_names_stand_in_place_of_ids_and_words_in_place_of_codes(world: World, owner: Engine):
    officer = world.sign_in()
    write(owner, table_name="zones", row_id="z1", after='{"name": "โซน 1"}', request_id="ก")
    write(
        owner,
        table_name="committees",
        row_id="k1",
        after='{"zone_id": "z1"}',
        request_id="ข",
    )
    write(
        owner,
        table_name="orders",
        row_id="o1",
        action="order:drafted",
        request_id="ค",
        after='{"subject": "แต่งตั้งคณะกรรมการ", "committee_id": "k1", "state": "draft"}',
    )
    page = officer.get(HERE).text
    assert "แต่งตั้งคณะกรรมการ" in page
    assert '<td data-label="ใหม่">โซน 1</td>' in page
    assert '<td data-label="ใหม่">ร่าง</td>' in page


def test_older_entries_follow_on_the_next_page_and_none_is_lost(world: World, owner: Engine):
    officer = world.sign_in()
    for number in range(60):
        write(
            owner,
            table_name="zones",
            row_id=f"z{number}",
            action="zone:created",
            request_id=f"คำขอ {number}",
            after=f'{{"name": "โซนที่ {number}."}}',
        )
    first = officer.get(HERE).text
    assert "โซนที่ 59." in first
    assert "โซนที่ 9." not in first
    older = first.split('href="/d/bangna/changes?')[1].split('"')[0]
    second = officer.get(f"{HERE}?{older}").text
    for number in range(10):
        assert f"โซนที่ {number}." in second
    assert "โซนที่ 10." not in second
