"""Codebooks: labels, and the patterns that count as evidence for them, checked at the door.

A codebook is a folder with `terms.csv` (and `source.toml`, `baseline.csv`), or one CSV file of the user's
own; docs/codebooks.md tells how to write one. Finding patterns in texts is `matcher`'s business; other tools'
dictionary files are not read here.
"""

from __future__ import annotations

import string
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from framing import html, library
from framing.errors import CodebookError
from framing.lexicon import checks, patterns, spelling
from framing.lexicon.checks import slug
from framing.lexicon.rows import Row, read_rows, refuse
from framing.model import Source
from framing.preprocessing.written import written_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Overlap = Literal["per label", "exclusive"]

# Columns and their synonyms in the field's dictionaries.
TERMS = {"label": ("category", "key"), "pattern": ("term", "word"), "weight": (), "note": (), "case": ()}
BASELINE = {"category": ("label",), "n": (), "n_words": (), "dispersion": (), "source": ()}
#: Patterns of a label and labels that a notebook shows.
_SHOWN, _ROWS = 6, 30
UNVERSIONED = "unversioned"

# What else lies in lexicons/: tables that other rooms read.
_NO_CODEBOOKS = frozenset(
    {"abbreviations", "function_words", "oped_valence", "speech_cues", "spelling", "tone_reference"}
)
#: Keys of a codebook's source.toml beside those that every resource has, and of its labels.
_SETTINGS = ("authors", "scale", "overlap", "labels", "baseline", "validation", "changes", "notes")
_OF_LABEL = ("letter", "definition", "name", "citation")


@dataclass(frozen=True, slots=True)
class Label:
    """One category: its name, the letter that marks it in print, and what a coder is told."""

    name: str
    letter: str
    definition: str

    @property
    def slug(self) -> str:
        """The name as it stands in columns: small letters and digits, all else an underscore."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class Entry:
    """One pattern of a label.

    Attributes
    ----------
    exact
        matches only as written (`case` says `exact`, or the pattern is two to six capitals)
    row
        its row in the file, as a spreadsheet shows it; 0 if it comes from no file
    variant_of
        the listed pattern whose other spelling this is; None for a listed pattern
    """

    label: str
    pattern: str
    weight: float = 1.0
    note: str = ""
    exact: bool = False
    row: int = 0
    variant_of: str | None = None

    @property
    def listed(self) -> str:
        """The pattern as the file lists it."""
        return self.variant_of or self.pattern


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often ordinary texts hit a category: `n` in `n_words` words, over-dispersed by `dispersion`."""

    n: int
    n_words: int
    dispersion: float
    source: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """Labels and their patterns; `baseline` is empty where none was given.

    `overlap` says whether labels are counted independently (`per label`) or whether a stretch of text belongs
    to one label only, the one with the longest match (`exclusive`, as for names).
    """

    name: str
    labels: tuple[Label, ...]
    entries: tuple[Entry, ...]
    source: Source
    baseline: Mapping[str, Baseline] = field(default_factory=dict)
    overlap: Overlap = "per label"

    def _repr_html_(self) -> str:
        """The codebook for a notebook: its labels, their definitions and first patterns."""
        rows = []
        for label in self.labels:
            terms = [
                entry.pattern for entry in self.entries if entry.label == label.name and not entry.variant_of
            ]
            some = ", ".join(terms[:_SHOWN]) + (" …" if len(terms) > _SHOWN else "")
            rows.append([label.letter, label.name, label.definition, len(terms), some])
        source = self.source
        more = "; ".join(filter(None, (f"version {source.version}", source.licence, source.citation)))
        heads = ["", "label", "definition", "patterns", "such as"]
        shown = html.table(heads, rows[:_ROWS], caption=f"Codebook {self.name}: {source.title}", more=more)
        return shown + html.note(f"and {len(rows) - _ROWS:,} more labels" if len(rows) > _ROWS else "")


