"""What two runs of the same inputs differ in: causes first, then the rows and figures that they moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

    from framing.run import Run

Kind = Literal["version", "setting", "input", "lexicon", "term", "table"]

#: Of when and how a run was made; no part of what it is.
_APART = frozenset({"created", "command", "jobs"})
#: Parts of a manifest that have a kind of their own.
_OWN = frozenset(
    {"framing", "python", "platform", "packages", "inputs", "instruments", "lexicons", "codebooks"}
)
#: What makes a row of each table the one it is.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "articles": ("article",),
    "paragraphs": ("article", "paragraph"),
    "by_voice": ("article", "paragraph", "voice"),
    "sentences": ("article", "paragraph", "sentence", "voice"),
    "evidence": ("article", "paragraph", "sentence", "start", "end", "instrument", "category", "term"),
    "actors": ("article", "paragraph", "sentence", "voice", "actor"),
    "quotations": ("article", "paragraph", "start", "end"),
    "measures": ("column",),
    "rejected": ("input", "row"),
}
_TERM = ("codebook", "label", "pattern")
_CHANGES = ("weight", "exact", "note")
#: Letters of a value that are printed; a run's warnings can be thousands of lines.
_PRINTED = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Attributes
    ----------
    kind
        `version` of a program, `setting`, `input`, `lexicon` (a resource as a whole), `term` of a codebook, or
        `table`: rows and figures that are others
    what
        its name: a package, a file, `frames: security: army`, or a table and column
    before, after
        in the run, and now; empty where there is none
    """

    kind: Kind
    what: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if self.kind == "table" and not self.before:
            return f"{self.kind} {self.what}" + (f": {self.after}" if self.after else "")
        before, after = (_short(value) or "none" for value in (self.before, self.after))
        return f"{self.kind} {self.what}: {before} → {after}"


def _short(value: str) -> str:
    return value if len(value) <= _PRINTED else f"{value[:_PRINTED].rstrip()}…"


def differences(before: Run, after: Run) -> list[Difference]:
    """List what differs between a run and the same made again; empty if nothing does."""
    one, two = before.manifest, after.manifest
    return [
        *_versions(one, two),
        *_settings(one, two),
        *_mapped("input", one.get("inputs", {}), two.get("inputs", {}), _digest),
        *_lexicons(one, two),
        *_terms(before.terms, after.terms),
        *(each for name in _KEYS for each in _table(name, getattr(before, name), getattr(after, name))),
    ]


def _versions(one: Mapping[str, Any], two: Mapping[str, Any]) -> Iterator[Difference]:
    names = ("framing", "python", "platform")
    first, second = ({name: manifest.get(name) for name in names} for manifest in (one, two))
    yield from _mapped("version", first, second)
    yield from _mapped("version", one.get("packages", {}), two.get("packages", {}))


def _settings(one: Mapping[str, Any], two: Mapping[str, Any]) -> Iterator[Difference]:
    """Settings, and all else in the manifest that has no kind of its own."""
    rest = [
        {key: value for key, value in manifest.items() if key not in _OWN | _APART} for manifest in (one, two)
    ]
    for each in rest:  # where the files lie now is no setting
        each["reading"] = {key: value for key, value in each.get("reading", {}).items() if key != "from"}
    yield from _mapped("setting", rest[0], rest[1])
    first, second = ({"codebooks": each.get("codebooks")} for each in (one, two))
    yield from _mapped("setting", first, second, _briefly)


def _briefly(books: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{name} ({book.get('n_patterns', 0):,} patterns, {book.get('overlap', 'per label')})"
        for name, book in books.items()
    )


def _lexicons(one: Mapping[str, Any], two: Mapping[str, Any]) -> Iterator[Difference]:
    """Resources and instruments by version and sha256; one that is both is told once."""
    first, second = ({**each.get("instruments", {}), **each.get("lexicons", {})} for each in (one, two))
    yield from _mapped("lexicon", first, second, _edition)


