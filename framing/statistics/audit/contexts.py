"""A sheet of random contexts, to judge whether a term means its category where it hit."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.statistics.audit.hits import texts_of

if TYPE_CHECKING:
    import pandas as pd

    from framing.statistics.audit.hits import Recorded

COLUMNS = (
    *("category", "term", "hits", "article", "paragraph", "start", "end", "before", "match", "after"),
    *("fits", "note"),
)
#: Words shown on either side.
_WORDS = 15


def contexts(found: Recorded, *, per_term: int, seed: int) -> pd.DataFrame:
    """Draw for each term some of its hits, without replacement.

    What is drawn of a term depends on the seed, the term and its hits alone: neither the order of the articles nor
    other terms change it.

    Returns
    -------
    DataFrame
        one row a drawn hit, terms in the order of the codebook, hits in that of the articles' ids: category, term,
        hits (all of the term's), article, paragraph, start, end, before, match, after; fits and note are empty, for
        the judge: 1 if the words mean the category there, 0 if not

    Raises
    ------
    FramingError
        if `per_term` is no whole number from 0.
    """
    import pandas as pd

    if not isinstance(per_term, int) or isinstance(per_term, bool) or per_term < 0:
        raise FramingError(f"contexts {per_term!r:.40}: is no whole number from 0")
    rows = found.tables.rows
    at = found.hits["row"].to_numpy(np.intp)
    hits = found.hits.assign(
        article=rows["article"].to_numpy()[at],
        paragraph=rows["paragraph"].to_numpy()[at],
        order=found.order(found.hits["category"]),
    ).sort_values(["order", "term", "article", "paragraph", "start"], kind="stable")
    drawn = [
        some.iloc[_draw(f"{category}\t{term}", len(some), per_term, seed)].assign(hits=len(some))
        for (category, term), some in hits.groupby(["category", "term"], sort=False)
    ]
    if not drawn:
        return pd.DataFrame(columns=list(COLUMNS))
    sheet = pd.concat(drawn, ignore_index=True)
    texts = texts_of(found)
    around = [
        _around(texts[row], start, end)
        for row, start, end in zip(sheet["row"], sheet["start"], sheet["end"], strict=True)
    ]
    return sheet.assign(
        before=[before for before, _ in around],
        match=sheet["text"],
        after=[after for _, after in around],
        fits="",
        note="",
    )[list(COLUMNS)]


def _draw(name: str, hits: int, wanted: int, seed: int) -> list[int]:
    """Positions of the drawn hits, in order."""
    rng = np.random.default_rng([seed, zlib.crc32(name.encode("utf-8"))])
    return sorted(rng.choice(hits, size=min(wanted, hits), replace=False).tolist())


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return " ".join(text[:start].split()[-_WORDS:]), " ".join(text[end:].split()[:_WORDS])
