"""The whole run in words: what was read, what was left out, what leads, how sure that is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.reporting import words
from framing.reporting.figures.selection import article_names
from framing.reporting.style import codebooks
from framing.statistics.emphasis import MIXED, NONE
from framing.statistics.summary import FEW_WORDS

if TYPE_CHECKING:
    from framing.reporting.findings import Findings
    from framing.reporting.sheet import Legend, Sheets
    from framing.run import Run

    Record = Mapping[Any, Any]

#: Articles that are named in a sentence before the rest is counted.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """The run in words.

    Attributes
    ----------
    read
        what was read
    found
        what leads, tone, titles, where instruments differ: a sentence each
    sure
        what the intervals speak of, and which articles are thin
    rejected
        inputs that were left out, each with its reason
    warnings
        what to look at twice
    """

    read: str
    found: tuple[str, ...]
    sure: tuple[str, ...]
    rejected: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def overview(run: Run, findings: Findings, sheets: Sheets) -> Overview:
    """Say what a run holds, in sentences that say no more than its figures."""
    several = len(run.articles) > 1
    return Overview(
        read=what_was_read(run),
        found=tuple(_found(run, findings, sheets.legend)) if several else sheets.lead(0),
        sure=tuple(_sure(run, findings)),
        rejected=tuple(_rejected(run)),
        warnings=tuple(str(line) for line in run.manifest.get("warnings", ())),
    )


def what_was_read(run: Run) -> str:
    """Count articles, paragraphs and words.

    Titles and headings are named as what they are: shown and scored, but no part of the figures.
    """
    kinds = Counter(run.paragraphs["kind"])
    body = run.paragraphs.loc[run.paragraphs["kind"] == "body"]
    n = len(run.articles)
    text = (
        f"{words.counted(n, 'article')} {'was' if n == 1 else 'were'} read: "
        f"{words.counted(kinds['body'], 'paragraph')} of {words.counted(int(body['n_words'].sum()), 'word')} in all"
    )
    beside = [words.counted(kinds[kind], kind) for kind in ("title", "heading") if kinds[kind]]
    if beside:
        text += f"; {words.listed(beside)} are shown and scored, but no part of the figures"
    return text + "."


def frames_over_articles(rows: Sequence[Record], *, alone: bool = False) -> str:
    """Count what leads in several articles; `rows` has one row of `leading_frames` for each article.

    `alone` says that the codebook has one frame, which cannot lead.
    """
    verdicts = Counter(row["verdict"] for row in rows if row["n_words"])
    total = sum(verdicts.values())
    if not total:
        return "No article has words to read."
    leading = [(frame, n) for frame, n in verdicts.most_common() if frame not in (MIXED, NONE)]
    parts = [
        f"{words.called(frame)} was hit in {n} ({words.ONE_FRAME})"
        if alone
        else f"{words.called(frame)} leads in {n}"
        for frame, n in leading
    ]
    if verdicts[MIXED]:
        parts.append(f"no frame leads in {verdicts[MIXED]} (mixed)")
    if verdicts[NONE]:
        parts.append(f"no frame was hit in {verdicts[NONE]}")
    return f"Of {words.counted(total, 'article')}: {'; '.join(parts)}."


def tone_over_articles(rows: Sequence[Record], name: str) -> str:
    """Count the sides of neutral in several articles; `rows` are one measure's rows of `tone_agreement`."""
    sides: Counter[str] = Counter()
    for row in rows:
        if math.isnan(row["value"]):
            sides["silent"] += 1
        elif math.isnan(row["low"]):
            sides["bare"] += 1
        elif row["clear"]:
            sides["positive" if row["value"] > 0 else "negative"] += 1
        else:
            sides["unclear"] += 1
    order = {
        "positive": "is positive",
        "negative": "is negative",
        "unclear": "cannot be told from neutral",
        "bare": "has no interval",
        "silent": "is silent",
    }
    parts = [f"{said} in {sides[side]}" for side, said in order.items() if sides[side]]
    return f"{name} {words.listed(parts)} of {words.counted(len(rows), 'article')}."


def titles_over_articles(rows: Sequence[Record]) -> str:
    """Compare titles with bodies; `rows` has one row of `leading_frames(run, "title")` for each article."""
    both = [row for row in rows if not {row["verdict"], row["body_verdict"]} & {MIXED, NONE}]
    if not rows:
        return ""
    if not both:
        return "In no article do both title and body have a leading frame."
    same = sum(row["verdict"] == row["body_verdict"] for row in both)
    if len(both) == 1:
        told = "the same" if same else "not the same"
        return f"Title and body both have a leading frame in one article; it is {told}."
    whose = f"Of the {len(both)} articles whose title and body both have a leading frame"
    return f"{whose}, it is the same in {same or 'none'}."


def _found(run: Run, findings: Findings, legend: Legend) -> Iterator[str]:
    books = codebooks(run)
    for book in books:
        leading = findings.leading("article", book)
        bodies = leading.drop_duplicates("group").to_dict("records")
        titles = findings.leading("title", book).drop_duplicates("group").to_dict("records")
        alone = leading["category"].nunique() == 1
        frames = frames_over_articles(bodies, alone=alone), "" if alone else titles_over_articles(titles)
        yield ("" if len(books) == 1 else f"{book}: ") + " ".join(filter(None, frames))
    if not legend.tones:
        return
    agreement = findings.agreement("article")
    said = (
        tone_over_articles(agreement.loc[agreement["measure"] == measure].to_dict("records"), name)
        for measure, name in legend.tones.items()
    )
    yield " ".join(said)
    yield from _differing(run, agreement.drop_duplicates("group").to_dict("records"))


def _differing(run: Run, rows: Sequence[Record]) -> Iterator[str]:
    names = article_names(run)
    apart = [row for row in rows if row["signs"] == "opposite"]
    if not apart:
        return
    clear = sum(row["verdict"] == "differ" for row in apart)
    named = [words.quoted(names[row["group"]]) for row in apart]
    shown = named[:NAMED] + ([f"{len(named) - NAMED:,} more"] if len(named) > NAMED else [])
    yield (
        f"The tone instruments differ in sign in {words.counted(len(apart), 'article')}, clearly in "
        f"{clear or 'none'}: {words.listed(shown)}; the words behind it stand with each article."
    )


def _sure(run: Run, findings: Findings) -> Iterator[str]:
    spoken = []
    if not findings.agreement("article").empty:
        spoken.append("of an article’s tone speak of other paragraphs that the author might have written")
    if codebooks(run):
        spoken.append("of emphasis speak of the rate behind the hits that were counted")
    if spoken:
        yield f"Brackets are 95 % intervals. Those {', those '.join(spoken)}."
    if not codebooks(run) or len(run.articles) == 1:
        return
    flagged = findings.leading("article")
    short = flagged.loc[flagged["flags"].str.contains("words"), "group"].nunique()
    if short:
        has = "has" if short == 1 else "have"
        some = f"{words.counted(short, 'article')} of {len(run.articles):,}"
        yield f"{some} {has} under {FEW_WORDS} words: read with care."


def _rejected(run: Run) -> Iterator[tuple[str, str]]:
    for row in run.rejected.to_dict("records"):
        number = row["row"]
        place = f"{row['input']}, row {number}" if isinstance(number, int) else str(row["input"])
        yield place, str(row["reason"])
