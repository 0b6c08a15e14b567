"""What a notebook shows of a run: an article with its marks, a comparison as it is printed.

`show` gives an object that Jupyter draws; `str` of it is plain text. Articles, runs and codebooks draw themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from framing import html
from framing.errors import FramingError
from framing.reporting.figures.selection import pick_article
from framing.reporting.style import Look, codebooks, frame_looks

if TYPE_CHECKING:
    import pandas as pd

    from framing.run import Run

Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to look at: HTML for a notebook, plain text elsewhere."""

    page: str
    text: str

    def _repr_html_(self) -> str:
        return self.page

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


def show(what: Run | pd.DataFrame, article: str | None = None) -> Shown:
    """Show an article of a run with its hits marked, or a table of `compare` as a paper prints it.

    Each hit is underlined in its frame's colour and line and followed by the frame's letter: in brackets inside an
    actor's name, where it is not counted, and after ¬ where it is negated. Hold the pointer over it for its pattern.

    Parameters
    ----------
    what
        a run, or what `compare` gave
    article
        id of an article; None for the only one

    Raises
    ------
    FramingError
        if there is no such article, or several and none is named.

    Examples
    --------
    >>> import framing as fr
    >>> run = fr.score([fr.read_text("The army attacked.", id="a")], instruments=["frames"])
    >>> fr.show(run)
    ¶0 The army[S] attacked.
    """
    import pandas as pd

    if isinstance(what, pd.DataFrame):
        return _printed(what)
    return _marked(what, pick_article(what, article))


def _printed(table: pd.DataFrame) -> Shown:
    from framing.reporting.comparison_tables import print_comparison

    if not {"group", "reference", "verdict"} <= set(table.columns):
        raise FramingError("show: takes a run, or the table that compare gives")
    printed = print_comparison(table)
    heads = [column.head for column in printed.columns]
    rows: list[Sequence[str]] = []
    for number, row in enumerate(printed.rows):
        if number in printed.parts:
            rows.append([printed.parts[number], *[""] * (len(heads) - 1)])
        rows.append(row)
    return Shown(
        html.table(heads, rows, caption=printed.caption, more=" ".join(printed.notes)), printed.markdown()
    )


def _marked(run: Run, article: str) -> Shown:
    row = run.articles.loc[run.articles["article"] == article].iloc[0]
    known = [value for value in (row["outlet"], row["date"]) if isinstance(value, str)]
    looks = {(book, name): look for book in codebooks(run) for name, look in frame_looks(run, book).items()}
    chosen = run.evidence["instrument"].isin({book for book, _ in looks}) & (
        run.evidence["article"] == article
    )
    hits = run.evidence.loc[chosen & run.evidence["start"].notna()]
    key = " ".join(
        f'<span style="{_line(look)}">{escape(look.letter)} {escape(look.label)}</span>'
        for look in looks.values()
    )
    page, lines = [html.heading(article, " · ".join(known)), f"<div>{key}</div>"], []
    for part in run.paragraphs.loc[run.paragraphs["article"] == article].to_dict("records"):
        mine = hits.loc[hits["paragraph"] == part["paragraph"]].to_dict("records")
        mine.sort(key=lambda hit: list(looks).index((hit["instrument"], hit["category"])))
        pieces = list(_pieces(str(part["text"]), mine))
        inner = "".join(_piece(text, over, end, looks) for text, over, end in pieces)
        page.append(html.paragraph(inner, strong=part["kind"] != "body", number=int(part["paragraph"])))
        plain = "".join(text + "".join(f"[{_letter(hit, looks)}]" for hit in end) for text, _, end in pieces)
        lines.append(f"¶{part['paragraph']} {plain}")
    return Shown("".join(page), "\n".join(lines))


def _pieces(text: str, hits: Sequence[Row]) -> Iterator[tuple[str, list[Row], list[Row]]]:
    """The text cut where a hit begins or ends: each piece, the hits over it, and those that end with it."""
    cuts = {0, len(text), *(int(hit[end]) for hit in hits for end in ("start", "end"))}
    for start, end in pairwise(sorted(cuts)):
        over = [hit for hit in hits if hit["start"] <= start and end <= hit["end"]]
        yield text[start:end], over, [hit for hit in over if hit["end"] == end]


def _piece(
    text: str, over: Sequence[Row], ending: Sequence[Row], looks: Mapping[tuple[str, str], Look]
) -> str:
    if not over:
        return escape(text)
    first = over[0]
    look = looks[first["instrument"], first["category"]]
    told = "; ".join(
        f"{hit['category']}: {hit['term']} ({hit['instrument']}, weight {hit['weight']:g})" for hit in over
    )
    letters = "".join(
        f'<sup style="font-family:sans-serif">{escape(_letter(hit, looks))}</sup>' for hit in ending
    )
    return f'<span style="{_line(look)}" title="{escape(told)}">{escape(text)}</span>{letters}'


def _line(look: Look) -> str:
    """The underline of a frame; dash-dots are no line of CSS."""
    kind = look.line if look.line in ("solid", "dashed", "dotted") else "double"
    return f"text-decoration:underline {kind} {look.colour} 2px;text-underline-offset:3px"


def _letter(hit: Row, looks: Mapping[tuple[str, str], Look]) -> str:
    letter = ("¬" if hit["negated"] else "") + looks[hit["instrument"], hit["category"]].letter
    return f"({letter})" if hit["in_name"] else letter
