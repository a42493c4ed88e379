import pytest

from ui.charts import (
    Datum,
    amount_legend,
    bar_chart,
    column_chart,
    draw_paths,
    heat_map,
    line_chart,
    sparkline,
)
from ui.palettes import (
    AMOUNTS,
    DASHES,
    FIRST_DARK_AMOUNT,
    INK,
    KINDS,
    LIGHT,
    SHAPES,
    amount_class,
    amount_step,
    contrast,
)
from ui.scales import fit_scale, round_step, show, show_short


def test_bars_are_in_proportion_and_begin_at_zero():
    chart = bar_chart([Datum("a", 50), Datum("b", 25), Datum("c", 0)], maximum=100)
    first, second, third = chart.bars
    assert first.width == pytest.approx(2 * second.width, abs=0.2)
    assert third.width == 0
    assert {bar.x for bar in chart.bars} == {chart.base}


def test_bars_stay_inside_the_drawing_and_leave_room_for_the_value():
    chart = bar_chart([Datum("a", 100)], unit="%", maximum=100)
    assert chart.bars[0].x + chart.bars[0].width <= chart.width - 70
    assert chart.bars[0].y + chart.bars[0].height <= chart.height


def test_a_target_splits_reached_from_not_reached_and_says_nothing_about_missing_data():
    data = [Datum("a", 70), Datum("b", 69.9), Datum("c", None)]
    assert [bar.reached for bar in bar_chart(data, target=70).bars] == [True, False, None]


def test_a_target_may_be_one_that_should_stay_low():
    chart = bar_chart([Datum("a", 3), Datum("b", 9)], target=5, lower_is_better=True)
    assert [bar.reached for bar in chart.bars] == [True, False]


def test_missing_data_has_a_dash_and_no_bar():
    bar = column_chart([Datum("a", None)], unit="%").bars[0]
    assert (bar.words, bar.height) == ("–", 0)


def test_columns_stand_on_the_base_line():
    chart = column_chart([Datum("a", 12), Datum("b", 20)], target=15)
    assert all(bar.y + bar.height == pytest.approx(chart.base, abs=0.2) for bar in chart.bars)
    assert chart.target is not None
    assert chart.target.words == "15"


def test_a_line_has_a_gap_where_data_is_missing():
    chart = line_chart(["1", "2", "3", "4"], [("a", [1, None, 3, 4])])
    assert len(chart.lines[0].paths) == 2
    assert chart.lines[0].points[1] is None


def test_lines_differ_by_shape_and_dash_as_well_as_colour():
    chart = line_chart(["1", "2"], [(str(number), [1, 2]) for number in range(8)])
    assert len({line.shape for line in chart.lines}) == 8
    assert len({line.dash for line in chart.lines}) == 8


def test_labels_of_two_years_are_thinned_and_keep_the_last_month():
    labels = [str(month) for month in range(24)]
    chart = line_chart(labels, [("a", list(range(24)))])
    assert len(chart.labels) <= 8
    assert chart.labels[-1].words == "23"
    assert chart.names == tuple(labels)


def test_a_series_of_another_length_is_refused():
    with pytest.raises(ValueError, match="one value for each label"):
        line_chart(["1", "2"], [("a", [1])])


def test_only_the_lowest_line_has_its_last_number_below():
    chart = line_chart(["1", "2"], [("a", [1, 9]), ("b", [1, 3])])
    assert [line.lowest for line in chart.lines] == [False, True]


def test_a_sparkline_fills_its_height_and_ends_at_its_last_known_value():
    spark = sparkline([10, 20, None], "from 10 to 20", target=15)
    assert spark.end == (68.0, 4.0)
    assert spark.target_y == 16.0


def test_a_sparkline_without_data_is_empty():
    assert sparkline([None, None], "no data").paths == ()


def test_a_heat_map_prints_the_number_of_every_cell():
    chart = heat_map([Datum("a", None)], ["x", "y"], [[45, None]], [40, 50], unit="%")
    assert [cell.words for cell in chart.rows[0].cells] == ["45", "–"]
    assert chart.rows[0].cells[1].amount == 0


def test_a_heat_map_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="one row for each row"):
        heat_map([Datum("a", None)], ["x", "y"], [[1]], [40])


def test_a_legend_names_the_range_of_each_colour():
    words = [step.words for step in amount_legend([40, 52.5], unit="%")]
    assert words == ["< 40 %", "40 – < 52.5 %", "≥ 52.5 %"]


def test_a_limit_belongs_to_the_step_above_and_no_data_to_none():
    assert [amount_step(value, [40, 50]) for value in (None, 39.9, 40, 50, 99)] == [0, 1, 2, 3, 3]


def test_limits_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="rise"):
        amount_step(1, [50, 40])
    with pytest.raises(ValueError, match="six colours"):
        amount_step(1, [1, 2, 3, 4, 5, 6])


def test_few_steps_use_the_whole_range_of_the_hue():
    assert [amount_class(step, 3) for step in range(4)] == [0, 1, 3, 6]
    assert [amount_class(step, 2) for step in range(3)] == [0, 1, 6]


@pytest.mark.parametrize("number", range(1, len(AMOUNTS) + 1))
def test_numbers_are_readable_on_every_amount(number):
    letters = LIGHT if number >= FIRST_DARK_AMOUNT else INK
    assert contrast(AMOUNTS[number - 1], letters) >= 4.5


def test_every_kind_has_a_shape_and_a_dash():
    assert len(KINDS) == len(set(KINDS)) == len(SHAPES) == len(DASHES) == 8


def test_a_scale_ends_on_round_numbers_that_hold_every_value():
    scale = fit_scale([3, 87, None], 0, 100)
    assert (scale.low, scale.high, scale.step) == (0, 100, 25)
    assert [tick.words for tick in scale.ticks()] == ["0", "25", "50", "75", "100"]


def test_a_scale_reaches_below_zero_where_values_do():
    scale = fit_scale([-12, 30], 0, 100)
    assert scale.low <= -12
    assert scale.place(scale.high) == 100


def test_a_scale_of_nothing_still_has_a_length():
    assert fit_scale([None, 0], 0, 100).high == 1


@pytest.mark.parametrize(
    ("wanted", "step"), [(0.3, 0.5), (1, 1), (2.1, 2.5), (7, 10), (240, 250), (26, 50)]
)
def test_steps_are_round(wanted, step):
    assert round_step(wanted) == pytest.approx(step)


def test_numbers_are_written_for_reading():
    assert (show(1234.5, 1), show(None), show(2063)) == ("1,234.5", "–", "2,063")
    assert (show_short(70.0), show_short(0.25), show_short(1000)) == ("70", "0.25", "1,000")


def test_a_lone_place_becomes_a_dot():
    assert draw_paths([(1.0, 2.0), None, (3.0, 4.0), (5.0, 6.0)]) == ("M1 2h0.1", "M3 4L5 6")
