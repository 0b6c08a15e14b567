"""`references.bib`: what `methods.md` and the captions cite.

Citations of instruments and codebooks come from the run, as it cites them; those of methods stand here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from framing.reporting.captions import citation_key
from framing.reporting.citations import UNDATED, citation_fields
from framing.reporting.latex import escape
from framing.reporting.papers import (
    COCHRAN,
    GELMAN,
    HESTERBERG,
    LIPTON,
    NLTK,
    PAPERS,
    PEDREGOSA,
    PLATT,
    PUNKT,
    SCHWARTZ,
    Reference,
)
from framing.reporting.style import codebooks
from framing.reporting.words import straight

if TYPE_CHECKING:
    from pathlib import Path

    from framing.run import Run

    Record = Mapping[Any, Any]


#: Fields that styles print letter for letter.
_BARE = frozenset({"doi", "url"})
#: What methods cite wherever a model was trained.
LEARNING = (PEDREGOSA, PLATT, LIPTON)


def references(run: Run) -> list[Reference]:
    """List what `methods` cites, in the order of its parts."""
    found = [software(str(run.manifest.get("framing", ""))), NLTK, PUNKT]
    sources = cited_sources(run)
    for name in sources:
        if not is_actor(run, name):
            found += [own_entry(citation_key(name), sources[name]), *PAPERS.get(name, ())]
        else:
            found += [own_entry(citation_key(name), sources[name]), SCHWARTZ]
    if codebooks(run):
        found.append(GELMAN)
    if models(run):
        found += LEARNING
    if run.measures["kind"].isin(("frame", "tone")).any():
        found += [COCHRAN, HESTERBERG]
    return found


def bibtex(entry: Reference) -> str:
    r"""Write one entry.

    Examples
    --------
    >>> print(bibtex(Reference("a2024", "misc", {"title": "Costs & gains", "year": "2024"})), end="")
    @misc{a2024,
      title = {Costs \& gains},
      year = {2024},
    }
    """
    fields = "".join(
        f"  {name} = {{{value if name in _BARE else _tex(value)}}},\n"
        for name, value in entry.fields.items()
        if value
    )
    return f"@{entry.kind}{{{entry.key},\n{fields}}}\n"


def cited_sources(run: Run) -> dict[str, Record]:
    """For each instrument of a run its title, version, citation, licence and settings."""
    rows = run.measures.drop_duplicates("instrument").to_dict("records")
    return {str(row["instrument"]): {str(key): value for key, value in row.items()} for row in rows}


def is_actor(run: Run, name: str) -> bool:
    """Whether an instrument finds actors."""
    return bool((run.measures.loc[run.measures["instrument"] == name, "kind"] == "actor").any())


def models(run: Run) -> dict[str, Record]:
    """For each model that framing trained and that measured a run what the run knows of it."""
    return {name: each for name, each in run.manifest.get("models", {}).items() if each.get("validation")}


def software(version: str) -> Reference:
    """The entry of framing itself."""
    fields = {
        "author": "{The framing developers}",
        "title": "framing: frames and tone of op-eds, paragraph by paragraph",
        "year": UNDATED,
        "howpublished": "Computer software",
        "note": f"Version {version}".strip(),
    }
    return Reference("framing", "misc", fields)


def write_bibliography(entries: Iterable[Reference], path: Path) -> None:
    """Write entries as a file of BibTeX."""
    path.write_text("\n".join(map(bibtex, entries)), encoding="utf-8", newline="\n")


def own_entry(key: str, source: Record) -> Reference:
    """The entry of an instrument, as it wants to be cited."""
    name, version, citation = (str(source[field]) for field in ("instrument", "version", "citation"))
    return Reference(key, "misc", citation_fields(name, str(source["title"] or name), version, citation))


_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


#: Accents that combine with a letter, and letters of their own, in BibTeX's 7 bits, which sort and abbreviate rightly.
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
    "\u0328": "k",
}
_LETTERS = {
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "å": "aa",
    "Å": "AA",
    "ł": "l",
    "Ł": "L",
    "ß": "ss",
    "ı": "i",
}
_SIGNS = {"–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "\u00a0": "~", "…": "..."}


def _tex(text: str) -> str:
    """Text for a field of BibTeX; braces that hold a title together stay, others would break the file."""
    balanced = text if _balanced(text) else text.replace("{", "(").replace("}", ")")
    kept = " ".join(straight(unicodedata.normalize("NFC", balanced)).split("\n"))
    # TeX reads three marks in a row as a double one and a single one.
    apart = re.sub("(?<=[’'])(?=”)|(?<=[‘`])(?=“)", "\0", kept)
    return "".join("{}" if each == "\0" else _character(each) for each in apart)


def _character(character: str) -> str:
    if character in _TEX:
        return _TEX[character]
    if character in _SIGNS:
        return _SIGNS[character]
    if character in _LETTERS:
        return rf"{{\{_LETTERS[character]}}}"
    parts = unicodedata.normalize("NFD", character)
    letter, marks = parts[0], parts[1:]
    if letter.isascii() and marks in _ACCENTS:
        base = {"i": r"\i", "j": r"\j"}.get(letter, letter)
        return rf"{{\{_ACCENTS[marks]}{{{base}}}}}"
    made = character if character.isascii() else escape(character)
    return character if made == character else f"{{{made}}}"


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0
