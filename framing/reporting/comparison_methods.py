"""What a paper has to say of a comparison: a part of `methods.md`, with what it cites.

Only what was done is said: no bootstrap where none was drawn, no margin where none was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from framing.reporting import comparison_papers as papers
from framing.reporting import words
from framing.reporting.bibliography import bibtex, cited_sources, own_entry, software
from framing.reporting.captions import citation_key
from framing.reporting.comparison import USUAL, Comparison, Saved, reading_of
from framing.reporting.figures.inputs import written
from framing.reporting.papers import COCHRAN, PAPERS, Reference
from framing.reporting.prose import latex_prose
from framing.reporting.undecided import detectable_line
from framing.reporting.words import plain
from framing.statistics.comparison.estimates import POPULATION, THESE_TEXTS
from framing.statistics.duplicates import SHINGLE, THRESHOLD
from framing.statistics.grouping import groups_of
from framing.statistics.intervals import BOOTSTRAP_FROM
from framing.statistics.kept import compared_articles, left_out

if TYPE_CHECKING:
    from pathlib import Path

    from framing.run import Run

HEADING = "## Comparison"
#: Groups that are named with their sizes; of more their number and range.
_MOST_GROUPS = 12
_CITED = re.compile(r"@([a-z]+\d{4})")
_WAYS = {"holm": "Holm's method [@holm1979]", "bh": "the method of Benjamini and Hochberg [@benjamini1995]"}


def write_comparison_methods(
    run: Run, comparison: Comparison, saved: Saved, folder: Path, *, heading: str = HEADING
) -> None:
    """Write `methods.md` and `references.bib` of a comparison, or add to those of a report that stand there.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    part = "\n\n".join([heading, *comparison_methods(run, comparison, saved)]) + "\n"
    page, bibliography = folder / "methods.md", folder / "references.bib"
    if page.is_file() and bibliography.is_file():
        text, known = page.read_text(encoding="utf-8"), bibliography.read_text(encoding="utf-8")
        before, mark, after = text.partition("## Left out\n")
        text = f"{before}{part}\n{mark}{after}" if mark else f"{text}\n{part}"
        entries = [entry for entry in comparison_references(part) if f"{{{entry.key},\n" not in known]
        made = [known, *map(bibtex, entries)]
    else:
        text = f"# Methods\n\n{part}\n{_software(run)}\n"
        made = [bibtex(entry) for entry in (*_measuring(run, comparison), *comparison_references(part))]
    page.write_text(text, encoding="utf-8", newline="\n")
    if page.with_suffix(".tex").is_file():
        page.with_suffix(".tex").write_text(latex_prose(text), encoding="utf-8", newline="\n")
    bibliography.write_text("\n".join(made), encoding="utf-8", newline="\n")


def comparison_methods(run: Run, comparison: Comparison, saved: Saved) -> list[str]:
    """Paragraphs of Markdown with citation keys of `references.bib` in Pandoc's form."""
    parts = (
        _what(run, comparison),
        _measures(run, comparison),
        _declared(comparison),
        _repeats(run, comparison),
        _tests(comparison),
        _intervals(comparison),
        _verdicts(comparison),
        _words(saved),
    )
    return [" ".join(filter(None, part)) for part in map(list, parts) if any(part)]


def comparison_references(text: str) -> list[Reference]:
    """Entries of the papers that a text cites, each once, in the order of its citations."""
    every = (each for each in vars(papers).values() if isinstance(each, Reference))
    known = {entry.key: entry for entry in (COCHRAN, *every)}
    return [known[key] for key in dict.fromkeys(_CITED.findall(text)) if key in known]


def took_no_part(run: Run, comparison: Comparison) -> str:
    """How many articles were left out, and for each reason how many; nothing where all took part."""
    found = left_out(run, **reading_of(comparison), repeated=comparison.duplicates)
    total = int((~found.kept).sum())
    reasons = [
        f"{int(flags.sum()):,} {why.removeprefix('left out: ')}"
        for why, flags in found.reasons
        if flags.any()
    ]
    told = f"{words.counted(total, 'article')} of {len(run.articles):,} took no part: {'; '.join(reasons)}."
    return told if total else ""


def _choice(comparison: Comparison, name: str) -> Any:
    return comparison.choices.get(name, USUAL[name])


