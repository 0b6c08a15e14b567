"""British and American spellings of a pattern, from one table: lexicons/spelling/terms.csv.

A variant never widens what a pattern means: `labour*` gains "labor", "labors", "labored" …, not `labor*`,
which would find "laboratory"; `organiz*` gains `organise*`, `organisa*`, `organisi*`, not `organis*`, which
would find "organism".
"""

from __future__ import annotations

import csv
import functools
import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from framing import library
from framing.lexicon import patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# A phrase with more spellings than this is not expanded: they double with each word that has two.
MOST_SPELLINGS = 256

# A glob says which word it means only with a run of letters this long: "*-*" and "inter*" do not mean
# "co-operate".
LEAST = 4

# Letters before -ise that make it the suffix: three in a whole word ("ionise", not "rise"), four where a glob
# leaves the ending open ("terroris*", not "regis*", "minis*").
_STEM = r"[a-z]{2,}[b-df-hj-np-tv-z]"
_OPEN_STEM = r"[a-z]{3,}[b-df-hj-np-tv-z]"

# Where a glob cuts the ending of -ize off, the British endings begin with one of these: "organiz*" is no
# "organism".
_OPENINGS = ("e", "a", "i")

_PIECES = re.compile(r"([^\w*?-]+)")
_GLOBS = re.compile(r"[*?]+")

Side = Literal["british", "american"]
_OTHER: dict[Side, Side] = {"british": "american", "american": "british"}


@dataclass(frozen=True, slots=True)
class _Table:
    """The table, ready for use: each side's words with their other spelling, the suffix, the exceptions.

    `closed` finds the suffix in a word, with what stands before and behind it; `open` in a glob, see `_open_suffix`.
    """

    words: Mapping[Side, Mapping[str, str]]
    sorted_words: Mapping[Side, tuple[str, ...]]
    suffix: Mapping[Side, str]
    closed: Mapping[Side, re.Pattern[str]]
    open: Mapping[Side, re.Pattern[str]]
    keep: Mapping[Side, frozenset[str]]
    prefixes: tuple[str, ...]


def variants(pattern: str) -> tuple[str, ...]:
    """Other spellings of a pattern, without the pattern itself; none for most.

    A changed word is in small letters. Every word of a phrase varies for itself, because texts mix ("labour
    organization" is Oxford's spelling). A phrase with more than 256 spellings has none added.

    Examples
    --------
    >>> variants("defence programme")
    ('defence program', 'defense programme', 'defense program')
    >>> variants("organis*")
    ('organiz*',)
    >>> variants("exercise")
    ()
    """
    pieces = _PIECES.split(pattern)
    choices = [
        (piece, *(() if patterns.is_acronym(piece) else _spellings(piece.lower()))) for piece in pieces
    ]
    spelled = list(itertools.islice(itertools.product(*choices), MOST_SPELLINGS + 1))
    if len(spelled) > MOST_SPELLINGS:
        return ()
    return tuple(dict.fromkeys("".join(words) for words in spelled[1:]))


@functools.lru_cache(maxsize=16384)
def _spellings(piece: str) -> tuple[str, ...]:
    """Other spellings of one word; parts around hyphens vary alone, unless the table has it whole."""
    whole = tuple(_of_word(piece))
    if whole or "-" not in piece:
        return whole
    choices = [(part, *_of_word(part)) for part in piece.split("-")]
    return tuple(
        "-".join(parts) for parts in itertools.islice(itertools.product(*choices), 1, MOST_SPELLINGS)
    )


def _of_word(word: str) -> Iterator[str]:
    if not word:
        return
    glob = patterns.is_glob(word)
    for side in _OTHER:
        found = _by_glob(word, side) if glob else _by_table(word, side)
        yield from found or (_open_suffix(word, side) if glob else _closed_suffix(word, side))


def _by_table(word: str, side: Side) -> list[str]:
    table = _table()
    if other := table.words[side].get(word):
        return [other]
    if word.startswith(table.prefixes):
        for prefix in table.prefixes:
            if word.startswith(prefix) and (other := table.words[side].get(word[len(prefix) :])):
                return [prefix + other]
    return []


def _by_glob(glob: str, side: Side) -> list[str]:
    """Other spellings that a glob does not match, of the table's words that it does."""
    table = _table()
    head, *runs = _GLOBS.split(glob)
    if max(map(len, (head, *runs))) < LEAST:
        return []
    longest = len(head) - LEAST
    prefixes = [prefix for prefix in table.prefixes if len(prefix) <= longest and head.startswith(prefix)]
    candidates = [
        (prefix + word, prefix + table.words[side][word])
        for prefix in ("", *prefixes)
        for word in _starting_with(table.sorted_words[side], head[len(prefix) :])
    ]
    if not candidates:  # so of most globs; a test is dear to make
        return []
    test = patterns.glob_test(glob)
    return list(dict.fromkeys(other for word, other in candidates if test(word) and not test(other)))


def _starting_with(words: tuple[str, ...], head: str) -> Iterator[str]:
    for place in range(bisect_left(words, head), len(words)):
        if not words[place].startswith(head):
            return
        yield words[place]


def _closed_suffix(word: str, side: Side) -> list[str]:
    table = _table()
    match = table.closed[side].fullmatch(word)
    if match is None or _is_kept(match[1] + table.suffix[side], side):
        return []
    return [match[1] + table.suffix[_OTHER[side]] + match[2]]


def _open_suffix(glob: str, side: Side) -> list[str]:
    """`organis*`, `organisat*`, `*organise*`: the suffix, then the beginning of one of its endings."""
    table = _table()
    match = table.open[side].fullmatch(glob)
    if match is None or _is_kept(match[1].lstrip("*?") + table.suffix[side], side):
        return []
    stem = match[1] + table.suffix[_OTHER[side]]
    if match[2] or side == "british":
        return [f"{stem}{match[2]}*"]
    return [f"{stem}{opening}*" for opening in _OPENINGS]


def _is_kept(stem: str, side: Side) -> bool:
    table = _table()
    return any(
        stem.startswith(prefix) and stem[len(prefix) :] in table.keep[side]
        for prefix in ("", *table.prefixes)
    )


@functools.cache
def _table() -> _Table:
    path = library.folder("spelling")
    library.source(path)
    rows: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with (path / "terms.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            rows[row["kind"]].append(row)
    words: dict[Side, dict[str, str]] = {
        side: {
            row[side] + ending: row[_OTHER[side]] + ending for row in rows["word"] for ending in _endings(row)
        }
        for side in _OTHER
    }
    suffix = rows["suffix"][0]
    endings = tuple(_endings(suffix))
    beginnings = {ending[:size] for ending in endings for size in range(len(ending) + 1)} - {"i", "a"}
    closed, opened = "|".join(endings), "|".join(sorted(beginnings))
    return _Table(
        words=words,
        sorted_words={side: tuple(sorted(words[side])) for side in _OTHER},
        suffix={side: suffix[side] for side in _OTHER},
        closed={side: re.compile(rf"({_STEM}){suffix[side]}({closed})") for side in _OTHER},
        open={side: re.compile(rf"(.*{_OPEN_STEM}){suffix[side]}({opened})\*") for side in _OTHER},
        keep={side: frozenset(row[side] for row in rows["keep"] if row[side]) for side in _OTHER},
        prefixes=tuple(row["british"] for row in rows["prefix"]),
    )


def _endings(row: Mapping[str, str]) -> Iterable[str]:
    return ("" if ending == "-" else ending for ending in row["endings"].split())
