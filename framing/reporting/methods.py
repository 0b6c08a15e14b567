"""`methods.md` and `references.bib`: what a paper has to say of a run, written from the run itself.

Only what was done is said: a part without an instrument, a codebook without a baseline or a run without names leaves
its sentences out. Citations of instruments and codebooks come from the run; those of methods stand here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.reporting import words
from framing.reporting.files import file_slugs
from framing.reporting.overview import what_was_read
from framing.reporting.style import codebooks
from framing.statistics.emphasis import LEADS
from framing.statistics.intervals import BOOTSTRAP_FROM, DRAWS, FEWEST
from framing.statistics.summary import FEW_HITS, FEW_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from framing.reporting.findings import Findings
    from framing.run import Run

    Record = Mapping[str, Any]

#: Reasons for leaving an input out that are written in full; the rest is counted.
_MOST_REASONS = 10


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
_PAPERS = {"vader": (_VADER,), "textblob": (_PATTERN,)}


def write_methods(run: Run, folder: Path, findings: Findings) -> None:
    """Write `methods.md` and `references.bib` into a report's folder."""
    text, entries = methods(run, findings), references(run)
    (folder / "methods.md").write_text(text, encoding="utf-8", newline="\n")
    bibliography = "\n".join(bibtex(entry) for entry in entries)
    (folder / "references.bib").write_text(bibliography, encoding="utf-8", newline="\n")


def methods(run: Run, findings: Findings) -> str:
    """Say how a run was made, in Markdown with citation keys of `references.bib` in Pandoc's form."""
    parts = ["# Methods", *_texts(run), *_units(run), *_frames(run, findings), *_tone(run), *_actors(run), *_uncertainty(run)]
    return "\n\n".join([*parts, *_left_out(run), *_software(run)]) + "\n"


def references(run: Run) -> list[Reference]:
    """List what `methods` cites, in the order of its parts."""
    found = [_software_entry(run), _NLTK, _PUNKT]
    sources, keys = _sources(run), _keys(run)
    for name in sources:
        if not _is_actor(run, name):
            found += [_own_entry(keys[name], sources[name]), *_PAPERS.get(name, ())]
        else:
            found += [_own_entry(keys[name], sources[name]), _SCHWARTZ]
    if codebooks(run):
        found.append(_GELMAN)
    return [*found, _COCHRAN, _HESTERBERG]


def bibtex(entry: Reference) -> str:
    """Write one entry.

    Examples
    --------
    >>> print(bibtex(Reference("a2024", "misc", {"title": "Costs & gains", "year": "2024"})), end="")
    @misc{a2024,
      title = {Costs \\& gains},
      year = {2024},
    }
    """
    fields = "".join(f"  {name} = {{{value if name == 'doi' else _tex(value)}}},\n" for name, value in entry.fields.items() if value)
    return f"@{entry.kind}{{{entry.key},\n{fields}}}\n"


def _texts(run: Run) -> Iterator[str]:
    yield "## Texts"
    articles = run.articles
    said = [what_was_read(run)]
    dates = sorted(articles["date"].dropna())
    if dates:
        span = dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"
        undated = len(articles) - len(dates)
        said.append(f"Dates: {span}{f' ({undated:,} without a date)' if undated else ''}.")
    outlets = articles["outlet"].dropna()
    if len(outlets):
        named = [f"{_plain(name)} ({n:,})" for name, n in sorted(Counter(outlets).items())]
        said.append(f"Outlets: {', '.join(named)}.")
    yield " ".join(said)


def _units(run: Run) -> Iterator[str]:
    yield "## Units"
    yield (
        "The unit of measurement is the paragraph. Article figures are of the body, without title and headings. Sentences "
        "were found with NLTK's Punkt [@bird2009; @kiss2006] and a list of abbreviations that ships with the software, "
        "words with NLTK's word tokeniser; a word is a token with a letter or digit. Curly quotation marks were read as "
        "straight ones. Direct quotations were told apart from the author's words; the figures here are of all words "
        "together."
    )
    if run.manifest.get("settings", {}).get("languages") == "english":
        yield "Articles of 50 words or more that are not English by their share of function words were left out."


def _frames(run: Run, findings: Findings) -> Iterator[str]:
    books = codebooks(run)
    if not books:
        return
    yield "## Frames"
    for name in books:
        yield _codebook(run, name, str(findings.leading("article", name)["baseline"].iloc[0]))
    names = run.manifest.get("settings", {}).get("names")
    outside = f" outside the names of actors (codebook {_plain(names)})" if names else ""
    yield (
        f"A frame's figure is its number of hits{outside} and their rate per 100 words. Patterns ignore case but for short "
        "capitals and those marked as exact; of patterns at one place the longest counts; a negated hit counts and is "
        "flagged. How much a text stresses a frame is its emphasis r, the hits over those that its list usually has in so "
        "many words (E), with the posterior r ~ Gamma(2 + n/φ, rate 2 + E/φ) under a prior of mean 1, φ being the "
        f"dispersion of the baseline [@gelman2013]. A frame leads if it has the largest r with a probability of {LEADS} or "
        "more; otherwise the text is called mixed, or none where nothing was hit."
    )


