"""Tables of a comparison as papers print them, and as files: CSV, LaTeX, Markdown, Excel.

    print_comparison   differences with intervals, effects, p and verdicts
    print_keyness      the words that mark a group
    print_robustness   the share of specifications that keep sign and verdict, and what turns them
    save_table         any of them, and print_regression's, as ``tables/NAME.{csv,tex,md,xlsx}``

The CSV and the sheet `data` of the workbook have every figure to its last digit; the rest is what is printed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from framing.output import write_csv
from framing.reporting.captions import intervals
from framing.reporting.cells import columns, count, fitted, latin, p_value, plain, share
from framing.reporting.figures.differences import ALIKE, TOO_FEW
from framing.reporting.figures.inputs import number, require, written
from framing.reporting.figures.keyness import keyness_data
from framing.reporting.printed import Printed
from framing.reporting.spreadsheet import workbook
from framing.reporting.style import signed
from framing.reporting.words import between, called, capital, counted, listed

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

Row = Mapping[Any, Any]

#: Rows of a printed comparison, and of words on either side; the CSV has all.
MOST_ROWS, MOST_WORDS = 120, 15
#: What choices are called that have short names in the table.
_CHOSEN = {
    "all": "all choices",
    "without_term": "term left out",
    "normalisation": "counted as",
    "names": "actors' names",
    "min_words": "least words",
}
#: Adjustments of p by the names that `compare` has for them.
_WAYS = {"holm": "Holm", "bh": "Benjamini-Hochberg"}
#: Groups named in a caption.
_NAMED = 3
#: Letters of a name inside a line that names a part of a table.
_PART = 30


def save_table(name: str, data: pd.DataFrame, printed: Printed, folder: Path) -> None:
    """Write a table into ``folder/tables`` as CSV, LaTeX, Markdown and Excel.

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
    (place / f"{name}.xlsx").write_bytes(workbook(data, printed))


def print_comparison(table: pd.DataFrame, *, measures: Sequence[str] | None = None) -> Printed:
    """Set what `compare` returns: the declared family, or the measures named.

    One pair of groups has its measures as rows under each target; several groups have rows under each measure.

    Raises
    ------
    FramingError
        if the table lacks columns.
    """
    require(
        table, ["measure", "target", "group", "reference", "difference", "low", "high", "verdict"], "compare"
    )
    shown = _family(table, measures)
    pairs = shown[["group", "reference"]].drop_duplicates()
    single, several = len(pairs) == 1, len(shown["reference"].unique()) != 1
    order = shown if single else shown.sort_values(["target", "measure"], key=_first_seen, kind="stable")
    kept = order.iloc[:MOST_ROWS].to_dict("records")
    part = ""
    rows: list[list[str]] = []
    parts: dict[int, str] = {}
    for row in kept:
        begins = row["target"] if single else f"{_measure(row)}: {row['target']}"
        if begins != part:
            part = begins
            parts[len(rows)] = capital(part)
        group = f"{row['group']} − {row['reference']}" if several else str(row["group"])
        rows.append([fitted(_measure(row) if single else group), *_comparison_cells(row)])
    first = "Measure" if single else "Group"
    against = "" if several or shown.empty else f" and {fitted(str(shown['reference'].iloc[0]))}"
    subject = fitted(str(shown["group"].iloc[0])) if single else counted(shown["group"].nunique(), "group")
    heads = (
        ("n", "r"),
        ("Values", "r"),
        ("Difference [95 %]", "r"),
        ("Effect", "r"),
        ("p", "r"),
        ("p adj.", "r"),
    )
    return Printed(
        columns((first, "2.9cm"), *heads, ("Verdict", "2.4cm")),
        rows,
        f"Differences between {subject}{against}",
        _comparison_notes(shown, len(order) - len(kept)),
        parts,
    )


def print_keyness(table: pd.DataFrame, *, group: str | None = None, top: int = MOST_WORDS) -> Printed:
    """Set the words that mark a group most, and those that mark its reference, of what `keyness` returns.

    Raises
    ------
    FramingError
        if the table lacks columns or the group.
    """
    data = keyness_data(table, group=group, top=top)
    kept = data.loc[data["rank"].le(top) & data["value"].notna() & data["value"].ne(0)].to_dict("records")
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
    heads = (("Word", "3.2cm"), ("n", "r"), ("n ref.", "r"), ("Articles", "r"), ("Per 100 words", "r"))
    groups = sorted({fitted(str(name)) for name in data["group"]})
    return Printed(
        columns(*heads, (shown, "r"), ("Effect", "r"), ("p adj.", "r"), ("Care", "l")),
        rows,
        f"Words that mark {listed(groups) if len(groups) <= _NAMED else counted(len(groups), 'group')}",
        _keyness_notes(data, letters, top),
        parts,
    )


