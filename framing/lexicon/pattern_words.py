"""The words of patterns: tables of literal words and of leading letters of globs tell which of them a token is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.lexicon import patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: Letters by which globs are first told apart.
_START = 3


class PatternWords:
    """The words of patterns, numbered; resolves a token to the numbers of those that it is."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, bool], int] = {}
        self._lower, self._written = _Forms(), _Forms()

    def add(self, word: str, *, as_written: bool) -> int:
        """Give a pattern's word its number, a new one if it is new."""
        exact = as_written or patterns.is_acronym(word)
        form = word if exact else word.lower()
        key = form, exact
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            (self._written if exact else self._lower).add(form, self._numbers[key])
        return self._numbers[key]

    @property
    def of_all(self) -> tuple[int, ...]:
        """Numbers of the words that every token is."""
        return self._lower.of_all + self._written.of_all

    def candidates(self, texts: Sequence[str], lowers: Sequence[str]) -> list[int]:
        """Which of these tokens, given in small letters too, may be more than that; most are not, and soon known."""
        return sorted({*self._lower.candidates(lowers), *self._written.candidates(texts)})

    def resolve(self, text: str, lower: str) -> tuple[int, ...]:
        """Numbers of every pattern word that the token is, which is this in small letters."""
        return self._lower.find(lower) + self._written.find(text)


class _Forms:
    """Words of patterns that are compared with a token in one way: in small letters, or as it is written."""

    def __init__(self) -> None:
        self._literal: dict[str, int] = {}
        # Globs by what stands before their first * or ?: a token that is one begins with that.
        self._globs: dict[str, list[tuple[Callable[[str], object] | None, int]]] = {}
        # Lengths of what globs begin with, by its first letters: few words begin as a glob does.
        self._heads: dict[str, list[int]] = {}
        # Globs that begin with too few letters to tell, each behind letters that a token which is one holds.
        self._short: list[tuple[str, Callable[[str], object], int]] = []
        self.of_all: tuple[int, ...] = ()

    def add(self, form: str, number: int) -> None:
        """Enter a word, with its number."""
        if not patterns.is_glob(form):
            self._literal[form] = number
            return
        head = min(form.split("*", maxsplit=1)[0], form.split("?", maxsplit=1)[0], key=len)
        if len(head) < _START:
            longest = max(form.replace("?", "*").split("*"), key=len)
            self._short.append((longest, patterns.glob_test(form), number))
            if not form.strip("*"):
                self.of_all += (number,)
            return
        # A head and one star, the usual glob, needs no test beyond the head.
        test = None if form == f"{head}*" else patterns.glob_test(form)
        self._globs.setdefault(head, []).append((test, number))
        sizes = self._heads.setdefault(head[:_START], [])
        if len(head) not in sizes:
            sizes.append(len(head))

    def candidates(self, forms: Sequence[str]) -> Iterable[int]:
        """Which of these may be one of the words, those aside that all are, by place."""
        literal, heads = self._literal, self._heads
        found = [place for place, form in enumerate(forms) if form in literal or form[:_START] in heads]
        for letters in {letters for letters, _, number in self._short if number not in self.of_all}:
            found += [place for place, form in enumerate(forms) if letters in form]
        return found

    def find(self, form: str) -> tuple[int, ...]:
        """Numbers of all words that it is."""
        number = self._literal.get(form)
        found: tuple[int, ...] = () if number is None else (number,)
        for letters, is_one, number in self._short:
            if letters in form and is_one(form):
                found += (number,)
        sizes = self._heads.get(form[:_START])
        if sizes:
            for size in sizes:
                for test, number in self._globs.get(form[:size], ()):
                    if test is None or test(form):
                        found += (number,)
        return found
