"""Tables on disk: ``tables/NAME.csv`` with every figure to its last digit, ``tables/NAME.tex`` as a paper prints them.

    summary   every measure of every article
    frames    leading frames: hits, rate, expected hits, emphasis, posterior, verdict
    titles    the same of the titles, beside the verdict of the body
    tone      the tone instruments beside each other, with the words behind them
    actors    frames and tone of the sentences that name an actor

A run whose articles come from several outlets has `frames-by-outlet` and `tone-by-outlet` too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.output import write_csv
from framing.reporting.captions import cited, intervals
from framing.reporting.figures.selection import article_names, groupings, tone_names
from framing.reporting.findings import Findings
from framing.reporting.latex import Column, booktabs
from framing.reporting.style import codebooks, signed
from framing.reporting.words import (
    ONE_FRAME,
    between,
    called,
    capital,
    counted,
    listed,
    probability,
    times,
    tone_figure,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from framing.run import Run

Row = Mapping[Any, Any]

#: So many articles or groups, and so many actors, stand in a printed table; the CSV has all.
MOST_GROUPS, MOST_ACTORS = 50, 20
_WORDS = 60


@dataclass(frozen=True, slots=True)
class _Print:
    """A table as it is printed: cells are plain text, `parts` names what begins at a row."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    parts: Mapping[int, str]
    caption: str
    notes: Sequence[str]