def print_robustness(summary: pd.DataFrame) -> Printed:
    """Set what `robustness_summary` returns: which choices keep the main specification's sign and verdict.

    Raises
    ------
    FramingError
        if the table lacks columns.
    """
    require(summary, ["choice", "value", "n", "keep_sign", "keep_verdict", "turns"], "robustness_summary")
    seen = last = ""
    rows: list[list[str]] = []
    parts: dict[int, str] = {}
    for row in summary.to_dict("records"):
        part = _question(row)
        if part and part != seen:
            parts[len(rows)], seen = capital(part), part
        cells, choice = _robustness_cells(row), str(row["choice"])
        rows.append(cells if choice != last or len(rows) in parts else ["", *cells[1:]])
        last = choice
    heads = (("Value", "2.9cm"), ("n", "r"), ("Sign", "r"), ("Verdict", "r"), ("Differ", "r"))
    return Printed(
        columns(("Choice", "2.4cm"), *heads, ("Effect [range]", "r"), ("Turns it", "l")),
        rows,
        "Robustness of the main specification",
        [
            (
                "n: specifications with this choice, all others being anything. Sign, verdict: share of them "
                "with the sign and the verdict of the specification declared as main. Differ: share "
                "whose verdict is ‘differ’. Effect: median Cliff’s delta and its range. Turns it: with everything "
                "else as in the main specification, this value alone gives another sign or verdict; –: there is no "
                "such specification."
            ),
            "Specifications are looks at the same articles; they are not independent, and no p is corrected.",
        ],
        parts,
    )


def _family(table: pd.DataFrame, measures: Sequence[str] | None) -> pd.DataFrame:
    if measures is not None:
        return table.loc[table["measure"].isin(measures)]
    main = table["family"] == "main" if "family" in table else table["measure"].isna()
    return table.loc[main] if main.any() else table


def _first_seen(column: pd.Series[Any]) -> pd.Series[Any]:
    """Sort as the values first stand in the table."""
    return column.map({value: place for place, value in enumerate(column.drop_duplicates())})


def _comparison_cells(row: Row) -> list[str]:
    one, other = number(row.get("value_group")), number(row.get("value_reference"))
    low, high = number(row["low"]), number(row["high"])
    adjusted = number(row.get("p_holm") if row.get("adjusted", "holm") != "bh" else row.get("p_bh"))
    return [
        f"{count(row.get('n_group'))} : {count(row.get('n_reference'))}",
        f"{plain(one, 2)} : {plain(other, 2)}",
        f"{signed(number(row['difference']))}{between(low, high, signed)}",
        signed(number(row.get("effect"))),
        p_value(number(row.get("p"))),
        p_value(adjusted),
        str(row["verdict"]),
    ]


def _comparison_notes(shown: pd.DataFrame, left_out: int) -> list[str]:
    effects = sorted({latin(name) for name in shown.get("effect_name", []) if isinstance(name, str)})
    ways = sorted({_WAYS[way] for way in shown.get("adjusted", []) if way in _WAYS})
    detectable = [number(value) for value in shown.get("minimal_detectable", [])]
    undecided = [
        f"{_measure(row)} {abs(size):.2f}"
        for row, size in zip(shown.to_dict("records"), detectable, strict=False)
        if row["verdict"] == ALIKE and not math.isnan(size)
    ]
    reasons = dict.fromkeys(
        written(row.get("note")).removeprefix(f"{TOO_FEW}: ")
        for row in shown.to_dict("records")
        if row["verdict"] == TOO_FEW
    )
    said = shown.rename(columns={"difference": "value"})
    return [
        (
            "Values: the groups' figures, group : reference; rates are hits per 100 words. "
            f"Effect: {listed(effects) or 'standardised'}. p: permutation of whole articles or paragraphs, two-sided; "
            + (
                f"p adj.: {listed(ways)} over the main family."
                if ways
                else "All is exploratory: p is not adjusted."
            )
        ),
        intervals(said) if "interval" in said and said["interval"].notna().all() else "",
        f"Smallest true differences found in four samples of five: {listed(undecided)}."
        if 0 < len(undecided) <= _NAMED * 2
        else "",
        f"Too few to test: {listed([reason for reason in reasons if reason])}." if any(reasons) else "",
        f"{counted(left_out, 'more row')} in the CSV." if left_out > 0 else "",
    ]


def _keyness_cells(row: Row) -> list[str]:
    return [
        fitted(str(row["feature"])),
        count(row["n_target"]),
        count(row["n_reference"]),
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
    effects = sorted({latin(name) for name in data.get("effect_name", []) if isinstance(name, str)})
    care = [f"{letter}: {reason}" for reason, letter in letters.items()]
    return [
        (
            "n: count in the group and in its reference; articles: how many have the word, group : reference. "
            f"Effect: {listed(effects) or 'as in the table'}. p: two-sided, adjusted over all {len(data):,} words, as "
            "if words were drawn one by one: read it with the number of articles."
        ),
        f"Care: {'; '.join(care)}." if care else "",
        f"At most {top} words a side; the CSV has all, and which article turns a word.",
    ]


def _robustness_cells(row: Row) -> list[str]:
    turns = number(row["turns"])
    value = written(row["value"]) or ("each" if row["choice"] == "without_term" else "")
    mark = " (main)" if row.get("main") else ""
    middle, low, high = (number(row.get(name)) for name in ("median", "lowest", "highest"))
    return [
        _CHOSEN.get(row["choice"], called(str(row["choice"]))),
        fitted(value) + mark,
        count(row["n"]),
        share(number(row["keep_sign"])),
        share(number(row["keep_verdict"])),
        share(number(row.get("differ"))),
        f"{signed(middle)}{between(low, high, signed)}",
        "–" if math.isnan(turns) else "yes" if turns else "no",
    ]


def _question(row: Row) -> str:
    if not isinstance(row.get("question"), str):
        return ""
    one, other = (fitted(str(row[name]), _PART) for name in ("group", "reference"))
    return f"{fitted(called(row['question']), _PART)}: {one} against {other}"


def _measure(row: Row) -> str:
    category = row.get("category")
    if not isinstance(category, str):
        return called(str(row["measure"]))
    return called(category) if row.get("kind") == "frame" else f"{row.get('instrument')} {called(category)}"
