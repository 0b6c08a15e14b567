"""One paragraph made ready for scoring: prepared text, sentences, words, quotations, and its texts by voice.

All positions here count code points of the prepared text; `origin` leads back to the article's paragraph.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.model import Hit, Paragraph, Voice
from framing.preprocessing.prepare import Prepared, prepare
from framing.preprocessing.segments import paragraphs
from framing.preprocessing.tokens import Token, is_word, sentence_spans, word_spans
from framing.preprocessing.voice import Quotation, mask, quotations

if TYPE_CHECKING:
    from framing.model import Article

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one voice inside one sentence."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with what scoring needs to know of it.

    Attributes
    ----------
    paragraph, prepared
        the paragraph, and its prepared text with the way back
    sentences
        spans of its sentences
    words
        where its words start (tokens that count as words), ascending
    quotes
        its direct quotations: the words inside the marks
    """

    paragraph: Paragraph
    prepared: Prepared
    sentences: tuple[Span, ...]
    words: tuple[int, ...]
    quotes: tuple[Quotation, ...]

    @property
    def text(self) -> str:
        """The prepared text."""
        return self.prepared.text

    @property
    def whole(self) -> Span:
        """The span of the whole paragraph."""
        return 0, len(self.text)

    def speech(self, position: int) -> tuple[Voice, str | None]:
        """Whose voice speaks at a position, and the speaker if it is a quotation with a known one."""
        index = bisect_right(self.quotes, position, key=_start) - 1
        if index >= 0 and position < self.quotes[index].end:
            return "quoted", self.quotes[index].speaker
        return "author", None

    def sentence(self, position: int) -> int:
        """Index of the sentence at a position."""
        return max(0, bisect_right(self.sentences, position, key=_first) - 1)

    def n_words(self, span: Span) -> dict[Voice, int]:
        """Words inside a span, by voice; `all` is the sum of the other two."""
        inside = self.words[bisect_left(self.words, span[0]) : bisect_left(self.words, span[1])]
        quoted = sum(self.speech(word)[0] == "quoted" for word in inside) if self.quotes else 0
        return {"all": len(inside), "author": len(inside) - quoted, "quoted": quoted}

    def pieces(self, text: str, voice: Voice, span: Span) -> tuple[Piece, ...]:
        """The stretches of one voice inside a span (the whole paragraph or a sentence).

        `text` is the prepared text or a masked copy of it of the same length. The author's stretch is the span
        with each letter and digit of a quotation replaced by x, so that negation and sentence ends stay; a span
        that is all quotation has none. Each quotation is a stretch of its own.
        """
        start, end = span
        if voice == "quoted":
            return tuple(self._quoted(text, span))
        if voice == "author" and self.quotes:
            counts = self.n_words(span)
            if counts["quoted"] and not counts["author"]:
                return ()
            spoken = [(quote.start - start, quote.end - start) for quote in self._near(span)]
            return (Piece(start, mask(text[start:end], [(max(0, low), high) for low, high in spoken])),)
        return (Piece(start, text[start:end]),)

    def _near(self, span: Span) -> Sequence[Quotation]:
        """Quotations that reach into a span."""
        last = bisect_left(self.quotes, span[1], key=_start)
        first = max(0, bisect_right(self.quotes, span[0], key=_start) - 1)
        return [quote for quote in self.quotes[first:last] if quote.end > span[0]]

    def _quoted(self, text: str, span: Span) -> Iterator[Piece]:
        for quote in self._near(span):
            start, end = max(span[0], quote.start), min(span[1], quote.end)
            stretch = text[start:end] if start < end else ""
            if stretch.strip():
                yield Piece(start + len(stretch) - len(stretch.lstrip()), stretch.strip())


def passages(article: Article) -> list[Passage]:
    """The article's paragraphs, ready for scoring."""
    parts = paragraphs(article)
    prepared = [prepare(part.text) for part in parts]
    spoken = quotations(prepared)
    made = []
    for part, ready, quotes in zip(parts, prepared, spoken, strict=True):
        sentences = sentence_spans(ready.text)
        made.append(
            Passage(
                paragraph=part,
                prepared=ready,
                sentences=tuple(sentences),
                words=tuple(_words(ready.text, sentences)),
                quotes=tuple(quote for quote in quotes if quote.kind == "direct"),
            )
        )
    return made


def _words(text: str, sentences: Sequence[Span]) -> Iterator[int]:
    for low, high in sentences:
        for start, end in word_spans(text[low:high]):
            if is_word(Token(low + start, low + end, text[low + start : low + end])):
                yield low + start


def _start(quote: Quotation) -> int:
    return quote.start


def _first(span: Span) -> int:
    return span[0]


def joined(pieces: Sequence[Piece]) -> str:
    """The pieces as one text, each a paragraph of its own, for instruments that read whole texts."""
    return "\n\n".join(piece.text for piece in pieces)


def placed(hits: Sequence[Hit], pieces: Sequence[Piece]) -> list[Span]:
    """Where hits in `joined(pieces)` lie in the paragraph; hits without a place are left out."""
    starts, position = [], 0
    for piece in pieces:
        starts.append(position)
        position += len(piece.text) + 2
    spans = []
    for hit in hits:
        if hit.start is not None and hit.end is not None:
            index = bisect_right(starts, hit.start) - 1
            shift = pieces[index].start - starts[index]
            spans.append((hit.start + shift, hit.end + shift))
    return spans
