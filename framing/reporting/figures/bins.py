"""Long texts: consecutive paragraphs drawn as one step, so that what is drawn can still be seen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from framing.reporting.figures.selection import THIN_WORDS

if TYPE_CHECKING:
    import pandas as pd

#: So many body paragraphs have a step or a row each; of more, several share one.
MOST_PARAGRAPHS = 100


def paragraphs_a_step(data: pd.DataFrame) -> int:
    """How many consecutive body paragraphs share a step: 1 for texts of 100 paragraphs or fewer."""
    return max(1, math.ceil(len(_numbers(data)) / MOST_PARAGRAPHS))


def binned(data: pd.DataFrame) -> pd.DataFrame:
    """Give the data of `trajectory_data` or `heatmap_data` as it is drawn: of a long text a row a step.

    A step has the number and the first words of its first paragraph and the hits and words of all of them. A frame's
    value is hits per 100 words, a tone's the mean over the step's sentences, as an article's is; `thin` are steps of
    under 20 words. Headings and the article's own figures stay.
    """
    import pandas as pd

    several = paragraphs_a_step(data)
    if several == 1:
        return data
    numbers = _numbers(data)
    first = {number: numbers[place - place % several] for place, number in enumerate(numbers)}
    body = data["kind"] == "body"
    spoken = data.loc[body & (data["unit"] == "sentence")]
    spoken = spoken.assign(paragraph=spoken["paragraph"].map(first).astype("Int64"))
    rows = data.loc[body & (data["unit"] == "paragraph")]
    groups = rows.assign(paragraph=rows["paragraph"].map(first).astype("Int64")).groupby(
        ["measure", "paragraph"], sort=False
    )
    # min_count: no hits at all is 0, but a tone has no hits
    sums = groups[["n_words", "n_sentences", "n"]].sum(min_count=1)
    steps = groups.head(1).set_index(["measure", "paragraph"]).assign(**sums)
    rates = (
        100 * steps["n"].astype("float64") / steps["n_words"].where(steps["n_words"] > 0).astype("float64")
    )
    means = spoken.groupby(["measure", "paragraph"])["value"].mean().reindex(steps.index)
    steps["value"] = rates.where(steps["kind_of_measure"] == "frame", means)
    steps["thin"] = steps["n_words"] < THIN_WORDS
    others = data.loc[~body | (data["unit"] == "article")]
    return pd.concat([others, steps.reset_index()[data.columns], spoken], ignore_index=True)


def _numbers(data: pd.DataFrame) -> list[int]:
    """Numbers of the body paragraphs in reading order."""
    rows = data.loc[(data["unit"] == "paragraph") & (data["kind"] == "body"), "paragraph"]
    return [int(number) for number in rows.drop_duplicates()]
