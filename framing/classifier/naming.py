"""Names in columns: what a model and its labels are called there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.errors import InputError

_WORD = re.compile(r"[^\W_]+")


def slug(name: str) -> str:
    """Name as it stands in columns: small letters and digits, all else an underscore.

    Examples
    --------
    >>> slug("Human interest (soft)")
    'human_interest_soft'
    """
    return "_".join(_WORD.findall(name.lower()))


def model_name(name: str) -> str:
    """Name of a model as an instrument: a slug that begins with a letter.

    Examples
    --------
    >>> model_name("2024 frames")
    'model_2024_frames'
    """
    made = slug(name)
    return made if made.isidentifier() else f"model_{made}".rstrip("_")


def check_labels(labels: Sequence[str]) -> None:
    """Refuse labels that would be one column, or none.

    Raises
    ------
    InputError
        if a label has neither letter nor digit, or two differ in case or marks alone.
    """
    seen: dict[str, str] = {}
    for label in labels:
        if not slug(label):
            raise InputError(f"label '{label}': has no letter or digit; rename it")
        other = seen.setdefault(slug(label), label)
        if other != label:
            raise InputError(
                f"labels '{other}' and '{label}' differ in case or marks alone; write them alike"
            )
