"""The running words of a run's texts, with the voice, the sentence and the article that each stands in.

A word is a word of the house (`preprocessing.tokens`): NLTK's tokens that hold a letter or digit, `'s` and `n't` not
counted apart, so that there are as many as `n_words` says. It is written in small letters, without marks at its edges
("U.S." and "U.S" are one word), and with its `n't` ("can't", not "ca").

Cutting is NLTK's, but once for each kind of chunk between white space and not for each chunk: a text has few kinds.
tests/test_vocabulary.py compares it with `tokenize` on texts made to tell the two apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import Token, is_word, word_spans
from framing.statistics.parts import article_positions, check_reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

_CHUNK = re.compile(r"\S+")
#: A plain word at a sentence's end: the marks are cut off it, whatever it is.
_PLAIN_END = re.compile(r"([^\W_]+)[.?!]\"?")
_ENCLITICS = frozenset({"'re", "'ve", "'ll", "'d", "'m"})
_NEGATION = "n't"
#: Marks that NLTK pairs up over a whole string: what holds them is cut by itself.
_PAIRED = ('"', "''")
#: Characters of one string of kinds of chunks given to NLTK, and of a sentence that is cut chunk by chunk.
_BLOCK, _LONGEST = 5_000, 50_000


@dataclass(frozen=True, slots=True)
class Words:
    """Running words in reading order, article by article.

    Attributes
    ----------
    vocabulary
        the different words, in alphabetical order
    word, article, sentence
        for each running word: its place in `vocabulary`, the position of its article in `run.articles`, and the
        number of its sentence
    quoted
        for each running word whether it stands in a quotation
    """

    vocabulary: tuple[str, ...]
    word: Codes
    article: Codes
    sentence: Codes
    quoted: Flags


def read_words(run: Run, *, voice: Voice = "all", kind: Kind | None = "body") -> Words:
    """Read the words of one voice and one kind of paragraph (None: every kind) from the run's texts.

    A word belongs to the voice of its first character, as in `n_words`.

    Raises
    ------
    FramingError
        if there is no such voice or kind, or the run was kept without its texts.

    Examples
    --------
    >>> import framing as fr
    >>> words = read_words(fr.score(fr.read_articles("seeds/")))
    >>> len(words.word), words.vocabulary[words.word[0]]
    (702, 'pakistan')
    """
    check_reading(run, voice, kind)
    reader = _Reader()
    for article, sentences in _paragraphs(run, kind):
        for text, offsets, quotes in sentences:
            reader.add(text, article, offsets, quotes)
    words = reader.words()
    if voice == "all":
        return words
    kept = words.quoted == (voice == "quoted")
    return _used(
        Words(
            words.vocabulary, words.word[kept], words.article[kept], words.sentence[kept], words.quoted[kept]
        )
    )


def texts_of(run: Run, kind: Kind | None) -> pd.DataFrame:
    """Paragraphs of one kind (None: every kind) in reading order.

    Columns: article, position (of the article in `run.articles`), paragraph, n_words, text.

    Raises
    ------
    FramingError
        if the run was kept without its texts.
    """
    table = run.paragraphs if kind is None else run.paragraphs.loc[run.paragraphs["kind"] == kind]
    text = table["text"].fillna("")
    if not text.any() and table["n_words"].sum():
        raise FramingError(
            "run: its paragraphs have no text; score the articles again to look at their words"
        )
    table = table[["article", "paragraph", "n_words"]].assign(
        position=article_positions(run, table["article"]), text=text
    )
    return table.sort_values(["position", "paragraph"], kind="stable", ignore_index=True)


def quotation_spans(run: Run) -> dict[tuple[str, int], list[tuple[int, int]]]:
    """Spans of the direct quotations of each paragraph that has any, by article id and paragraph."""
    spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
    table = run.quotations
    for article, paragraph, start, end in zip(
        table["article"], table["paragraph"], table["start"], table["end"], strict=True
    ):
        spans.setdefault((str(article), int(paragraph)), []).append((int(start), int(end)))
    return spans


#: A sentence: its prepared text, where each of its characters stands in the paragraph, the quotations that cut it
#: (True: it is wholly quoted; False: no part of it is).
_Sentence = tuple[str, "Sequence[int]", "bool | list[tuple[int, int]]"]


def _paragraphs(run: Run, kind: Kind | None) -> Iterator[tuple[int, list[_Sentence]]]:
    """Sentences of each paragraph with the position of its article, in reading order."""
    table = texts_of(run, kind)
    spans, spoken = _sentence_spans(run), quotation_spans(run)
    for place, article, paragraph, text in zip(
        table["position"], table["article"], table["paragraph"], table["text"], strict=True
    ):
        key = (article, paragraph)
        yield place, [_sentence(text, span, spoken.get(key, [])) for span in spans.get(key, [])]


def _sentence_spans(run: Run) -> dict[tuple[str, int], list[tuple[int, int]]]:
    table = run.sentences.loc[run.sentences["voice"] == "all"]
    spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for article, paragraph, start, end in zip(
        table["article"].tolist(),
        table["paragraph"].tolist(),
        table["start"].tolist(),
        table["end"].tolist(),
        strict=True,
    ):
        spans.setdefault((article, paragraph), []).append((start, end))
    return {key: sorted(each) for key, each in spans.items()}


def _sentence(text: str, span: tuple[int, int], spoken: Sequence[tuple[int, int]]) -> _Sentence:
    start, end = span
    ready = prepare(text[start:end])
    near = [quote for quote in spoken if quote[0] < end and quote[1] > start]
    if not near:
        return ready.text, (), False
    if any(low <= start and end <= high for low, high in near):
        return ready.text, (), True
    return ready.text, [start + offset for offset in ready.offsets], near


class _Reader:
    """Takes sentences apart into chunks, cuts each kind of chunk once, and puts the words together."""

    def __init__(self) -> None:
        self._kinds: dict[str, int] = {}
        self._chunk: list[int] = []
        self._size: list[int] = []
        self._article: list[int] = []
        self._quoted: list[bool] = []
        self._mixed: list[tuple[int, list[int], Sequence[int], list[tuple[int, int]]]] = []

    def add(
        self,
        text: str,
        article: int,
        offsets: Sequence[int],
        quotes: bool | list[tuple[int, int]],  # noqa: FBT001 # see _Sentence
    ) -> None:
        """Append one sentence."""
        kinds = self._kinds
        chunks, starts = _chunks(text, placed=not isinstance(quotes, bool))
        if not isinstance(quotes, bool):
            self._mixed.append((len(self._chunk), starts, offsets, quotes))
        self._chunk += [kinds.setdefault(chunk, len(kinds)) for chunk in chunks]
        self._size.append(len(chunks))
        self._article.append(article)
        self._quoted.append(quotes is True)

    def words(self) -> Words:
        """Every word of the sentences added so far."""
        cut = _cut(list(self._kinds))
        forms = sorted({form for found in cut for form, _ in found})
        number = {form: place for place, form in enumerate(forms)}
        size = np.array([len(found) for found in cut], dtype=np.intp)
        flat = np.array([number[form] for found in cut for form, _ in found], dtype=np.intp)
        first = np.concatenate([[0], np.cumsum(size)])[:-1].astype(np.intp)
        chunk = np.array(self._chunk, dtype=np.intp)
        times = size[chunk]
        begin = np.cumsum(times) - times
        inside = np.arange(times.sum(), dtype=np.intp) - np.repeat(begin, times)
        sentence = np.repeat(np.repeat(np.arange(len(self._size), dtype=np.intp), self._size), times)
        quoted = np.array(self._quoted, dtype=np.bool_)[sentence]
        for start, starts, offsets, quotes in self._mixed:
            for step, at in enumerate(starts):
                for which, (_, shift) in enumerate(cut[chunk[start + step]]):
                    place = offsets[at + shift]
                    quoted[begin[start + step] + which] = any(low <= place < high for low, high in quotes)
        return Words(
            vocabulary=tuple(forms),
            word=flat[np.repeat(first[chunk], times) + inside],
            article=np.array(self._article, dtype=np.intp)[sentence],
            sentence=sentence,
            quoted=quoted,
        )


def _chunks(text: str, *, placed: bool) -> tuple[list[str], list[int]]:
    """Chunks of a sentence between white space, and where they start if asked for.

    What stands after the last word decides how NLTK cuts its full stop: it is one chunk with that word, and begins
    with a space to tell it from the same characters inside a sentence.
    """
    if "''" in text or len(text) > _LONGEST:
        return [" " + text], [-1]
    found = [(match.group(), match.start()) for match in _CHUNK.finditer(text)] if placed else []
    chunks = [chunk for chunk, _ in found] if placed else text.split()
    starts = [start for _, start in found]
    last = len(chunks) - 1
    while last >= 0 and not any(map(str.isalnum, chunks[last])):
        last -= 1
    if last < 0:
        return [], []
    end = " ".join(chunks[last:])
    plain = _PLAIN_END.fullmatch(end)
    if plain:
        return [*chunks[:last], plain.group(1)], starts[: last + 1]
    return [*chunks[:last], " " + end], [*starts[:last], starts[last] - 1] if placed else []


def _cut(kinds: Sequence[str]) -> list[list[tuple[str, int]]]:
    """Words of each kind of chunk, and where in the chunk each starts."""
    found: list[list[tuple[str, int]]] = [[] for _ in kinds]
    block: list[int] = []
    length = 0
    for number, chunk in enumerate(kinds):
        if chunk[0] == " ":
            found[number] = [(form, start + 1) for form, start in _words(chunk[1:], word_spans(chunk[1:]))]
        elif any(mark in chunk for mark in _PAIRED):
            _cut_block([number], kinds, found)
        else:
            block.append(number)
            length += len(chunk) + 1
            if length > _BLOCK:
                _cut_block(block, kinds, found)
                block, length = [], 0
    if block:
        _cut_block(block, kinds, found)
    return found


def _cut_block(block: Sequence[int], kinds: Sequence[str], found: list[list[tuple[str, int]]]) -> None:
    """Cut several kinds of chunks as if they stood inside one sentence."""
    text = "x " + " ".join(kinds[number] for number in block) + " x"
    spans = iter(word_spans(text))
    start, end = next(spans)
    place = 2
    for number in block:
        stop = place + len(kinds[number])
        mine = []
        while end <= place:
            start, end = next(spans)
        while end <= stop:
            mine.append((start - place, end - place))
            start, end = next(spans)
        found[number] = _words(kinds[number], mine)
        place = stop + 1


def _words(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
    """Words among the tokens of a text as they are counted, and where they start."""
    words: list[tuple[str, int]] = []
    stop = -1
    for start, end in spans:
        token = text[start:end]
        if is_word(Token(start, end, token)):
            words.append((_form(token.lower()), start))
            stop = end
        elif token.lower() == _NEGATION and start == stop:
            words[-1] = words[-1][0] + _NEGATION, words[-1][1]
    return words


def _form(token: str) -> str:
    """A word in small letters without the marks at its edges."""
    if (token[0].isalnum() and token[-1].isalnum()) or token in _ENCLITICS:
        return token
    inside = [place for place, character in enumerate(token) if character.isalnum()]
    return token[inside[0] : inside[-1] + 1]


def _used(words: Words) -> Words:
    """The same words with a vocabulary of only those that occur."""
    kept, word = np.unique(words.word, return_inverse=True)
    vocabulary = tuple(words.vocabulary[place] for place in kept.tolist())
    return Words(vocabulary, word.ravel().astype(np.intp), words.article, words.sentence, words.quoted)
