"""The sentences under the figures of a comparison; the words for readers who do not see them are elsewhere.

As in `captions`, they say no more than the numbers: what is drawn, n, what the intervals are and speak of, what is
hollow and why, what was left out. `data` is always what the figure's data function gives.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from framing.reporting.captions import intervals
from framing.reporting.cells import fitted
from framing.reporting.figures.choices import CHOICES
from framing.reporting.figures.differences import ALIKE, DIFFER, TOO_FEW
from framing.reporting.figures.inputs import number
from framing.reporting.figures.lettering import stand_ins
from framing.reporting.style import signed
from framing.reporting.undecided import unmarked
from framing.reporting.words import called, capital, counted, listed, percent, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

Row = Mapping[Any, Any]

#: So many words, verdicts or periods are named.
_NAMED = 5
_WAYS = {"holm": "Holm", "bh": "Benjamini-Hochberg"}
_VERDICTS = (DIFFER, ALIKE, TOO_FEW)


def comparison_caption(kind: str, data: pd.DataFrame) -> str:
    """Give the sentences for the paper under a figure; kinds as in `comparison_files`, data with something drawn."""
    write: Callable[[pd.DataFrame], list[str]] = {
        "comparison": _comparison,
        "keyness": _keyness,
        "shift": _shift,
        "dispersion": _dispersion,
        "trajectories": _trajectories,
        "time": _time,
        "specifications": _specifications,
    }[kind]
    return " ".join(filter(None, write(data)))


def _comparison(data: pd.DataFrame) -> list[str]:
    drawn = data.loc[data["drawn"]]
    pairs = drawn.drop_duplicates("group")
    references = sorted({fitted(str(name)) for name in drawn["reference"]})
    against = references[0] if len(references) == 1 else "its reference"
    units = "articles" if drawn["target"].iloc[0].startswith("the population") else "paragraphs"
    who = (
        fitted(str(pairs["group"].iloc[0])) if len(pairs) == 1 else f"each of {counted(len(pairs), 'group')}"
    )
    speaks = "other articles like these" if units == "articles" else "these texts"
    left_out = data["group"].nunique() - len(pairs)
    half = len(pairs) // 2
    first = called(str(data["ordered_by"].iloc[0]))
    return [
        (
            f"Differences between {who} and {against}, {units} being the units, to speak of {speaks} "
            f"({_sizes(pairs, 'n_group', units)} against {_sizes(pairs, 'n_reference', units)})."
        ),
        _numbered(pairs.sort_values("position", kind="stable"), "name"),
        _reading(drawn),
        f"{capital(listed(_verdicts(drawn['verdict'])))}{_adjusted(drawn)}.",
        intervals(drawn) if drawn["interval"].notna().all() else "",
        _band(drawn),
        _when(len(pairs) > 1 and not left_out, f"Ordered by {first}, the largest difference first."),
        _when(
            left_out,
            f"Of {data['group'].nunique():,} groups the {half} highest and the {len(pairs) - half} lowest in {first} "
            "are drawn; the CSV has all.",
        ),
        _when(
            (drawn["kind_of_measure"] == "tone").any(),
            "Each instrument of tone has its own scale; their sizes cannot be compared.",
        ),
    ]


def _keyness(data: pd.DataFrame) -> list[str]:
    drawn = data.loc[data["drawn"]]
    groups = [fitted(str(name)) for name in drawn["group"].unique()]
    reference = fitted(str(drawn["reference"].iloc[0]))
    thin = int(drawn["thin"].sum())
    reasons = dict.fromkeys(
        flag for flags in drawn.loc[drawn["thin"], "flags"] for flag in flags.split("; ") if flag
    )
    shown = str(drawn["shown"].iloc[0])
    tested, total = len(drawn), len(data)
    sides = (
        f"bars to the right are used more by {groups[0]}, to the left by {reference}"
        if len(groups) == 1
        else f"bars are words that a group uses more than {reference}"
    )
    return [
        (
            f"Words that mark {listed(groups) if len(groups) <= _NAMED else counted(len(groups), 'group')} against "
            f"{reference}: {sides}; length: {shown}."
        ),
        _numbered(drawn.drop_duplicates("group"), "group"),
        (
            f"The {tested:,} most marked of {total:,} words compared; behind each its count in the group and in its "
            "reference."
        ),
        _when(
            data["group"].nunique() > len(groups),
            f"Of {data['group'].nunique():,} groups {len(groups):,} are drawn, the first by name; the CSV has all.",
        ),
        unmarked(data),
        _when(thin, f"Hollow: {listed(list(reasons)) or 'turned by one article'} ({counted(thin, 'word')})."),
        "Words within an article are no independent draws: read a word with the number of articles that it is in.",
    ]


def _numbered(groups: pd.DataFrame, name: str) -> str:
    """Which of several groups, in the order drawn, the figure can but number."""
    names, ids = (groups[column].astype(str).tolist() for column in (name, "group"))
    told = [f"{number} is {fitted(full)}" for number, full in stand_ins(names, ids) if len(names) > 1]
    return _when(told, f"In letters that the figure lacks: {listed(told)}.")


def _shift(data: pd.DataFrame) -> list[str]:
    group, reference = (fitted(str(data[name].iloc[0])) for name in ("group", "reference"))
    total = float(data["total"].iloc[0])
    words = data.drop_duplicates("rank")
    drawn = words.loc[words["drawn"]]
    return [
        (
            f"Words that make the difference between {group} and {reference} ({signed(total, 3)}): to the right those "
            f"that raise {group}, to the left those that lower it."
        ),
        _reached(len(drawn), len(words), float(drawn["running"].iloc[-1])),
        (
            "Arrows up and down: the group uses the word more or less than the reference; dark and light bars: that "
            "part of its contribution."
        ),
        _when(
            (data.loc[data["drawn"], "part"] == "score").any(),
            "Crossed: the part that comes of the word saying more or less where it is used.",
        ),
        (
            "Insets: the share of the difference that the words down to each rank make, with a line where the figure "
            "ends, and the number of hits."
        ),
        "Word shift after Gallagher et al. (2021, doi:10.1140/epjds/s13688-021-00260-3).",
    ]


def _reached(drawn: int, words: int, reached: float) -> str:
    """How much of the difference the words drawn make together; they may pull against what all the others make."""
    one = drawn == 1
    told = f"The {drawn:,} of {words:,} that {'contributes' if one else 'contribute'} most"
    if math.isnan(reached):
        return f"{told}."
    who = "it" if one else "together they"
    if reached < 0:
        return f"{told}; {who} {'pulls' if one else 'pull'} the other way, and the words not drawn outweigh that."
    return f"{told}; {who} {'makes' if one else 'make'} {100 * reached:.0f} % of the difference."


def _dispersion(data: pd.DataFrame) -> list[str]:
    drawn, articles = data.loc[data["drawn"]], data["article"].nunique()
    shown = drawn["article"].nunique()
    hits = drawn.loc[drawn["position"].notna()].groupby("term", sort=False)
    told = [
        f"{fitted(str(term))} {len(rows):,} in {counted(rows['article'].nunique(), 'article')}"
        for term, rows in hits
    ]
    where = fitted(str(drawn["name"].iloc[0])) if articles == 1 else counted(shown, "article")
    return [
        f"Where terms stand along {where}: a tick a hit, 0 the first word of the body and 1 its last.",
        f"Hits: {listed(told)}.",
        _when(
            drawn["dp"].notna().any(),
            "DP: deviation of proportions, 0 where a term is spread as the words are, towards 1 where it stands in one "
            "small part (Gries 2008).",
        ),
        _when(
            articles > 1,
            f"Articles with most hits {'in each group ' if len(set(drawn['group'])) > 1 else ''}first; the number at "
            "the right is the article's.",
        ),
        _when(shown < articles, f"Of {articles:,} articles {shown:,} are drawn; the CSV has all."),
    ]


def _trajectories(data: pd.DataFrame) -> list[str]:
    drawn = data.loc[data["drawn"].astype(bool)]
    articles = drawn["article"].nunique()
    kinds = set(drawn["kind_of_measure"])
    what = [
        name for name, kind in (("frames (hits per 100 words)", "frame"), ("tone", "tone")) if kind in kinds
    ]
    overlaid = drawn["layout"].iloc[0] == "overlaid"
    thin = drawn.loc[drawn["thin"]].drop_duplicates(["article", "paragraph"])
    words = drawn.drop_duplicates(["article", "paragraph"]).groupby("article")["n_words"].sum()
    return [
        (
            f"{capital(listed(what))} along {counted(articles, 'op-ed')} of {_span(words)} "
            "words, each from its first word (0) to its last (1), titles and headings left out."
        ),
        "Lines join means over tenths of each text; a paragraph in two tenths counts in both by its share of words."
        if overlaid
        else "A step a paragraph, as wide as its share of the words.",
        _when("frame" in kinds, "Frames share one scale."),
        _when("tone" in kinds, "Each instrument of tone has its own."),
        _when(len(thin) and not overlaid, f"Hollow: {counted(len(thin), 'paragraph')} of under 20 words."),
    ]


def _time(data: pd.DataFrame) -> list[str]:
    drawn = data.loc[data["drawn"]]
    periods = drawn.sort_values("place", kind="stable")["group"].drop_duplicates().tolist()
    names = [fitted(str(name)) for name in drawn["series"].unique() if name]
    n = drawn.drop_duplicates(["series", "group"])["n_articles"].dropna()
    reasons = dict.fromkeys(flag for flags in drawn["flags"] for flag in flags.split("; ") if flag)
    gaps = int(drawn["place"].max() - drawn["place"].min()) + 1 - len(periods)
    return [
        (
            f"Figures by period, {periods[0]} to {periods[-1]} ({counted(len(periods), 'period')}"
            f"{f', {_span(n)} articles each' if len(n) else ''})"
            f"{f': {listed(names)}' if names else ''}."
        ),
        intervals(drawn) if drawn["interval"].notna().all() else "Bars are 95 % intervals.",
        _when(gaps > 0, f"Lines break where there is no article ({counted(gaps, 'period')})."),
        _when(reasons, f"Hollow: {listed(list(reasons))}."),
        "Each period's articles are others: a line is no trend test.",
    ]


def _specifications(data: pd.DataFrame) -> list[str]:
    drawn = data.loc[data["drawn"]]
    main = drawn.loc[drawn["main"]]
    failed = len(data) - len(drawn)
    question = f" for {called(str(drawn['question'].iloc[0]))}" if "question" in drawn else ""
    pair = ""
    if "group" in drawn and "reference" in drawn:
        pair = f", {fitted(str(drawn['group'].iloc[0]))} against {fitted(str(drawn['reference'].iloc[0]))}"
    unit = (
        "Cliff’s delta"
        if drawn["scale"].iloc[0] == "effect"
        else "the difference in each specification's own unit"
    )
    varied = [
        name
        for column, name in CHOICES.items()
        if column in drawn and len(set(drawn[column].astype(str))) > 1
    ]
    bars = ", with 95 % intervals" if drawn["value_low"].notna().any() else ""
    return [
        f"Specification curve{question}{pair}: {counted(len(drawn), 'specification')}, sorted by {unit}{bars}.",
        _main(data, main.iloc[0].to_dict()) if len(main) else _no_main(data),
        f"{capital(listed(_verdicts(drawn['verdict'])))}.",
        _when(varied, f"Below, what each specification chose: {listed(varied)}."),
        _when(
            failed,
            f"{counted(failed, 'specification')} gave no estimate and {'is' if failed == 1 else 'are'} not drawn.",
        ),
        "They are many looks at the same articles and not independent; no p is corrected.",
    ]


def _no_main(data: pd.DataFrame) -> str:
    """Why no diamond is drawn."""
    if data["main"].astype(bool).any():
        return "The main specification gave no estimate and has no diamond."
    return "None of them is marked as the main one."


def _main(data: pd.DataFrame, main: Row) -> str:
    """What the main specification says, and how many others agree: the shares of `robustness_summary`."""
    others = data.loc[~data["main"].astype(bool)]
    terms = (
        others["without_term"].fillna("").ne("") if "without_term" in others else others["main"].astype(bool)
    )
    told = [f"Diamond: the main specification, {signed(float(main['value']))} ({main['verdict']})"]
    groups = ((others.loc[~terms], "of the others"), (others.loc[terms], "of its terms’ removals"))
    told += [_agreeing(some, main, who) for some, who in groups if len(some)]
    return f"{'; '.join(told)}."


def _agreeing(some: pd.DataFrame, main: Row, who: str) -> str:
    """Shares that keep sign and verdict; what is too few to test keeps no verdict, and none can be kept of it."""
    known = some.loc[some["value"].notna()]
    if known.empty:
        return f"{who} ({len(some):,}) none has an estimate"
    counts = (
        f"{len(some):,}" if len(known) == len(some) else f"{len(known):,} of {len(some):,} with an estimate"
    )
    told = f"{percent(float((known['sign'] == main['sign']).mean()))} {who} ({counts}) have its sign"
    if main["verdict"] == TOO_FEW or (some["verdict"] == TOO_FEW).all():
        return told
    share = percent(float((some["verdict"] == main["verdict"]).mean()))
    return f"{told}, {share} {'' if len(known) == len(some) else 'of all '}its verdict"


def _verdicts(verdicts: pd.Series[str]) -> list[str]:
    """How often each verdict was given, in its own words."""
    words = {
        DIFFER: "filled",
        ALIKE: "hollow",
        TOO_FEW: "grey",
    }
    counts = {verdict: int((verdicts == verdict).sum()) for verdict in _VERDICTS}
    return [f"{words[verdict]}: {n} {verdict_of(n, verdict)}" for verdict, n in counts.items() if n]


def _adjusted(drawn: pd.DataFrame) -> str:
    if "adjusted" not in drawn:
        return ""
    ways = {str(way) for way in drawn["adjusted"].dropna()}
    if ways == {"none"}:
        return " (exploratory: p is not adjusted)"
    return (
        f" (p adjusted over the family: {listed(sorted(_WAYS.get(way, way) for way in ways))})"
        if ways
        else ""
    )


def _sizes(pairs: pd.DataFrame, column: str, units: str) -> str:
    known = pairs[column].dropna()
    if known.empty:
        return f"an unknown number of {units}"
    return f"{_span(known)} {units}"


def _span(known: pd.Series[Any]) -> str:
    low, high = int(known.min()), int(known.max())
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _reading(drawn: pd.DataFrame) -> str:
    """Voice, kind of paragraph and least length, where the table says them."""
    said = drawn.iloc[0]
    parts = [f"voice {said['voice']}"] if isinstance(said["voice"], str) else []
    parts += [f"paragraphs: {said['texts']}"] if isinstance(said["texts"], str) else []
    least = number(said["min_words"])
    parts += [f"articles of {least:,.0f} words and more"] if least > 0 else []
    return f"{capital('; '.join(parts))}." if parts else ""


def _band(drawn: pd.DataFrame) -> str:
    margins = sorted({float(margin) for margin in drawn["margin"].dropna() if margin > 0})
    if not margins:
        return ""
    alike = int((drawn["equivalent"] == True).sum())  # noqa: E712 # missing is neither
    return (
        f"Band: the declared margin (±{listed([f'{margin:g}' for margin in margins])}), within which "
        f"{counted(alike, 'difference')} can be called none."
    )


def _when(condition: Any, sentence: str) -> str:
    return sentence if condition else ""
