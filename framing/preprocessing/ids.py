"""Ids of articles: unique in a run, and the same whenever the same is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.errors import InputError
from framing.preprocessing.cleaning import label

if TYPE_CHECKING:
    from framing.model import Article


def id_text(value: object) -> str | None:
    """Id as it was given, as a string; None where there is none.

    Raises
    ------
    InputError
        if it is no text or number, or cannot be written.
    """
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN is unlike itself
        return None
    if isinstance(value, bool | list | dict | bytes):
        raise InputError(f"id {value!r:.60} is neither text nor a number")
    text = str(value)
    if label(text) != text:
        raise InputError(f"id {text!a:.60} holds half a character, which cannot be written")
    return text if text.strip() else None


class Ids:
    """The ids of a run: those given are kept unchanged, those made never meet another."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[str, int | None]] = {}

    def choose(self, value: object, path: str, row: int | None) -> str:
        """Id of an article: `value` if the input gives one, else made of the file's `path` and the `row`.

        Raises
        ------
        InputError
            if the given id is another article's, or no id.
        """
        given = id_text(value)
        if given is not None:
            if given in self._places:
                raise InputError(f"the id '{given:.80}' is taken by {_place(*self._places[given])}")
            return given
        name = made = path if row is None else f"{path}#{row}"
        number = 1
        while made in self._places:
            number += 1
            made = f"{name} ({number})"
        return made

    def keep(self, article: Article) -> None:
        """Take the id of `article` for good."""
        self._places[article.id] = (article.input, article.row)


def _place(file: str, row: int | None) -> str:
    return file if row is None else f"{file}, row {row}"
