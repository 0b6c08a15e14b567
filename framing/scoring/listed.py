"""The patterns of the codebooks that a run was read with, as rows of its table of terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.lexicon.codebook import Codebook


def listed_terms(codebooks: Iterable[Codebook]) -> dict[str, list[Any]]:
    """Columns of the table of terms: each pattern as its file lists it, in the file's order.

    Other spellings are left out: they follow from the pattern and the table of spellings, whose sha256 stands in the
    manifest.
    """
    rows = [(book.name, entry) for book in codebooks for entry in book.entries if entry.variant_of is None]
    return {
        "codebook": [name for name, _ in rows],
        "label": [entry.label for _, entry in rows],
        "pattern": [entry.pattern for _, entry in rows],
        "weight": [entry.weight for _, entry in rows],
        "exact": [entry.exact for _, entry in rows],
        "note": [entry.note for _, entry in rows],
    }
