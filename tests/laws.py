"""How many made-up examples a law is held against: always the same ones, or many random ones on demand.

The usual run draws the examples of the run before it, so that it fails for a change and for nothing else. With
``FRAMING_EXAMPLES=10000`` every law is held against so many examples drawn at random, whatever number it asks for.
"""

import os

from hypothesis import settings

_ASKED = os.environ.get("FRAMING_EXAMPLES", "")


def choose_profile():
    """Set what holds for every law; called before any test is read."""
    settings.register_profile("usual", derandomize=True, deadline=None, print_blob=True)
    settings.register_profile(
        "search", settings.get_profile("usual"), derandomize=False, max_examples=_number(100)
    )
    settings.load_profile("search" if _ASKED else "usual")


def examples(usual, **further):
    """Settings of a law that is held against so many examples unless another number is asked for."""
    return settings(max_examples=_number(usual), **further)


def _number(usual):
    return int(_ASKED) if _ASKED else usual
