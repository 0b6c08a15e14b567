"""What was read of a batch as columns of the run's tables, in the articles' own offsets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from framing.model import VOICES, HitColumns, Instrument
from framing.scoring.batch import Batch
from framing.scoring.told import Told
from framing.tone.hits import joined, taken

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

#: Table → column → its values: a list, or an array of numbers.
Tables = dict[str, dict[str, Any]]


def make_tables(
    batch: Batch, told: Sequence[tuple[Instrument, Told]], names: HitColumns, *, evidence: bool = True
) -> Tables:
    """All tables of a batch.

    Parameters
    ----------
    told
        what each instrument says, in the run's order
    names
        actors' names in the paragraphs
    evidence
        whether that table is wanted
    """
    ids = [article.id for article in batch.articles]
    of_paragraph = [ids[index] for index in batch.article.tolist()]
    index = [part.paragraph.index for part in batch.parts]
    return {
        "articles": _articles(batch),
        "paragraphs": _paragraphs(batch),
        "by_voice": _by_voice(batch, told, of_paragraph, index),
        "sentences": _sentences(batch, told, of_paragraph, index),
        "evidence": _evidence(batch, told, of_paragraph, index) if evidence else {},
        "actors": _actors(batch, names, of_paragraph, index),
        "quotations": _quotations(batch, of_paragraph, index),
    }


def join_tables(parts: Sequence[Tables]) -> Tables:
    """The tables of several batches, one after the other; a column that one lacks is None there."""
    import numpy as np

    if len(parts) == 1:
        return parts[0]
    made: Tables = {}
    for name in parts[0]:
        columns = list(dict.fromkeys(column for part in parts for column in part[name]))
        made[name] = {}
        for column in columns:
            values = [part[name].get(column, [None] * _length(part[name])) for part in parts]
            whole = all(isinstance(each, np.ndarray) for each in values)
            made[name][column] = (
                np.concatenate(values) if whole else [each for value in values for each in value]
            )
    return made


def _length(table: Mapping[str, Any]) -> int:
    return len(next(iter(table.values())))


def _articles(batch: Batch) -> dict[str, Any]:
    """Rows of articles; a column of the user's that would hide one of ours gets `_given` behind its name."""
    import numpy as np

    words = batch.by_paragraph(batch.n_words)[:, 0]
    n_words = np.bincount(batch.article, weights=words, minlength=len(batch.articles)).astype(int).tolist()
    n_paragraphs = np.bincount(batch.article, minlength=len(batch.articles)).tolist()
    rows = [
        {
            "article": article.id,
            "input": article.input,
            "row": article.row,
            "title": article.title,
            "outlet": article.outlet,
            "author": article.author,
            "date": article.date,
            "url": article.url,
            "n_words": n_words[number],
            "n_paragraphs": n_paragraphs[number],
        }
        for number, article in enumerate(batch.articles)
    ]
    own = list(rows[0])
    extra = list(dict.fromkeys(name for article in batch.articles for name in article.extra))
    table: dict[str, Any] = {name: [row[name] for row in rows] for name in own}
    for name in extra:
        table[f"{name}_given" if name in own else name] = [
            article.extra.get(name) for article in batch.articles
        ]
    return table


def _paragraphs(batch: Batch) -> dict[str, Any]:
    import numpy as np

    parts = [part.paragraph for part in batch.parts]
    start = np.array([part.start for part in parts], dtype=np.int64)
    return {
        "article": [part.article for part in parts],
        "paragraph": [part.index for part in parts],
        "kind": [part.kind for part in parts],
        "start": start,
        "end": start + np.array([len(part.text) for part in parts], dtype=np.int64),
        "n_words": batch.by_paragraph(batch.n_words)[:, 0],
        "n_sentences": np.diff(batch.first),
        "text": [part.text for part in parts],
    }


def _by_voice(
    batch: Batch, told: Sequence[tuple[Instrument, Told]], ids: list[str], index: list[int]
) -> dict[str, Any]:
    table: dict[str, Any] = {
        "article": _thrice(ids),
        "paragraph": _thrice(index),
        "voice": list(VOICES) * len(ids),
        "n_words": batch.by_paragraph(batch.n_words).reshape(-1),
    }
    for _, each in told:
        table |= each.paragraphs
    return table


