"""`methods.md` and `methods.tex`: what a paper has to say of a run, written from the run itself.

The text is written once, in Markdown of a small kind; `prose` sets it in LaTeX.
Only what was done is said: a part without an instrument, a codebook without a baseline or a run without names leaves
its sentences out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from framing.arithmetic.resampling import DRAWS, FEWEST
from framing.reporting import words
from framing.reporting.bibliography import cited_sources, is_actor, models, references, write_bibliography
from framing.reporting.captions import citation_key
from framing.reporting.models import model_sentences
from framing.reporting.overview import what_was_read
from framing.reporting.papers import PAPERS
from framing.reporting.prose import latex_prose
from framing.reporting.style import codebooks
from framing.reporting.validity import validation_references, validation_sentences
from framing.reporting.words import plain
from framing.statistics.emphasis import LEADS
from framing.statistics.intervals import BOOTSTRAP_FROM
from framing.statistics.parts import tone_columns
from framing.statistics.summary import FEW_HITS, FEW_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from framing.reporting.findings import Findings
    from framing.run import Run
    from framing.statistics.evaluation import Evaluation

    Record = Mapping[Any, Any]

#: What ends a paragraph of plain text, by the reading's layout.
_ENDS = {
    "auto": "Whether a line or a blank line ends a paragraph of plain text was decided by the lines of each text.",
    "line": "Each line of a plain text is a paragraph or heading.",
    "blank": "Paragraphs of plain text end at blank lines.",
}
#: Reasons for leaving an input out that are written in full; the rest is counted.
_MOST_REASONS = 10


def write_methods(
    run: Run, folder: Path, findings: Findings, *, evaluation: Evaluation | None = None
) -> None:
    """Write `methods.md`, `methods.tex` and `references.bib` into a report's folder."""
    text = methods(run, findings, evaluation=evaluation)
    (folder / "methods.md").write_text(text, encoding="utf-8", newline="\n")
    (folder / "methods.tex").write_text(latex_prose(text), encoding="utf-8", newline="\n")
    entries = references(run)
    entries += validation_references(evaluation) if evaluation is not None else []
    write_bibliography({entry.key: entry for entry in entries}.values(), folder / "references.bib")


def methods(run: Run, findings: Findings, *, evaluation: Evaluation | None = None) -> str:
    """Say how a run was made, in Markdown with citation keys of `references.bib` in Pandoc's form.

    `evaluation` is what `evaluate` said of the run; without one no word is said of validity but that it is not known.
    """
    parts = [
        "# Methods",
        *_texts(run),
        *_units(run),
        *_frames(run, findings),
        *_models(run),
        *_tone(run, findings),
        *_actors(run),
        *_uncertainty(run, validated=evaluation is not None),
        *(["## Validation", *validation_sentences(evaluation)] if evaluation is not None else []),
    ]
    return "\n\n".join([*parts, *_left_out(run), *_software(run)]) + "\n"


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
        named = [f"{plain(name)} ({n:,})" for name, n in sorted(Counter(outlets).items())]
        said.append(f"Outlets: {', '.join(named)}.")
    reading = run.manifest.get("reading")
    if reading:
        said.append(_ENDS[reading["layout"]])
        said.append(f"Texts of more than {reading['max_characters']:,} characters were not read.")
    yield " ".join(said)


