"""The audit of one codebook against a run: every table that says whether its terms can be trusted there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.statistics.audit.contexts import contexts as draw_contexts
from framing.statistics.audit.coverage import coverage, terms
from framing.statistics.audit.hits import recorded
from framing.statistics.audit.inflections import inflections
from framing.statistics.audit.influence import influence
from framing.statistics.audit.overlap import shared, tone_overlap
from framing.statistics.audit.precision import precision

if TYPE_CHECKING:
    import pandas as pd

    from framing.lexicon.codebook import Codebook
    from framing.model import Kind
    from framing.run import Run

#: Contexts drawn of each term.
CONTEXTS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """What an audit found; the functions of the same names say what each table holds.

    Attributes
    ----------
    codebook, version, sha256
        what was audited
    coverage
        how much of the texts each category hits, how many terms never hit, share of the hits from the top ten
    terms
        every listed term with its hits and the words that it hit
    influence
        each term left out in turn: article rates, their order, the leading frames
    shared
        terms that two categories have in common
    tone_overlap
        hits that carry tone as well
    inflections
        inflected forms of listed words that the texts have and the list misses
    contexts
        random contexts of each term, to judge
    precision
        of each term where codes or judgements exist; None where none were given
    """

    codebook: str
    version: str
    sha256: str
    coverage: pd.DataFrame
    terms: pd.DataFrame
    influence: pd.DataFrame
    shared: pd.DataFrame
    tone_overlap: pd.DataFrame
    inflections: pd.DataFrame
    contexts: pd.DataFrame
    precision: pd.DataFrame | None

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, those that there are, in the order of a report."""
        names = ("coverage", "terms", "influence", "shared", "tone_overlap", "inflections", "contexts")
        found = {name: getattr(self, name) for name in names}
        return found if self.precision is None else found | {"precision": self.precision}


def audit(
    run: Run,
    codebook: Codebook | str | Path,
    *,
    kind: Kind | None = "body",
    contexts: int = CONTEXTS,
    seed: int = 0,
    coded: Any = None,
    judged: Any = None,
) -> Audit:
    """Audit a codebook on the texts of a run, from the hits that were recorded when it was scored.

    Parameters
    ----------
    run
        a run that was scored with the codebook, with evidence
    codebook
        as `read_codebook` gives it, or what `read_codebook` takes
    kind
        which paragraphs: `body`, `title`, `heading`, or None for all; all voices are read
    contexts, seed
        how many contexts are drawn of each term, and from which seed
    coded
        hand-coded texts, as `evaluate` takes them: a file, a DataFrame, or a sequence of mappings
    judged
        a sheet of contexts with its column `fits` filled in: a CSV file or a DataFrame

    Raises
    ------
    FramingError
        if the run was not scored with this codebook as it is now, or without evidence; if coded or judged rows
        cannot be used.

    Examples
    --------
    >>> import framing as fr
    >>> run = fr.score(fr.read_articles("seeds/"))
    >>> found = audit(run, "frames")
    >>> found.coverage[["category", "terms_hit", "n"]].head(1).values.tolist()
    [['security', 24, 54]]
    """
    found = recorded(run, codebook, kind=kind)
    source = found.codebook.source
    return Audit(
        codebook=found.codebook.name,
        version=source.version,
        sha256=source.sha256,
        coverage=coverage(found),
        terms=terms(found),
        influence=influence(found),
        shared=shared(found),
        tone_overlap=tone_overlap(found),
        inflections=inflections(found),
        contexts=draw_contexts(found, per_term=contexts, seed=seed),
        precision=precision(found, coded=coded, judged=judged),
    )
