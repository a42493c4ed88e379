"""Pictures that compare many units."""

import pytest

from ui.comparisons import (
    Cell,
    Course,
    Datum,
    MatrixColumn,
    MatrixRow,
    Measured,
    bullet_chart,
    matrix,
    peer_strip,
    small_multiples,
    stage_legend,
    stage_limits,
)


def test_small_multiples_share_one_scale_and_leave_gaps():
    grid = small_multiples(
        ["1", "2", "3"],
        [Course("a", [10, None, 70]), Course("b", [20, 30, None])],
        target=70,
        unit="%",
        maximum=100,
    )
    first, second = grid.panels
    assert len(first.paths) == 2
    assert (first.words, first.reached) == ("70 %", True)
    assert (second.words, second.end, second.reached) == ("–", None, None)
    assert (grid.low, grid.high) == ("0", "100 %")
    assert grid.target is not None
    assert first.end is not None
    assert first.end[1] == grid.target.place
    taller = small_multiples(["1"], [Course("a", [10])], ceiling=200)
    assert float(taller.high) >= 200


def test_a_course_of_another_length_is_refused():
    with pytest.raises(ValueError, match="one value for each name"):
        small_multiples(["1", "2"], [Course("a", [1])])


def test_dots_of_equal_values_are_stacked_and_never_cover_each_other():
    strip = peer_strip([Datum(str(n), 50, strong=n == 2) for n in range(4)] + [Datum("x", None)])
    assert len({(dot.x, dot.y) for dot in strip.dots}) == 4
    assert strip.median is not None
    assert strip.median.words == "50"
    assert strip.named is not None
    assert strip.named.label == "2"
    assert [each.label for each in strip.missing] == ["x"]
    assert all(0 < dot.y < strip.axis_y for dot in strip.dots)


def test_a_strip_without_a_number_has_no_median():
    strip = peer_strip([Datum("x", None)], target=70)
    assert (strip.dots, strip.median, strip.named) == ((), None, None)


def test_every_bullet_has_the_target_of_its_own():
    chart = bullet_chart(
        [Measured("a", 80, 70), Measured("b", 50, 60), Measured("c", 5), Measured("d", None, 70)],
        unit="%",
        maximum=100,
    )
    assert [bullet.reached for bullet in chart.bullets] == [True, False, None, None]
    assert chart.bullets[0].target_x != chart.bullets[1].target_x
    assert chart.bullets[3].width == 0
    assert chart.has_targets
    late = bullet_chart([Measured("a", 3, 5)], lower_is_better=True)
    assert late.bullets[0].reached is True


def test_each_column_of_a_matrix_is_shaded_by_its_own_steps():
    chart = matrix(
        [MatrixColumn("a", (10, 20)), MatrixColumn("b")],
        [MatrixRow("x", [Cell("25", 25), Cell("25", 25)]), MatrixRow("y", [Cell("–"), Cell("–")])],
    )
    assert [[cell.amount for cell in row.cells] for row in chart.rows] == [[6, 0], [0, 0]]
    assert not chart.has_targets
    with pytest.raises(ValueError, match="one cell for each column"):
        matrix([MatrixColumn("a")], [MatrixRow("x", [])])


def test_stages_are_numbers_with_words():
    assert stage_limits(["one", "two", "three"]) == (2, 3)
    assert [step.words for step in stage_legend(["one", "two", "three"])] == [
        "1 one",
        "2 two",
        "3 three",
    ]


def test_pictures_say_in_words_and_in_a_table_what_they_show(app):
    page = app.test_client().get("/").text
    multiples = page[page.index('class="multiples"') : page.index('class="chart is-strip"')]
    assert "ถึงเป้า" in multiples
    assert 'aria-label="เขตตัวอย่าง 1: ต.ค. ' in multiples
    strip = page[page.index('class="chart is-strip"') : page.index('class="chart is-bullets"')]
    assert "มัธยฐาน" in strip
    assert "เขตตัวอย่าง 18 (ยังไม่เริ่ม)" in strip
    assert strip.count('<a href="#"><title>') == 17
    shades = page[page.index("matrix-frame") :]
    assert 'aria-sort="descending"' in shades
    assert 'class="numeric shade-' in shades
    assert "ยังไม่เริ่ม" in shades
