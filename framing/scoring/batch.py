"""Articles made ready for scoring, many at once: prepared text, sentences, words, quotations, and where they stand.

Places are counted twice: in code points of a paragraph's prepared text, and over the whole batch (`base` of the
paragraph added), so that everything that lies in a text can be looked up in sorted arrays. `origin` leads back to the
article's own paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.model import Article, Paragraph
from framing.preprocessing.prepare import Prepared, prepare_all
from framing.preprocessing.segments import paragraphs
from framing.preprocessing.sentences import find_sentences
from framing.preprocessing.texts import Slices, Texts
from framing.preprocessing.voice import Quotation, quotations

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]


class Passage(NamedTuple):  # made many times faster than a dataclass
    """A paragraph with its prepared text and its direct quotations."""

    paragraph: Paragraph
    prepared: Prepared
    quotes: tuple[Quotation, ...]


def passages(article: Article) -> list[Passage]:
    """The article's paragraphs, ready for scoring."""
    parts = paragraphs(article)
    prepared = prepare_all([part.text for part in parts])
    return [
        Passage(part, ready, tuple(quote for quote in quotes if quote.kind == "direct"))
        for part, ready, quotes in zip(parts, prepared, quotations(prepared), strict=True)
    ]


class Batch:
    """The paragraphs of some articles, with the sentences, words and quotations of all in one row.

    Attributes
    ----------
    articles, parts
        the articles, and the paragraphs of all of them
    article
        of each paragraph its article (position)
    base
        where each paragraph starts in the batch
    sentences
        all sentences as texts
    paragraph, start, end
        of each sentence its paragraph, and where it stands there
    first
        the sentences of paragraph `p` are those from `first[p]` to `first[p + 1]`
    quotes, quote_start, quote_end
        all direct quotations, and where they stand in the batch
    chunk_start, chunk_end, token_start
        where the sentences' chunks, and their words and marks, stand in the batch
    chunk_place
        where the sentences' chunks stand in their paragraphs
    """

    def __init__(self, articles: Sequence[Article], parts: Sequence[Sequence[Passage]]) -> None:
        import numpy as np

        self.articles = list(articles)
        self.parts = [part for each in parts for part in each]
        self.article = np.repeat(np.arange(len(parts)), [len(each) for each in parts])
        self.texts = [part.prepared.text for part in self.parts]
        self.base = np.concatenate(([0], np.cumsum([len(text) + 1 for text in self.texts], dtype=np.int64)))
        texts = Texts(self.texts)
        found = find_sentences(texts)
        self.paragraph, self.start, self.end = found.text, found.start, found.end
        self.first = np.searchsorted(self.paragraph, np.arange(len(self.parts) + 1))
        self.sentences = Texts(
            Slices(self.texts, self.paragraph, self.start, self.end), texts.vocabulary, found.chunks
        )
        self.quotes = [(index, quote) for index, part in enumerate(self.parts) for quote in part.quotes]
        placed = [
            (self.base[index] + quote.start, self.base[index] + quote.end) for index, quote in self.quotes
        ]
        quoted = np.array(placed, dtype=np.int64).reshape(-1, 2)
        self.quote_start, self.quote_end = quoted[:, 0], quoted[:, 1]
        chunks = self.sentences.chunks
        sizes = np.diff(chunks.bounds)
        self.chunk_place = chunks.start + np.repeat(self.start.astype(np.int32), sizes)
        self.chunk_start = self.chunk_place + np.repeat(self.base[self.paragraph], sizes)
        self.chunk_end = self.chunk_start + self.sentences.vocabulary.lengths(chunks.plain)
        tokens = self.sentences.tokens
        self.token_start = tokens.start + np.repeat(self._sentence_base(), np.diff(tokens.bounds))
        self.n_words = self._count_words()

    @cached_property
    def index(self) -> Numbers:
        """The number of each paragraph in its article."""
        import numpy as np

        return np.array([part.paragraph.index for part in self.parts], dtype=np.int64)

    @cached_property
    def glued(self) -> Numbers:
        """Paragraphs in which no white space stands between two sentences."""
        import numpy as np

        glued = np.zeros(len(self.parts), dtype=bool)
        touching = (self.start[1:] <= self.end[:-1]) & (self.paragraph[1:] == self.paragraph[:-1])
        glued[self.paragraph[1:][touching]] = True
        return glued

    def _sentence_base(self) -> Numbers:
        base: Numbers = self.start + self.base[self.paragraph]
        return base

    def _count_words(self) -> Numbers:
        """Words of each sentence in the voices all, author, quoted: an array of three columns."""
        import numpy as np

        tokens, n = self.sentences.tokens, len(self.sentences)
        is_word = np.flatnonzero(self.sentences.vocabulary.types.is_word.take(tokens.type))
        sentence, quoted = tokens.text.take(is_word), self._are_quoted(self.token_start).take(is_word)
        in_all = np.bincount(sentence, minlength=n)
        in_quotes = np.bincount(sentence[quoted], minlength=n)
        return np.stack((in_all, in_all - in_quotes, in_quotes), axis=1)

    def _are_quoted(self, places: Numbers) -> Numbers:
        """Whether each place of the batch, of many in order, lies in a quotation."""
        import numpy as np

        steps = np.zeros(len(places) + 1, dtype=np.int32)
        np.add.at(steps, np.searchsorted(places, self.quote_start), 1)
        np.subtract.at(steps, np.searchsorted(places, self.quote_end), 1)
        return np.cumsum(steps[:-1]) > 0

    def by_paragraph(self, values: Numbers) -> Numbers:
        """Sums of sentences' values in each paragraph."""
        import numpy as np

        sums = np.concatenate(
            (np.zeros((1, *values.shape[1:]), dtype=values.dtype), np.cumsum(values, axis=0))
        )
        found: Numbers = sums[self.first[1:]] - sums[self.first[:-1]]
        return found

    def quote_of(self, places: Numbers) -> Numbers:
        """The quotation in which each place of the batch lies; -1 where the author speaks."""
        import numpy as np

        if not len(self.quotes):
            return np.full(len(places), -1, dtype=np.int64)
        index = np.searchsorted(self.quote_start, places, side="right") - 1
        inside = (index >= 0) & (places < self.quote_end[index])
        return np.where(inside, index, -1)

    def sentence_of(self, places: Numbers, paragraph: Numbers) -> Numbers:
        """The sentence (position in the batch) at each place of the batch; before the first one, that."""
        import numpy as np

        index = np.searchsorted(self._sentence_base(), places, side="right") - 1
        return np.maximum(index, self.first[paragraph])

    @cached_property
    def _moved(self) -> Numbers:
        """Paragraphs in which preparing moved characters."""
        import numpy as np

        return np.array([not isinstance(part.prepared.offsets, range) for part in self.parts], dtype=bool)

    def origin(self, paragraph: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Spans in the articles' own paragraphs of spans in the prepared ones."""
        import numpy as np

        start, end = start.copy(), end.copy()
        for index in np.flatnonzero(self._moved[paragraph]).tolist():
            prepared = self.parts[paragraph[index]].prepared
            start[index], end[index] = prepared.origin(int(start[index]), int(end[index]))
        return start, end
