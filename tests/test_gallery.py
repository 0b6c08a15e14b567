"""The gallery: the code on the page makes the pictures on the page."""

import importlib.util
import re
from pathlib import Path

import pytest
from PIL import Image

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("gallery_make", DOCS / "gallery" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("gallery")
    return folder, module.make(folder)


def test_the_code_of_the_page_makes_its_pictures(made):
    folder, names = made
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    assert names == re.findall(r"\(gallery/([a-z-]+)\.png\)", page)
    assert {path.stem for path in folder.iterdir()} == set(names)
    assert {path.stem for path in (DOCS / "gallery").glob("*.png")} == set(names)


def test_the_pictures_that_are_kept_are_those_of_the_code(made):
    """As large, and small enough to keep; letters may differ by a hair between versions of matplotlib."""
    folder, names = made
    for name in names:
        kept = DOCS / "gallery" / f"{name}.png"
        assert kept.stat().st_size < 60_000
        with Image.open(kept) as one, Image.open(folder / f"{name}.png") as other:
            assert one.size == other.size, f"{name}: run docs/gallery/make.py"


def test_every_picture_has_words_for_those_who_do_not_see_it():
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    assert all(len(words) > 30 for words in re.findall(r"!\[([^\]]*)\]", page))
