"""A run as it may be shown where its articles may not be shared: no titles, no sentences, single terms only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from framing.run import Run

#: So many words in a row of an article are shown at most: a term may be a phrase, no sentence is as short.
MOST_WORDS = 4


def wordless(run: Run) -> Run:
    r"""Give the run as a report without the articles' words shows it.

    Titles and web addresses, which often spell them, are left out; terms, the words that they matched, and names of
    speakers are cut after four words. Paragraphs keep their text, because statistics count words in it; whatever is
    written asks `shows_text` first. What was given as id, outlet, author, date or column of one's own is metadata and
    stays.

    Examples
    --------
    >>> import framing as fr
    >>> made = wordless(fr.score([fr.read_text("Peace talks\n\nThe army attacked.", id="a")]))
    >>> bool(made.articles["title"].isna().all()), shows_text(made)
    (True, False)
    """
    articles = run.articles.assign(title=_missing(run.articles), url=_missing(run.articles))
    evidence = run.evidence.assign(
        **{name: run.evidence[name].map(_cut).astype("str") for name in ("text", "term", "speaker")}
    )
    quotations = run.quotations.assign(speaker=run.quotations["speaker"].map(_cut).astype("str"))
    manifest = {**run.manifest, "text": False}
    return replace(run, articles=articles, evidence=evidence, quotations=quotations, manifest=manifest)


def shows_text(run: Run) -> bool:
    """Whether what is written of a run may hold its articles' words."""
    return run.manifest.get("text", True) is not False


def _cut(value: Any) -> Any:
    words = value.split() if isinstance(value, str) else []
    return value if len(words) <= MOST_WORDS else " ".join((*words[:MOST_WORDS], "…"))


def _missing(table: pd.DataFrame) -> pd.Series[str]:
    import pandas as pd

    return pd.Series([None] * len(table), index=table.index, dtype="str")
