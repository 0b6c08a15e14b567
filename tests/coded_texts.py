"""Coded texts for tests: sentences put together from parts, so that there are many and a model can learn them."""

import numpy as np

WORDS = {
    "security": (
        "Troops guard the border",
        "The army fears an attack",
        "Police raided the camp",
        "Militants threaten the port",
    ),
    "economic": (
        "Trade grew by a tenth",
        "Banks lend to farmers",
        "The budget needs new taxes",
        "Exports fell last year",
    ),
    "diplomatic": (
        "Envoys met in the capital",
        "The ministers signed a treaty",
        "The embassy sent a note",
        "Talks resume on Monday",
    ),
}
ENDS = (
    "after a long summer",
    "while the town slept",
    "as the river rose",
    "before the harvest",
    "said the old mayor",
    "in the northern valley",
    "near the station",
    "despite the rain",
    "for the third time",
    "and nobody objected",
)


def coded_rows(n=60, seed=0):
    """Rows with one label each, three texts an article; every sixth label is given at random, as coders err."""
    drawn = np.random.default_rng(seed)
    labels = sorted(WORDS)
    rows = []
    for number in range(n):
        label = labels[number % len(labels)]
        text = f"{drawn.choice(WORDS[label])} {drawn.choice(ENDS)}, report {number} says."
        given = str(drawn.choice(labels)) if number % 6 == 5 else label
        rows.append({"text": text, "label": given, "article": f"a{number // 3}"})
    return rows


def many_label_rows(n=60, seed=0):
    """Rows with any number of labels: two sentences each, the label of both, none where the text is about neither."""
    drawn = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        chosen = [label for label in sorted(WORDS)[:2] if drawn.random() < 0.5]
        parts = [str(drawn.choice(WORDS[label])) for label in chosen] or ["The mayor opened a school"]
        text = f"{', and '.join(parts)} {drawn.choice(ENDS)}, report {number} says."
        rows.append({"text": text, "labels": ";".join(chosen), "article": f"a{number // 3}"})
    return rows
