"""Is a run what its inputs, its word lists and this installation give? It is made again, and both are held together.

moved         codebooks, models and instruments, found where they are now
again         the articles read and scored as the manifest says
differences   what two runs differ in: versions, word lists and their terms, inputs, rows and figures
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from framing.verification.again import score_again
from framing.verification.differences import Difference, differences

if TYPE_CHECKING:
    import os

    from framing.model import Instrument

#: What a run says of when and how it was made; its bytes may differ.
_APART = "manifest.json"


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of making a run again.

    Attributes
    ----------
    files
        by the run's files, whether they are the same bytes; of the manifest all but when and by which command it
        was made, and from which folders
    differences
        what differs, causes first; empty where every file is the same
    """

    files: tuple[tuple[str, bool], ...]
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether every file is the same bytes."""
        return all(same for _, same in self.files)

    @property
    def same_values(self) -> bool:
        """Whether every table holds the same values, whatever its bytes."""
        return not any(each.kind == "table" for each in self.differences)

    def __str__(self) -> str:
        """The verdict in a line, then a line a difference."""
        n = len(self.files)
        if self.same:
            return f"same bytes: all {n} files"
        changed = [name for name, same in self.files if not same]
        values = "the same values, other bytes" if self.same_values else "other values"
        head = f"differs: {len(changed)} of {n} files ({', '.join(changed)}): {values}"
        return "\n".join([head, *(f"  {each}" for each in self.differences)])


def verify(
    run: str | os.PathLike[str],
    *,
    inputs: str | os.PathLike[str] | None = None,
    instruments: Sequence[str | Instrument] = (),
) -> Verification:
    """Make a run again from its manifest and compare the two, byte by byte.

    Parameters
    ----------
    run
        folder of a run, as `Run.save` wrote it
    inputs
        folder that holds the files or folders that were read, the one folder itself, or the folder that was current
        then; None: as they were given, from the current folder
    instruments
        codebooks or models (paths) and instruments of your own (objects) that the run was made with, where they are
        not found under the names that the manifest tells; a codebook under another name is known by its sha256

    Returns
    -------
    Verification
        `same` if every file is the same bytes; else `differences` says which versions, word lists (term by term),
        inputs and figures are others. Print it to read it.

    Raises
    ------
    RunError
        if the folder is no run, or the run does not say how its articles were read.
    InputError
        if the inputs or an instrument are not there, or an instrument is given that was not used.
    NoArticlesError
        if no article can be read any more.

    Examples
    --------
    >>> import framing as fr
    >>> place = fr.score(fr.read_articles("seeds/"), instruments=["frames"]).save("run")
    >>> print(fr.verify(place))
    same bytes: all 11 files
    """
    from framing.run import load

    place = Path(run)
    before = load(place)
    again = score_again(before, inputs=inputs, instruments=instruments)
    with tempfile.TemporaryDirectory(prefix="framing-") as work:
        folder = Path(work)
        again.write(folder)
        files = [(path.name, _same(path, place / path.name)) for path in sorted(folder.iterdir())]
    found = differences(before, again)
    listed = tuple((name, not found if name == _APART else same) for name, same in files)
    return Verification(listed, tuple(found))


def _same(first: Path, second: Path) -> bool:
    return second.is_file() and first.read_bytes() == second.read_bytes()
