"""From estimates to rows: the family's adjusted p values, verdicts, and the words beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.arithmetic.resampling import FEWEST
from framing.statistics.comparison.estimates import EFFECTS, UNITS, Estimates, OneTarget
from framing.statistics.comparison.verdicts import (
    ALIKE,
    ALPHA,
    DIFFER,
    DOUBTFUL,
    P_ALONE,
    benjamini_hochberg,
    give_verdicts,
    holm,
    testable,
    why_too_few,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.run import Run
    from framing.statistics.comparison.choices import Choices
    from framing.statistics.comparison.contrasts import Contrast, LeftOut

    Floats = NDArray[np.float64]

#: Columns of the table, in their order.
COLUMNS = (
    *(
        "measure",
        "voice",
        "target",
        "group",
        "reference",
        "n_group",
        "n_reference",
        "difference",
        "low",
        "high",
    ),
    *(
        "effect",
        "p",
        "p_holm",
        "minimal_detectable",
        "verdict",
        "instrument",
        "category",
        "statistic",
        "kind",
    ),
    *(
        "texts",
        "min_words",
        "unit",
        "value_group",
        "value_reference",
        "effect_name",
        "effect_low",
        "effect_high",
    ),
    *("p_smallest", "arrangements", "p_bh", "adjusted", "family", "margin", "p_equivalence", "equivalent"),
    *("interval", "note"),
)
_TEXT = (
    *(
        "measure",
        "voice",
        "target",
        "group",
        "reference",
        "verdict",
        "instrument",
        "category",
        "statistic",
        "kind",
    ),
    *("texts", "unit", "effect_name", "adjusted", "family", "interval", "note"),
)
EVERY_KIND = "every paragraph"


@dataclass(frozen=True, slots=True)
class Found:
    """Estimates with what they are of: the contrast, the target, and the measures' rows of `run.measures`."""

    contrast: Contrast
    target: OneTarget
    measures: tuple[int, ...]
    margins: Floats
    estimates: Estimates


def make_table(run: Run, listed: Sequence[Found], choices: Choices, left: LeftOut) -> pd.DataFrame:
    """Put all that was found into one table, with adjusted p values, verdicts and notes."""
    import pandas as pd

    if not listed:
        return pd.DataFrame(columns=list(COLUMNS))
    family = choices.family(run)
    known = run.measures[["column", "instrument", "category", "statistic", "kind"]]
    frames = [
        known.iloc[list(each.measures)]
        .rename(columns={"column": "measure"})
        .assign(**_columns(each, choices, left))
        for each in listed
    ]
    table = pd.concat(frames, ignore_index=True)
    tests = zip(table["measure"], table["group"], table["target"], strict=True)
    main = np.array([name in family and choices.in_family(*pair) for name, *pair in tests], dtype=np.bool_)
    table = _adjust(table, main, choices).astype(dict.fromkeys(_TEXT, "str"))
    return table[list(COLUMNS)]


def _columns(found: Found, choices: Choices, left: LeftOut) -> dict[str, Any]:
    """Columns of one contrast and target that need no other row."""
    import pandas as pd

    each, contrast = found.estimates, found.contrast
    equivalent = pd.array(each.p_equivalence <= ALPHA, dtype="boolean")
    equivalent[np.isnan(each.p_equivalence)] = pd.NA
    return {
        "voice": choices.voice,
        "target": found.target,
        "group": contrast.group,
        "reference": contrast.reference,
        "n_group": each.n[0].astype(np.int64),
        "n_reference": each.n[1].astype(np.int64),
        "difference": each.difference,
        "low": each.low,
        "high": each.high,
        "effect": each.effect,
        "p": each.p,
        "minimal_detectable": each.detectable,
        "texts": choices.kind or EVERY_KIND,
        "min_words": choices.min_words,
        "unit": UNITS[found.target],
        "value_group": each.value[0],
        "value_reference": each.value[1],
        "effect_name": EFFECTS[found.target],
        "effect_low": each.effect_low,
        "effect_high": each.effect_high,
        "p_smallest": each.smallest,
        "arrangements": pd.array(each.arrangements, dtype="Float64").astype("Int64"),
        "margin": found.margins,
        "p_equivalence": each.p_equivalence,
        "equivalent": equivalent,
        "interval": list(each.interval),
        "note": _notes(found, left),
    }


