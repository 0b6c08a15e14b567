"""Which instruments there are, by name: a new one is one file and one line here.

A package of your own adds one with an entry point in the group `framing.instruments` (name = "module:factory");
a path names a codebook of your own, or a model that `framing train` wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from framing.classifier.storage import is_model
from framing.errors import FramingError
from framing.model import Instrument

_TONE = {
    "textblob": "framing.tone.textblob:TextBlobTone",
    "vader": "framing.tone.vader:VaderTone",
    "oped": "framing.tone.oped:OpedTone",
}
_CODEBOOKS = {
    "frames": "framing.lexicon.instrument:frame_instrument",
    "generic_frames": "framing.lexicon.instrument:frame_instrument",
    "actors": "framing.lexicon.instrument:actor_instrument",
}

#: Stands for the codebook of names that a run uses, whichever that is.
ACTORS = "actors"

#: Ends the name of a model's file, so that a damaged one is not taken for a codebook.
MODEL_SUFFIX = ".model"

#: What `score` uses unless told otherwise; of the instruments of tone the first is a run's main one.
DEFAULT = ("frames", ACTORS, "oped", "vader", "textblob")


def names() -> list[str]:
    """Names that `instrument` knows, those of other packages included."""
    return sorted({*_TONE, *_CODEBOOKS, *(point.name for point in entry_points(group="framing.instruments"))})


def instrument(name: str) -> Instrument:
    """The instrument of a name, or the codebook (a folder with terms.csv, a CSV file) or trained model at a path.

    Raises
    ------
    FramingError
        if there is neither an instrument of that name nor a codebook or model at that path.
    """
    if name in _TONE:
        return _load(_TONE[name])()
    if name in _CODEBOOKS:
        return _load(_CODEBOOKS[name])(name)
    for point in entry_points(group="framing.instruments"):
        if point.name == name:
            made: Instrument = point.load()()
            return made
    if is_model(name):
        return _load("framing.scoring.trained:open_model")(name)
    if Path(name).suffix == MODEL_SUFFIX:
        raise FramingError(
            f"{name}: is no model of framing, or there is none; name a file that framing train wrote"
        )
    if Path(name).exists():
        return _load(_CODEBOOKS["frames"])(name)
    raise FramingError(
        f"instrument '{name}': unknown; there are {', '.join(names())}, or give the path of a codebook or model"
    )


def instruments(chosen: Sequence[str | Instrument]) -> list[Instrument]:
    """The chosen instruments, each once.

    Raises
    ------
    FramingError
        if one is unknown, two would write the same column, or two have the same name.
    """
    made = [instrument(item) if isinstance(item, str) else item for item in chosen]
    called: dict[str, Instrument] = {}
    for each in made:
        check_same(called.setdefault(each.name, each), each)
    owners: dict[str, str] = {}
    for each in made:
        for measure in each.measures:
            if measure.column in owners:
                raise FramingError(
                    f"instruments '{owners[measure.column]}' and '{each.name}' both write the column "
                    f"'{measure.column}'; name each instrument once, or rename one codebook"
                )
            owners[measure.column] = each.name
    return made


def check_same(first: Instrument, second: Instrument) -> None:
    """Refuse two instruments of one name, since columns and evidence go by the name.

    Raises
    ------
    FramingError
        if they are not the same instrument.
    """
    if first is not second:
        raise FramingError(
            f"two instruments are called '{first.name}' ({first.source.title}; {second.source.title}); name each "
            "once, and give a codebook's file or a model a name of its own"
        )


def _load(place: str) -> Callable[..., Instrument]:
    module, factory = place.split(":")
    made: Callable[..., Instrument] = getattr(import_module(module), factory)
    return made
