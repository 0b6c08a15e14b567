"""What was read of a batch as columns of the run's tables, in the articles' own offsets.

Strings that come again and again are Arrow's dictionary arrays: numbers, and what they stand for. Nothing makes a list
of them where the rows are many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from framing.model import VOICES, HitColumns, Instrument, Names
from framing.scoring.batch import Batch
from framing.scoring.told import Told
from framing.tone.hits import joined, taken

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    Numbers = npt.NDArray[Any]

#: Table → column → its values: a list, an array of numbers (masked where some are missing), or an Arrow array.
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
    return {
        "articles": _articles(batch),
        "paragraphs": _paragraphs(batch),
        "by_voice": _by_voice(batch, told),
        "sentences": _sentences(batch, told),
        "evidence": _evidence(batch, told) if evidence else {},
        "actors": _actors(batch, names),
        "quotations": _quotations(batch),
    }


def join_tables(parts: Sequence[Tables]) -> Tables:
    """The tables of several batches, one after the other; a column that one lacks is None there."""
    if len(parts) == 1:
        return parts[0]
    made: Tables = {}
    for name in parts[0]:
        columns = list(dict.fromkeys(column for part in parts for column in part[name]))
        made[name] = {
            column: _joined([part[name].get(column, [None] * _length(part[name])) for part in parts])
            for column in columns
        }
    return made


def _joined(values: Sequence[Any]) -> Any:
    """One column of several."""
    import numpy as np
    import pyarrow as pa

    if all(isinstance(each, np.ndarray) for each in values):
        join: Any = np.ma.concatenate if any(map(np.ma.isMaskedArray, values)) else np.concatenate
        return join(values)
    if all(isinstance(each, pa.Array) for each in values):
        both = pa.chunked_array(values).unify_dictionaries().combine_chunks()
        names = Names(both.indices.fill_null(0).to_numpy(), both.dictionary.to_pylist())
        return _named(names, both.is_null().to_numpy(zero_copy_only=False))
    return [each for value in values for each in value]


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


def _by_voice(batch: Batch, told: Sequence[tuple[Instrument, Told]]) -> dict[str, Any]:
    import numpy as np

    place = np.repeat(np.arange(len(batch.parts)), 3)
    table: dict[str, Any] = {
        **_address(batch, place),
        "voice": _voices(np.tile(np.arange(3), len(batch.parts))),
        "n_words": batch.by_paragraph(batch.n_words).reshape(-1),
    }
    for _, each in told:
        table |= each.paragraphs
    return table


def _sentences(batch: Batch, told: Sequence[tuple[Instrument, Told]]) -> dict[str, Any]:
    import numpy as np

    n = len(batch.paragraph)
    start, end = batch.origin(batch.paragraph, batch.start, batch.end)
    table: dict[str, Any] = {
        **_address(batch, np.repeat(batch.paragraph, 3)),
        "sentence": np.repeat(np.arange(n) - batch.first[batch.paragraph], 3),
        "voice": _voices(np.tile(np.arange(3), n)),
        "start": np.repeat(start, 3),
        "end": np.repeat(end, 3),
        "n_words": batch.n_words.reshape(-1),
    }
    for _, each in told:
        table |= each.sentences
    return table


def _evidence(batch: Batch, told: Sequence[tuple[Instrument, Told]]) -> dict[str, Any]:
    """One row a hit, by paragraph, then instrument, then place."""
    import numpy as np

    hits = joined([each.hits for _, each in told])
    whose = np.repeat(np.arange(len(told)), [len(each.hits.text) for _, each in told])
    order = np.argsort(hits.text.astype(np.int64) * len(told) + whose, kind="stable")
    hits = taken(hits, order)
    paragraph, start, end = hits.text, hits.start, hits.end
    place = np.maximum(start, 0) + batch.base[paragraph]
    quote = batch.quote_of(place)
    first, last = batch.origin(paragraph, np.maximum(start, 0), np.maximum(end, 0))
    texts = [part.paragraph.text for part in batch.parts]
    spans = zip(paragraph.tolist(), start.tolist(), first.tolist(), last.tolist(), strict=True)
    return {
        **_address(batch, paragraph),
        "sentence": batch.sentence_of(place, paragraph) - batch.first[paragraph],
        "voice": _voices(np.where(quote < 0, 1, 2)),
        "speaker": _speakers(batch, quote),
        "start": _missing(first, start < 0),
        "end": _missing(last, start < 0),
        "instrument": _named(Names(whose[order], [each.name for each, _ in told])),
        "category": _named(hits.category),
        "term": _named(hits.term),
        "text": [None if place < 0 else texts[k][low:high] for k, place, low, high in spans],
        "weight": hits.weight,
        "contribution": hits.contribution,
        "negated": hits.negated,
        "in_name": np.concatenate([each.in_name for _, each in told])[order],
    }


def _address(batch: Batch, paragraph: Numbers) -> dict[str, Any]:
    """The article and the paragraph's number in it, of paragraphs of the batch."""
    ids = [article.id for article in batch.articles]
    return {"article": _named(Names(batch.article[paragraph], ids)), "paragraph": batch.index[paragraph]}


