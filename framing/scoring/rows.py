"""What was read of one article as rows of the run's tables, in the article's own offsets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from framing.model import VOICES, Article, Hit
from framing.scoring.passage import Passage
from framing.scoring.reading import Key, units


@dataclass(slots=True)
class Rows:
    """Columns of values for the run's tables, filled article by article."""

    tables: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Append one row; a column that is new gets None for the rows before it."""
        columns = self.tables.setdefault(table, {})
        length = len(next(iter(columns.values()))) if columns else 0
        for name in row:
            if name not in columns:
                columns[name] = [None] * length
        for name, values in columns.items():
            values.append(row.get(name))


def article_row(article: Article, parts: Sequence[Passage]) -> dict[str, Any]:
    """The article's row; a column of the user's that would hide one of ours gets `_given` behind its name."""
    row = {
        "article": article.id,
        "input": article.input,
        "row": article.row,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "date": article.date,
        "url": article.url,
        "n_words": sum(len(part.words) for part in parts),
        "n_paragraphs": len(parts),
    }
    return row | {f"{name}_given" if name in row else name: value for name, value in article.extra.items()}


def paragraph_row(part: Passage) -> dict[str, Any]:
    """The paragraph's row."""
    paragraph = part.paragraph
    return {
        "article": paragraph.article,
        "paragraph": paragraph.index,
        "kind": paragraph.kind,
        "start": paragraph.start,
        "end": paragraph.start + len(paragraph.text),
        "n_words": len(part.words),
        "n_sentences": len(part.sentences),
        "text": paragraph.text,
    }


def score_rows(
    part: Passage, values: Mapping[Key, Mapping[str, float]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of the paragraph and of its sentences, each in three voices, with the table they belong to."""
    keys = {"article": part.paragraph.article, "paragraph": part.paragraph.index}
    for unit, span in units(part):
        words = part.n_words(span)
        for voice in VOICES:
            row: dict[str, Any] = {**keys, "voice": voice, "n_words": words[voice], **values[unit, voice]}
            if unit is None:
                yield "by_voice", row
            else:
                start, end = part.prepared.origin(*span)
                yield "sentences", {**keys, "sentence": unit, "start": start, "end": end, **row}


def evidence_rows(
    part: Passage, instrument: str, hits: Iterable[Hit], in_name: Iterable[bool]
) -> Iterator[dict[str, Any]]:
    """Rows of the evidence table; a hit belongs to the voice and the sentence of its first word."""
    for hit, inside in zip(hits, in_name, strict=True):
        place = hit.start or 0
        voice, speaker = part.speech(place)
        row = {
            "article": part.paragraph.article,
            "paragraph": part.paragraph.index,
            "sentence": part.sentence(place),
            "voice": voice,
            "speaker": speaker,
            "start": None,
            "end": None,
            "instrument": instrument,
            "category": hit.category,
            "term": hit.term,
            "text": None,
            "weight": hit.weight,
            "contribution": hit.contribution,
            "negated": hit.negated,
            "in_name": inside,
        }
        if hit.start is not None and hit.end is not None:
            start, end = part.prepared.origin(hit.start, hit.end)
            row |= {"start": start, "end": end, "text": part.paragraph.text[start:end]}
        yield row


def actor_rows(part: Passage, hits: Iterable[Hit]) -> Iterator[dict[str, Any]]:
    """Rows of the actors table: how often each actor is named in a sentence, by voice."""
    named: Counter[tuple[int, str, str]] = Counter()
    for hit in hits:
        place = hit.start or 0
        named[part.sentence(place), part.speech(place)[0], hit.category] += 1
    for (sentence, voice, actor), n in sorted(named.items()):
        yield {
            "article": part.paragraph.article,
            "paragraph": part.paragraph.index,
            "sentence": sentence,
            "voice": voice,
            "actor": actor,
            "n": n,
        }


def quotation_rows(part: Passage) -> Iterator[dict[str, Any]]:
    """Rows of the quotations table: the stretch of each direct quotation in this paragraph."""
    for quote in part.quotes:
        start, end = part.prepared.origin(quote.start, quote.end)
        yield {
            "article": part.paragraph.article,
            "paragraph": part.paragraph.index,
            "start": start,
            "end": end,
            "speaker": quote.speaker,
        }
