"""A process that starts fast: libraries without what framing never asks them for; for the command line alone.

`import nltk` (3.9, 3.10) runs its whole library, parsers and classifiers included, with scikit-learn and scipy.stats
when they are installed; `import textblob` (0.18, 0.19) wants that too. framing needs NLTK's tokenisers and TextBlob's
sentiment. So both packages are put in place here unopened: their modules load as they are asked for, and the package
itself runs when a name is asked for that is none of its modules. scipy (1.15 to 1.17) takes every public name of numpy,
and so loads its Fortran compiler and its tests; here it is given two empty modules for them. In a process of somebody
else's all that could show, so only the command line, whose process is its own, does it.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What NLTK loads in vain; it takes the absence of both in its stride.
_UNUSED = ("sklearn", "scipy.stats")
_PACKAGES = ("nltk", "textblob")
#: Modules of numpy that scipy loads in vain.
_OF_NUMPY = ("f2py", "testing")
#: Objects that are made before Python looks for circles among them; by itself it does so after 700, a fifth of a start.
_OBJECTS = 100_000


def import_nltk() -> None:
    """Import NLTK's tokenisers, once, as if what they would load in vain were not there.

    Python is told to look for circles of objects more seldom, too.
    """
    gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
    for name in _PACKAGES:
        if name not in sys.modules:
            _put_unopened(name)
    with _hidden():
        try:
            import_module("nltk.tokenize")
        except (ImportError, AttributeError):  # a version whose modules need more than themselves
            for name in [each for each in sys.modules if each.partition(".")[0] in _PACKAGES]:
                del sys.modules[name]
            import_module("nltk")


def import_scipy() -> None:
    """Import scipy.special as if numpy had no Fortran compiler and no tests; both can be had afterwards."""
    import numpy as np

    empty = {name: ModuleType(f"numpy.{name}") for name in _OF_NUMPY if name not in vars(np)}
    vars(np).update(empty)
    try:
        import_module("scipy.special")
    finally:
        for name, module in empty.items():
            if vars(np).get(name) is module:
                delattr(np, name)


class _Unopened(ModuleType):
    """A package that has not run: its modules load when they are asked for, anything else makes it run."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        if find_spec(f"{self.__name__}.{name}") is not None:
            return import_module(f"{self.__name__}.{name}")
        self.__class__ = ModuleType  # type: ignore[assignment] # from here on it is like any other
        with _hidden():
            self.__spec__.loader.exec_module(self)  # type: ignore[union-attr] # _put_unopened found it
        return getattr(self, name)


def _put_unopened(name: str) -> None:
    spec = find_spec(name)
    if spec is not None and spec.loader is not None:
        module = module_from_spec(spec)
        module.__class__ = _Unopened
        sys.modules[name] = module


@contextlib.contextmanager
def _hidden() -> Iterator[None]:
    """Make what NLTK loads in vain look as if it were not installed, unless it is loaded already."""
    absent = [name for name in _UNUSED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] # None is how Python marks a module as absent
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
