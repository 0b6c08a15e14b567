"""What all pages share: their shell and style, their security policy, and figures set into them."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from framing.reporting.markup import evidence_list, marked
from framing.reporting.words import called, quoted, straight

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jinja2 import Environment

    from framing.reporting.files import SavedFigure
    from framing.reporting.listing import Listing
    from framing.reporting.sheet import Legend
    from framing.reporting.vector import Drawings, Spot

#: Keys of references.bib in captions: for the paper, not for the page, which lists its sources.
_KEYS = re.compile(r" ?\[@instrument-[A-Za-z0-9-]+\]")
#: Formats in which a figure's files can be had.
_FORMATS = ("pdf", "svg", "png", "csv")


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure on the page: its drawing, its sentence for the paper, and where its files are."""

    name: str
    svg: str
    caption: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: sentences, then figures, then tables."""

    anchor: str
    heading: str
    lines: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Listing, ...] = ()


def picture(
    figure: SavedFigure, folder: Path, drawings: Drawings, up: str = "", spots: Sequence[Spot] = ()
) -> Picture:
    """Set a figure into a page; its drawing lies in the report's ``folder``, which is ``up`` from the page."""
    svg = (folder / "figures" / f"{figure.name}.svg").read_bytes()
    drawn = drawings.inline(svg, figure.name.replace("-", " ").capitalize(), figure.alt, spots)
    files = tuple((name, f"{up}figures/{figure.name}.{name}") for name in _FORMATS)
    return Picture(figure.name, drawn, without_keys(figure.caption), files)


def without_keys(text: str) -> str:
    """A sentence for the paper without its citation keys."""
    return _KEYS.sub("", text)


@cache
def templates() -> Environment:
    """Templates of pages; every text that they write is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("framing.reporting"),
        autoescape=True,
        finalize=_straight,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters |= {"called": called, "quoted": quoted}
    made.globals |= {"marked": marked, "evidence_list": evidence_list}
    return made


def _straight(value: Any) -> Any:
    """What a template writes holds no characters that turn its direction; `marked` keeps those of a text.

    A text stands in blocks of its own, which end what turns; a title stands in sentences and attributes too.
    """
    return straight(value) if type(value) is str else value


def page_style(legend: Legend) -> str:
    """Give the page's style with a class for each frame of the run."""
    return (
        templates()
        .get_template("style.css.j2")
        .render(
            frames=[
                (legend.styles[key], look.colour, look.line, shades(look.colour))
                for key, look in legend.looks.items()
            ],
        )
    )


def page_script() -> str:
    """Give the script of a page that shows texts."""
    return templates().get_template("script.js.j2").render()


def policy(style: str, script: str = "") -> str:
    """Let nothing load or run but the style and the script that stand in the page, each named by its sum."""
    runs = f"; script-src 'sha256-{_digest(script)}'" if script else ""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'{runs}; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def shades(colour: str) -> tuple[str, str]:
    """Give a colour dark enough for letters on white, and one light enough for letters on the dark page.

    Both have a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3).

    Examples
    --------
    >>> shades("#E69F00")
    ('#9c6c00', '#e69f00')
    """
    return _towards(colour, 0.0, "#ffffff"), _towards(colour, 255.0, "#15181c")


def _towards(colour: str, end: float, ground: str) -> str:
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for step in range(101):
        mixed = [round(value + (end - value) * step / 100) for value in channels]
        made = "#" + "".join(f"{value:02x}" for value in mixed)
        if contrast(made, ground) >= 4.5:  # noqa: PLR2004 # WCAG's AA
            return made
    return made


def contrast(one: str, two: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]  # noqa: PLR2004 # sRGB
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
