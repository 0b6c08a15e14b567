"""One article, its paragraphs and its sentences with the values of some measures, one row a unit and measure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from framing.reporting.figures.selection import THIN_WORDS, first_words
from framing.reporting.wordless import shows_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from framing.reporting.findings import Findings
    from framing.run import Run

#: Columns of every table made here, in order.
COLUMNS = (
    "unit",
    "article",
    "paragraph",
    "sentence",
    "kind",
    "text",
    "n_words",
    "n_sentences",
    "measure",
    "instrument",
    "category",
    "kind_of_measure",
    "n",
    "value",
    "thin",
    "low",
    "high",
    "interval",
)


def article_values(run: Run, article: str, measures: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """The article's own figures with their intervals, of its body; `thin` says that one rests on little."""
    kinds = measures.set_index("column")["kind"]
    summary = findings.summary()
    kept = summary.loc[(summary["group"] == article) & summary["measure"].isin(kinds.index)]
    body = (run.paragraphs["article"] == article) & (run.paragraphs["kind"] == "body")
    title = run.articles.loc[run.articles["article"] == article, "title"].iloc[0]
    return kept.assign(
        unit="article",
        article=article,
        paragraph=_missing(kept),
        sentence=_missing(kept),
        kind="body",
        text=title,
        n_sentences=int(run.paragraphs.loc[body, "n_sentences"].sum()),
        kind_of_measure=kept["measure"].map(kinds),
        thin=kept["flags"] != "",
    )[[*COLUMNS]].astype({"text": "str"})


def paragraph_values(run: Run, article: str, measures: pd.DataFrame) -> pd.DataFrame:
    """Values of the article's paragraphs of every kind in voice `all`.

    `measures` are rows of `run.measures`; n is the number of hits behind a frame's rate, missing for tone; `thin`
    says that a paragraph has too few words for a rate to mean much.
    """
    mine = run.paragraphs.loc[run.paragraphs["article"] == article]
    voices = run.by_voice
    scores = voices.loc[(voices["article"] == article) & (voices["voice"] == "all")]
    known = mine[["paragraph", "kind", "n_sentences"]].assign(text=_labels(run, mine))
    rows = known.merge(scores, on="paragraph", how="left")
    return _long(run, rows.assign(unit="paragraph", sentence=_missing(rows)), measures)


def sentence_values(run: Run, article: str, measures: pd.DataFrame) -> pd.DataFrame:
    """Values of the article's sentences in voice `all`, columns as `paragraph_values`."""
    import pandas as pd

    mine = run.paragraphs.loc[run.paragraphs["article"] == article, ["paragraph", "kind", "text"]]
    spoken = run.sentences
    scores = spoken.loc[(spoken["article"] == article) & (spoken["voice"] == "all")]
    rows = scores.merge(mine, on="paragraph", how="left")
    places = zip(rows["text"].fillna(""), rows["start"], rows["end"], strict=True)
    shown = shows_text(run)
    said = pd.Series([text[start:end] if shown else "" for text, start, end in places], dtype="str")
    return _long(run, rows.assign(unit="sentence", n_sentences=1, text=first_words(said)), measures)


def _labels(run: Run, paragraphs: pd.DataFrame) -> pd.Series[str]:
    """First words of each paragraph, or its number where no text is shown."""
    if shows_text(run):
        return first_words(paragraphs["text"])
    return ("¶ " + paragraphs["paragraph"].astype("str")).astype("str")


def stack(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Tables made here, one under the other."""
    import pandas as pd

    return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True).astype(
        {"paragraph": "Int64", "sentence": "Int64", "n": "Int64", "interval": "str"}
    )


def _long(run: Run, rows: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    counters = _counters(run)
    keys = [*COLUMNS[:8]]
    made = [
        rows[keys].assign(
            measure=each["column"],
            instrument=each["instrument"],
            category=each["category"],
            kind_of_measure=each["kind"],
            n=_hits(rows, counters.get((each["instrument"], each["category"], each["kind"]))),
            value=rows[each["column"]].astype("float64"),
            thin=rows["n_words"] < THIN_WORDS,
            low=math.nan,
            high=math.nan,
            interval=None,
        )
        for each in measures.to_dict("records")
    ]
    return stack(made) if made else pd.DataFrame(columns=[*COLUMNS])


def _counters(run: Run) -> dict[tuple[str, str, str], str]:
    """For each frame the column with its hits."""
    counts = run.measures.loc[(run.measures["kind"] == "frame") & (run.measures["statistic"] == "n")]
    rows = zip(counts["instrument"], counts["category"], counts["kind"], counts["column"], strict=True)
    return {(instrument, category, kind): column for instrument, category, kind, column in rows}


def _hits(rows: pd.DataFrame, column: str | None) -> pd.Series[Any]:
    return _missing(rows) if column is None else rows[column].astype("Int64")


def _missing(rows: pd.DataFrame) -> pd.Series[Any]:
    import pandas as pd

    return pd.Series(pd.NA, index=rows.index, dtype="Int64")