def _codebook(run: Run, name: str, usual: str) -> str:
    book = run.manifest.get("codebooks", {}).get(name, {})
    labels = [_plain(label["name"]) for label in book.get("labels", [])]
    version = _sources(run)[name]["version"]
    text = f"Codebook *{_plain(name)}*, version {_plain(version)} [@{_keys(run)[name]}]: {words.listed(labels)}"
    if book.get("n_patterns"):
        text += f"; {book['n_patterns']:,} patterns without spelling variants"
    baseline = book.get("baseline", {})
    if usual.startswith("shipped"):
        rates = [
            f"{_plain(label)} {100 * base['n'] / base['n_words']:.2f} (φ = {base['dispersion']:.2g})"
            for label, base in baseline.items()
        ]
        sources = "; ".join(dict.fromkeys(_plain(str(base["source"])) for base in baseline.values()))
        return f"{text}. Usual hits per 100 words: {', '.join(rates)}, from {sources}."
    if usual != "raw":
        return f"{text}. It has no baseline; what is usual is reckoned from {usual}."
    return (
        f"{text}. It has no baseline, so its frames are compared with one another only (shares of hits under a Dirichlet "
        "prior of ½), where longer lists have the advantage."
    )


def _tone(run: Run) -> Iterator[str]:
    kinds = run.measures.loc[(run.measures["kind"] == "tone") & ~run.measures["statistic"].isin(("net", "frame_share"))]
    if kinds.empty:
        return
    yield "## Tone"
    sources = _sources(run)
    for row in kinds.to_dict("records"):
        name = row["instrument"]
        keys = "; ".join(f"@{key}" for key in (_keys(run)[name], *(paper.key for paper in _PAPERS.get(name, ()))))
        source = sources[name]
        meaning = _plain(row["meaning"]).rstrip(".")
        yield f"{_plain(source['title'])} {_plain(source['version'])} [{keys}], `{row['column']}`: {meaning}."
    text = "An article's tone is the mean over its sentences; a sentence in which an instrument finds nothing is left out."
    if (run.measures["statistic"] == "net").any():
        book = run.manifest.get("settings", {}).get("net_of")
        text += (
            f" As a check, tone was also measured with every hit of the codebook {_plain(book)} masked (net of frames), "
            "and the share of a tone's evidence that lies in words of frames is given."
        )
    if run.manifest.get("tone_reference"):
        text += (
            " Instruments are compared in standard deviations of the sentences of a reference sample of opinion pieces "
            "that ships with the software."
        )
    yield text


def _actors(run: Run) -> Iterator[str]:
    names = [name for name in _sources(run) if _is_actor(run, name)]
    if not names:
        return
    yield "## Actors"
    for name in names:
        yield (
            f"Actors were found with the codebook *{_plain(name)}*, version {_plain(_sources(run)[name]['version'])} "
            f"[@{_keys(run)[name]}]; a full name followed by its abbreviation in brackets makes the abbreviation stand for it in "
            "that article [@schwartz2003]. Their frames and tone are those of the sentences that name them; a sentence "
            "that names two counts for both."
        )


def _uncertainty(run: Run) -> Iterator[str]:
    yield "## Uncertainty"
    yield (
        "Intervals are 95 %. Those of an article's rates and tone treat its paragraphs as a sample (ratio of sums, "
        "linearised variance, Student's t [@cochran1977]): they say where the figure might lie had the author written "
        "other paragraphs like these. Figures of groups count each article once and take articles as units: Student's t, "
        f"from {BOOTSTRAP_FROM} articles up a bootstrap of {DRAWS:,} draws [@hesterberg2015]. Fewer than {FEWEST} units "
        "give no interval. Intervals of emphasis are posterior intervals of r. Figures from fewer than "
        f"{FEW_WORDS} words or {FEW_HITS} hits are flagged. None of this speaks of whether a word list measures what its "
        "name says: validate it on texts of your own that people have coded."
    )


def _left_out(run: Run) -> Iterator[str]:
    yield "## Left out"
    if run.rejected.empty:
        yield "No input was left out."
        return
    reasons = Counter(_plain(str(reason)) for reason in run.rejected["reason"])
    lines = [f"- {reason} ({n:,})" for reason, n in reasons.most_common(_MOST_REASONS)]
    if (more := len(reasons) - len(lines)) > 0:
        lines.append(f"- {words.counted(more, 'further reason')}, see `rejected.csv`")
    yield f"{words.counted(len(run.rejected), 'input')} could not be read or scored:"
    yield "\n".join(lines)


def _software(run: Run) -> Iterator[str]:
    manifest = run.manifest
    yield "## Software"
    packages = manifest.get("packages", {})
    listed = f" with {', '.join(f'{name} {version}' for name, version in packages.items())}" if packages else ""
    yield (
        f"framing {manifest.get('framing', '')} [@framing] under Python {manifest.get('python', '')}{listed}. Settings and "
        "the SHA-256 of every input and word list stand in `manifest.json` of the run."
    )


def _sources(run: Run) -> dict[str, Record]:
    rows = run.measures.drop_duplicates("instrument").to_dict("records")
    return {str(row["instrument"]): {str(key): value for key, value in row.items()} for row in rows}


def _is_actor(run: Run, name: str) -> bool:
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
    fields = {"title": f"{{{_unbraced(title)}}}", "note": f"Version {source['version']}. {source['citation']}".strip()}
    return Reference(key, "misc", fields)


def _keys(run: Run) -> dict[str, str]:
    """For each instrument a citation key that BibTeX and Pandoc take."""
    return {name: f"instrument-{slug}" for name, slug in file_slugs(list(_sources(run))).items()}


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


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|@])")


def _plain(text: Any) -> str:
    """Text that Markdown leaves as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))