def _sentences(
    batch: Batch, told: Sequence[tuple[Instrument, Told]], ids: list[str], index: list[int]
) -> dict[str, Any]:
    import numpy as np

    paragraph = batch.paragraph.tolist()
    start, end = batch.origin(batch.paragraph, batch.start, batch.end)
    table: dict[str, Any] = {
        "article": _thrice([ids[k] for k in paragraph]),
        "paragraph": _thrice([index[k] for k in paragraph]),
        "sentence": np.repeat(np.arange(len(paragraph)) - batch.first[batch.paragraph], 3),
        "voice": list(VOICES) * len(paragraph),
        "start": np.repeat(start, 3),
        "end": np.repeat(end, 3),
        "n_words": batch.n_words.reshape(-1),
    }
    for _, each in told:
        table |= each.sentences
    return table


def _evidence(
    batch: Batch, told: Sequence[tuple[Instrument, Told]], ids: list[str], index: list[int]
) -> dict[str, Any]:
    """One row a hit, by paragraph, then instrument, then place."""
    import numpy as np

    hits = joined([each.hits for _, each in told])
    whose = np.repeat(np.arange(len(told)), [len(each.hits.text) for _, each in told])
    order = np.lexsort((whose, hits.text))
    hits = taken(hits, order)
    paragraph, start, end = hits.text, hits.start, hits.end
    place = np.maximum(start, 0) + batch.base[paragraph]
    quote = batch.quote_of(place)
    speakers = [quote.speaker for _, quote in batch.quotes]
    first, last = batch.origin(paragraph, np.maximum(start, 0), np.maximum(end, 0))
    texts = [part.paragraph.text for part in batch.parts]
    listed = paragraph.tolist()
    spans = zip(listed, start.tolist(), first.tolist(), last.tolist(), strict=True)
    names = [each.name for each, _ in told]
    return {
        "article": [ids[k] for k in listed],
        "paragraph": [index[k] for k in listed],
        "sentence": batch.sentence_of(place, paragraph) - batch.first[paragraph],
        "voice": [VOICES[1] if each < 0 else VOICES[2] for each in quote.tolist()],
        "speaker": [None if each < 0 else speakers[each] for each in quote.tolist()],
        "start": _missing(first, start < 0),
        "end": _missing(last, start < 0),
        "instrument": [names[k] for k in whose[order].tolist()],
        "category": list(hits.category),
        "term": list(hits.term),
        "text": [None if place < 0 else texts[k][low:high] for k, place, low, high in spans],
        "weight": hits.weight,
        "contribution": hits.contribution,
        "negated": hits.negated,
        "in_name": np.concatenate([each.in_name for _, each in told])[order],
    }


def _missing(values: Numbers, gone: Numbers) -> Any:
    """Whole numbers, None where they are missing."""
    listed: list[int | None] = values.tolist()
    for place in gone.nonzero()[0].tolist():
        listed[place] = None
    return listed


def _actors(batch: Batch, names: HitColumns, ids: list[str], index: list[int]) -> dict[str, Any]:
    """How often each actor is named in a sentence, by voice."""
    place = names.start + batch.base[names.text]
    voices = [VOICES[1] if each < 0 else VOICES[2] for each in batch.quote_of(place).tolist()]
    sentence = (batch.sentence_of(place, names.text) - batch.first[names.text]).tolist()
    named = Counter(zip(names.text.tolist(), sentence, voices, names.category, strict=True))
    rows = sorted(named.items())
    return {
        "article": [ids[key[0]] for key, _ in rows],
        "paragraph": [index[key[0]] for key, _ in rows],
        "sentence": [key[1] for key, _ in rows],
        "voice": [key[2] for key, _ in rows],
        "actor": [key[3] for key, _ in rows],
        "n": [n for _, n in rows],
    }


def _quotations(batch: Batch, ids: list[str], index: list[int]) -> dict[str, Any]:
    rows = [
        (ids[k], index[k], *batch.parts[k].prepared.origin(quote.start, quote.end), quote.speaker)
        for k, quote in batch.quotes
    ]
    names = ("article", "paragraph", "start", "end", "speaker")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


def _thrice(values: Sequence[Any]) -> list[Any]:
    return [value for value in values for _ in VOICES]