def read_codebook(name_or_path: str | Path) -> Codebook:
    """Read the codebook of that name in `lexicons/`, or one in a folder or CSV file; check it, add spellings.

    Parameters
    ----------
    name_or_path
        `frames`; or a folder with terms.csv; or a CSV file with the columns label, pattern and, if wanted,
        weight, note, case. Without a source.toml the title is the file's name, the version `unversioned`.

    Raises
    ------
    CodebookError
        if there is no such codebook; if rows cannot be used (all are counted, ten shown with their numbers);
        if its source.toml does not fit the file or its language is not English.

    Examples
    --------
    >>> codebook = read_codebook("frames")
    >>> sorted(label.name for label in codebook.labels)
    ['diplomatic', 'economic', 'security']
    """
    terms = _find(name_or_path)
    settings = library.read_source(terms.parent) if _has_source(terms) else {}
    source = library.source(terms.parent) if settings else _own_source(terms)
    if source.language.split("-")[0].lower() != "en":
        where = terms.with_name("source.toml")
        raise CodebookError(f"{where}: language is '{source.language}'; texts are read as English, 'en'")
    return build(codebook_name(terms), terms, read_rows(terms, TERMS, ("label", "pattern")), source, settings)


def codebook_name(path: Path) -> str:
    """What a codebook at a path is called in columns: by the folder of a terms.csv, else by the file."""
    name = slug(path.resolve().parent.name if path.name == "terms.csv" else path.stem)
    return name if name.isidentifier() else f"codebook_{name}".rstrip("_")


def shipped() -> list[str]:
    """Names of the codebooks that ship with framing, sorted; `lexicons/` holds other tables too."""
    return [name for name in library.names() if name not in _NO_CODEBOOKS]


def build(
    name: str, path: Path, rows: Sequence[Row], source: Source, settings: Mapping[str, Any]
) -> Codebook:
    """Make a codebook of rows with the columns label, pattern (weight, note, case), and check it.

    `path` is named in messages; `settings` is the table of source.toml, of which `labels` and `overlap` are
    used. A baseline.csv beside a terms.csv is read.

    Raises
    ------
    CodebookError
        as `read_codebook`.
    """
    if not rows:
        raise CodebookError(f"{path}: has a header and no rows; each row is a label and a pattern")
    entries = [_entry(row) for row in rows]
    varied = [_spellings(entry) for entry in entries]
    patterns.cut_all(entry.pattern for entry in entries)
    usable = [each for each in zip(entries, varied, strict=True) if each[0].label and each[0].pattern]
    refuse(
        path,
        [
            *checks.bad_cells(rows, entries),
            *checks.duplicates(usable),
            *checks.label_clashes([entry for entry, _ in usable]),
        ],
    )
    where = path.parent / "source.toml"
    _check_keys(where, settings)
    overlap = settings.get("overlap", "per label")
    if overlap not in ("per label", "exclusive"):
        raise CodebookError(f"{where}: overlap is '{overlap}'; accepted are 'per label', 'exclusive'")
    labels = _labels(where, entries, settings)
    beside = path.with_name("baseline.csv")
    baseline = read_baseline(beside, labels) if path.name == "terms.csv" and beside.exists() else {}
    return Codebook(name, labels, tuple(_with_spellings(entries, varied)), source, baseline, overlap)


def read_baseline(path: Path, labels: Sequence[Label]) -> dict[str, Baseline]:
    """Read the base rates of a codebook's labels, by label.

    Raises
    ------
    CodebookError
        if a row is no base rate (whole n ≥ 0 and n_words ≥ 1, dispersion ≥ 1), or a label is missing, unknown
        or there twice.
    """
    rows = read_rows(path, BASELINE, tuple(BASELINE))
    refuse(path, checks.bad_baseline(rows, labels))
    rates = {
        row.cells["category"]: Baseline(
            n=int(row.cells["n"]),
            n_words=int(row.cells["n_words"]),
            dispersion=float(row.cells["dispersion"]),
            source=row.cells["source"],
        )
        for row in rows
    }
    if missing := [label.name for label in labels if label.name not in rates]:
        raise CodebookError(f"{path}: no row for the label '{missing[0]}'; every label needs its base rate")
    return rates


def is_exact(pattern: str, case: str = "") -> bool:
    """Whether a pattern matches only as written: `case` says so, or it is two to six capitals."""
    return case.lower() == "exact" or patterns.is_acronym(pattern)


def _find(name_or_path: str | Path) -> Path:
    text = str(name_or_path)
    if text in shipped():
        return library.folder(text) / "terms.csv"
    path = Path(name_or_path)
    if text and path.is_dir():
        path = path / "terms.csv"
    if text and path.is_file():
        return path
    what = f"{path}: not found" if path.name == "terms.csv" else f"'{text}': no such codebook or file"
    raise CodebookError(
        f"{what}; a codebook is a CSV file, a folder with terms.csv, or one of {', '.join(shipped())}"
    )


