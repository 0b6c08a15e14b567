"""`references.bib`: what `methods.md` and the captions cite.

Citations of instruments and codebooks come from the run, as it cites them; those of methods stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.reporting.captions import citation_key
from framing.reporting.style import codebooks

if TYPE_CHECKING:
    from framing.run import Run

    Record = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the bibliography: its kind and fields in BibTeX's words."""

    key: str
    kind: str
    fields: Mapping[str, str]


_PUNKT = Reference(
    "kiss2006",
    "article",
    {
        "author": "Kiss, Tibor and Strunk, Jan",
        "title": "Unsupervised multilingual sentence boundary detection",
        "journal": "Computational Linguistics",
        "volume": "32",
        "number": "4",
        "pages": "485--525",
        "year": "2006",
        "doi": "10.1162/coli.2006.32.4.485",
    },
)
_NLTK = Reference(
    "bird2009",
    "book",
    {
        "author": "Bird, Steven and Klein, Ewan and Loper, Edward",
        "title": "Natural language processing with Python",
        "publisher": "O'Reilly",
        "year": "2009",
    },
)
_GELMAN = Reference(
    "gelman2013",
    "book",
    {
        "author": "Gelman, Andrew and Carlin, John B. and Stern, Hal S. and Dunson, David B. and Vehtari, Aki "
        "and Rubin, Donald B.",
        "title": "Bayesian data analysis",
        "edition": "3",
        "publisher": "CRC Press",
        "year": "2013",
    },
)
_COCHRAN = Reference(
    "cochran1977",
    "book",
    {
        "author": "Cochran, William G.",
        "title": "Sampling techniques",
        "edition": "3",
        "publisher": "Wiley",
        "year": "1977",
    },
)
_HESTERBERG = Reference(
    "hesterberg2015",
    "article",
    {
        "author": "Hesterberg, Tim C.",
        "title": "What teachers should know about the bootstrap: Resampling in the undergraduate statistics curriculum",
        "journal": "The American Statistician",
        "volume": "69",
        "number": "4",
        "pages": "371--386",
        "year": "2015",
        "doi": "10.1080/00031305.2015.1089789",
    },
)
_SCHWARTZ = Reference(
    "schwartz2003",
    "inproceedings",
    {
        "author": "Schwartz, Ariel S. and Hearst, Marti A.",
        "title": "A simple algorithm for identifying abbreviation definitions in biomedical text",
        "booktitle": "Pacific Symposium on Biocomputing 2003",
        "pages": "451--462",
        "year": "2003",
        "doi": "10.1142/9789812776303_0042",
    },
)
_VADER = Reference(
    "hutto2014",
    "inproceedings",
    {
        "author": "Hutto, C. J. and Gilbert, Eric",
        "title": "{VADER}: A parsimonious rule-based model for sentiment analysis of social media text",
        "booktitle": "Proceedings of the International AAAI Conference on Web and Social Media",
        "volume": "8",
        "number": "1",
        "pages": "216--225",
        "year": "2014",
        "doi": "10.1609/icwsm.v8i1.14550",
    },
)
_PATTERN = Reference(
    "desmedt2012",
    "article",
    {
        "author": "De Smedt, Tom and Daelemans, Walter",
        "title": "Pattern for {Python}",
        "journal": "Journal of Machine Learning Research",
        "volume": "13",
        "pages": "2063--2067",
        "year": "2012",
    },
)
#: Instruments whose papers are known; each other one is cited as the run cites it.
PAPERS = {"vader": (_VADER,), "textblob": (_PATTERN,)}


def references(run: Run) -> list[Reference]:
    """List what `methods` cites, in the order of its parts."""
    found = [_software_entry(run), _NLTK, _PUNKT]
    sources = cited_sources(run)
    for name in sources:
        if not is_actor(run, name):
            found += [_own_entry(citation_key(name), sources[name]), *PAPERS.get(name, ())]
        else:
            found += [_own_entry(citation_key(name), sources[name]), _SCHWARTZ]
    if codebooks(run):
        found.append(_GELMAN)
    if run.measures["kind"].isin(("frame", "tone")).any():
        found += [_COCHRAN, _HESTERBERG]
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


def _software_entry(run: Run) -> Reference:
    fields = {
        "author": "{The framing developers}",
        "title": "framing: frames and tone of op-eds, paragraph by paragraph",
        "note": f"Version {run.manifest.get('framing', '')}".strip(),
    }
    return Reference("framing", "misc", fields)


def _own_entry(key: str, source: Record) -> Reference:
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
