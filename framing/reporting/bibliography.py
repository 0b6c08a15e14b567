"""`references.bib`: what `methods.md` and the captions cite.

Citations of instruments and codebooks come from the run, as it cites them; those of methods stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from framing.reporting.captions import citation_key
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

if TYPE_CHECKING:
    from pathlib import Path

    from framing.run import Run

    Record = Mapping[Any, Any]


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
        f"  {name} = {{{value if name == 'doi' else _tex(value)}}},\n"
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
        "note": f"Version {version}".strip(),
    }
    return Reference("framing", "misc", fields)


def write_bibliography(entries: Iterable[Reference], path: Path) -> None:
    """Write entries as a file of BibTeX."""
    path.write_text("\n".join(map(bibtex, entries)), encoding="utf-8", newline="\n")


def own_entry(key: str, source: Record) -> Reference:
    """The entry of an instrument, as it wants to be cited."""
    title = source["title"] or source["instrument"]
    fields = {
        "title": f"{{{_unbraced(title)}}}",
        "note": f"Version {source['version']}. {source['citation']}".strip(),
    }
    return Reference(key, "misc", fields)


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


def _tex(text: str) -> str:
    """Text for a field of BibTeX; braces that hold a title together stay, others would break the file."""
    balanced = text if _balanced(text) else _unbraced(text)
    return "".join(_TEX.get(character, character) for character in balanced.replace("\n", " "))


def _unbraced(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0
