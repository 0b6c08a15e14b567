"""The house: layers, public names, what loads when, and what the wheel carries."""

import ast
import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import framing
from framing import library

ROOT = Path(framing.__file__).parent
#: Rooms from top to bottom; those in one row do not import one another.
LAYERS = [
    ["cli", "__main__"],
    ["reporting", "corpus", "coding", "verification"],
    ["scoring", "statistics"],
    ["lexicon", "tone", "classifier"],
    ["preprocessing", "arithmetic"],
    ["library"],
    ["run"],
    ["tables"],
    ["output", "deadline", "progress"],
    ["model"],
    ["errors", "html", "memory"],
]
LEVEL = {room: level for level, row in enumerate(LAYERS) for room in row}
HEAVY = {
    "nltk",
    "sklearn",
    "textblob",
    "matplotlib",
    "openpyxl",
    "pandas",
    "pyarrow",
    "scipy",
    "statsmodels",
    "vaderSentiment",
    "trafilatura",
}


#: What a codebook is and where a word stands: data that statistics may read. The instrument is not among them.
LEXICON_DATA = {"codebook", "kwic", "patterns", "spelling"}
#: scikit-learn's classes need their base where they are defined: this module is imported inside functions only.
DEFINES_ESTIMATORS = {Path("classifier/features.py")}


def modules():
    return sorted(
        path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py" and "lexicons" not in path.parts
    )


def room(path):
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_modules(path):
    """Modules that a module imports at run time, wherever in the file; names for types alone do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for child in block.body
        for node in ast.walk(child)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def imported(path):
    """Rooms of framing that a module imports at run time."""
    for name in imported_modules(path):
        if name.startswith("framing."):
            yield name.split(".")[1]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_an_import_only_ever_points_down(path):
    own = room(path)
    assert own in LEVEL, f"{own} has no place in the house"
    for other in imported(path):
        assert own in {other, "__main__"} or LEVEL[other] > LEVEL[own], f"{own} imports {other}"


def test_statistics_and_reporting_import_no_instrument():
    """Both read a run. Statistics may read a codebook too, which is data; what scores texts with it they may not."""
    instruments = {"lexicon", "tone", "classifier", "scoring"}
    for path in modules():
        if room(path) == "reporting":
            assert not instruments & set(imported(path)), path
        if room(path) == "statistics":
            assert not instruments - {"lexicon"} & set(imported(path)), path
            used = {name for name in imported_modules(path) if name.startswith("framing.lexicon.")}
            assert all(name.split(".")[2] in LEXICON_DATA for name in used), path


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_libraries_load_where_they_are_first_needed(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        assert (
            path.relative_to(ROOT) in DEFINES_ESTIMATORS or not {name.split(".")[0] for name in names} & HEAVY
        )


@pytest.mark.parametrize(
    "module", ["framing", "framing.scoring.trained", "framing.classifier.training", "framing.cli.train"]
)
def test_importing_framing_loads_nothing_heavy(module):
    code = f"import {module}, sys; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert not HEAVY & set(loaded)


def test_public_names_are_listed_once_and_exist():
    assert sorted(framing.__all__) == sorted(set(framing.__all__)) == sorted(framing._PLACES)
    for name in framing.__all__:
        assert getattr(framing, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = framing.nonsense


@pytest.mark.parametrize("name", library.names())
def test_each_resource_is_what_its_source_says(name):
    folder = library.folder(name)
    table = library.read_source(folder)
    data = folder / table.get("data", "terms.csv")
    assert hashlib.sha256(data.read_bytes()).hexdigest() == table["sha256"]
    assert table["language"] == "en"
    assert tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))["title"]


def test_every_folder_of_lexicons_has_a_source():
    folders = [
        path
        for path in library.folder("frames").parent.iterdir()
        if path.is_dir() and path.name != "__pycache__"
    ]
    assert sorted(path.name for path in folders) == library.names()
