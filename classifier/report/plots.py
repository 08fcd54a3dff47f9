"""The pictures of a report, drawn by matplotlib without a display."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (5.0, 4.0)
_DOTS = 110
_TELL = "#1f5f99"
_PALE = "#9aa5b1"


def draw(figures: Mapping[str, Any], directory: Path) -> tuple[str, ...]:
    """Write the PNGs of a model's figures into a folder; return their names."""
    pictures: Mapping[str, Callable[[Axes, Mapping[str, Any]], None]] = {
        "reliability.png": _reliability,
        "coverage.png": _coverage,
        "confusion.png": _confusion,
        "baselines.png": _baselines,
    }
    for name, picture in pictures.items():
        _one(directory / name, figures, picture)
    return tuple(pictures)


def draw_reliability(path: Path, bins: Sequence[Mapping[str, float]], error: float) -> None:
    """Write the picture of how sure a model was and how often it was right; `error` is its ECE."""
    _one(path, {"reliability": bins, "ece": error}, _reliability)


def _one(path: Path, figures: Mapping[str, Any], picture: "Callable[[Axes, Mapping[str, Any]], None]") -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, dpi=_DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    picture(figure.add_subplot(), figures)
    # No version and no date: the same figures give the same file.
    figure.savefig(path, format="png", metadata={"Software": None})


def _reliability(axes: "Axes", figures: Mapping[str, Any]) -> None:
    bins = figures["reliability"]
    axes.plot([0, 1], [0, 1], color=_PALE, linestyle="--", label="honest")
    axes.plot([one["confidence"] for one in bins], [one["accuracy"] for one in bins], color=_TELL, marker="o")
    for one in bins:
        axes.annotate(str(one["messages"]), (one["confidence"], one["accuracy"]), fontsize=7, xytext=(4, -9),
                      textcoords="offset points")  # fmt: skip
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share that is right",
             title=f"Reliability (ECE {figures['ece']:.3f})")  # fmt: skip
    axes.legend(loc="upper left")


def _coverage(axes: "Axes", figures: Mapping[str, Any]) -> None:
    line = figures["coverage"]
    axes.plot([one["coverage"] for one in line], [one["accuracy"] for one in line], color=_TELL, marker="o")
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="share of messages answered, the surest first",
             ylabel="accuracy", title="Coverage against accuracy")  # fmt: skip


def _confusion(axes: "Axes", figures: Mapping[str, Any]) -> None:
    table = figures["confusion"]
    most = max(max(row) for row in table) or 1
    axes.imshow(table, cmap="Blues", vmin=0, vmax=most)
    for row, counts in enumerate(table):
        for column, count in enumerate(counts):
            colour = "white" if count > most / 2 else "black"
            axes.text(column, row, str(count), ha="center", va="center", color=colour)
    axes.set(xlabel="suggested", ylabel="labelled", title="Severities")
    axes.set_xticks(range(4), ["1", "2", "3", "4"])
    axes.set_yticks(range(4), ["1", "2", "3", "4"])


def _baselines(axes: "Axes", figures: Mapping[str, Any]) -> None:
    names = {"macro_f1": "macro-F1", "kappa": "quadratic kappa"}
    rows = {"this model": {name: (figures[name], figures["intervals"][name]) for name in names}}
    for name, one in figures["baselines"].items():
        rows[name] = {figure: (one[figure]["value"], one[figure]) for figure in names}
    for at, (_, row) in enumerate(rows.items()):
        for shift, (figure, colour) in enumerate(zip(names, (_TELL, _PALE), strict=True)):
            value, ends = row[figure]
            below, above = max(0.0, value - ends["low"]), max(0.0, ends["high"] - value)
            axes.barh(at + 0.38 * shift, value, height=0.34, color=colour, xerr=[[below], [above]], ecolor="black",
                      label=names[figure] if at == 0 else None)  # fmt: skip
    axes.set_yticks([at + 0.19 for at in range(len(rows))], list(rows))
    axes.invert_yaxis()
    axes.set(xlim=(min(0.0, *(row["kappa"][1]["low"] for row in rows.values())), 1), title="Beside baselines (95 %)")
    axes.legend(loc="lower right", fontsize=8)
