"""Plain word lists from `lexicons/`: what the rooms below the codebooks need to know of the language."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from types import MappingProxyType

from framing.errors import CodebookError
from framing.library import folder, source


@functools.cache
def wordlist(name: str) -> Mapping[str, frozenset[str]]:
    """Patterns of each label of the resource `name`, in lower case; the file's hash is verified.

    Examples
    --------
    >>> "said" in wordlist("speech_cues")["verb"]
    True

    Raises
    ------
    CodebookError
        if the resource is missing, differs from its source.toml, or lacks the columns `label` and `pattern`.
    """
    path = folder(name)
    source(path)
    labels: dict[str, set[str]] = {}
    file = path / "terms.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        if missing := {"label", "pattern"} - set(rows.fieldnames or ()):
            raise CodebookError(
                f"{file}: no column {', '.join(sorted(missing))}; there must be label and pattern"
            )
        for row in rows:
            labels.setdefault(row["label"], set()).add(row["pattern"].lower())
    return MappingProxyType({label: frozenset(patterns) for label, patterns in labels.items()})
