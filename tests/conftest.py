"""What several tests share: the run of the seed op-ed, made once."""

from pathlib import Path

import pytest

import framing as fr
from framing.library import seeds

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
