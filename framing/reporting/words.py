"""A run's figures in sentences that say no more than the figures do.

Every function takes rows of a table of `framing.statistics` and gives plain text. The rules: a direction is named
only where the interval leaves the neutral point out; a frame leads only where the verdict says so; what was measured
on little says so; what could not be measured is called silent, never 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from framing.reporting.style import signed
from framing.statistics.emphasis import LEADS, MIXED, NONE

Row = Mapping[Any, Any]

#: Embeddings, overrides and isolates of the bidirectional algorithm (UAX 9), and their ends.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_LOW = chr(0x201E)  # the low mark of German
#: What stands between double quotation marks, curved or straight; after a digit a straight one means inches.
_DOUBLE = re.compile(rf"“([^“”{_LOW}]*)”|(?<![\w.,;:!?])\"(?=\S)([^\"“”{_LOW}]*[^\s\"“”{_LOW}\d])\"(?!\w)")
_SINGLE = re.compile(r"(?:‘|(?<![^\s(\[{—–-])'(?=\S))((?:[^‘’']|(?<=\w)[’'](?=\w))*)[’'](?!\w)")
#: What stands for a verdict where a codebook has one frame.
ONE_FRAME = "one frame only, nothing to lead"


def listed(parts: Sequence[str]) -> str:
    """Join parts of a sentence: `a`, `a and b`, `a, b and c`.

    Examples
    --------
    >>> listed(["security", "economic", "diplomatic"])
    'security, economic and diplomatic'
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def counted(n: int, noun: str, plural: str | None = None) -> str:
    """Write a number with its noun: `1 article`, `2,345 articles`."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def verdict_of(n: int, verdict: str) -> str:
    """Write a verdict behind a number of groups or measures: one differs, two differ.

    Examples
    --------
    >>> verdict_of(1, "differ"), verdict_of(2, "differ"), verdict_of(1, "too few to test")
    ('differs', 'differ', 'too few to test')
    """
    return f"{verdict}s" if n == 1 and verdict == "differ" else verdict


def capital(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]


def times(value: float) -> str:
    """Write a ratio: one digit after the point, two where one would round it to 1.0 or less than 0.1.

    Examples
    --------
    >>> times(2.14), times(1.04), times(0.05), times(12.3)
    ('2.1', '1.04', '0.05', '12.3')
    """
    near = 0.95 <= value < 1.05 and value != 1  # noqa: PLR2004 # what one digit would call 1.0
    return f"{value:.2f}" if near or value < 0.1 else f"{value:.1f}"  # noqa: PLR2004 # and 0.0


def between(low: float, high: float, write: Any) -> str:
    """Write an interval in brackets, or nothing where there is none."""
    return "" if math.isnan(low) or math.isnan(high) else f" [{write(low)}, {write(high)}]"


def probability(value: float) -> str:
    """Write a probability cut, not rounded, to two digits: 0.797 must not look like the 0.80 that leads.

    Examples
    --------
    >>> probability(0.797), probability(0.9999), probability(0.0001)
    ('0.79', 'over 0.99', 'under 0.01')
    """
    if value > 0.99:  # noqa: PLR2004 # two digits are enough
        return "over 0.99"
    if value < 0.01:  # noqa: PLR2004 # two digits are enough
        return "under 0.01"
    return f"{math.floor(value * 100 + 1e-9) / 100:.2f}"


def percent(share: float) -> str:
    """Write a share in percent, never 0 % or 100 % where it is not quite."""
    if 0 < share < 0.005:  # noqa: PLR2004 # would round to 0
        return "under 1 %"
    if 0.995 <= share < 1:  # noqa: PLR2004 # would round to 100
        return "over 99 %"
    return f"{100 * share:.0f} %"


def straight(text: str) -> str:
    r"""Leave out the characters that turn the direction of all that follows, such as U+202E.

    A title may hold one and would turn the rest of a sentence with it; the marks U+200E and U+200F, which turn
    nothing but what stands beside them, stay.

    Examples
    --------
    >>> straight("Peace\u202e talks")
    'Peace talks'
    """
    return text.translate(_TURNING)


def quoted(text: str) -> str:
    """Set a text in quotation marks; those inside it become single ones, and single ones inside those double.

    Examples
    --------
    >>> quoted('"Peace" is what they call it'), quoted("“The ‘peace’ we were promised”")
    ('“‘Peace’ is what they call it”', '“‘The “peace” we were promised’”')
    """

    def turned(pair: re.Match[str]) -> str:
        inside = pair[1] if pair[1] is not None else pair[2]
        return f"‘{_SINGLE.sub(lambda inner: f'“{inner[1]}”', inside)}’"

    return f"“{text if _LOW in text else _DOUBLE.sub(turned, text)}”"


def short_title(title: str) -> str:
    """What stands before a title's colon: `oped` of `oped: valence of sentences as rated by readers`."""
    return title.partition(":")[0]


