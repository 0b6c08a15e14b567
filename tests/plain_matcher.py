"""Matching written as plainly as it can be: slow, without tables, tries or caches of its own; the yardstick.

It looks at every stretch of every sentence and at every entry, then takes the longest again and again. How a
pattern is cut into words is not computed here: `CUTS` says it by hand where it is not the spaces.
"""

import functools

from framing.preprocessing.tokens import sentence_spans, word_spans

CUTS = {
    "can't win": ["ca n't win"],
    "people's war": ["people 's war"],
    "cannot": ["can not"],
    "U.S.": ["U.S.", "U.S ."],
    "U.S. troops": ["U.S. troops"],
    "trade, aid": ["trade , aid"],
    "$": ["$"],
    "2+2": ["2+2"],
    "R&D": ["R & D"],
}


def hits(entries, text, *, exclusive):
    """Every hit as (start, end, label, listed pattern, weight), sorted as `Matcher.hits` sorts them."""
    found = []
    for first, last in sentence_spans(text):
        spans = [(first + start, first + end) for start, end in word_spans(text[first:last])]
        found += _choose(_candidates(entries, text, spans), exclusive)
    return sorted(
        (start, end, entry.label, entry.variant_of or entry.pattern, entry.weight)
        for *_, start, end, entry in found
    )


def _candidates(entries, text, spans):
    for place, entry in enumerate(entries):
        for cut in CUTS.get(entry.pattern, [entry.pattern]):
            words = cut.split(" ")
            for i in range(len(spans) - len(words) + 1):
                tokens = [text[start:end] for start, end in spans[i : i + len(words)]]
                if all(_is(word, token, entry.exact) for word, token in zip(words, tokens, strict=True)):
                    start, end = spans[i][0], spans[i + len(words) - 1][1]
                    own = len(entry.pattern.replace("*", "").replace("?", ""))
                    rank = (not entry.exact, -own, entry.variant_of is not None, place)
                    yield (-len(words), start - end, start, rank), start, end, entry


def _choose(candidates, exclusive):
    chosen = []
    for candidate in sorted(candidates, key=lambda candidate: candidate[0]):
        _, start, end, entry = candidate
        if all(
            end <= other_start or start >= other_end or not (exclusive or entry.label == other.label)
            for _, other_start, other_end, other in chosen
        ):
            chosen.append(candidate)
    return chosen


def _is(word, token, exact):
    capitals = word.replace("*", "").replace("?", "").replace("-", "")
    as_written = exact or (2 <= len(capitals) <= 6 and all("A" <= char <= "Z" for char in capitals))
    return glob(word, token) if as_written else glob(word.lower(), token.lower())


@functools.cache
def glob(word, token):
    """Whether a token is what a word with `*` and `?` stands for, by trying everything."""
    if not word:
        return not token
    if word[0] == "*":
        return any(glob(word[1:], token[i:]) for i in range(len(token) + 1))
    return bool(token) and word[0] in ("?", token[0]) and glob(word[1:], token[1:])