def _edition(source: Mapping[str, str]) -> str:
    return f"version {source['version']}, sha256 {_digest(source['sha256'])}"


def _digest(sha256: str) -> str:
    return f"{sha256[:12]}…"


def _mapped(
    kind: Kind, one: Mapping[str, Any], two: Mapping[str, Any], write: Any = str
) -> Iterator[Difference]:
    for name in dict.fromkeys([*one, *two]):
        before, after = one.get(name), two.get(name)
        if before != after:
            yield Difference(
                kind, name, "" if before is None else write(before), "" if after is None else write(after)
            )


def _terms(one: pd.DataFrame, two: pd.DataFrame) -> Iterator[Difference]:
    """Patterns added to a codebook, taken from it, or changed."""
    before, after = _listed(one), _listed(two)
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            codebook, label, pattern = key
            told = [_told(listed.get(key), before.get(key), after.get(key)) for listed in (before, after)]
            yield Difference("term", f"{codebook}: {label}: {pattern}", *told)


def _listed(table: pd.DataFrame) -> dict[tuple[str, ...], Mapping[Any, Any]]:
    return {tuple(row[name] for name in _TERM): row for row in table.fillna({"note": ""}).to_dict("records")}


def _told(row: Mapping[Any, Any] | None, *both: Mapping[Any, Any] | None) -> str:
    """What is known of a term: that it is listed, or what of it changed."""
    if row is None:
        return ""
    if not all(both):
        return f"listed, weight {row['weight']:g}"
    changed = [name for name in _CHANGES if len({str(each[name]) for each in both if each}) > 1]
    return ", ".join(f"{name} {row[name]!s}" for name in changed)


def _table(name: str, one: pd.DataFrame, two: pd.DataFrame) -> Iterator[Difference]:
    """Rows that only one of two tables has, columns likewise, and cells that differ in rows of both."""
    if one.equals(two):
        return
    keys = list(_KEYS[name])
    file = "scores" if name == "by_voice" else name
    for column in [*one.columns.difference(two.columns), *two.columns.difference(one.columns)]:
        yield Difference("table", f"{file}, column {column}", *_there(column, one, two))
    first, second = _indexed(one, keys), _indexed(two, keys)
    gone, come = first.index.difference(second.index), second.index.difference(first.index)
    if len(gone) or len(come):
        yield Difference(
            "table", f"{file}, rows", f"{len(one):,}", f"{len(two):,} ({len(gone):,} gone, {len(come):,} new)"
        )
    common = first.index.intersection(second.index)
    told = False
    for column in [each for each in first.columns if each in second.columns]:
        for change in _column(
            f"{file}, column {column}", first.loc[common, column], second.loc[common, column]
        ):
            told = True
            yield change
    if not (told or len(gone) or len(come)) and set(one.columns) == set(two.columns):
        yield Difference("table", f"{file}: order or type of its rows and columns")


def _there(column: str, one: pd.DataFrame, two: pd.DataFrame) -> tuple[str, str]:
    return ("there" if column in one else "", "there" if column in two else "")


def _indexed(table: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Rows by their keys; those that share them are numbered."""
    number = table.groupby(list(keys), dropna=False, sort=False).cumcount()
    return table.assign(_number=number).set_index([*keys, "_number"])


def _column(what: str, one: pd.Series[Any], two: pd.Series[Any]) -> Iterator[Difference]:
    import pandas as pd

    differ = ~((one == two).fillna(value=False) | (one.isna() & two.isna())).astype(bool)
    n = int(differ.sum())
    if not n:
        return
    size = ""
    if pd.api.types.is_numeric_dtype(one) and not pd.api.types.is_bool_dtype(one):
        apart = (two[differ].astype("float64") - one[differ].astype("float64")).abs()
        silent = int(apart.isna().sum())
        size = f", by up to {apart.max():.3g}" if silent < n else ""
        size += f", {silent:,} measured in one run only" if silent else ""
    yield Difference("table", what, after=f"{n:,} of {len(one):,} rows{size}")
