"""The sentences under each figure: what it shows, its figures with intervals and n, what these speak of, and sources.

They never say more than the numbers: a highest figure is called that, not a difference. Sources are named with the
key that references.bib has for them, in Pandoc's form. The words for readers who do not see a figure are in
`alternatives`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from framing.reporting.figures.bins import binned, paragraphs_a_step
from framing.reporting.words import (
    between,
    called,
    capital,
    counted,
    listed,
    quoted,
    short_title,
    tone_figure,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from framing.run import Run

Row = Mapping[Any, Any]

#: So many frames or instruments have a sentence of their own; the CSV has all.
_NAMED = 5


def caption(kind: str, run: Run, data: pd.DataFrame) -> str:
    """Give the sentences for the paper under a figure; `kind` and `data` as in `SavedFigure`, with a value to draw."""
    write: Callable[[Run, pd.DataFrame], list[str]] = {
        "trajectory": _trajectory,
        "heatmap": _heatmap,
        "frames": _frames,
        "tone": _tone,
        "actors": _actors,
    }[kind]
    return " ".join(filter(None, write(run, data)))


def cited(run: Run, instrument: str) -> str:
    """Name an instrument with its version and its key: `TextBlob 0.20.1 [@instrument-textblob]`."""
    row = run.measures.loc[run.measures["instrument"] == instrument].iloc[0]
    name = f"codebook ‘{instrument}’" if row["kind"] == "frame" else short_title(row["title"])
    return f"{name} {row['version']} [@{citation_key(instrument)}]"


def citation_key(instrument: str) -> str:
    """Give the key of an instrument in references.bib, which BibTeX and Pandoc take."""
    return "instrument-" + (re.sub(r"[^A-Za-z0-9]+", "-", instrument).strip("-") or "own")


def intervals(rows: pd.DataFrame) -> str:
    """Say what the intervals are and speak of, and why some figures have none.

    `rows` have the columns value and interval, as `summarize` makes them; numbers that differ become a range.
    """
    shapes: dict[str, list[list[int]]] = {}
    for words in rows.loc[rows["value"].notna(), "interval"]:
        numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", words)]
        shapes.setdefault(re.sub(r"\d[\d,]*", "{}", words), []).append(numbers)
    there = [_ranged(shape, numbers) for shape, numbers in shapes.items() if not shape.startswith("none")]
    none = [
        f"none for {counted(len(numbers), 'figure')} ({_ranged(shape.removeprefix('none: '), numbers)})"
        for shape, numbers in shapes.items()
        if shape.startswith("none")
    ]
    parts = [*(["; or ".join(there)] if there else []), *none]
    return _when(parts, f"95 % intervals: {'; '.join(parts)}.")


def article_called(run: Run, article: str) -> str:
    """Name an article: “Title” (outlet, date), with its id where another has all of these, or the id alone."""
    row = run.articles.loc[run.articles["article"] == article].iloc[0]
    title = quoted(row["title"]) if isinstance(row["title"], str) else f"article {article}"
    known = [row[name] for name in ("outlet", "date") if isinstance(row[name], str)]
    alike = run.articles["title"] == row["title"]
    for name in ("outlet", "date"):
        alike &= run.articles[name].fillna("") == (row[name] if isinstance(row[name], str) else "")
    known += [article] if alike.sum() > 1 else []
    return f"{title} ({', '.join(known)})" if known else title


def measure_called(run: Run, row: Row) -> str:
    """Name a measure: a frame by its label, a tone by its instrument's short title: `TextBlob polarity`."""
    known = run.measures.loc[run.measures["column"] == row["measure"]].iloc[0]
    category = str(known["category"])
    return called(category) if known["kind"] == "frame" else f"{short_title(known['title'])} {category}"


def group_words(data: pd.DataFrame) -> tuple[str, str]:
    """Give what the groups of a figure are called, one and many."""
    by = data["by"].iloc[0]
    return ("article", "articles") if by == "article" else (f"group by {by}", f"groups by {by}")