def _voices(number: Numbers) -> pa.Array:
    return _named(Names(number, VOICES))


def _speakers(batch: Batch, quote: Numbers) -> pa.Array:
    """Who speaks in these quotations; below 0 nobody does."""
    import numpy as np

    speakers = [quote.speaker for _, quote in batch.quotes]
    known = np.array([each is not None for each in speakers] + [False], dtype=bool)
    return _named(Names(quote, [each or "" for each in speakers]), ~known[quote])


def _named(names: Names, missing: Numbers | None = None) -> pa.Array:
    """Strings as a dictionary array, which is the same for the same strings, however they are numbered."""
    import numpy as np
    import pyarrow as pa

    number = names.number if missing is None else names.number[~missing]
    used = np.flatnonzero(np.bincount(number, minlength=len(names.names))).tolist()
    distinct = sorted({names.names[each] for each in used})
    place = {each: k for k, each in enumerate(distinct)}
    new = np.zeros(len(names.names) + 1, dtype=np.int32)  # -1, too, has a place
    new[used] = [place[names.names[each]] for each in used]
    numbers = new[names.number]
    if missing is not None:
        numbers[missing] = 0  # the bytes below a missing string are written too
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers, mask=missing), pa.array(distinct, pa.large_string())
    )


def _missing(values: Numbers, gone: Numbers) -> Numbers:
    """Whole numbers, some of them missing."""
    import numpy as np

    return np.ma.masked_array(values, gone) if gone.any() else values


def _actors(batch: Batch, names: HitColumns) -> dict[str, Any]:
    """How often each actor is named in a sentence, by voice."""
    import numpy as np

    place = names.start + batch.base[names.text]
    voices = np.where(batch.quote_of(place) < 0, 1, 2).tolist()
    sentence = (batch.sentence_of(place, names.text) - batch.first[names.text]).tolist()
    named = Counter(zip(names.text.tolist(), sentence, voices, names.category, strict=True))
    rows = sorted(named.items())
    return {
        **_address(batch, np.array([key[0] for key, _ in rows], dtype=np.int64)),
        "sentence": [key[1] for key, _ in rows],
        "voice": _voices(np.array([key[2] for key, _ in rows], dtype=np.int64)),
        "actor": [key[3] for key, _ in rows],
        "n": [n for _, n in rows],
    }


def _quotations(batch: Batch) -> dict[str, Any]:
    import numpy as np

    spans = [batch.parts[k].prepared.origin(quote.start, quote.end) for k, quote in batch.quotes]
    return {
        **_address(batch, np.array([k for k, _ in batch.quotes], dtype=np.int64)),
        "start": [start for start, _ in spans],
        "end": [end for _, end in spans],
        "speaker": [quote.speaker for _, quote in batch.quotes],
    }
