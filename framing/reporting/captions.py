"""The sentences under each figure: what it shows, its figures with intervals and n, what these speak of, and sources.

They never say more than the numbers: a highest figure is called that, not a difference. Sources are named with the
key that references.bib has for them, in Pandoc's form.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from framing.reporting.words import between, capital, counted, listed, tone_figure

if TYPE_CHECKING:
    import pandas as pd

    from framing.run import Run

Row = Mapping[Any, Any]

#: So many frames or instruments have a sentence of their own; the CSV has all.
_NAMED = 5


def caption(kind: str, run: Run, data: pd.DataFrame) -> str:
    """Give the sentences for the paper under a figure; `kind` and `data` as in `SavedFigure`."""
    if data.empty or data["value"].isna().all():
        return _EMPTY[kind]
    return " ".join(filter(None, _CAPTIONS[kind](run, data)))


def alt(kind: str, run: Run, data: pd.DataFrame) -> str:
    """Give the words that stand for a figure where it is not seen."""
    if data.empty or data["value"].isna().all():
        return _EMPTY[kind]
    return " ".join(filter(None, _ALTS[kind](run, data)))


def cited(run: Run, instrument: str) -> str:
    """Name an instrument with its version and its key: `TextBlob 0.20.1 [@instrument-textblob]`."""
    rows = run.measures.loc[run.measures["instrument"] == instrument]
    row = rows.iloc[0]
    name = f"codebook ‘{instrument}’" if row["kind"] == "frame" else row["title"]
    return f"{name} {row['version']} [@{citation_key(instrument)}]"


def citation_key(instrument: str) -> str:
    """Key of an instrument in references.bib, which BibTeX and Pandoc take."""
    return "instrument-" + (re.sub(r"[^A-Za-z0-9]+", "-", instrument).strip("-") or "own")


def _trajectory(run: Run, data: pd.DataFrame) -> list[str]:
    whole, body = _article_rows(data), _body(data)
    first = body.iloc[0]
    frames, tones = _split(whole)
    parts = [
        f"Frames and tone along {_article(run, first['article'])}: {_extent(body, whole)}.",
        _frame_figures(frames),
        _tone_figures(run, tones),
        intervals(whole),
    ]
    if frames:
        parts.append(
            "Upper panels: hits per 100 words in each paragraph, the number of hits above each step"
            f"{_usual(frames)}, all on one scale ({cited(run, frames[0]['instrument'])})."
        )
    if tones:
        sources = listed([cited(run, row["instrument"]) for row in tones])
        parts.append(
            "Lower panels: bars are paragraphs, dots their sentences, the dashed line and the band the mean of the text's "
            f"sentences with its interval, each instrument on its own scale ({sources})."
        )
    hollow = body.loc[body["thin"], "paragraph"].nunique()
    if hollow:
        parts.append(f"Hollow: {counted(hollow, 'paragraph')} of under 20 words.")
    if (data["kind"] == "heading").any():
        parts.append("Headings stand at their places above and are not scored here.")
    return parts


def _heatmap(run: Run, data: pd.DataFrame) -> list[str]:
    whole, body = _article_rows(data), _body(data)
    frames, _ = _split(whole)
    hollow = body.loc[body["thin"], "paragraph"].nunique()
    return [
        f"Hits of each frame per 100 words in the paragraphs of {_article(run, body['article'].iloc[0])}: "
        f"{_extent(body, whole)} ({cited(run, body['instrument'].iloc[0])}).",
        _frame_figures(frames),
        intervals(whole),
        "Darker means more; numbers at the left are the paragraphs' places in the text, at the right their words.",
        f"Framed and not shaded: {counted(hollow, 'paragraph')} of under 20 words." if hollow else "",
    ]


def _frames(run: Run, data: pd.DataFrame) -> list[str]:
    units, groups = _units(data), data["group"].nunique()
    rows = data.to_dict("records")
    source = cited(run, rows[0]["instrument"])
    if groups == 1:
        extent = f"{_group(rows[0])}, {counted(int(rows[0]['n_words']), 'word')}"
        parts = [f"Hits of each frame per 100 words in {extent} ({source}).", _frame_figures(rows)]
    else:
        parts = [
            f"Hits of each frame per 100 words in {counted(groups, *units)} ({source}).",
            *_extremes(data, _rate),
        ]
    return [
        *parts,
        intervals(data),
        _selection(data, units),
        "Dashed line or tick: the frame's usual rate in the baseline texts."
        if data["usual"].notna().any()
        else "",
        _hollow(data),
    ]


def _tone(run: Run, data: pd.DataFrame) -> list[str]:
    units, groups = _units(data), data["group"].nunique()
    sources = listed([cited(run, name) for name in data["instrument"].unique()])
    if groups == 1:
        row = data.iloc[0]
        parts = [
            f"Tone of {_group(row)}, {counted(int(row['n_words']), 'word')} ({sources}).",
            _tone_figures(run, data.to_dict("records")),
        ]
    else:
        parts = [f"Tone of {counted(groups, *units)} ({sources}).", *_extremes(data, _score)]
    opposite = data.loc[data["signs"] == "opposite", "group"].nunique()
    several = data["measure"].nunique() > 1
    return [
        *parts,
        f"The instruments have opposite signs in {opposite:,} of {counted(groups, *units)}{' (≠)' if groups > 1 else ''}."
        if opposite
        else "",
        intervals(data),
        _selection(data, units),
        "Open diamonds: the same with the words of frames masked, a sensitivity check."
        if data["net"].notna().any()
        else "",
        "Red and blue: the whole interval lies below or above zero; grey: it holds zero, or there is none.",
        "The instruments' scales differ; their sizes cannot be compared." if several else "",
        _hollow(data),
    ]


def _actors(run: Run, data: pd.DataFrame) -> list[str]:
    actors, shown = data["actor"].nunique(), data.loc[data["drawn"], "actor"].nunique()
    books = data.loc[data["kind_of_measure"] == "frame", "instrument"].unique()
    tones = data.loc[data["kind_of_measure"] == "tone", "instrument"].unique()
    first = data.loc[data["actor"] == data["actor"].iloc[0]].to_dict("records")
    top = first[0]
    frames, scores = _split(data.loc[data["actor"] == top["actor"]])
    which = f"the {shown} named most often of {actors:,}" if shown < actors else counted(actors, "actor")
    thin = data.loc[data["drawn"] & data["thin"], "actor"].nunique()
    return [
        f"Frames and tone of the sentences that name an actor: {which}, with the number of mentions "
        f"({listed([cited(run, name) for name in (*books, *tones)])}). A sentence that names two counts for both.",
        f"{top['actor']}: {counted(int(top['mentions']), 'mention')} in {counted(int(top['n_sentences']), 'sentence')} of "
        f"{counted(int(top['n_words']), 'word')} and {counted(int(top['n_articles']), 'article')}.",
        _frame_figures(frames),
        _tone_figures(run, scores),
        intervals(data.loc[data["drawn"]]),
        "Cells: hits per 100 words, darker means more. Dots: mean over the sentences with a score.",
        f"Framed or hollow: {counted(thin, 'actor')} whose sentences have under 150 words together."
        if thin
        else "",
    ]


def _alt_trajectory(run: Run, data: pd.DataFrame) -> list[str]:
    body = _body(data)
    called = body.drop_duplicates("measure")[["measure", "category"]]
    runs = []
    for measure, category in called.itertuples(index=False):
        rows = body.loc[(body["measure"] == measure) & body["value"].notna()]
        if len(rows):
            low, high = rows.loc[rows["value"].idxmin()], rows.loc[rows["value"].idxmax()]
            runs.append(
                f"{category} from {_plain(low)} in paragraph {low['paragraph']} to {_plain(high)} in {high['paragraph']}"
            )
    return [
        f"{counted(len(called), 'panel')} over the {counted(body['paragraph'].nunique(), 'paragraph')} of "
        f"{_article(run, body['article'].iloc[0])}.",
        f"{capital('; '.join(runs))}.",
    ]


def _alt_heatmap(run: Run, data: pd.DataFrame) -> list[str]:
    body = _body(data)
    size = f"{body['paragraph'].nunique()} paragraphs by {counted(body['measure'].nunique(), 'frame')}"
    return [f"A matrix of {size}.", *_alt_trajectory(run, data)[1:]]


def _alt_groups(_: Run, data: pd.DataFrame) -> list[str]:
    shown = data.loc[data["drawn"] & data["value"].notna()]
    kinds = "hits per 100 words" if "usual" in data else "tone"
    rows = []
    for measure in shown["measure"].unique():
        mine = shown.loc[shown["measure"] == measure]
        high, low = mine.loc[mine["value"].idxmax()], mine.loc[mine["value"].idxmin()]
        ends = (
            f"from {_plain(low)} ({low['name']}) to {_plain(high)} ({high['name']})"
            if len(mine) > 1
            else _plain(high)
        )
        rows.append(f"{high['instrument']} {high['category']} {ends}")
    return [
        f"Dots with intervals, {kinds} of {counted(data['group'].nunique(), *_units(data))}: {'; '.join(rows)}."
    ]


def _alt_actors(_: Run, data: pd.DataFrame) -> list[str]:
    shown = data.loc[data["drawn"]].drop_duplicates("actor")
    named = [f"{row['actor']} ({row['mentions']:,})" for row in shown.head(_NAMED).to_dict("records")]
    return [
        f"A matrix of {counted(len(shown), 'actor')} by frames with dots for tone; the most mentioned: {listed(named)}."
    ]


def _article_rows(data: pd.DataFrame) -> pd.DataFrame:
    return data.loc[data["unit"] == "article"]


def _body(data: pd.DataFrame) -> pd.DataFrame:
    return data.loc[(data["unit"] == "paragraph") & (data["kind"] == "body")]


def _split(rows: pd.DataFrame) -> tuple[list[dict[Any, Any]], list[dict[Any, Any]]]:
    """Rows of frames, and rows of tone."""
    frames, tones = (rows.loc[rows["kind_of_measure"] == kind] for kind in ("frame", "tone"))
    return frames.to_dict("records"), tones.to_dict("records")


def _article(run: Run, article: str) -> str:
    """“Title” (outlet, date), or the id where there is no title."""
    row = run.articles.loc[run.articles["article"] == article].iloc[0]
    title = f"“{row['title']}”" if isinstance(row["title"], str) else f"article {article}"
    known = [row[name] for name in ("outlet", "date") if isinstance(row[name], str)]
    return f"{title} ({', '.join(known)})" if known else title


def _extent(body: pd.DataFrame, whole: pd.DataFrame) -> str:
    paragraphs = counted(body["paragraph"].nunique(), "paragraph")
    words, sentences = (int(whole[name].iloc[0]) for name in ("n_words", "n_sentences"))
    return f"{paragraphs} of {counted(words, 'word')} in {counted(sentences, 'sentence')}, title and headings left out"


def _frame_figures(rows: Sequence[Row]) -> str:
    """Security 7.8 [6.0, 9.7] (n = 55), …: the figures of one text."""
    known = [f"{row['category']} {_rate(row)}" for row in rows[:_NAMED] if not math.isnan(row["value"])]
    return f"{capital(listed(known))} hits per 100 words." if known else ""


def _tone_figures(run: Run, rows: Sequence[Row]) -> str:
    titles = dict(zip(run.measures["column"], run.measures["title"], strict=True))
    known = [f"{titles[row['measure']]} {row['category']} {tone_figure(row)}" for row in rows[:_NAMED]]
    return f"{capital(listed(known))}." if known else ""


def _extremes(data: pd.DataFrame, write: Any) -> list[str]:
    """For each measure the highest and the lowest figure of the groups."""
    made = []
    for measure in data["measure"].unique()[:_NAMED]:
        mine = data.loc[(data["measure"] == measure) & data["value"].notna()]
        if mine.empty:
            continue
        high, low = (mine.loc[place].to_dict() for place in (mine["value"].idxmax(), mine["value"].idxmin()))
        called = high["category"] if "usual" in high else f"{high['instrument']} {high['category']}"
        made.append(
            f"{capital(called)}: the highest figure is {write(high)} in {_group(high)}, the lowest {write(low)} in "
            f"{_group(low)}."
        )
    return made


def _rate(row: Row) -> str:
    return f"{row['value']:.1f}{between(row['low'], row['high'], lambda value: f'{value:.1f}')} (n = {row['n']:,})"


def _score(row: Row) -> str:
    return f"{tone_figure(row)} ({counted(int(row['n_words']), 'word')})"


def _plain(row: Row) -> str:
    return f"{row['value']:.2f}".replace("-", "−")


def _group(row: Row) -> str:
    return f"“{row['name']}”" if row["by"] == "article" else f"{row['by']} {row['name']}"


def _units(data: pd.DataFrame) -> tuple[str, str]:
    return ("article", "articles") if data["by"].iloc[0] == "article" else ("group", "groups")


def _usual(rows: Sequence[Row]) -> str:
    return (
        ", the dashed line the frame's usual rate in the baseline texts"
        if any(row["usual"] > 0 for row in rows)
        else ""
    )


def _selection(data: pd.DataFrame, units: tuple[str, str]) -> str:
    shown, groups = data.loc[data["drawn"], "group"].nunique(), data["group"].nunique()
    ordered = data.loc[data["position"] == data["position"].min(), "group"]
    if groups < 2:  # noqa: PLR2004 # one row has no order
        return ""
    first = data.loc[data["group"] == ordered.iloc[0]]
    by = _ordering(data, first)
    if shown == groups:
        return f"Ordered by {by}."
    return (
        f"Drawn are the {shown // 2} {units[1]} with the highest and the {shown // 2} with the lowest {by} of "
        f"{groups:,}; the CSV has all."
    )


def _ordering(data: pd.DataFrame, first: pd.DataFrame) -> str:
    """Which measure the positions follow: the one whose values fall along them."""
    for measure, category in first[["measure", "category"]].itertuples(index=False):
        values = data.loc[data["measure"] == measure].sort_values("position")["value"].dropna()
        if values.is_monotonic_decreasing:
            return str(category)
    return "value"


def _hollow(data: pd.DataFrame) -> str:
    flagged = data.loc[data["drawn"] & (data["flags"] != ""), "flags"]
    reasons = dict.fromkeys(flag for flags in flagged for flag in flags.split("; "))
    return f"Hollow: {listed(list(reasons))} ({counted(len(flagged), 'figure')})." if reasons else ""


def intervals(rows: pd.DataFrame) -> str:
    """Say what the intervals are and speak of, and why some figures have none; numbers that differ become a range."""
    shapes: dict[str, list[list[int]]] = {}
    for words in rows.loc[rows["value"].notna(), "interval"]:
        numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", words)]
        shapes.setdefault(re.sub(r"\d[\d,]*", "{}", words), []).append(numbers)
    there = [_ranged(shape, numbers) for shape, numbers in shapes.items() if not shape.startswith("none")]
    none = [
        f"{counted(len(numbers), 'figure')} without one: {_ranged(shape.removeprefix('none: '), numbers)}"
        for shape, numbers in shapes.items()
        if shape.startswith("none")
    ]
    parts = [f"95 % intervals: {'; or '.join(there)}"] if there else []
    return "; ".join([*parts, *none]) + "." if parts or none else ""


def _ranged(shape: str, numbers: Sequence[Sequence[int]]) -> str:
    columns = [sorted(set(column)) for column in zip(*numbers, strict=True)]
    return shape.format(
        *(f"{column[0]:,}" + (f" to {column[-1]:,}" if len(column) > 1 else "") for column in columns)
    )


_CAPTIONS = {
    "trajectory": _trajectory,
    "heatmap": _heatmap,
    "frames": _frames,
    "tone": _tone,
    "actors": _actors,
}
_ALTS = {
    "trajectory": _alt_trajectory,
    "heatmap": _alt_heatmap,
    "frames": _alt_groups,
    "tone": _alt_groups,
    "actors": _alt_actors,
}
_EMPTY = {
    "trajectory": "No paragraph of text could be measured.",
    "heatmap": "No frame was measured.",
    "frames": "No frame was measured.",
    "tone": "No tone was measured.",
    "actors": "No actor is named.",
}