def body_rows(data: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of body paragraphs."""
    return data.loc[(data["unit"] == "paragraph") & (data["kind"] == "body")]


def _trajectory(run: Run, data: pd.DataFrame) -> list[str]:
    whole, body = data.loc[data["unit"] == "article"], body_rows(data)
    frames, tones = _split(whole)
    usual = ", the dashed line the frame's usual rate" if data["usual"].notna().any() else ""
    parts = [
        f"{_subject(whole)} along {_whole_text(run, whole, body)}.",
        _frame_figures(frames),
        _tone_figures(run, tones),
        intervals(whole),
    ]
    if frames:
        source = cited(run, frames[0]["instrument"])
        parts.append(
            f"{'Upper panels' if tones else 'Panels'}: hits per 100 words in each paragraph, the number of hits "
            f"above each step{usual}, all on one scale ({source})."
        )
    if tones:
        sources = listed([cited(run, row["instrument"]) for row in tones])
        parts.append(
            f"{'Lower panels' if frames else 'Panels'}: bars are paragraphs, dots their sentences, the "
            f"dashed line and the band the mean of the text's sentences with its interval, each instrument on its "
            f"own scale ({sources})."
        )
    heading = (data["kind"] == "heading").any()
    return [
        *parts,
        _together(data, "step"),
        _thin_paragraphs(data, "Hollow"),
        _when(heading, "Headings stand above at their places and are not scored here."),
    ]


def _heatmap(run: Run, data: pd.DataFrame) -> list[str]:
    whole, body = data.loc[data["unit"] == "article"], body_rows(data)
    source = cited(run, body["instrument"].iloc[0])
    return [
        f"Hits of each frame per 100 words in the paragraphs of {_whole_text(run, whole, body)} ({source}).",
        _frame_figures(_split(whole)[0]),
        intervals(whole),
        "Darker means more; numbers at the left are the paragraphs' places in the text, at the right their words.",
        _together(data, "row"),
        _thin_paragraphs(data, "Framed and not shaded"),
    ]


def _frames(run: Run, data: pd.DataFrame) -> list[str]:
    rows, source = data.to_dict("records"), cited(run, data["instrument"].iloc[0])
    shipped = str(data["baseline"].iloc[0]).startswith("shipped")
    return [
        f"Hits of each frame per 100 words in {_extent(data)} ({source}).",
        *(_extremes(run, data, _rate) if _several(data) else [_frame_figures(rows)]),
        intervals(data),
        _order(data),
        _when(
            data["usual"].notna().any(),
            "Dashed line or tick: the frame's usual rate "
            f"{'in the baseline texts of the codebook' if shipped else 'over the articles of this run'}.",
        ),
        _hollow(data),
    ]


def _tone(run: Run, data: pd.DataFrame) -> list[str]:
    sources = listed([cited(run, name) for name in data["instrument"].unique()])
    groups, opposite = data["group"].nunique(), data.loc[data["signs"] == "opposite", "group"].nunique()
    mark = " (≠)" if _several(data) else ""
    return [
        f"Tone of {_extent(data)} ({sources}).",
        *(
            _extremes(run, data, tone_figure)
            if _several(data)
            else [_tone_figures(run, data.to_dict("records"))]
        ),
        _when(
            opposite > 0,
            f"The instruments have opposite signs in {opposite:,} of {counted(groups, *group_words(data))}{mark}.",
        ),
        intervals(data),
        _order(data),
        _when(
            data["net"].notna().any(),
            "Open diamonds: the same with the words of frames masked, a sensitivity check.",
        ),
        _when(
            data["low"].notna().any(),
            "Red and blue: the whole interval lies below or above zero; grey: it holds zero, or there is none.",
        ),
        _when(
            len(data["measure"].unique()) > 1,
            "The instruments' scales differ; their sizes cannot be compared.",
        ),
        _hollow(data),
    ]


def _actors(run: Run, data: pd.DataFrame) -> list[str]:
    actors, shown = data["actor"].nunique(), data.loc[data["drawn"], "actor"].nunique()
    sources = listed([cited(run, str(name)) for name in data["instrument"].unique()])
    which = f"the {shown} named most often of {actors:,}" if shown < actors else counted(actors, "actor")
    top = data.iloc[0]
    facts = (
        ("mentions", "mention"),
        ("n_sentences", "sentence"),
        ("n_words", "word"),
        ("n_articles", "article"),
    )
    mentions, sentences, words, articles = (counted(int(top[column]), noun) for column, noun in facts)
    frames, tones = _split(data.loc[data["actor"] == top["actor"]])
    drawn = data.loc[data["drawn"]]
    thin = drawn.loc[drawn["thin"], "actor"].nunique()
    several, most = (
        rows.loc[rows["kind_of_measure"] == "frame", "measure"].nunique() for rows in (data, drawn)
    )
    silent = drawn.loc[(drawn["kind_of_measure"] == "tone") & drawn["value"].isna()]
    return [
        f"{_subject(data)} of the sentences that name an actor: {which}, with the number of mentions ({sources}).",
        "A sentence that names two counts for both.",
        f"{top['actor']}: {mentions} in {sentences} of {words} in {articles}.",
        _frame_figures(frames),
        _tone_figures(run, tones),
        intervals(drawn),
        _when(frames, "Cells: hits per 100 words, darker means more."),
        _when(most < several, f"Drawn are the {most} of {several} frames with most hits; the CSV has all."),
        _when(tones, "Dots: mean tone of these sentences."),
        _when(len(silent), "A dash: no word with a tone was found."),
        _when(
            thin > 0,
            f"Framed or hollow: {counted(thin, 'actor')} whose sentences have under 150 words together.",
        ),
    ]


def _when(condition: Any, sentence: str) -> str:
    return sentence if condition else ""


def _split(rows: pd.DataFrame) -> tuple[list[dict[Any, Any]], list[dict[Any, Any]]]:
    """Rows of frames, and rows of tone."""
    frames, tones = (rows.loc[rows["kind_of_measure"] == kind] for kind in ("frame", "tone"))
    return frames.to_dict("records"), tones.to_dict("records")


def _whole_text(run: Run, whole: pd.DataFrame, body: pd.DataFrame) -> str:
    paragraphs = counted(body["paragraph"].nunique(), "paragraph")
    words, sentences = (int(whole[name].iloc[0]) for name in ("n_words", "n_sentences"))
    return (
        f"{article_called(run, body['article'].iloc[0])}: {paragraphs} of {counted(words, 'word')} in "
        f"{counted(sentences, 'sentence')}, title and headings left out"
    )


def _several(data: pd.DataFrame) -> bool:
    return len(data["group"].unique()) > 1


def _extent(data: pd.DataFrame) -> str:
    """What a figure of groups rests on."""
    words = data.drop_duplicates("group")["n_words"]
    if not _several(data):
        return f"{_group(data.iloc[0].to_dict())}, {counted(int(words.iloc[0]), 'word')}"
    groups = counted(len(words), *group_words(data))
    return f"{groups} of {int(words.min()):,} to {int(words.max()):,} words"


def _subject(data: pd.DataFrame) -> str:
    """What a figure shows: `Frames and tone`, or the one that there is."""
    kinds = set(data["kind_of_measure"])
    return capital(listed([name for name, kind in (("frames", "frame"), ("tone", "tone")) if kind in kinds]))


def _together(data: pd.DataFrame, drawn: str) -> str:
    """How many paragraphs of a long text share what is drawn."""
    several = paragraphs_a_step(data)
    return _when(
        several > 1,
        f"Each {drawn} is {several} consecutive paragraphs, numbered by the first of them; the CSV has every one.",
    )


def _thin_paragraphs(data: pd.DataFrame, drawn: str) -> str:
    body = body_rows(binned(data))
    hollow = body.loc[body["thin"], "paragraph"].nunique()
    unit = "paragraph" if paragraphs_a_step(data) == 1 else "group"
    return _when(hollow, f"{drawn}: {counted(hollow, unit)} of under 20 words.")


def _frame_figures(rows: Sequence[Row]) -> str:
    """Security 7.7 [5.7, 9.7] (n = 54), …: the figures of one text."""
    known = [
        f"{called(row['category'])} {_rate(row)}" for row in rows[:_NAMED] if not math.isnan(row["value"])
    ]
    return _when(known, f"{capital(listed(known))} hits per 100 words.")


def _tone_figures(run: Run, rows: Sequence[Row]) -> str:
    known = [f"{measure_called(run, row)} {tone_figure(row)}" for row in rows[:_NAMED]]
    return _when(known, f"{capital(listed(known))}.")


def _extremes(run: Run, data: pd.DataFrame, write: Callable[[Row], str]) -> list[str]:
    """For each measure the highest and the lowest figure of the groups."""
    made = []
    for measure in data["measure"].unique()[:_NAMED]:
        mine = data.loc[(data["measure"] == measure) & data["value"].notna()].sort_values(
            "value", kind="stable"
        )
        if mine.empty:
            continue
        low, high = mine.iloc[0].to_dict(), mine.iloc[-1].to_dict()
        measured, top, bottom = capital(measure_called(run, high)), write(high), write(low)
        made.append(
            f"{measured}: the highest figure is {top} in {_group(high)}, the lowest {bottom} in {_group(low)}."
        )
    return made


def _rate(row: Row) -> str:
    interval = between(row["low"], row["high"], lambda value: f"{value:.1f}")
    return f"{row['value']:.1f}{interval} (n = {row['n']:,})"


def _group(row: Row) -> str:
    return quoted(str(row["name"])) if row["by"] == "article" else f"{row['by']} {row['name']}"


def _order(data: pd.DataFrame) -> str:
    """In which order groups stand, and which are left out."""
    if not _several(data):
        return ""
    by = called(str(data["ordered_by"].iloc[0]))
    shown, groups = data.loc[data["drawn"], "group"].nunique(), data["group"].nunique()
    if shown == groups:
        return f"Ordered by {by}, the highest first."
    half, unit = shown // 2, group_words(data)[1]
    return (
        f"Of {groups:,} {unit} the {half} highest and the {half} lowest in {by} are drawn; the CSV has all."
    )


def _hollow(data: pd.DataFrame) -> str:
    flagged = data.loc[data["drawn"] & (data["flags"] != ""), "flags"]
    reasons = dict.fromkeys(flag for flags in flagged for flag in flags.split("; "))
    return _when(reasons, f"Hollow: {listed(list(reasons))} ({counted(len(flagged), 'figure')}).")


def _ranged(shape: str, numbers: Sequence[Sequence[int]]) -> str:
    columns = [sorted(set(column)) for column in zip(*numbers, strict=True)]
    return shape.format(
        *(f"{column[0]:,}" + (f" to {column[-1]:,}" if len(column) > 1 else "") for column in columns)
    )