def save_tables(run: Run, folder: Path, *, findings: Findings | None = None) -> list[str]:
    """Write a run's tables into ``folder/tables`` and give their names.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    place = folder / "tables"
    place.mkdir(parents=True, exist_ok=True)
    findings = findings or Findings(run)
    made: dict[str, tuple[pd.DataFrame, Callable[[Run, pd.DataFrame], _Print]]] = {
        "summary": (findings.summary(), _summary)
    }
    if codebooks(run):
        made["frames"] = findings.leading(), _frames
        made["titles"] = findings.leading("title"), _titles
    made["tone"] = findings.agreement(), _tone
    made["actors"] = findings.actors(), _actors
    for by in groupings(run):
        if codebooks(run):
            made[f"frames-by-{by}"] = findings.leading(by), _frames
        made[f"tone-by-{by}"] = findings.agreement(by), _tone
    written = {name: pair for name, pair in made.items() if len(pair[0])}
    for name, (table, printed) in written.items():
        write_csv(table, place / f"{name}.csv")
        # of actors alone there are counts in the CSV, and no frames or tone to print
        if (shown := printed(run, table)).rows:
            (place / f"{name}.tex").write_text(_tex(name, shown), encoding="utf-8", newline="\n")
    return list(written)


def _tex(name: str, printed: _Print) -> str:
    return booktabs(
        printed.columns,
        printed.rows,
        caption=printed.caption,
        label=f"tab:{name}",
        notes=printed.notes,
        parts=printed.parts,
    )


def _summary(run: Run, table: pd.DataFrame) -> _Print:
    kinds = run.measures.set_index("column")["kind"]
    shown = (table["statistic"] == "rate") | (table["measure"].map(kinds) == "tone") & (
        table["statistic"] != "net"
    )
    rows, left_out = _first(table.loc[shown], "group", MOST_GROUPS)
    names = _names(run, rows)
    cells = [
        [
            names[row["group"]],
            called(row["category"])
            if kinds[row["measure"]] == "frame"
            else f"{row['instrument']} {row['category']}",
            f"{row['n']:,}" if row["n"] is not None and row["n"] == row["n"] else "",
            _figure(row, kinds[row["measure"]]),
            _bracket(row, kinds[row["measure"]]),
            f"{row['n_words']:,}",
            row["flags"],
        ]
        for row in rows
    ]
    heads = (("Measure", "l"), ("n", "r"), ("Figure", "r"), ("95 % interval", "l"), ("Words", "r"))
    return _Print(
        _columns(*heads, ("Read with care", "3cm")),
        *_parts(cells),
        f"{_measured(table.loc[shown, 'measure'].map(kinds))} of {counted(table['group'].nunique(), 'article')}",
        [
            intervals(table.loc[shown]),
            _sources(run, table.loc[shown]),
            _cut(left_out, "article"),
        ],
    )


def _frames(run: Run, table: pd.DataFrame) -> _Print:
    rows, left_out = _first(table, "group", MOST_GROUPS)
    unit = _unit(run, table)
    cells = [_frame_cells(row, _names(run, rows)[row["group"]], row["verdict"]) for row in rows]
    return _Print(
        _columns(*_FRAME_HEADS, ("Leads", "l")),
        *_parts(cells),
        f"Leading frames of {counted(table['group'].nunique(), unit)}",
        [*_frame_notes(run, table), _cut(left_out, unit)],
    )


def _titles(run: Run, table: pd.DataFrame) -> _Print:
    rows, left_out = _first(table, "group", MOST_GROUPS)
    names = _names(run, rows)
    cells = [
        [*_frame_cells(row, names[row["group"]], row["verdict"]), called(row["body_verdict"])] for row in rows
    ]
    return _Print(
        _columns(*_FRAME_HEADS, ("Leads", "l"), ("Body", "l")),
        *_parts(cells),
        f"Frames of {counted(table['group'].nunique(), 'title')}, beside the leading frame of the body",
        [
            *_frame_notes(run, table),
            "A title has few words; its emphasis stays near 1.",
            _cut(left_out, "article"),
        ],
    )


_FRAME_HEADS = (
    ("Frame", "l"),
    ("n", "r"),
    ("Rate", "r"),
    ("Expected", "r"),
    ("Emphasis", "l"),
    ("P(largest)", "r"),
)


def _frame_cells(row: Row, name: str, verdict: str) -> list[str]:
    return [
        name,
        called(row["category"]),
        f"{row['n']:,}",
        _number(row["rate"], 1),
        _number(row["expected"], 1),
        ""
        if math.isnan(row["emphasis"])
        else f"{times(row['emphasis'])}{between(row['low'], row['high'], times)}",
        "–" if math.isnan(row["posterior"]) else probability(row["posterior"]),
        called(verdict),
    ]


def _frame_notes(run: Run, table: pd.DataFrame) -> list[str]:
    words = table.drop_duplicates("group")["n_words"]
    baseline = " ".join(dict.fromkeys(table["baseline"].astype(str)))
    usual = (
        "no baseline: frames compared with one another, 1 is an equal share of the hits"
        if baseline == "raw"
        else f"usual is what the list hits in the baseline texts ({baseline})"
    )
    meaning = (
        "n: hits outside actors' names. Rate: hits per 100 words. Expected: hits that are usual in so many words. "
        "Emphasis: hits over the expected ones, drawn towards 1 where there is little text, with its 95 % credible "
        f"interval; {usual}. P(largest): probability "
        "that this frame's emphasis is the largest; a frame leads from 0.80 on, else the text is mixed, or none "
        "without a hit."
    )
    if len(set(table["category"])) == 1:
        meaning += f" Here: {ONE_FRAME}."
    return [meaning, f"Words: {int(words.min()):,} to {int(words.max()):,} a text.", _sources(run, table)]


def _tone(run: Run, table: pd.DataFrame) -> _Print:
    rows, left_out = _first(table, "group", MOST_GROUPS)
    unit, names, titled = _unit(run, table), _names(run, rows), tone_names(run)
    cells = [
        [
            names[row["group"]],
            titled[row["measure"]],
            signed(row["value"]),
            between(row["low"], row["high"], signed).strip(),
            signed(row["standard_value"]),
            _share(row["covered"]),
            row["signs"],
            row["verdict"],
        ]
        for row in rows
    ]
    heads = (("Instrument", "l"), ("Score", "r"), ("95 % interval", "l"), ("SD", "r"), ("Covered", "r"))
    meaning = (
        f"SD: distance from the mean in {listed(list(dict.fromkeys(table['reference'].astype(str))))}. Covered: share "
        "of the words that could be measured. Signs: whether the instruments' scores lie on the same side of zero. "
        "Instruments: agree if all their intervals leave zero out on one side, differ if two do on opposite sides, "
        "else unclear."
    )
    return _Print(
        _columns(*heads, ("Signs", "l"), ("Instruments", "l")),
        *_parts(cells),
        f"Tone of {counted(table['group'].nunique(), unit)}",
        [intervals(table), meaning, _sources(run, table), _cut(left_out, unit)],
    )


def _actors(run: Run, table: pd.DataFrame) -> _Print:
    kinds = run.measures.set_index("column")["kind"]
    shown = table["measure"].map(kinds).isin(("frame", "tone")) & (table["statistic"] != "net")
    rows, left_out = _first(table.loc[shown], "actor", MOST_ACTORS)
    cells = [
        [
            f"{row['actor']} ({counted(row['mentions'], 'mention')}, {counted(row['n_words'], 'word')})",
            called(row["category"])
            if kinds[row["measure"]] == "frame"
            else f"{row['instrument']} {row['category']}",
            f"{row['n']:,}" if row["n"] == row["n"] else "",
            _figure(row, kinds[row["measure"]]),
            _bracket(row, kinds[row["measure"]]),
        ]
        for row in rows
    ]
    return _Print(
        _columns(("Measure", "l"), ("n", "r"), ("Figure", "r"), ("95 % interval", "l")),
        *_parts(cells),
        f"{_measured(table.loc[shown, 'measure'].map(kinds))} of the sentences that name "
        f"{counted(table['actor'].nunique(), 'actor')}",
        [
            intervals(table.loc[shown]),
            "Words: those of the sentences that name the actor. A sentence that names two actors counts for both.",
            _sources(run, table.loc[shown]),
            _cut(left_out, "actor"),
        ],
    )


def _measured(kinds: pd.Series[str]) -> str:
    """What a table holds, by the kinds of its measures."""
    known = (("frame", "frames (hits per 100 words)"), ("tone", "tone (−1 to +1)"))
    return capital(listed([name for kind, name in known if kind in set(kinds)]))


def _first(table: pd.DataFrame, key: str, most: int) -> tuple[list[dict[Any, Any]], int]:
    """Rows of the first groups, and how many groups are left out."""
    groups = table[key].drop_duplicates()
    kept = table.loc[table[key].isin(groups.iloc[:most])]
    return kept.astype(object).where(kept.notna(), math.nan).to_dict("records"), max(0, len(groups) - most)


def _parts(cells: list[list[str]]) -> tuple[list[list[str]], dict[int, str]]:
    """Cells without their first, which names its row's article or actor, and where another name begins."""
    parts = {
        number: row[0] for number, row in enumerate(cells) if not number or row[0] != cells[number - 1][0]
    }
    return [row[1:] for row in cells], parts


