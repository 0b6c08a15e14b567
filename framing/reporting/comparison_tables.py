"""Tables of a comparison as papers print them, and as files: CSV, LaTeX, Markdown, Excel.

    print_comparison   differences with intervals, effects, p and verdicts
    print_keyness      the words that mark a group
    save_table         any printed table as ``tables/NAME.{csv,tex,md,xlsx}``

The CSV and the sheet `data` of the workbook have every figure to its last digit; the rest is what is printed, in
columns that fit the page of a paper.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Literal

from framing.output import write_csv
from framing.reporting.captions import intervals
from framing.reporting.cells import count, fitted, measure_name, p_value, plain
from framing.reporting.equivalence import equivalence_lines
from framing.reporting.figures.differences import TOO_FEW
from framing.reporting.figures.inputs import number, require, written
from framing.reporting.figures.keyness import keyness_data
from framing.reporting.latex import Column
from framing.reporting.printed import Printed
from framing.reporting.spreadsheet import most_marked, workbook
from framing.reporting.style import signed
from framing.reporting.undecided import detectable_line, unmarked
from framing.reporting.words import between, capital, counted, listed
from framing.statistics.comparison.verdicts import ALPHA, DOUBTFUL, P_ALONE

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

Row = Mapping[Any, Any]
Sides = Literal["both", "group"]

#: Rows of a printed comparison, and of words on either side; the CSV has all.
MOST_ROWS, MOST_WORDS = 120, 15
#: Adjustments of p by the names that `compare` has for them.
_WAYS = {"holm": "Holm", "bh": "Benjamini-Hochberg"}
#: What a note says of articles left out: how many, and why.
_LEFT_OUT = re.compile(r"(?:^|; )([\d,]+) left out: ([^;]+)")
#: Groups named in a caption.
_NAMED = 3
#: Letters of a name inside a line that names a part of a table.
_PART = 24
#: Columns of a comparison after the first, up to the last, p, and the verdict.
_COMPARED = (
    Column("n", width="3.5em"),
    Column("Values", width="4.6em"),
    Column("Difference [95 %]", width="7.4em"),
    Column("Effect"),
)
_KEYNESS = (
    Column("Word", "8.4em"),
    Column("n", width="4.4em"),
    Column("Articles", width="3.5em"),
    Column("Per 100 words", width="5em"),
)


def save_table(name: str, data: pd.DataFrame, printed: Printed, folder: Path) -> None:
    """Write a table into ``folder/tables`` as CSV, LaTeX, Markdown and Excel.

    Of very many words Excel gets the most marked ones of each group: nobody reads the others there, and they take
    longer to write than all else. The workbook says so.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    place = folder / "tables"
    place.mkdir(parents=True, exist_ok=True)
    write_csv(data, place / f"{name}.csv")
    for suffix, text in (("tex", printed.latex(f"tab:{name}")), ("md", printed.markdown())):
        (place / f"{name}.{suffix}").write_text(text, encoding="utf-8", newline="\n")
    (place / f"{name}.xlsx").write_bytes(workbook(*most_marked(data, printed)))


def print_comparison(
    table: pd.DataFrame, *, measures: Sequence[str] | None = None, most: int = MOST_ROWS
) -> Printed:
    """Set what `compare` returns: the main family, or the measures named.

    One pair of groups has its measures as rows under each target; several groups have rows under each measure and
    target. Where they are more than `most`, each part shows as many, those with the smallest p.

    Raises
    ------
    FramingError
        if the table lacks columns.
    """
    require(
        table, ["measure", "target", "group", "reference", "difference", "low", "high", "verdict"], "compare"
    )
    shown = _family(table, measures)
    single = len(shown[["group", "reference"]].drop_duplicates()) == 1
    several = len(shown["reference"].unique()) != 1
    kept = _first_of_each(shown, ["target"] if single else ["target", "measure"], most)
    mixed = len({_is_adjusted(row) for row in kept}) > 1
    part = ""
    rows: list[list[str]] = []
    parts: dict[int, str] = {}
    for row in kept:
        name = measure_name(row)
        begins = row["target"] if single else f"{fitted(name, _PART)}: {row['target']}"
        if begins != part:
            parts[len(rows)], part = capital(begins), begins
        group = f"{row['group']} − {row['reference']}" if several else str(row["group"])
        rows.append([fitted(name if single else group), *_comparison_cells(row, mixed=mixed)])
    against = "" if several or shown.empty else f" and {fitted(str(shown['reference'].iloc[0]))}"
    subject = fitted(str(shown["group"].iloc[0])) if single else counted(shown["group"].nunique(), "group")
    p = Column("p adj." if kept and all(map(_is_adjusted, kept)) else "p")
    return Printed(
        (Column("Measure" if single else "Group", "8.4em"), *_COMPARED, p, Column("Verdict", "5.1em")),
        rows,
        f"Differences between {subject}{against}",
        _comparison_notes(shown, kept),
        parts,
    )


