"""TOML as `tomllib` reads it: Python's library only reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def write_toml(table: Mapping[str, Any], prefix: str = "") -> str:
    """A nested table as TOML: plain values first, then tables; None is left out, as TOML has none.

    Examples
    --------
    >>> print(write_toml({"title": "Frames", "n": 2, "versions": {"framing": "0.1"}}))
    "title" = "Frames"
    "n" = 2
    <BLANKLINE>
    ["versions"]
    "framing" = "0.1"
    <BLANKLINE>
    """
    lines = []
    later = []
    for key, value in table.items():
        name = _text(str(key))
        path = f"{prefix}.{name}" if prefix else name
        if isinstance(value, Mapping):
            later.append(f"\n[{path}]\n{write_toml(value, path)}")
        elif isinstance(value, Sequence) and not isinstance(value, str) and _are_tables(value):
            later += [f"\n[[{path}]]\n{write_toml(each, path)}" for each in value]
        elif value is not None:
            lines.append(f"{name} = {_toml_value(value)}\n")
    return "".join([*lines, *later])


def _are_tables(values: Sequence[Any]) -> bool:
    return bool(values) and all(isinstance(each, Mapping) for each in values)


def _toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return repr(value)
    return f"[{', '.join(map(_toml_value, value))}]"


def _text(value: str) -> str:
    """JSON's strings are TOML's but for DEL; characters stay as they are, as TOML knows no surrogate pairs."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
