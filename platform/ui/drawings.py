"""What a chart consists of once its geometry is computed: frozen, ready for a template."""

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
    label: str
    words: str
    x: float
    y: float


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


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line without axes; ``words`` is its whole content for a screen reader."""

    width: float
    height: float
    paths: tuple[str, ...]
    end: tuple[float, float] | None
    words: str
    target_y: float | None = None


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