def print_keyness(
    table: pd.DataFrame, *, group: str | None = None, top: int = MOST_WORDS, sides: Sides = "both"
) -> Printed:
    """Set the words that mark a group most, and those that mark its reference, of what `keyness` returns.

    `sides` is `group` where the reference's words are left out.

    Raises
    ------
    FramingError
        if the table lacks columns or the group.
    """
    data = keyness_data(table, group=group, top=top)
    told = data["rank"].le(top) & data["value"].notna() & data["value"].ne(0)
    kept = data.loc[told & (data["side"].eq("target") | (sides == "both"))].to_dict("records")
    letters = _letters(kept)
    seen = ""
    rows: list[list[str]] = []
    parts: dict[int, str] = {}
    for row in kept:
        one, other = (fitted(str(row[name]), _PART) for name in ("group", "reference"))
        part = f"more in {one}" if row["side"] == "target" else f"more in {other} than in {one}"
        if part != seen:
            parts[len(rows)], seen = capital(part), part
        rows.append([*_keyness_cells(row), ", ".join(sorted(letters[flag] for flag in _flags(row)))])
    shown = written(data["shown"].iloc[0]) if len(data) else "keyness"
    groups = sorted({fitted(str(name)) for name in data["group"]})
    return Printed(
        (*_KEYNESS, Column(shown, width="3.6em"), Column("Effect"), Column("p adj."), Column("Care", "3em")),
        rows,
        f"Words that mark {listed(groups) if len(groups) <= _NAMED else counted(len(groups), 'group')}",
        _keyness_notes(data, letters, top),
        parts,
    )


def _family(table: pd.DataFrame, measures: Sequence[str] | None) -> pd.DataFrame:
    if measures is not None:
        return table.loc[table["measure"].isin(measures)]
    main = table["family"] == "main" if "family" in table else table["measure"].isna()
    return table.loc[main] if main.any() else table


