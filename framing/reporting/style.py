"""How everything that is drawn looks: colours, marks, type and sizes, as docs/figures.md describes them.

Colour means a frame and nothing else (Okabe & Ito's palette, which colour-blind readers can tell apart), and always
comes with a letter and a line, hatch or marker, so that grey print works too. Tone has its own ramp from red over
grey to blue and always writes its sign. matplotlib loads only where something is drawn.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Literal, get_args

from framing.errors import FramingError
from framing.statistics.parts import check_run

if TYPE_CHECKING:
    from framing.run import Run

#: Millimetres in inches, and the two widths that journals print: one column and two.
MM = 1 / 25.4
SINGLE, DOUBLE = 89 * MM, 183 * MM
#: No figure is taller than a page.
TALLEST = 235 * MM

#: Type sizes in points; nothing is smaller than the last.
SIZE, SMALL, SMALLEST = 8.0, 7.0, 6.5

INK, QUIET, FAINT, PALE = "#1A1A1A", "#595959", "#B8B8B8", "#EDEDED"
NEGATIVE, NEUTRAL, POSITIVE = "#B2182B", "#6E6E6E", "#2166AC"

#: Colour, line and marker of the frames that always look the same, and of others in turn.
_FIXED = {
    "security": ("#0072B2", "solid", "o"),
    "economic": ("#E69F00", "dashed", "s"),
    "diplomatic": ("#009E73", "dotted", "^"),
}
_FURTHER = (
    ("#CC79A7", "dashdot", "D"),
    ("#56B4E9", "solid", "v"),
    ("#D55E00", "dashed", "P"),
    ("#F0E442", "dotted", "X"),
)
#: After them the four colours come round again and again, each time with another hatch and marker.
_AGAIN = (("////", "p"), ("....", "h"), ("xxxx", "*"), ("----", "<"), ("++++", ">"))

_SETTINGS: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same letters everywhere
    "font.size": SIZE,
    "axes.titlesize": SIZE,
    "axes.labelsize": SMALL,
    "axes.labelcolor": INK,
    "axes.labelpad": 2.0,
    "axes.linewidth": 0.6,
    "axes.edgecolor": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.formatter.use_locale": False,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.major.pad": 2.0,
    "ytick.major.pad": 2.0,
    "grid.color": PALE,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.4,
    "lines.linewidth": 0.9,
    "text.color": INK,
    "text.hinting": "none",  # letters as wide as measured, in every format
    "text.usetex": False,
    "text.parse_math": False,  # a $ in a title is a dollar
    "figure.dpi": 150,  # on screen; the files have their own
    "savefig.dpi": 300,
    "pdf.fonttype": 42,  # TrueType, which journals ask for and editors can edit
    "ps.fonttype": 42,
    "svg.fonttype": "path",  # the same letters where the reader lacks the font
    "svg.hashsalt": "framing",  # else every run gives other ids
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a frame is drawn: a colour with a letter, a line and a marker, and a hatch if the colour is not its own."""

    label: str
    letter: str
    colour: str
    line: str
    hatch: str
    marker: str


#: For what a figure is drawn: each takes the column that it needs; all one column wide; all two; with its title.
Style = Literal["paper", "single", "double", "screen"]
_style: ContextVar[Style] = ContextVar("style", default="paper")


def style_now() -> Style:
    """The style in which figures are drawn now."""
    return _style.get()


def narrow() -> float:
    """Inches of a figure that needs one column."""
    return DOUBLE if _style.get() == "double" else SINGLE


def wide() -> float:
    """Inches of a figure that needs two columns; where there is one only, it has to do."""
    return SINGLE if _style.get() == "single" else DOUBLE