def _notes(found: Found, left: LeftOut) -> list[str]:
    """Words that hang on one contrast alone: what was left out, bundled, few, equivalent."""
    each, unit = found.estimates, UNITS[found.target]
    could = testable(each.p, each.smallest)
    always = left.words(found.contrast.among)
    notes = []
    for k in range(len(each.p)):
        words = []
        fewest = each.n[:, k].min()
        if not could[k]:
            words.append(why_too_few(each.n[:, k].tolist(), unit, each.smallest[k]))
        elif fewest < FEWEST:
            words.append(f"fewer than {FEWEST} {unit} on one side: p holds only if both vary alike")
        elif each.doubtful[k]:
            words.append(DOUBTFUL)
        if each.p_equivalence[k] <= ALPHA:
            words.append(f"equivalent: nearer than {found.margins[k]:g}")
        if each.bundle[k] > 1:
            words.append(f"{unit} permuted in random bundles of {each.bundle[k]:.0f}")
        notes.append("; ".join([*words, *always]))
    return notes


def _adjust(table: pd.DataFrame, main: NDArray[np.bool_], choices: Choices) -> pd.DataFrame:
    """Adjust p within the family, each target for itself, and give the verdicts."""
    p = table["p"].to_numpy(np.float64)
    by_holm, by_bh = np.full(len(p), np.nan), np.full(len(p), np.nan)
    for target in table["target"].unique():
        rows = main & (table["target"] == target).to_numpy()
        by_holm[rows] = holm(p[rows])
        if choices.adjust == "bh":
            by_bh[rows] = benjamini_hochberg(p[rows])
    counts = {"holm": by_holm, "bh": by_bh, "none": p}[choices.adjust]
    verdicts = give_verdicts(np.where(main, counts, p), table["p_smallest"].to_numpy(np.float64))
    return table.assign(
        p_holm=by_holm,
        p_bh=by_bh,
        verdict=verdicts,
        adjusted=np.where(main, choices.adjust, "none"),
        family=np.where(main, "main", "exploratory"),
        note=_with_family(table, main, verdicts, choices),
    )


def _with_family(
    table: pd.DataFrame, main: NDArray[np.bool_], verdicts: Sequence[str], choices: Choices
) -> list[str]:
    """Say where the family is so large that the smallest p attainable would not do, and where interval and p part."""
    tests = {
        target: int((main & (table["target"] == target).to_numpy() & table["p"].notna().to_numpy()).sum())
        for target in table["target"].unique()
    }
    holds = (table["low"] <= 0) & (table["high"] >= 0)
    rows = zip(table["note"], table["target"], table["p_smallest"], main, verdicts, holds, strict=True)
    notes = []
    for note, target, smallest, inside, verdict, holds_zero in rows:
        words = [note] if note else []
        if verdict == DIFFER and holds_zero:
            words.insert(0, P_ALONE)
        if choices.adjust == "holm" and inside and verdict == ALIKE and smallest * tests[target] > ALPHA:
            least, n = smallest * tests[target], tests[target]
            alone = (
                f"the smallest attainable p, {_bare(smallest)}, is {_bare(least)} after Holm over {n} tests"
            )
            words.insert(0, alone)
        notes.append("; ".join(words))
    return notes


def _bare(p: float) -> str:
    """A p of two digits without its leading zero; 1 where the adjustment goes beyond."""
    return "1" if p >= 1 else f"{p:.2g}".removeprefix("0")