def _units(run: Run) -> Iterator[str]:
    yield "## Units"
    yield (
        "The unit of measurement is the paragraph. Article figures are of the body, without title and headings. "
        "Sentences "
        "were found with NLTK's Punkt [@bird2009; @kiss2006] and a list of abbreviations that ships with the "
        "software, words with NLTK's word tokeniser; a word is a token with a letter or digit. Curly quotation marks "
        "were read as "
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
    outside = (
        f" outside the names of actors ({_edition(run, run.manifest.get('names', names))})" if names else ""
    )
    yield (
        f"A frame's figure is its number of hits{outside} and their rate per 100 words. Patterns ignore case but for "
        "short "
        "capitals and those marked as exact; of a label's patterns at one place the longest counts; a negated hit "
        "counts and is flagged. How much a text stresses a frame is its emphasis r, the hits over those that its list "
        "usually has in so "
        "many words (E), with the posterior r ~ Gamma(2 + n/φ, rate 2 + E/φ) under a prior of mean 1, φ being the "
        "dispersion of the baseline [@gelman2013]; emphasis, the mean of r, is so drawn towards 1 where there is "
        "little text, and is not the ratio of the rates. A frame leads if it has the largest r with a probability of "
        f"{LEADS} or "
        "more; otherwise the text is called mixed, or none where nothing was hit."
    )


def _codebook(run: Run, name: str, usual: str) -> str:
    book = run.manifest.get("codebooks", {}).get(name, {})
    labels = [plain(words.called(label["name"])) for label in book.get("labels", [])]
    version = cited_sources(run)[name]["version"]
    text = (
        f"Codebook *{plain(name)}*, version {plain(version)} [@{citation_key(name)}]: {words.listed(labels)}"
    )
    if book.get("n_patterns"):
        text += f"; {book['n_patterns']:,} patterns without spelling variants"
    text = f"{text}. {words.overlap_rule(book)}".rstrip(" .")
    baseline = book.get("baseline", {})
    if usual.startswith("shipped"):
        rates = [
            f"{plain(words.called(label))} {100 * base['n'] / base['n_words']:.2f} (φ = {base['dispersion']:.2g})"
            for label, base in baseline.items()
        ]
        sources = "; ".join(dict.fromkeys(plain(str(base["source"])) for base in baseline.values()))
        return f"{text}. Usual hits per 100 words: {', '.join(rates)}, from {sources}."
    if usual != "raw":
        return f"{text}. It has no baseline; what is usual is reckoned from {usual}."
    return (
        f"{text}. It has no baseline, so its frames are compared with one another only (shares of hits under a "
        "Dirichlet "
        "prior of ½), where longer lists have the advantage."
    )


def _models(run: Run) -> Iterator[str]:
    found = models(run)
    probabilities = run.measures.loc[run.measures["statistic"] == "p", "instrument"]
    names = list(dict.fromkeys([*found, *map(str, probabilities)]))
    if not names:
        return
    yield "## Trained instruments"
    for name in names:
        if name in found:
            yield from model_sentences(found[name], key=citation_key(name))
        else:
            source = cited_sources(run)[name]
            yield (
                f"`{name}`, version {plain(source['version'])} [@{citation_key(name)}]: {plain(source['title'])}. "
                "The run does not say what it learned from, or how well it does on texts that it has not seen."
            )
    yield (
        "The figure of a label in an article is the mean of its probability over the sentences. Whether these texts "
        "are like those that the models learned from has to be shown on texts of this kind that people have coded."
    )


def _tone(run: Run, findings: Findings) -> Iterator[str]:
    kinds = tone_columns(run)
    if kinds.empty:
        return
    yield "## Tone"
    sources = cited_sources(run)
    for row in kinds.to_dict("records"):
        name = row["instrument"]
        keys = "; ".join(
            f"@{key}" for key in (citation_key(name), *(paper.key for paper in PAPERS.get(name, ())))
        )
        source = sources[name]
        meaning = plain(row["meaning"]).rstrip(".")
        yield (
            f"{plain(source['title'])} {plain(source['version'])} [{keys}], `{row['column']}`: {meaning}. "
            f"{_unscored(run, row['column'])}"
        )
    text = (
        "An article's tone is the mean over its sentences; those without a score are left out, or count 0 where the "
        "measure says so."
    )
    if (run.measures["statistic"] == "net").any():
        book = run.manifest.get("settings", {}).get("net_of")
        text += (
            f" As a check, tone was also measured with every hit of the {_edition(run, book)} masked (net of frames), "
            "and the share of a tone's evidence that lies in words of frames is given."
        )
    silenced = run.manifest.get("settings", {}).get("without_tone_words", [])
    if silenced:
        text += (
            f" {words.counted(len(silenced), 'word')} {'was' if len(silenced) == 1 else 'were'} masked for the "
            f"instruments of tone, so that no tone rests on them: {words.listed([plain(word) for word in silenced])}."
        )
    compared = findings.agreement("article")
    samples = dict.fromkeys(compared.loc[compared["standard_value"].notna(), "reference"])
    if samples:
        text += (
            " Instruments are compared in their distance from the mean of a reference sample of opinion pieces that "
            f"ships with the software ({'; '.join(samples)})."
        )
    yield text


def _unscored(run: Run, column: str) -> str:
    """Of how many body paragraphs a measure says nothing."""
    scores = run.scores[column]
    n = int(scores.isna().sum())
    return f"It scored {'every' if n == 0 else f'all but {n:,} of the {len(scores):,}'} body paragraph{'s' * (n > 0)}."


def _edition(run: Run, name: str) -> str:
    """A codebook that is used without being reported, with its version where the run tells it."""
    version = run.manifest.get("lexicons", {}).get(name, {}).get("version")
    return f"codebook {plain(name)}" + (f", version {plain(version)}" if version else "")


def _actors(run: Run) -> Iterator[str]:
    names = [name for name in cited_sources(run) if is_actor(run, name)]
    if not names:
        return
    yield "## Actors"
    for name in names:
        yield (
            f"Actors were found with the codebook *{plain(name)}*, version "
            f"{plain(cited_sources(run)[name]['version'])} "
            f"[@{citation_key(name)}]; a full name followed by its abbreviation in brackets makes the abbreviation "
            "stand for it in "
            "that article [@schwartz2003]. Their frames and tone are those of the sentences that name them; a "
            "sentence that names two counts for both."
        )


def _uncertainty(run: Run, *, validated: bool) -> Iterator[str]:
    there = {"rates": bool(codebooks(run)), "probabilities": "p" in set(run.measures["statistic"])}
    there["tone"] = "tone" in set(run.measures["kind"])
    measured = [name for name, is_there in there.items() if is_there]
    if not measured:
        return
    yield "## Uncertainty"
    text = (
        f"Intervals are 95 %. Those of an article's {words.listed(measured)} treat its paragraphs as a sample (ratio "
        "of sums, linearised variance, Student's t [@cochran1977]): they say where the figure might lie had the "
        "author written other paragraphs like these. Figures of groups count each article once and take articles as "
        f"units: Student's t, from {BOOTSTRAP_FROM} articles up a bootstrap of {DRAWS:,} draws [@hesterberg2015]. "
        f"Fewer than {FEWEST} units give no interval. "
    )
    if there["rates"]:
        text += "Intervals of emphasis are posterior intervals of r. "
    few = f"{FEW_WORDS} words or {FEW_HITS} hits" if there["rates"] else f"{FEW_WORDS} words"
    valid = "" if validated else ": validate it on texts of your own that people have coded"
    yield (
        f"{text}Figures from fewer than {few} are flagged. None of these intervals speaks of whether an instrument "
        f"measures what its name says{valid}."
    )


def _left_out(run: Run) -> Iterator[str]:
    yield "## Left out"
    if run.rejected.empty:
        yield "No input was left out."
        return
    reasons = Counter(plain(str(reason)) for reason in run.rejected["reason"])
    lines = [f"- {reason} ({n:,})" for reason, n in reasons.most_common(_MOST_REASONS)]
    if (more := len(reasons) - len(lines)) > 0:
        lines.append(f"- {words.counted(more, 'further reason')}, see `rejected.csv`")
    yield f"{words.counted(len(run.rejected), 'input')} could not be read or scored:"
    yield "\n".join(lines)


def _software(run: Run) -> Iterator[str]:
    manifest = run.manifest
    yield "## Software"
    packages = manifest.get("packages", {})
    listed = (
        f" with {', '.join(f'{name} {version}' for name, version in packages.items())}" if packages else ""
    )
    yield (
        f"framing {manifest.get('framing', '')} [@framing] under Python {manifest.get('python', '')}{listed}. "
        "Settings and "
        "the SHA-256 of every input and word list stand in `manifest.json` of the run."
    )