def _has_source(terms: Path) -> bool:
    return terms.name == "terms.csv" and terms.with_name("source.toml").exists()


def _own_source(path: Path) -> Source:
    try:
        sha256 = library.sha256(path)
    except OSError as error:
        raise CodebookError(f"{path}: cannot be read: {error.strerror}") from None
    return Source(path.name, UNVERSIONED, "", "", "", "en", sha256)


def _entry(row: Row) -> Entry:
    cells = row.cells
    pattern = patterns.prepared(cells["pattern"])
    return Entry(
        label=" ".join(cells["label"].split()),
        pattern=pattern,
        weight=written_number(cells.get("weight") or "1"),
        note=cells.get("note", ""),
        exact=is_exact(pattern, cells.get("case", "")),
        row=row.number,
    )


def _spellings(entry: Entry) -> tuple[str, ...]:
    """Other spellings; none of a pattern that matches as written: Labour and Labor are two parties."""
    return () if entry.exact else spelling.variants(entry.pattern)


def _with_spellings(entries: Sequence[Entry], varied: Sequence[tuple[str, ...]]) -> Iterator[Entry]:
    known = {(entry.label, entry.pattern.lower()) for entry in entries if not entry.exact}
    for entry, others in zip(entries, varied, strict=True):
        yield entry
        for spelled in others:
            if (entry.label, spelled.lower()) not in known:
                known.add((entry.label, spelled.lower()))
                yield replace(entry, pattern=spelled, variant_of=entry.pattern)


def _check_keys(where: Path, settings: Mapping[str, Any]) -> None:
    """Refuse keys that nothing reads: `overlaps`, or `overlap` below a label, would change what counts unseen."""
    labels = settings.get("labels", {})
    tables = {f"labels.{name}": each for name, each in labels.items()} if isinstance(labels, dict) else {}
    for table, found, accepted in (
        ("", settings, (*library.REQUIRED, *_SETTINGS)),
        *((f"[{name}] ", each, _OF_LABEL) for name, each in tables.items() if isinstance(each, dict)),
    ):
        if unknown := [key for key in found if key not in accepted]:
            raise CodebookError(
                f"{where}: {table}unknown key '{unknown[0]}'; accepted are {', '.join(accepted)}"
            )


def _labels(where: Path, entries: Sequence[Entry], settings: Mapping[str, Any]) -> tuple[Label, ...]:
    """Labels in the order of source.toml's [labels], else of their first rows; each with its own letter."""
    table = settings.get("labels", {})
    used = dict.fromkeys(entry.label for entry in entries)
    if not isinstance(table, dict) or not all(isinstance(each, dict) for each in table.values()):
        raise CodebookError(f"{where}: labels are tables, [labels.NAME] with letter and definition")
    if unused := [name for name in table if name not in used]:
        raise CodebookError(f"{where}: label '{unused[0]}' has no row; there are: {', '.join(used)}")
    letters: dict[str, str] = {}
    for name, each in table.items():
        if letter := str(each.get("letter", "")).upper():
            if len(letter) > 1 or not letter.isalpha() or letter in letters.values():
                raise CodebookError(f"{where}: letter '{letter}' of '{name}' is taken or is no single letter")
            letters[name] = letter
    order = [*table, *(name for name in used if name not in table)]
    given = frozenset(letters.values())
    free = dict.fromkeys(letter for letter in string.ascii_uppercase if letter not in given)
    numbers: dict[str, int] = {}
    for name in order:
        if name not in letters:
            letters[name] = _free_letter(name, free, numbers)
    return tuple(Label(name, letters[name], str(table.get(name, {}).get("definition", ""))) for name in order)


def _free_letter(name: str, free: dict[str, None], numbers: dict[str, int]) -> str:
    """First letter of the name that is free, else of the alphabet, else its first with a number.

    A letter that is given is taken out of `free`; `numbers` holds the last number behind each letter.
    """
    own = [char for char in name.upper() if char in string.ascii_uppercase]
    if free:
        letter = next((char for char in own if char in free), None) or next(iter(free))
        del free[letter]
        return letter
    first = own[0] if own else "X"
    numbers[first] = numbers.get(first, 1) + 1
    return f"{first}{numbers[first]}"
