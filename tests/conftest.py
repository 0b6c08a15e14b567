"""What several tests share: how laws are tried, and runs and reports that are made once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from laws import choose_profile

import framing as fr
from framing.library import seeds

try:
    import fcntl
except ImportError:  # Windows: each process makes its own
    fcntl = None

choose_profile()

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def seed_articles():
    return fr.read_articles(seeds())


@pytest.fixture(scope="session")
def seed_run(seed_articles):
    return fr.score(seed_articles)


@pytest.fixture(scope="session")
def op_eds():
    return DATA / "op-eds"


@pytest.fixture(scope="session")
def op_ed_run(op_eds):
    return fr.score(fr.read_articles(op_eds))


@pytest.fixture(scope="session")
def op_ed_report(op_eds, tmp_path_factory):
    """The report of the six op-eds as the command makes it, with its run inside; to be read, never written into."""
    command = [sys.executable, "-m", "framing", "analyze", str(op_eds), "-o"]
    return made_once(
        tmp_path_factory,
        "op-eds",
        lambda place: subprocess.run([*command, str(place)], check=True, capture_output=True),
    )


def made_once(tmp_path_factory, name, make):
    """A folder that is made once, whichever process of pytest-xdist needs it first; the others wait for it."""
    folder = tmp_path_factory.getbasetemp()
    if fcntl is None or "PYTEST_XDIST_WORKER" not in os.environ:
        make(folder / name)
        return folder / name
    folder = folder.parent  # the one that the processes of one call have in common
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / name).exists():
            make(folder / name)
    return folder / name