@contextlib.contextmanager
def figure_style(style: Style | None = None) -> Iterator[None]:
    """Draw and save in the look of the figures here, whatever matplotlib's settings are; they come back after.

    Parameters
    ----------
    style
        "paper": each figure is as wide as it needs, 89 or 183 mm; "single": all are 89 mm, one column of a journal;
        "double": all are 183 mm, two columns; "screen": as for paper, and those that a report saves have their title
        in the picture. None keeps the style of the `figure_style` around it, at first "paper"

    Raises
    ------
    FramingError
        if there is no such style.

    Examples
    --------
    >>> import matplotlib
    >>> with figure_style():
    ...     matplotlib.rcParams["pdf.fonttype"]
    42
    """
    import matplotlib as mpl

    if style is not None and style not in get_args(Style):
        raise FramingError(f"style '{style}': unknown; there are {', '.join(get_args(Style))}")
    before = _style.set(style or _style.get())
    interactive = mpl.is_interactive()
    try:
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(_SETTINGS)
            try:
                yield
            finally:
                interactive = mpl.is_interactive()
    finally:
        # a notebook's backend that is loaded inside turns it on, and shows no further figure were it off again
        mpl.interactive(interactive)
        _style.reset(before)


def looks(labels: Sequence[tuple[str, str]]) -> dict[str, Look]:
    """How each of a codebook's labels is drawn; `labels` are pairs of name and letter in the codebook's order.

    Security, economic and diplomatic always look the same; others take the further colours in turn, and from the
    fifth of them on the same colours with other hatches.

    Examples
    --------
    >>> [look.colour for look in looks([("health", "H"), ("security", "S")]).values()]
    ['#CC79A7', '#0072B2']
    """
    made = {}
    further = 0
    for name, letter in labels:
        if name.lower() in _FIXED:
            colour, line, marker = _FIXED[name.lower()]
            made[name] = Look(name, letter, colour, line, "", marker)
            continue
        rounds, turn = divmod(further, len(_FURTHER))
        colour, line, marker = _FURTHER[turn]
        hatch = ""
        if rounds:
            hatch, marker = _AGAIN[(rounds - 1) % len(_AGAIN)]
        made[name] = Look(name, letter, colour, line, hatch, marker)
        further += 1
    return made


def codebooks(run: Run) -> list[str]:
    """Names of the codebooks of frames in a run, in its order; a trained model gives frames too, but counts no hits."""
    check_run(run)
    counts = (run.measures["kind"] == "frame") & (run.measures["statistic"] == "n")
    frames = run.measures.loc[counts, "instrument"]
    return [str(name) for name in frames.unique()]


def frame_looks(run: Run, instrument: str) -> dict[str, Look]:
    """How each frame of one codebook of a run is drawn."""
    letters = frame_letters(run)
    return looks([(name, letter) for (book, name), letter in letters.items() if book == instrument])


def frame_letters(run: Run) -> dict[tuple[str, str], str]:
    """Letter of each frame of a run, (codebook, label) → letter: its own, with a number if another codebook has it."""
    frames = run.measures.loc[run.measures["kind"] == "frame"]
    letters: dict[tuple[str, str], str] = {}
    for book in map(str, frames["instrument"].unique()):
        labels = run.manifest.get("codebooks", {}).get(book, {}).get("labels", [])
        own = {label["name"]: label["letter"] for label in labels}
        others = set(letters.values())
        for name in map(str, frames.loc[frames["instrument"] == book, "category"].unique()):
            letter = own.get(name, name[:1].upper())
            if letter in others:
                taken = {*letters.values(), *own.values()}
                letter = next(each for n in count(2) if (each := f"{letter[:1]}{n}") not in taken)
            letters[book, name] = letter
    return letters


def tone_colour(value: float) -> str:
    """Red below zero, blue above, grey at zero."""
    if math.isnan(value) or value == 0:
        return NEUTRAL
    return POSITIVE if value > 0 else NEGATIVE


def clear_colour(low: float, high: float) -> str:
    """Red where the whole interval lies below zero, blue where above; grey where it holds zero or there is none."""
    if high < 0:
        return NEGATIVE
    return POSITIVE if low > 0 else NEUTRAL


def signed(value: float, digits: int = 2) -> str:
    """Write a tone with its sign: +0.08, −0.42, 0.00; an en dash where nothing was measured.

    Examples
    --------
    >>> signed(-0.423), signed(0.001), signed(float("nan"))
    ('−0.42', '0.00', '–')
    """
    if math.isnan(value):
        return "–"
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return f"{'−' if value < 0 else '+'}{text}"