def _names(run: Run, rows: Sequence[Row]) -> dict[str, str]:
    known = article_names(run)
    return {row["group"]: _cut_words(str(known.get(row["group"], row["group"]))) for row in rows}


def _cut_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WORDS else line[: _WORDS - 1].rsplit(" ", 1)[0] + "…"


def _unit(run: Run, table: pd.DataFrame) -> str:
    return "article" if table["group"].isin(run.articles["article"]).all() else "group"


def _columns(*heads: tuple[str, str]) -> list[Column]:
    return [Column(head, align) for head, align in heads]


def _figure(row: Row, kind: str) -> str:
    return (
        _number(row["value"], 1)
        if kind == "frame"
        else tone_figure({**row, "low": math.nan, "high": math.nan})
    )


def _bracket(row: Row, kind: str) -> str:
    write = signed if kind == "tone" else (lambda value: f"{value:.1f}")
    return between(row["low"], row["high"], write).strip()


def _number(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else f"{value:,.{digits}f}"


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.0f} %"


def _sources(run: Run, table: pd.DataFrame) -> str:
    return f"Measured with {listed([cited(run, str(name)) for name in table['instrument'].unique()])}."


def _cut(left_out: int, unit: str) -> str:
    return f"{counted(left_out, f'more {unit}')} in the CSV." if left_out else ""