def _what(run: Run, comparison: Comparison) -> Iterator[str]:
    """Groups with their articles, whose words, which paragraphs, how long."""
    kept = compared_articles(run, **reading_of(comparison), repeated=comparison.duplicates)
    groups = groups_of(kept, comparison.by)
    names = {name for pair in comparison.pairs for name in pair}
    sizes = {
        name: int((groups.codes == code).sum())
        for code, name in enumerate(groups.names)
        if name in names or comparison.is_with_rest
    }
    references = list(dict.fromkeys(reference for _, reference in comparison.pairs))
    against = "the rest of the articles" if comparison.is_with_rest else plain(references[0])
    if len(sizes) <= _MOST_GROUPS:
        named = words.listed([f"{plain(name)} ({words.counted(n, 'article')})" for name, n in sizes.items()])
    else:
        named = (
            f"{len(sizes):,} groups of {min(sizes.values()):,} to {max(sizes.values()):,} articles, "
            f"{sum(sizes.values()):,} in all"
        )
    yield f"Groups of articles by `{comparison.by.replace('`', chr(39))}` were compared: {named}."
    yield (
        f"Differences are {plain(comparison.pairs[0][0])} minus {plain(references[0])}."
        if len(comparison.pairs) == 1
        else f"Each group was compared with {against}."
    )
    voice = _choice(comparison, "voice")
    whose = {"all": "all words", "author": "the author's words", "quoted": "quoted words"}[voice]
    kind = _choice(comparison, "kind")
    where = "paragraphs of every kind" if kind is None else f"{kind} paragraphs"
    yield f"Read were {whose} of {where}."
    if (least := _choice(comparison, "min_words")) > 0:
        yield f"Articles of fewer than {least:,} words were left out."
    yield plain(took_no_part(run, comparison))


def _measures(run: Run, comparison: Comparison) -> Iterator[str]:
    """The measures of the main family, with their instruments."""
    rows = comparison.main.drop_duplicates("measure")
    sources = cited_sources(run)
    named = []
    for instrument, some in rows.groupby("instrument", sort=False):
        columns = words.listed([f"`{column}`" for column in some["measure"]])
        source = sources[str(instrument)]
        keys = [citation_key(str(instrument)), *(paper.key for paper in PAPERS.get(str(instrument), ()))]
        cited = "; ".join(f"@{key}" for key in keys)
        named.append(f"{columns} ({plain(source['title'])}, version {plain(source['version'])} [{cited}])")
    yield f"Measures: {words.listed(named)}."
    yield (
        "A group's figure is the mean of its articles' figures, each article counting once: total hits over total "
        "words for rates, the mean over sentences for tone."
    )
    if names := [f"`{name}`" for name in comparison.growing["measure"]]:
        yield f"{words.listed(names)} went with the length of articles."


def _declared(comparison: Comparison) -> Iterator[str]:
    """What was declared before looking, or that nothing was."""
    declared = comparison.declared
    main = (comparison.table["family"] == "main").any()
    if declared is None:
        yield "The comparison was not declared before looking at the texts and is exploratory."
        return
    yield f"The comparison was declared before looking in {plain(declared.path)} (SHA-256 {declared.sha256})."
    yield (
        "Tests of the declared measures are confirmatory, all others exploratory."
        if main
        else "The choices made are not the declared ones, so all of it is exploratory."
    )


def _repeats(run: Run, comparison: Comparison) -> Iterator[str]:
    """Repeated texts, and what was done with them."""
    n = int((~comparison.duplicates["kept"].astype(bool)).sum())
    once = _choice(comparison, "duplicates") == "once"
    yield (
        "Before any test texts that repeat another were searched for "
        f"({100 * THRESHOLD:.0f} % or more of the shorter one's runs of {SHINGLE} words in common [@broder1997]): "
    ) + (
        f"{n:,} of {len(run.articles):,} did, and {'the earliest of each was counted' if once else 'all were counted'}."
        if n
        else f"none of {len(run.articles):,} did."
    )


def _tests(comparison: Comparison) -> Iterator[str]:
    """Targets, permutation, family, adjustment."""
    table, draws = comparison.table, _choice(comparison, "permutations")
    targets = list(dict.fromkeys(table["target"]))
    speak = {
        THESE_TEXTS: "*these texts* (units: paragraphs, stratified by article; others might have been written)",
        POPULATION: "*the population of articles* (units: articles; others like these might have been written)",
    }
    yield f"What is said speaks of {' and of '.join(speak[target] for target in targets)}."
    tested = table.loc[table["p"].notna()]
    if tested.empty:
        return
    seed = _choice(comparison, "seed")
    drawn = (tested["arrangements"] >= draws) & (tested["p_smallest"] > 0)
    drawn &= (tested["p_smallest"] - 1 / (draws + 1)).abs() < 1e-9  # noqa: PLR2004 # rounding
    how = [
        "all arrangements were tried" if not drawn.all() else "",
        f"{draws:,} arrangements were drawn (seed {seed}), p being (b + 1)/(m + 1) [@phipson2010]"
        if drawn.any()
        else "",
    ]
    few = ", where there are up to 10,000; else " if drawn.any() and not drawn.all() else ""
    yield (
        "P values are two-sided and come from permutation of whole units, the difference studentised with variances "
        f"kept apart [@janssen1997; @chung2013]; {few.join(filter(None, how))}."
    )
    if any("bundles" in written(note) for note in table["note"]):
        yield "Where there are more than 2,000 units they changed sides in random bundles [@hemerik2018]."
    main = tested.loc[tested["family"] == "main"]
    if main.empty:
        yield "P was not adjusted."
        return
    sizes = [f"{n:,} for {target}" for target, n in main["target"].value_counts(sort=False).items()]
    adjust = _WAYS.get(_choice(comparison, "adjust"))
    yield (
        f"The main family ({words.counted(main['measure'].nunique(), 'measure')}, tests: {words.listed(sizes)}) was "
        + (f"adjusted by {adjust}, each target for itself." if adjust else "not adjusted.")
    )
    if (n := len(table) - int((table["family"] == "main").sum())) > 0:
        yield f"{words.counted(n, 'further comparison')} stand in the table, exploratory and not adjusted."


