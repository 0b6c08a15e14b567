"""Which article, codebook and measures a figure shows, and what its rows are called."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from framing.errors import FramingError
from framing.reporting.style import codebooks
from framing.reporting.words import short_title
from framing.statistics.parts import check_run, tone_columns

if TYPE_CHECKING:
    import pandas as pd

    from framing.run import Run

#: Paragraphs of fewer words are drawn hollow: one hit more or less changes their rate by five and more.
THIN_WORDS = 20
#: So many of a paragraph's first letters stand in a figure's data.
_FIRST_WORDS = 120
#: So many ids stand in a message.
_SHOWN = 3


def pick_article(run: Run, article: str | None) -> str:
    """The article's id; None means the run's only one.

    Raises
    ------
    FramingError
        if there is no such article, or None and several.
    """
    check_run(run)
    ids = run.articles["article"].tolist()
    shown = f"{', '.join(repr(name) for name in ids[:_SHOWN])}{', …' if len(ids) > _SHOWN else ''}"
    if article is None:
        if len(ids) != 1:
            raise FramingError(f"article: {len(ids):,} in this run, name one of {shown}")
        return str(ids[0])
    if article not in ids:
        raise FramingError(f"article '{article}': not in this run; there are {shown}")
    return article


def pick_codebook(run: Run, instrument: str | None) -> str:
    """Name of the codebook of frames; None means the run's first one, '' that it has none.

    Raises
    ------
    FramingError
        if the run has no such codebook.
    """
    names = codebooks(run)
    if instrument is None:
        return names[0] if names else ""
    if instrument not in names:
        raise FramingError(
            f"instrument '{instrument}': no codebook of frames in this run; there are {', '.join(names)}"
        )
    return instrument


def frame_rates(run: Run, instrument: str) -> pd.DataFrame:
    """Rows of `run.measures`: the rate of each frame of one codebook, in its order."""
    measures = run.measures
    mine = (measures["kind"] == "frame") & (measures["instrument"] == instrument)
    return measures.loc[mine & (measures["statistic"] == "rate")]


def first_words(texts: pd.Series[str]) -> pd.Series[str]:
    """The beginning of each text, in one line."""
    return texts.fillna("").str.split().str.join(" ").str.slice(0, _FIRST_WORDS)


def article_names(run: Run) -> dict[str, str]:
    """For each article what people call it: its title, where titles repeat with outlet and date, else its id.

    Where outlet and date leave articles alike, their ids stand with them: no two articles have the same name.
    """
    articles = run.articles
    ids = articles["article"].astype(str).tolist()
    titles = articles["title"].where(articles["title"].notna(), articles["article"]).astype(str).tolist()
    told = [
        ", ".join(value for value in row if isinstance(value, str) and value)
        for row in zip(articles["outlet"], articles["date"], strict=True)
    ]
    times = Counter(titles)
    named = [
        f"{title} ({more})" if more and times[title] > 1 else title
        for title, more in zip(titles, told, strict=True)
    ]
    alike = Counter(named)
    return {
        key: f"{name} [{key}]" if alike[name] > 1 and name != key else name
        for key, name in zip(ids, named, strict=True)
    }


def tone_names(run: Run) -> dict[str, str]:
    """For each measure of tone what a figure calls it: TextBlob polarity, vaderSentiment compound, oped valence."""
    known = tone_columns(run)
    names = known["title"].map(short_title) + " " + known["category"]
    return dict(zip(known["column"].astype(str), names.astype(str), strict=True))


def group_names(run: Run, by: str, groups: pd.Series[str]) -> pd.Series[str]:
    """What a figure calls each group: articles by their names, other groups by their own."""
    return groups.map(article_names(run)).astype("str") if by == "article" else groups.copy()


def groupings(run: Run) -> list[str]:
    """Columns of metadata by which a report compares: outlets, if there are several and one has several articles."""
    counts = run.articles["outlet"].value_counts()
    return ["outlet"] if len(counts) > 1 and counts.max() > 1 else []