def _first_of_each(shown: pd.DataFrame, keys: list[str], most: int) -> list[Row]:
    """Rows part by part, as the parts first stand in the table; of each as many, those with the smallest p."""
    order = shown.sort_values(keys, key=_first_seen, kind="stable")
    found = [rows.to_dict("records") for _, rows in order.groupby(keys, sort=False)]
    each = max(most // max(len(found), 1), 1)
    kept: list[Row] = []
    for rows in found:
        ranked = sorted(range(len(rows)), key=[by_p(row) for row in rows].__getitem__)
        kept += [rows[place] for place in sorted(ranked[:each])]
    return kept[:most]


def by_p(row: Row) -> tuple[bool, float, bool, float]:
    """Order rows by the p that the verdict goes by; many adjusted p are 1, so p itself settles ties."""
    counts, bare = _p(row), number(row.get("p"))
    return math.isnan(counts), counts, math.isnan(bare), bare


def _first_seen(column: pd.Series[Any]) -> pd.Series[Any]:
    """Sort as the values first stand in the table."""
    return column.map({value: place for place, value in enumerate(column.drop_duplicates())})


def _is_adjusted(row: Row) -> bool:
    """Whether the verdict goes by an adjusted p."""
    return row.get("adjusted", "holm") in _WAYS


def _p(row: Row) -> float:
    """The p that the verdict goes by."""
    if not _is_adjusted(row):
        return number(row.get("p"))
    return number(row.get("p_bh" if row.get("adjusted") == "bh" else "p_holm"))


def _comparison_cells(row: Row, *, mixed: bool) -> list[str]:
    one, other = number(row.get("value_group")), number(row.get("value_reference"))
    low, high = number(row["low"]), number(row["high"])
    verdict = [str(row["verdict"])]
    verdict += ["equivalent"] if number(row.get("p_equivalence")) <= ALPHA else []
    verdict += ["exploratory"] if mixed and not _is_adjusted(row) else []
    return [
        f"{count(row.get('n_group'))} : {count(row.get('n_reference'))}",
        f"{plain(one, 2)} : {plain(other, 2)}",
        f"{signed(number(row['difference']))}{between(low, high, signed)}",
        signed(number(row.get("effect"))),
        p_value(_p(row)),
        ", ".join(verdict),
    ]


def _comparison_notes(shown: pd.DataFrame, kept: Sequence[Row]) -> list[str]:
    few = _some(
        written(row.get("note")).split("; ")[0].removeprefix(f"{TOO_FEW}: ")
        for row in shown.to_dict("records")
        if row["verdict"] == TOO_FEW
    )
    doubtful, alone = (
        _some(measure_name(row) for row in kept if words in written(row.get("note")))
        for words in (DOUBTFUL, P_ALONE)
    )
    said = shown.rename(columns={"difference": "value"})
    alike = equivalence_lines(shown)
    return [
        (
            "n: paragraphs or articles; values: figures, group : reference; rates are hits per 100 words. "
            f"Effect: {_effects(shown)}. p: permutation of whole articles or paragraphs, two-sided"
            f"{_how_adjusted(kept)}"
        ),
        _how_read(shown),
        intervals(said) if "interval" in said and said["interval"].notna().all() else "",
        detectable_line(shown),
        _left_out(shown),
        f"Too few to test: {few}." if few else "",
        f"{capital(DOUBTFUL)}: {doubtful}." if doubtful else "",
        f"{capital(P_ALONE)}: {alone}." if alone else "",
        f"Equivalent (two one-sided tests at 5 %, p not adjusted). {' '.join(alike)}" if alike else "",
        f"Of each part the smallest p; {counted(len(shown) - len(kept), 'more row')} in the CSV."
        if len(shown) > len(kept)
        else "",
    ]


def _effects(shown: pd.DataFrame) -> str:
    """The scale of the effects; of several, which part has which."""
    if "effect_name" not in shown or not (named := shown.dropna(subset=["effect_name"])).size:
        return "standardised"
    scales = named.groupby("target", sort=False)["effect_name"].unique()
    if len(known := set(named["effect_name"])) == 1:
        return str(known.pop())
    return listed([f"{listed(list(names))} ({target})" for target, names in scales.items()])


def _left_out(shown: pd.DataFrame) -> str:
    """How many articles the notes say were left out for each reason; a range where contrasts have not as many."""
    contrasts = {written(note) for note in shown.get("note", [])}
    found = [dict(match[::-1] for match in _LEFT_OUT.findall(note)) for note in contrasts]
    told = []
    for why in sorted({why for reasons in found for why in reasons}):
        sizes = {int(reasons.get(why, "0").replace(",", "")) for reasons in found}
        told.append(f"{'–'.join(f'{size:,}' for size in sorted({min(sizes), max(sizes)}))} {why}")
    return f"Articles left out: {'; '.join(told)}." if told else ""


def _some(names: Iterable[str]) -> str:
    """The first few of some names."""
    known = [name for name in dict.fromkeys(names) if name]
    return listed([*known[:_NAMED], *(["others"] if len(known) > _NAMED else [])])


def _how_adjusted(kept: Sequence[Row]) -> str:
    ways = listed(sorted({_WAYS[row.get("adjusted", "holm")] for row in kept if _is_adjusted(row)}))
    if not ways:
        return ". All is exploratory: p is not adjusted."
    if all(map(_is_adjusted, kept)):
        return f", adjusted by {ways} over the main family."
    return f", adjusted by {ways} over the main family and not adjusted where exploratory."


def _how_read(shown: pd.DataFrame) -> str:
    """Voice, kind of paragraph and least length, where they are not the usual ones."""
    if shown.empty:
        return ""
    row = shown.iloc[0].to_dict()
    voice, texts, least = written(row.get("voice")), written(row.get("texts")), number(row.get("min_words"))
    usual = voice in ("", "all") and texts in ("", "body") and not least > 0
    long_enough = f", articles of {least:,.0f} words or more" if least > 0 else ""
    return "" if usual else f"Read: voice {voice}, paragraphs: {texts}{long_enough}."


def _keyness_cells(row: Row) -> list[str]:
    return [
        fitted(str(row["feature"])),
        f"{count(row['n_target'])} : {count(row['n_reference'])}",
        f"{count(row.get('articles_target'))} : {count(row.get('articles_reference'))}",
        f"{plain(number(row.get('rate_target')), 2)} : {plain(number(row.get('rate_reference')), 2)}",
        signed(number(row["value"])),
        signed(number(row.get("effect"))),
        p_value(number(row.get("p_adjusted"))),
    ]


def _flags(row: Row) -> list[str]:
    """What makes a word doubtful; that one article turns it, even where only its name says so."""
    flags = [flag for flag in written(row["flags"]).split("; ") if flag]
    turned = written(row["turned_by"]) and not any(flag.startswith("turned") for flag in flags)
    return [*flags, "turned by one article"] if turned else flags


def _letters(rows: Sequence[Row]) -> dict[str, str]:
    """For each reason to read with care its letter."""
    reasons = dict.fromkeys(flag for row in rows for flag in _flags(row))
    return dict(zip(reasons, ascii_lowercase, strict=False))


def _keyness_notes(data: pd.DataFrame, letters: Mapping[str, str], top: int) -> list[str]:
    effects = sorted({name for name in data.get("effect_name", []) if isinstance(name, str)})
    care = [f"{letter}: {reason}" for reason, letter in letters.items()]
    return [
        (
            "Group : reference; n: how often the word stands there; articles: how many have it. "
            f"Effect: {listed(effects) or 'as in the table'}. p: two-sided, adjusted over all {_n_words(data)}, as "
            "if words were drawn one by one: read it with the number of articles."
        ),
        f"Care: {'; '.join(care)}." if care else "",
        unmarked(data),
        f"At most {top} words a side; the CSV has all, and which article turns a word.",
    ]


def _n_words(data: pd.DataFrame) -> str:
    """How many words p is adjusted over: those of one group, whatever the number of groups."""
    sizes = data.groupby("group", sort=False).size().tolist()
    ends = dict.fromkeys((min(sizes, default=0), max(sizes, default=0)))
    return f"{'–'.join(f'{size:,}' for size in ends)} words{' of a group' if len(sizes) > 1 else ''}"
