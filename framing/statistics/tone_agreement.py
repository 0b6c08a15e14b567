"""Whether tone instruments tell the same story of an article, and the words that make the difference if not.

Instruments have scales and centres of their own: on ordinary opinion pieces VADER's scores spread about
twice as wide as TextBlob's, and both lie above 0. So beside the plain values stand standardised ones, in
standard deviations of the articles of a reference sample that ships with the project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from framing.statistics.grouping import groups_of
from framing.statistics.parts import tone_columns
from framing.statistics.summary import summarize
from framing.statistics.tone_words import opposed_words, tone_hits, top_words

if TYPE_CHECKING:
    import pandas as pd

    from framing.model import Kind, Voice
    from framing.run import Run

_REFERENCE_UNIT = "article"


def tone_agreement(
    run: Run,
    by: str = "article",
    *,
    voice: Voice = "all",
    kind: Kind | None = "body",
    top: int = 5,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the tone instruments in each article or group, with the words behind each.

    Parameters
    ----------
    by, voice, kind, seed
        as in `summarize`
    top
        how many words to name

    Returns
    -------
    DataFrame
        one row a group and tone measure:

        - group, measure, instrument; n_words, covered; value, low, high, interval as in `summarize`
        - sign: −1, 0 or 1 as the value is below, at or above 0 (missing where it was not measured); clear:
          whether the interval leaves 0 out
        - standard_value, standard_low, standard_high: the same in SDs from the mean of the reference sample
          (NaN without one); standard_sign, standard_clear
        - signs, standard_signs: `same` or `opposite` among the group's instruments; empty for fewer than two
        - verdict, standard_verdict: `agree` (all clear and of one sign), `differ` (two are clear and of
          opposite signs), `unclear`; empty for fewer than two
        - words: the words that carry most of the score: term, part of the score, (hits)
        - opposed: words that another instrument values with the opposite sign: term, this mean valence, the
          other's name and mean valence, (hits)
        - reference: what the standardised values are measured against

    Raises
    ------
    FramingError
        if there is no such column, voice or kind.
    """
    import pandas as pd

    tones = tone_columns(run)
    table = summarize(run, by, voice=voice, kind=kind, seed=seed)
    table = table.loc[table["measure"].isin(tones["column"])].reset_index(drop=True)
    reference = run.manifest.get("tone_reference", {})
    figures = [reference.get(column, {}).get(_REFERENCE_UNIT) for column in table["measure"]]
    centre = np.array([figure["mean"] if figure else np.nan for figure in figures])
    spread = np.array([figure["sd"] if figure else np.nan for figure in figures])
    table["sign"] = _sign(table["value"])
    table["clear"] = _clear(table["low"], table["high"])
    for name in ("value", "low", "high"):
        table[f"standard_{name}"] = (table[name].to_numpy(np.float64) - centre) / spread
    table["standard_sign"] = _sign(table["standard_value"])
    table["standard_clear"] = _clear(table["standard_low"], table["standard_high"])
    for prefix in ("", "standard_"):
        table[f"{prefix}signs"], table[f"{prefix}verdict"] = _compare(table, prefix)
    table["words"], table["opposed"] = _words(run, table, by, voice, kind, top)
    table["reference"] = pd.Series([_reference_words(figure) for figure in figures], dtype="str")
    return table[
        [
            *("group", "measure", "instrument", "n_words", "covered", "value", "low", "high", "interval"),
            *(
                "sign",
                "clear",
                "standard_value",
                "standard_low",
                "standard_high",
                "standard_sign",
                "standard_clear",
            ),
            *("signs", "verdict", "standard_signs", "standard_verdict", "words", "opposed", "reference"),
        ]
    ]


def _sign(values: pd.Series[Any]) -> pd.Series[Any]:
    signs: pd.Series[Any] = np.sign(values).astype("Float64").astype("Int64")
    return signs


def _clear(low: pd.Series[Any], high: pd.Series[Any]) -> pd.Series[Any]:
    return (low > 0) | (high < 0)


def _compare(table: pd.DataFrame, prefix: str) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """For each row whether the signs of its group are the same, and whether the intervals make that clear."""
    import pandas as pd

    sign, clear = table[f"{prefix}sign"], table[f"{prefix}clear"]

    def count(found: pd.Series[Any]) -> Any:
        return found.fillna(value=False).astype("int64").groupby(table["group"]).transform("sum").to_numpy()

    measured, sure = count(sign.notna()), count(clear)
    above, below = sign == 1, sign == -1
    opposite = (count(above) > 0) & (count(below) > 0)
    differ = (count(above & clear) > 0) & (count(below & clear) > 0)
    alone = measured < 2  # noqa: PLR2004 # one instrument agrees with nothing
    signs = np.select([alone, opposite], ["", "opposite"], "same")
    verdict = np.select([alone, differ, sure == measured], ["", "differ", "agree"], "unclear")
    return pd.Series(signs, dtype="str"), pd.Series(verdict, dtype="str")


def _words(
    run: Run, table: pd.DataFrame, by: str, voice: Voice, kind: Kind | None, top: int
) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """For each row the words that carry its score, and those that others value with the opposite sign."""
    import pandas as pd

    groups = groups_of(run, by)
    hits = tone_hits(run, voice=voice, kind=kind)
    hits = hits.assign(group=groups.codes[hits["place"].to_numpy(np.intp)])
    sizes = np.bincount(groups.codes, minlength=len(groups.names))
    carried: dict[tuple[str, str], list[str]] = {}
    for row in top_words(hits, sizes, top).to_dict("records"):
        key = groups.names[row["group"]], row["instrument"]
        carried.setdefault(key, []).append(f"{row['term']} {_signed(row['contribution'], 3)} ({row['n']})")
    against: dict[tuple[str, str], list[str]] = {}
    for row in opposed_words(hits).to_dict("records"):
        pair = ((row["first"], row["first_weight"]), (row["second"], row["second_weight"]))
        for (mine, weight), (other, value) in (pair, pair[::-1]):
            words = against.setdefault((groups.names[row["group"]], mine), [])
            words.append(f"{row['term']} {_signed(weight, 2)}, {other} {_signed(value, 2)} ({row['n']})")
    keys = list(zip(table["group"], table["instrument"], strict=True))
    return (
        pd.Series(["; ".join(carried.get(key, [])) for key in keys], dtype="str"),
        pd.Series(["; ".join(against.get(key, [])[:top]) for key in keys], dtype="str"),
    )


def _signed(value: float, digits: int) -> str:
    """Write a number with its sign always written, the minus being the typographic one."""
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text[1:] if not text.strip("+−0.") else text


def _reference_words(figure: dict[str, float] | None) -> str:
    if figure is None:
        return "none: the run has no reference sample for this measure"
    return f"SD of {figure['n']:,.0f} articles of the reference sample"
