"""One declared way of measuring, written down before looking, and the other ways that it is held against.

A specification is a small TOML file; every key may be left out:

    name = "main"
    codebook = "frames"              # default: the run's first codebook of frames
    categories = ["security"]        # default: every category of the codebook
    instrument = "vader"             # of tone; default: the run's first; "none": no tone
    voice = "all"                    # all | author | quoted
    texts = "body"                   # body | all (titles and headings too)
    normalisation = "rate"           # rate | share | presence
    unit = "article"                 # article | paragraph | sentence
    names = "out"                    # hits inside actors' names: out | in
    duplicates = "once"              # of texts that repeat another: once | all

    [thresholds]
    min_words = 0                    # articles with fewer words are left out

    [vary]                           # what robustness tries beside the main choice
    voice = ["all", "author", "quoted"]
    min_words = [0, 150]
    terms = "each"                   # remove each term's recorded hits in turn: each | none

Nothing here knows a run; `robustness` holds it against one.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from framing.errors import FramingError, InputError
from framing.model import Voice
from framing.statistics.declaration import Repeats

if TYPE_CHECKING:
    from collections.abc import Mapping

Texts = Literal["body", "all"]
Normalisation = Literal["rate", "share", "presence"]
Unit = Literal["article", "paragraph", "sentence"]
Names = Literal["out", "in"]
Terms = Literal["each", "none"]

#: What an article of fewer words is flagged for; the length that is tried unless the file names others.
SHORT = 150
#: No specification is larger than this; a file that is was given by mistake.
_MOST_BYTES = 100_000
_CHOICES: dict[str, tuple[str, ...]] = {
    "voice": get_args(Voice),
    "texts": get_args(Texts),
    "normalisation": get_args(Normalisation),
    "unit": get_args(Unit),
    "names": get_args(Names),
}
_REPEATS: tuple[str, ...] = get_args(Repeats)
_TERMS: tuple[str, ...] = get_args(Terms)
_THRESHOLDS = ("min_words",)
_TABLES = ("thresholds", "vary")
_NO_KEYS = frozenset({"vary", "path", "sha256", *_THRESHOLDS})


@dataclass(frozen=True, slots=True)
class Vary:
    """What is tried for each choice beside the main one; `instruments` None: those of the run.

    Raises
    ------
    FramingError
        if a value is none that its choice has.
    """

    voice: tuple[Voice, ...] = get_args(Voice)
    texts: tuple[Texts, ...] = get_args(Texts)
    normalisation: tuple[Normalisation, ...] = get_args(Normalisation)
    unit: tuple[Unit, ...] = get_args(Unit)
    names: tuple[Names, ...] = get_args(Names)
    instrument: tuple[str, ...] | None = None
    min_words: tuple[int, ...] = (0, SHORT)
    terms: Terms = "each"

    def __post_init__(self) -> None:
        for key, accepted in _CHOICES.items():
            for value in _listed(f"vary.{key}", getattr(self, key)):
                _check_choice(f"vary.{key}", value, accepted)
        for value in _listed("vary.instrument", self.instrument or ()):
            _check_name("vary.instrument", value)
        for value in _listed("vary.min_words", self.min_words):
            _check_words("vary.min_words", value)
        _check_choice("vary.terms", self.terms, _TERMS)


@dataclass(frozen=True, slots=True)
class Specification:
    """One way of measuring; the defaults are those of `compare`.

    Attributes
    ----------
    name
        what tables and figures call it
    codebook, categories
        whose frames; None and () mean the run's first codebook of frames and all its categories
    instrument
        of tone; None is the main tone of `compare`, `none` leaves tone out
    voice
        whose words: `all`, `author`, `quoted`
    texts
        `body`, or `all`: titles and headings too
    normalisation
        of frames: `rate` per 100 words; `share` of the codebook's hits; `presence`, whether there is any hit
    unit
        what the figure is taken of before it is averaged within the article: `article` (nothing is averaged),
        `paragraph`, `sentence`. None: the article for frames, the sentence for tone, as `compare` has it; tone has
        no figure of an article as one piece, so `article` means `sentence` there.
    names
        hits inside actors' names are left `out` or counted `in`
    min_words
        articles with fewer words, of that voice and of those texts, are left out
    duplicates
        texts that repeat another one count `once`, or `all` of them count
    vary
        what robustness tries beside these
    path, sha256
        the file's name and hash, empty if it comes from no file

    Raises
    ------
    FramingError
        if a value is none that its choice has.

    Examples
    --------
    >>> Specification(voice="author").normalisation
    'rate'
    """

    name: str = "defaults"
    codebook: str | None = None
    categories: tuple[str, ...] = ()
    instrument: str | None = None
    voice: Voice = "all"
    texts: Texts = "body"
    normalisation: Normalisation = "rate"
    unit: Unit | None = None
    names: Names = "out"
    min_words: int = 0
    duplicates: Repeats = "once"
    vary: Vary = field(default_factory=Vary)
    path: str = ""
    sha256: str = ""

    def __post_init__(self) -> None:
        for key, accepted in _CHOICES.items():
            value = getattr(self, key)
            if not (key == "unit" and value is None):
                _check_choice(key, value, accepted)
        _check_name("name", self.name)
        for key in ("codebook", "instrument"):
            if getattr(self, key) is not None:
                _check_name(key, getattr(self, key))
        for value in _listed("categories", self.categories):
            _check_name("categories", value)
        _check_words("min_words", self.min_words)
        _check_choice("duplicates", self.duplicates, _REPEATS)


def read_specification(path: str | Path) -> Specification:
    r"""Read a specification from its TOML file; what the file does not say is as in `Specification`.

    Raises
    ------
    InputError
        if there is no such file, if it is not TOML in UTF-8, or if a key or value is unknown; the message names the
        file and the key, and what is accepted.

    Examples
    --------
    >>> from pathlib import Path
    >>> _ = Path("main.toml").write_text('categories = ["security"]\n[thresholds]\nmin_words = 150\n')
    >>> found = read_specification("main.toml")
    >>> found.categories, found.min_words, found.voice, found.path
    (('security',), 150, 'all', 'main.toml')
    """
    file = Path(path)
    raw = _bytes(file)
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(f"{file.name}: not UTF-8; save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f'{file.name}: not TOML ({error}); write lines like voice = "author"') from None
    try:
        main = _keys(
            table, "", tuple(each.name for each in fields(Specification) if each.name not in _NO_KEYS)
        )
        thresholds = _keys(_table(table, "thresholds"), "thresholds.", _THRESHOLDS)
        vary = _keys(_table(table, "vary"), "vary.", tuple(each.name for each in fields(Vary)))
        return Specification(
            **{"name": file.stem or file.name, **main, **thresholds},
            vary=Vary(**vary),
            path=file.name,
            sha256=hashlib.sha256(raw).hexdigest(),
        )
    except FramingError as error:
        raise InputError(f"{file.name}, {error}") from None


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            raw = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{file}: cannot be read ({error.strerror or error}); name a TOML file with the main specification"
        ) from None
    if len(raw) > _MOST_BYTES:
        raise InputError(f"{file.name}: over {_MOST_BYTES:,} bytes; a specification is a few lines of TOML")
    return raw


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise FramingError(f"key '{key}': is a table, write [{key}] on a line of its own")
    return found


def _keys(table: Mapping[str, Any], prefix: str, accepted: tuple[str, ...]) -> dict[str, Any]:
    """The table's keys with lists as tuples; refuses a key that is not accepted."""
    tables = () if prefix else _TABLES
    for key in table:
        if key not in accepted and key not in tables:
            there = ", ".join((*accepted, *(f"[{name}]" for name in tables)))
            raise FramingError(f"key '{prefix}{key}': unknown; there are {there}")
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key in accepted
    }


def _listed(key: str, values: object) -> tuple[Any, ...]:
    if not isinstance(values, tuple):
        raise FramingError(f"key '{key}': {_shown(values)} is no list; write it in square brackets")
    for place, value in enumerate(values):
        if value in values[:place]:
            raise FramingError(f"key '{key}': {_shown(value)} stands there twice; name each once")
    return values


def _check_choice(key: str, value: object, accepted: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in accepted:
        raise FramingError(f"key '{key}': {_shown(value)} is unknown; there are {', '.join(accepted)}")


def _check_name(key: str, value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise FramingError(f"key '{key}': {_shown(value)} is no name; write it in quotation marks")


def _check_words(key: str, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FramingError(f"key '{key}': {_shown(value)} is no whole number from 0")


def _shown(value: object) -> str:
    return f"{str(value)!r:.60}"
