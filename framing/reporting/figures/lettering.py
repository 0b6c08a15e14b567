"""Text that fits: only letters that the figures' font has, cut or broken to a measured width.

Titles are anybody's: emoji, Chinese, dollar signs, three hundred characters. What DejaVu Sans (which comes with
matplotlib) lacks becomes one □ for each stretch; the CSV beside the figure has the text as it stands.
"""

from __future__ import annotations

import functools
import os.path
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from framing.reporting.words import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.font_manager import FontProperties

    from framing.reporting.style import Look

#: Stands for a stretch of characters that the font lacks.
LACKING = "□"
#: Marks that choose between pictures of the character before them: alone they leave a gap.
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_FAMILY = "DejaVu Sans"
_POINTS = 72
#: In less room (inches) texts are no longer told apart.
_LEAST = 0.2
#: End of Unicode's basic plane: beyond it PDF viewers differ.
_LAST = 0xFFFF


def legible(text: str, otherwise: str = "") -> str:
    r"""The text in one line with the font's own letters; `otherwise` if nothing of it is left but □ and marks.

    Examples
    --------
    >>> legible("Peace 🕊️ at\nlast: 和平")
    'Peace at last: □'
    >>> legible("和平", "article 7")
    'article 7'
    """
    known = _letters()
    made: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if char.isspace():
            made.append(" ")
        elif ord(char) in known and unicodedata.category(char)[0] != "C" and char not in _SELECTORS:
            made.append(char)
        elif char.isalnum() and made[-1:] != [LACKING]:
            made.append(LACKING)
    line = " ".join("".join(made).split())
    return line if any(char.isalnum() for char in line) else otherwise


def stand_ins(names: Sequence[str], groups: Sequence[str]) -> list[tuple[str, str]]:
    """What a figure calls groups, in the order drawn, of whose name and id the font has no letter, and their names.

    Examples
    --------
    >>> stand_ins(["Courier", "和平", "日报"], ["Courier", "和平", "a3"])
    [('group 2', '和平')]
    """
    pairs = enumerate(zip(names, groups, strict=True), start=1)
    return [(f"group {place}", name) for place, (name, group) in pairs if not legible(name, legible(group))]


def frame_name(look: Look) -> str:
    """A frame's letter and name, as far as the font has them: `S security`."""
    return f"{legible(look.letter)} {legible(called(look.label))}".strip() or "frame"


def width(text: str, size: float) -> float:
    """Width in inches of a text set in so many points."""
    from matplotlib.textpath import text_to_path

    if not text:
        return 0.0
    extent, _, _ = text_to_path.get_text_width_height_descent(text, _font(size), ismath=False)
    return float(extent) / _POINTS


def shorten(text: str, room: float, size: float) -> str:
    """The text, cut at a word with an ellipsis if it is wider than `room` inches."""
    if width(text, size) <= room:
        return text
    fits = _longest(text, room, size)
    cut = text[:fits].rstrip()
    space = cut.rfind(" ")
    # a long first word is cut inside; else the cut goes back to the last whole word
    if text[fits : fits + 1].strip() and space > fits // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:–—-") + "…"


def shorten_all(texts: Sequence[str], room: float, size: float) -> list[str]:
    """Each text as `shorten` cuts it; of different ones that would be equal the middle is cut, up to where they differ.

    Examples
    --------
    >>> names = [f"The Very Long Newspaper Name of the Province of {place}" for place in ("Abu", "Eno")]
    >>> shorten_all(names, 1.5, 8)
    ['The Very Long…Abu', 'The Very Long…Eno']
    """
    cut = [shorten(text, room, size) for text in texts]
    if room < _LEAST:
        return cut
    times = Counter(short for _, short in set(zip(texts, cut, strict=True)))
    for short in [short for short, n in times.items() if n > 1]:
        places = [number for number, each in enumerate(cut) if each == short]
        shared = os.path.commonprefix([texts[number] for number in places])  # noqa: RUF071 # letters are meant
        start = shared.rfind(" ") + 1 or len(shared)
        ends = [texts[number][start:] for number in places]
        most = max(room / 2, room - max(width(end, size) for end in ends))
        head = shorten(shared, most - width("…", size), size).rstrip(" …") + "…"
        ends = shorten_all(ends, room - width(head, size), size)
        for number, end in zip(places, ends, strict=True):
            cut[number] = head + end
    return cut


def broken(text: str, room: float, size: float, lines: int) -> list[str]:
    """The text in at most so many lines, each no wider than `room` inches; the last one is cut if need be."""
    words = text.split()
    made: list[str] = []
    while words and len(made) < lines - 1:
        n = 1
        while n < len(words) and width(" ".join(words[: n + 1]), size) <= room:
            n += 1
        made.append(shorten(" ".join(words[:n]), room, size))
        words = words[n:]
    return [*made, shorten(" ".join(words), room, size)] if words else made


def _longest(text: str, room: float, size: float) -> int:
    """How many characters fit beside an ellipsis; measuring is slow, so the search begins near the answer."""
    fits = min(len(text), int(len(text) * room / width(text, size)))
    while fits > 0 and width(text[:fits] + "…", size) > room:
        fits -= 1
    while fits < len(text) and width(text[: fits + 1] + "…", size) <= room:
        fits += 1
    return fits


@functools.cache
def _letters() -> frozenset[int]:
    """Code points of the regular and the bold face."""
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    faces = (
        FT2Font(findfont(FontProperties(family=_FAMILY, weight=weight))) for weight in ("normal", "bold")
    )
    known = frozenset.intersection(*(frozenset(face.get_charmap()) for face in faces))
    return frozenset(point for point in known if point <= _LAST)


@functools.cache
def _font(size: float) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=_FAMILY, size=size)
