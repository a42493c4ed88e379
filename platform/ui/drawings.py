"""What a chart consists of once its geometry is computed: frozen, ready for a template."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui.scales import Tick


@dataclass(frozen=True, slots=True)
class Datum:
    """One value with its label; ``value`` None means no data, ``strong`` marks one's own row."""

    label: str
    value: float | None
    note: str = ""
    url: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A target: its value in words and its place on the axis of values."""

    words: str
    place: float


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    words: str
    x: float
    y: float
    width: float
    height: float
    note: str = ""
    url: str = ""
    strong: bool = False
    reached: bool | None = None

    @property
    def middle_x(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def middle_y(self) -> float:
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars that lie (one row each) or stand (one column each)."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    base: float
    unit: str
    lying: bool
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """``era`` says by what it was counted, where a chart holds something else than its heading."""

    label: str
    words: str
    x: float
    y: float
    era: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One series: ``number`` gives colour, shape and dash, so that none of them stands alone."""

    name: str
    number: int
    shape: str
    dash: str
    points: tuple[Point | None, ...]
    paths: tuple[str, ...]
    lowest: bool = False

    @property
    def last(self) -> Point | None:
        return next((point for point in reversed(self.points) if point), None)


@dataclass(frozen=True, slots=True)
class LineChart:
    """``breaks`` are where the line is cut, with the words of what holds from there on.

    ``notes`` are remarks of the table, one for each name, or none at all; so are ``urls``, where each leads.
    ``remark`` is a sentence below the picture.
    """

    width: float
    height: float
    labels: tuple[Tick, ...]
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    left: float
    bottom: float
    unit: str
    target: Target | None = None
    breaks: tuple[Tick, ...] = ()
    notes: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line without axes; ``words`` is its whole content for a screen reader.

    ``breaks`` are where the line is cut, ``note`` says why below it.
    """

    width: float
    height: float
    paths: tuple[str, ...]
    end: tuple[float, float] | None
    words: str
    target_y: float | None = None
    breaks: tuple[float, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    words: str
    x: float
    y: float
    amount: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: str
    middle_y: float
    cells: tuple[HeatCell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class LegendStep:
    """One colour of amounts with the range that it stands for."""

    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    width: float
    height: float
    cell_width: float
    cell_height: float
    columns: tuple[Tick, ...]
    rows: tuple[HeatRow, ...]
    legend: tuple[LegendStep, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Course:
    """One unit of small multiples: its name and its values in order; None means no data.

    ``eras`` say by what each value was counted: where they change the line is cut, and words say so;
    ``remark`` is a sentence below the line.
    """

    label: str
    values: Sequence[float | None]
    note: str = ""
    url: str = ""
    strong: bool = False
    eras: Sequence[str] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    label: str
    words: str
    values: tuple[str, ...]
    paths: tuple[str, ...]
    end: tuple[float, float] | None
    reached: bool | None
    note: str
    url: str
    strong: bool
    breaks: tuple[Tick, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Multiples:
    """A panel for each unit, all to one scale, so that heights may be compared between panels."""

    width: float
    height: float
    names: tuple[str, ...]
    panels: tuple[Panel, ...]
    base: float
    low: str
    high: str
    unit: str
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    label: str
    words: str
    x: float
    y: float
    note: str
    url: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The units of a group as dots on one axis, with their median; one of them may be named."""

    width: float
    height: float
    axis_y: float
    dots: tuple[Dot, ...]
    missing: tuple[Datum, ...]
    ticks: tuple[Tick, ...]
    unit: str
    median: Target | None = None
    target: Target | None = None

    @property
    def named(self) -> Dot | None:
        return next((dot for dot in self.dots if dot.strong), None)


@dataclass(frozen=True, slots=True)
class Measured:
    """A value against a target of its own."""

    label: str
    value: float | None
    target: float | None = None
    note: str = ""
    url: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    label: str
    words: str
    width: float
    middle_y: float
    target_x: float | None
    target_words: str
    reached: bool | None
    note: str
    url: str
    strong: bool


@dataclass(frozen=True, slots=True)
class BulletChart:
    """Lying bars, each with the mark of its target; all to one scale."""

    width: float
    height: float
    left: float
    right: float
    bullets: tuple[Bullet, ...]
    ticks: tuple[Tick, ...]
    unit: str

    @property
    def has_targets(self) -> bool:
        return any(bullet.target_x is not None for bullet in self.bullets)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a matrix: its words, the two parts below them, its mark and why it has no value."""

    words: str
    value: float | None = None
    note: str = ""
    url: str = ""
    reached: bool | None = None
    sealed: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class ShadedCell:
    cell: Cell
    amount: int


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A column of a matrix; ``limits`` divide its own shades, empty: no shade.

    ``sort_url`` and ``sorted`` are those of a table's heading.
    """

    label: str
    limits: Sequence[float] = ()
    title: str = ""
    unit: str = ""
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix; `why` stands once for all cells where nothing of the row is known.

    `heading` names the group of rows that begins with this one.
    """

    label: str
    cells: Sequence[Cell]
    note: str = ""
    url: str = ""
    is_example: bool = False
    why: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class ShadedRow:
    row: MatrixRow
    cells: tuple[ShadedCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: tuple[MatrixColumn, ...]
    rows: tuple[ShadedRow, ...]

    @property
    def has_targets(self) -> bool:
        return any(each.cell.reached is not None for row in self.rows for each in row.cells)

    @property
    def has_seals(self) -> bool:
        return any(each.cell.sealed for row in self.rows for each in row.cells)
