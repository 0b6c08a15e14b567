"""NLTK's import without scikit-learn and scipy.stats, for the command line alone.

`import nltk` (3.9, 3.10) loads both when they are installed, for classifiers and tests of association that framing
never asks it for: 1.0 of 1.3 seconds. NLTK takes their absence in its stride. In a process of somebody else's that
would leave NLTK without them, so only the command line, whose process is its own, does this.
"""

from __future__ import annotations

import sys

_UNUSED = ("sklearn", "scipy.stats")


def import_nltk() -> None:
    """Import NLTK, once, as if what it would load in vain were not installed."""
    absent = [name for name in _UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] # None is how Python marks a module as absent
    try:
        import nltk  # noqa: F401 # imported for its effect
    finally:
        for name in absent:
            del sys.modules[name]
