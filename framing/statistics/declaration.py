"""What is to be compared, written down before looking: a TOML file, checked, with the hash that a report prints.

    by = "outlet"                                   # as `compare` takes it
    reference = "The Harbour Ledger"                # else each group against the rest
    groups = ["Continental Courier"]                # else all
    measures = ["frames_security_rate", "vader_compound"]
    voice = "author"
    kind = "body"                                   # body | title | heading | all
    target = "both"                                 # both | these texts | the population of articles
    min_words = 150
    adjust = "holm"                                 # holm | bh | none
    duplicates = "once"                             # once | all
    seed = 1
    note = "The Courier frames the port as a threat, the Ledger as a bargain."

    [margin]                                        # or, for measures of one unit, one number: margin = 0.5
    frames_security_rate = 0.5

`by` and `measures` must be there. Comparisons of the declared measures are confirmatory, all others exploratory.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from framing.errors import FramingError
from framing.model import VOICES, Kind, Voice
from framing.statistics.grouping import find_group, groups_of
from framing.statistics.parts import KINDS

if TYPE_CHECKING:
    import pandas as pd

    from framing.run import Run

Target = Literal["both", "these texts", "the population of articles"]
Adjust = Literal["holm", "bh", "none"]
Repeats = Literal["once", "all"]

_CHOICES: dict[str, tuple[str, ...]] = {
    "voice": VOICES,
    "kind": (*KINDS, "all"),
    "target": ("both", "these texts", "the population of articles"),
    "adjust": ("holm", "bh", "none"),
    "duplicates": ("once", "all"),
}
_LONGEST = 1_000_000
#: Units named in an error.
_UNITS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Declaration:
    """A comparison as it was declared; every field as `compare` takes it.

    Attributes
    ----------
    path, sha256
        name of the file, and the hash of its bytes
    by
        a column of the run's articles, or as `groups_of` reads it
    measures
        main measures, columns of scores
    reference
        group that the others are compared with; None: each with the rest
    groups
        groups to compare with it; empty: all
    voice, kind, target, min_words, adjust, duplicates, seed
        as in `compare`; `kind` None is every kind of paragraph
    margin
        for some or all of the measures the difference, in the measure's unit, below which it is of no interest
    one_margin
        whether the file gives one number for all of them, which must then share a unit
    note
        what is expected and why, in your words
    """

    path: str
    sha256: str
    by: str
    measures: tuple[str, ...]
    reference: str | None = None
    groups: tuple[str, ...] = ()
    voice: Voice = "all"
    kind: Kind | None = "body"
    target: Target = "both"
    min_words: int = 0
    adjust: Adjust = "holm"
    duplicates: Repeats = "once"
    seed: int = 0
    margin: Mapping[str, float] = field(default_factory=dict)
    one_margin: bool = False
    note: str = ""


_KEYS = tuple(each.name for each in fields(Declaration) if each.name not in ("path", "sha256", "one_margin"))


def read_declaration(path: str | Path) -> Declaration:
    r"""Read and check a declared comparison; what it says of a run is checked by `check_declaration`.

    Raises
    ------
    FramingError
        if the file cannot be read, is no TOML, lacks `by` or `measures`, or has a key or value that is not accepted.

    Examples
    --------
    >>> _ = Path("declared.toml").write_bytes(b'by = "outlet"\nmeasures = ["vader_compound"]\nmargin = 0.1')
    >>> declared = read_declaration("declared.toml")
    >>> declared.by, declared.measures, declared.margin, declared.sha256[:8]
    ('outlet', ('vader_compound',), {'vader_compound': 0.1}, '115483b6')
    """
    place = Path(path)
    try:
        data = place.read_bytes()
    except OSError as error:
        raise FramingError(f"{place}: cannot be read ({error.strerror or error})") from None
    if len(data) > _LONGEST:
        raise FramingError(f"{place}: {len(data):,} bytes; a declaration has up to {_LONGEST:,}")
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FramingError(f"{place}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FramingError(f"{place}: not TOML ({' '.join(str(error).split())})") from None
    return _declaration(_Fields(place.name, table), hashlib.sha256(data).hexdigest())


def check_declared(declared: object) -> None:
    """Refuse what is no declaration, such as the path of one.

    Raises
    ------
    FramingError
        if it is none.
    """
    if not isinstance(declared, Declaration):
        raise FramingError(
            f"declared {declared!r:.60}: no declaration; read it first: framing.read_declaration(path)"
        )


def check_declaration(declaration: Declaration, run: Run) -> None:
    """Check that a run has the columns, groups and measures that were declared.

    Raises
    ------
    FramingError
        in one line, naming the file and the field, if it does not.
    """
    where = declaration.path
    columns = [str(column) for column in run.measures["column"]]
    for measure in declaration.measures:
        if measure not in columns:
            raise FramingError(
                f"{where}, measures: '{measure}' is not in this run; there are {', '.join(columns) or 'none'}"
            )
    if declaration.one_margin:
        check_one_unit(
            run.measures.loc[run.measures["column"].isin(declaration.measures)], f"{where}, margin"
        )
    try:
        groups = groups_of(run, declaration.by)
    except FramingError as error:
        raise FramingError(f"{where}, {error}") from None
    if declaration.reference is not None:
        find_group(groups, declaration.reference, option=f"{where}, reference")
    for name in declaration.groups:
        find_group(groups, name, option=f"{where}, groups")


def check_one_unit(measures: pd.DataFrame, what: str) -> None:
    """Refuse one number for measures that are counted in different units.

    Raises
    ------
    FramingError
        naming the units found.
    """
    units = [str(unit) for unit in measures["unit"].drop_duplicates()]
    if len(units) > 1:
        shown = "; ".join(units[:_UNITS_SHOWN]) + ("; …" if len(units) > _UNITS_SHOWN else "")
        raise FramingError(
            f"{what}: one number for measures in {len(units)} units ({shown}); give each measure its own"
        )


class _Fields:
    """The keys of one file, each taken with a check of its kind."""

    def __init__(self, where: str, table: Mapping[str, Any]) -> None:
        self.where, self.table = where, table

    def refuse(self, key: str, accepted: str) -> FramingError:
        """Say what a field holds and what it may hold."""
        return FramingError(f"{self.where}, {key}: {_shown(self.table[key])} is not {accepted}")

    def check_keys(self) -> None:
        """Refuse keys that mean nothing, and a file without those it needs."""
        for key in self.table:
            if key not in _KEYS:
                raise FramingError(f"{self.where}: unknown key '{key}'; there are {', '.join(_KEYS)}")
        for key in ("by", "measures"):
            if key not in self.table:
                raise FramingError(f"{self.where}: lacks '{key}'; a declaration needs by and measures")

    def text(self, key: str, default: str) -> str:
        """One text."""
        value = self.table.get(key, default)
        if not isinstance(value, str) or (key in self.table and not value.strip()):
            raise self.refuse(key, "a text")
        return value

    def choice(self, key: str, default: str) -> str:
        """One of the words that the key accepts."""
        value = self.table.get(key, default)
        if value not in _CHOICES[key]:
            raise self.refuse(key, f"one of {', '.join(_CHOICES[key])}")
        return str(value)

    def number(self, key: str) -> int:
        """A whole number, 0 where none is given."""
        value = self.table.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.refuse(key, "a whole number of 0 or more")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Different texts; one alone may stand without brackets."""
        value = self.table.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(each, str) and each.strip() for each in listed):
            raise self.refuse(key, "a list of texts")
        if key in self.table and not listed:
            raise self.refuse(key, "a list of one text or more")
        if twice := [each for each in listed if listed.count(each) > 1]:
            raise FramingError(f"{self.where}, {key}: '{twice[0]}' stands there twice; name each once")
        return tuple(listed)

    def margins(self, measures: tuple[str, ...]) -> dict[str, float]:
        """A margin for each measure named in the table, or one number for all."""
        value = self.table.get("margin", {})
        given = value if isinstance(value, dict) else dict.fromkeys(measures, value)
        for measure, margin in given.items():
            if measure not in measures:
                raise FramingError(
                    f"{self.where}, margin: '{measure}' is not among the declared measures "
                    f"({', '.join(measures)})"
                )
            number = isinstance(margin, int | float) and not isinstance(margin, bool)
            if not number or not math.isfinite(margin) or margin <= 0:
                raise FramingError(
                    f"{self.where}, margin of '{measure}': {_shown(margin)} is not a number above 0"
                )
        return {measure: float(given[measure]) for measure in measures if measure in given}


def _declaration(fields: _Fields, sha256: str) -> Declaration:
    fields.check_keys()
    measures = fields.texts("measures")
    reference, groups = fields.text("reference", "") or None, fields.texts("groups")
    if reference in groups:
        raise FramingError(
            f"{fields.where}, groups: '{reference}' is the reference; name the groups to compare with it"
        )
    kind = fields.choice("kind", "body")
    return Declaration(
        path=fields.where,
        sha256=sha256,
        by=fields.text("by", ""),
        measures=measures,
        reference=reference,
        groups=groups,
        voice=cast("Voice", fields.choice("voice", "all")),
        kind=None if kind == "all" else cast("Kind", kind),
        target=cast("Target", fields.choice("target", "both")),
        min_words=fields.number("min_words"),
        adjust=cast("Adjust", fields.choice("adjust", "holm")),
        duplicates=cast("Repeats", fields.choice("duplicates", "once")),
        seed=fields.number("seed"),
        margin=fields.margins(measures),
        one_margin="margin" in fields.table and not isinstance(fields.table["margin"], dict),
        note=fields.text("note", ""),
    )


def _shown(value: object) -> str:
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return " ".join(text[:60].split()) + ("…" if len(text) > 60 else "")  # noqa: PLR2004 # fits a line