def called(label: str) -> str:
    """Write a codebook's label as words: `Economic_consequences` is `Economic consequences`."""
    return " ".join(label.replace("_", " ").split()) or label


def overlap_rule(book: Row) -> str:
    """Say whether labels of a codebook, as a manifest describes it, share words; empty where a run does not know.

    Examples
    --------
    >>> overlap_rule({"overlap": "exclusive"})
    'A word counts for one label only, that of the longest pattern.'
    """
    known = {
        "exclusive": "A word counts for one label only, that of the longest pattern.",
        "per label": "Labels are counted independently; a word may count for several.",
    }
    return known.get(book.get("overlap", ""), "")


def unit_of(row: Row) -> str:
    """Say what an emphasis of 1 is."""
    return "1 being an equal share of the frame hits" if row["baseline"] == "raw" else "1 being usual"


def stressed(row: Row) -> str:
    """Say how much one text stresses one frame: `emphasis 2.1 [1.6, 2.8], 1 being usual`.

    Never that it is so many times the usual rate: emphasis is drawn towards 1, the more the less text there is.
    """
    return f"emphasis {times(row['emphasis'])}{_bracket(row)}, {unit_of(row)}"


def hit_rate(row: Row) -> str:
    """Say how often a frame was hit: `5.3 hits per 100 words (41 in 775 words, where 12.1 are usual)`."""
    words = counted(int(row["n_words"]), "word")
    usual = "" if row["baseline"] == "raw" else f", where {times(row['expected'])} are usual"
    return f"{row['rate']:.1f} hits per 100 words ({int(row['n']):,} in {words}{usual})"


def frames_lead(rows: Sequence[Row]) -> str:
    """Say which frame leads a text; `rows` are its rows of `leading_frames`, one codebook's."""
    if not rows or rows[0]["n_words"] == 0:
        return "There are no words to read."
    verdict = rows[0]["verdict"]
    if verdict == NONE:
        return f"No frame was hit in {counted(int(rows[0]['n_words']), 'word')}."
    if len(rows) == 1:
        return f"There is one frame only, nothing to lead: {called(rows[0]['category'])} has {hit_rate(rows[0])}."
    order = sorted(rows, key=lambda row: -row["posterior"])
    if verdict == MIXED:
        return _mixed(order)
    row = next(row for row in rows if row["category"] == verdict)
    return f"{capital(called(verdict))} leads: {hit_rate(row)}; {stressed(row)}{_doubt(row)}."


def _mixed(order: Sequence[Row]) -> str:
    hit = [row for row in order if row["n"] > 0]
    figures = listed([f"{called(row['category'])} {times(row['emphasis'])}{_bracket(row)}" for row in hit])
    first = order[0]
    return (
        f"No frame leads: emphasis {figures}, {unit_of(first)}; the likeliest to be stressed most is "
        f"{called(first['category'])} "
        f"(probability {probability(first['posterior'])}, {LEADS:.2f} needed)."
    )


def _bracket(row: Row) -> str:
    return between(row["low"], row["high"], times)


def _doubt(row: Row) -> str:
    """What keeps a leading frame from being a stressed one."""
    if row["baseline"] == "raw":
        return "; its list has no baseline, so longer lists win more easily"
    if row["high"] < 1:
        return "; that is less than usual, the other frames are rarer still"
    if row["low"] <= 1:
        return "; that may be no more than usual"
    return ""


def title_beside(rows: Sequence[Row]) -> str:
    """Say what the title stresses beside the body; `rows` are its rows of `leading_frames(run, "title")`."""
    if not rows or rows[0]["n_words"] == 0:
        return ""
    title, body = called(rows[0]["verdict"]), called(rows[0]["body_verdict"])
    hits = counted(sum(int(row["n"]) for row in rows), "hit")
    words = counted(int(rows[0]["n_words"]), "word")
    if title == NONE:
        return f"The title has no frame word ({words})."
    if len(rows) == 1:
        return f"The title has {hits} in {words}."
    if title == MIXED:
        named = listed([called(row["category"]) for row in rows if row["n"] > 0])
        return f"The title has {hits} ({named}) in {words}, too little for a leading frame."
    if title == body:
        return f"The title leads with {title} too ({hits} in {words})."
    beside = {NONE: "where the body has no frame", MIXED: "where no frame leads the body"}
    return (
        f"The title leads with {title} ({hits} in {words}), {beside.get(body, f'unlike the body ({body})')}."
    )