def _intervals(comparison: Comparison) -> Iterator[str]:
    """Which intervals were made, and which effects."""
    table = comparison.table
    known = table.loc[table["low"].notna(), "interval"].map(written)
    kinds = []
    if known.str.contains("linearised").any():
        kinds.append(
            "over paragraphs by Welch's t with the linearised variance of a ratio [@welch1947; @cochran1977]"
        )
    if known.str.contains("Welch t over articles").any():
        kinds.append("over articles by Welch's t [@welch1947]")
    if known.str.contains("bootstrap").any():
        draws = _choice(comparison, "draws")
        kinds.append(
            f"from {BOOTSTRAP_FROM} articles a side up by the farther end of Welch's t and of the bootstrap-t of "
            f"{draws:,} draws (seed {_choice(comparison, 'seed')}) [@welch1947; @efron1993]"
        )
    if kinds:
        yield f"Intervals are 95 %, {'; '.join(kinds)}. Fewer than five units on a side give none."
    effects = set(table.loc[table["effect"].notna(), "effect_name"])
    cited = {"Cliff": "Cliff's δ of articles [@cliff1993]", "Hedges": "Hedges' g of paragraphs [@hedges1981]"}
    named = [text for name, text in cited.items() if any(name in effect for effect in effects)]
    if named:
        yield f"Standardised effects are {words.listed(named)}."


def _verdicts(comparison: Comparison) -> Iterator[str]:
    """What the verdicts mean, and the margin of equivalence."""
    table = comparison.table
    yield "Two groups *differ* where p, adjusted in the main family, is .05 or less."
    if (table["verdict"] == "cannot be told apart").any():
        where = (
            "under the table, each with its test in the CSV"
            if detectable_line(comparison.main)
            else "in the CSV"
        )
        yield (
            "*Cannot be told apart* does not mean the same; the smallest true differences that such tests find in "
            f"four samples of five stand {where} [@bloom1995]."
        )
    if (table["verdict"] == "too few to test").any():
        yield "Where no p of .05 can come out of so many units, there are *too few to test*."
    margins = table.loc[table["margin"].notna()].drop_duplicates("measure")
    if len(margins):
        listed = [f"`{row['measure']}` {row['margin']:g}" for row in margins.to_dict("records")]
        yield (
            "Equivalence was tested by two one-sided tests at 5 %, not adjusted [@schuirmann1987], against margins: "
            f"{words.listed(listed)}."
        )


def _words(saved: Saved) -> Iterator[str]:
    """How key words, word shifts and the x-ray were made, where there are any."""
    if "keyness" in saved.tables:
        yield (
            "Words that mark a group were found by the log-odds ratio with an informative Dirichlet prior "
            "[@monroe2008], p adjusted over the words of a group [@benjamini1995]; words are no independent draws, so "
            "each stands with the number of articles that have it and the article whose leaving out would turn it."
        )
    kinds = {figure.kind for figure in saved.figures}
    if "shift" in kinds:
        yield "The words behind a difference are a word shift, whose contributions sum to it [@gallagher2021]."
    if "dispersion" in kinds:
        yield "Evenness of terms along the texts is the deviation of proportions, DP [@gries2008]."


def _measuring(run: Run, comparison: Comparison) -> Iterator[Reference]:
    """Entries of the software and of the instruments whose measures were compared."""
    yield software(str(run.manifest.get("framing", "")))
    sources: Mapping[str, Any] = cited_sources(run)
    for name in dict.fromkeys(comparison.main["instrument"].astype(str)):
        yield own_entry(citation_key(name), sources[name])
        yield from PAPERS.get(name, ())


def _software(run: Run) -> str:
    version = run.manifest.get("framing", "")
    return f"## Software\n\nframing {plain(version)} [@framing]; how the run itself was made stands in its manifest."