def bound(value: float) -> str:
    """Write an end of a tone's interval: two digits, three where two would call it 0 though it is not.

    Examples
    --------
    >>> bound(-0.0045), bound(0.2)
    ('−0.004', '+0.20')
    """
    return signed(value, 3) if 0 < abs(value) < 0.005 else signed(value)  # noqa: PLR2004 # what two digits call 0.00


def tone_figure(row: Row) -> str:
    """Write a tone with its interval: `+0.08 [+0.04, +0.12]`, or `silent`."""
    if math.isnan(row["value"]):
        return "silent"
    return f"{signed(row['value'])}{between(row['low'], row['high'], bound)}"


def tone_is(row: Row, name: str) -> str:
    """Say which side of neutral a tone is on; `row` is one of `tone_agreement`."""
    if math.isnan(row["value"]):
        return f"{name} is silent: it found no word with a tone."
    if math.isnan(row["low"]):
        why = row["interval"].removeprefix("none: ")
        return f"{name} is {signed(row['value'])}, without an interval ({why})."
    side = _side(row["low"], row["high"], "is positive", "is negative", "cannot be told from neutral")
    return f"{name} {side}: {tone_figure(row)}{_beside_reference(row)}."


def _side(low: float, high: float, above: str, below: str, neither: str) -> str:
    if low > 0:
        return above
    return below if high < 0 else neither


def _beside_reference(row: Row) -> str:
    value, low, high = row["standard_value"], row["standard_low"], row["standard_high"]
    if math.isnan(value) or math.isnan(low):
        return ""
    side = _side(low, high, "is above", "is below", "cannot be told from")
    return (
        f"; this {side} the mean of ordinary opinion pieces ({signed(value)} SD{between(low, high, bound)})"
    )


def tones_compared(rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """Say whether tone instruments differ in sign, with the words behind it; empty if they do not."""
    known = [row for row in rows if not math.isnan(row["value"])]
    if not known or known[0]["signs"] != "opposite":
        return ""
    figures = listed([f"{names[row['measure']]} {tone_figure(row)}" for row in known])
    if known[0]["verdict"] == "differ":
        start = f"The tone instruments contradict each other ({figures})"
    else:
        start = f"The tone instruments differ in sign, though not clearly ({figures})"
    parts = [start]
    parts += [f"{names[row['measure']]} rests most on {row['words']}" for row in known if row["words"]]
    # the last instrument's list would say the same pairs the other way round
    apart = [(names[row["measure"]], row["opposed"]) for row in known[:-1] if row["opposed"]]
    parts += [f"Words valued with opposite signs ({name} first): {said}" for name, said in apart]
    return f"{'. '.join(parts)}. (Signed numbers behind words: their part of the tone; brackets: hits.)"


def frame_words_share(shares: Iterable[tuple[str, float]]) -> str:
    """Say how much of what each instrument's tone rests on are words of frames; pairs of name and share."""
    known = [f"{percent(share)} of {name}’s" for name, share in shares if not math.isnan(share)]
    return f"Of the evidence for tone {listed(known)} lies in words of frames." if known else ""


def thin(rows: Sequence[Row]) -> str:
    """Say what makes the figures of a text's frames thin, and of which frames; empty if nothing does."""
    named: dict[str, list[str]] = {}
    for row in rows:
        for flag in filter(None, row["flags"].split("; ")):
            named.setdefault(flag, []).append(called(row["category"]))
    return "; ".join(
        flag if len(frames) == len(rows) else f"{flag} ({listed(frames)})" for flag, frames in named.items()
    )


def care(rows: Sequence[Row]) -> str:
    """Say why a text's verdict is to be read with care: few words, or few hits of the frame that leads.

    That frames which do not lead have few hits is no reason.
    """
    verdict = rows[0]["verdict"] if rows else NONE
    flags = [flag for row in rows if row["category"] == verdict for flag in row["flags"].split("; ") if flag]
    flags = flags or [flag for row in rows for flag in row["flags"].split("; ") if "words" in flag]
    return f"Read with care: {listed(list(dict.fromkeys(flags)))}." if flags else ""


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|@$~^])")


def plain(text: Any) -> str:
    r"""Text that Markdown leaves as it is, Pandoc's mathematics, sub- and superscripts too, in one line.

    Examples
    --------
    >>> print(plain("$B$_#% H~2~O x^2^"))
    \$B\$\_\#% H\~2\~O x\^2\^
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(straight(str(text)).split()))
