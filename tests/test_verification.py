"""A run made again is the same bytes, or says which version, term, input or figure is another."""

import gzip
import json
import shutil
import subprocess
import sys

import pytest

import framing as fr
from framing.errors import FramingError, InputError, RunError

BOOK = "label,pattern,weight,note\nwar,army,1,\nwar,attack*,1,what armies do\ntrade,port,1,\n"
TEXTS = {
    "one.txt": "The port\n\nThe army attacked the port. Trade went on, and the port paid for it.\n",
    "two.txt": "The army\n\nThe army is good. The guns of the army are many, and the port is far.\n",
}


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A folder with two texts and a codebook, and the run that was made of them there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "texts" / name).write_text(text, encoding="utf-8")
    (tmp_path / "mine.csv").write_text(BOOK, encoding="utf-8")
    run = fr.score(fr.read_articles("texts"), instruments=["mine.csv", "vader"], net_of=None, languages="any")
    run.save("run")
    return tmp_path


def told(found):
    return [str(each) for each in found.differences]


def test_a_copied_run_is_the_same_bytes(made):
    shutil.copytree("run", "copy")
    found = fr.verify("copy")
    assert found.same
    assert str(found) == "same bytes: all 11 files"
    assert dict(found.files)["scores.parquet"]


def test_a_changed_term_is_named_with_what_it_moved(made):
    """`army` gone: 4 hits less. `guns` new: 1 hit more, in two.txt. A note changed moves nothing."""
    changed = (
        BOOK.replace("war,army,1,\n", "").replace("what armies do", "what soldiers do") + "war,guns,1,\n"
    )
    (made / "mine.csv").write_text(changed, encoding="utf-8")
    found = fr.verify("run")
    assert not found.same
    assert not found.same_values
    lines = told(found)
    assert "term mine: war: army: listed, weight 1 → none" in lines
    assert "term mine: war: guns: none → listed, weight 1" in lines
    assert "term mine: war: attack*: note what armies do → note what soldiers do" in lines
    assert sum(line.startswith("term") for line in lines) == 3
    assert any(line.startswith("lexicon mine: version unversioned, sha256 ") for line in lines)
    # the paragraphs that hold `army` or `guns`: the body of one.txt, title and body of two.txt; the author says all
    assert "table scores, column mine_war_n: 6 of 12 rows, by up to 1" in lines
    assert "table evidence, rows: 11 → 8 (4 gone, 1 new)" in lines
    assert not any("vader" in line for line in lines)


def test_changed_missing_and_added_inputs_are_named(made):
    (made / "texts" / "one.txt").write_text(
        "The port\n\nThe port was calm, all day long.\n", encoding="utf-8"
    )
    (made / "texts" / "two.txt").rename(made / "texts" / "three.txt")
    lines = told(fr.verify("run"))
    assert [line.split(" ")[1] for line in lines if line.startswith("input")] == [
        "one.txt:",
        "two.txt:",
        "three.txt:",
    ]
    assert any(line.startswith("input two.txt:") and line.endswith("→ none") for line in lines)
    assert "table articles, rows: 2 → 2 (1 gone, 1 new)" in lines


def test_other_versions_are_named_even_where_every_figure_is_the_same(made):
    file = made / "run" / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    manifest["packages"]["pandas"] = "2.0"
    manifest["lexicons"]["spelling"]["sha256"] = "0" * 64
    file.write_text(json.dumps(manifest), encoding="utf-8")
    found = fr.verify("run")
    assert not found.same
    assert found.same_values
    assert "the same values, other bytes" in str(found)
    assert any(line.startswith("version pandas: 2.0 → ") for line in told(found))
    assert any(
        "sha256 000000000000… →" in line for line in told(found) if line.startswith("lexicon spelling")
    )


def test_when_and_by_which_command_it_was_made_is_apart(made):
    file = made / "run" / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    manifest |= {"created": "1999-01-01T00:00:00+00:00", "command": "framing score elsewhere"}
    file.write_text(json.dumps(manifest), encoding="utf-8")
    assert fr.verify("run").same


def test_a_long_setting_is_printed_in_one_short_line(made):
    file = made / "run" / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(manifest | {"warnings": ["a word"] * 5000}), encoding="utf-8")
    (line,) = told(fr.verify("run"))
    assert line.startswith("setting warnings: ['a word', 'a word', ")
    assert line.endswith("… → []")
    assert len(line) < 250


def test_a_damaged_table_is_found(made):
    import pandas as pd

    table = pd.read_parquet("run/scores.parquet")
    table.loc[0, "mine_war_n"] += 3
    table.to_parquet("run/scores.parquet")
    lines = told(fr.verify("run"))
    assert lines == ["table scores, column mine_war_n: 1 of 12 rows, by up to 3"]


def test_inputs_and_codebooks_may_have_moved(made):
    (made / "elsewhere").mkdir()
    (made / "texts").rename(made / "elsewhere" / "texts")
    (made / "mine.csv").rename(made / "elsewhere" / "mine.csv")
    with pytest.raises(InputError, match=r"'texts' was read for this run and is not in the current folder"):
        fr.verify("run")
    with pytest.raises(FramingError, match="mine"):
        fr.verify("run", inputs="elsewhere")
    (made / "other").symlink_to(made / "elsewhere" / "texts")
    for inputs in ("elsewhere", "elsewhere/texts", "other"):
        assert fr.verify("run", inputs=inputs, instruments=["elsewhere/mine.csv"]).differences == ()


def test_a_codebook_under_another_name_is_known_by_its_hash(made):
    """Columns go by the file's name, so the file is read under the name that it had."""
    (made / "mine.csv").rename(made / "ours.csv")
    assert fr.verify("run", instruments=["ours.csv"]).same
    (made / "ours").mkdir()
    (made / "ours.csv").rename(made / "ours" / "terms.csv")
    for path in ("ours", "ours/terms.csv"):
        assert fr.verify("run", instruments=[path]).same


def test_a_missing_codebook_is_named_with_the_option_that_finds_it(made):
    (made / "mine.csv").rename(made / "ours.csv")
    (made / "other.csv").write_text(BOOK.replace("port", "harbour"), encoding="utf-8")
    with pytest.raises(
        InputError, match=r"^'mine\.csv' was used for this run and is not here; say with --codebook .*"
    ):
        fr.verify("run")
    with pytest.raises(
        InputError, match=r"^--codebook other\.csv \(sha256 \w{12}…\): was not used .* 'mine\.csv' "
    ):
        fr.verify("run", instruments=["other.csv"])
    with pytest.raises(InputError, match=r"^--codebook none\.csv: there is no such file"):
        fr.verify("run", instruments=["none.csv"])
    with pytest.raises(InputError, match=r"^--codebook none/mine\.csv: there is no such file"):
        fr.verify("run", instruments=["none/mine.csv"])


@pytest.mark.parametrize("net_of", [None, "book", "frames"])
@pytest.mark.parametrize("names", ["actors", "people"])
def test_folders_of_codebooks_are_found_again_for_every_use(names, net_of, made):
    """As an instrument, as names of actors, and for tone net of frames."""
    for folder, rows in (("book", BOOK), ("people", "label,pattern\nArmy,army\n")):
        (made / folder).mkdir()
        (made / folder / "terms.csv").write_text(rows, encoding="utf-8")
    options = {"instruments": ["book", "vader"], "names": names, "net_of": net_of, "languages": "any"}
    fr.score(fr.read_articles("texts"), **options).save("run")
    assert fr.verify("run").same
    for folder in ("book", "people"):
        (made / folder).rename(made / f"old_{folder}")
    with pytest.raises(InputError, match="'book' was used"):
        fr.verify("run")
    moved = ["old_book/terms.csv", *(["old_people"] if names == "people" else [])]
    assert fr.verify("run", instruments=moved).same


def test_a_run_of_texts_in_memory_cannot_be_made_again(tmp_path):
    place = fr.score([fr.read_text("The army attacked.", id="a")], instruments=["frames"]).save(
        tmp_path / "run"
    )
    with pytest.raises(RunError, match="does not say which files it was read from"):
        fr.verify(place)


def test_paths_of_a_machine_are_not_told(made):
    run = fr.score(fr.read_articles(made / "texts"), instruments=["vader"], net_of=None, languages="any")
    assert run.manifest["reading"]["paths"] == run.manifest["reading"]["from"] == ["texts"]
    assert str(made) not in json.dumps(dict(run.manifest))


@pytest.mark.parametrize(
    ("given", "inputs"),
    [
        ("data/*/*.txt", (None, ".", "data")),
        (["data/a", "data/b/two.txt"], (None, ".")),
        (["data/a", "data/b"], (None, ".", "data")),
        ("{here}/data/*/*.txt", ("data",)),
        ("{here}/data", (None, ".", "data")),
        ("file://{here}/data", (None, ".", "data")),
        ("file://{here}/data/*/*.txt", ("data",)),
        ("file://{here}/data/a/one.txt", ("data/a",)),
        ("packed.jsonl.gz", (None, ".")),
    ],
    ids=str,
)
def test_a_run_of_patterns_urls_and_several_paths_is_made_again(given, inputs, made):
    """Without --inputs a path below the current folder is found again; with it, the folder that was current or read."""
    for folder, name in (("a", "one.txt"), ("b", "two.txt")):
        (made / "data" / folder).mkdir(parents=True)
        (made / "texts" / name).rename(made / "data" / folder / name)
    rows = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in TEXTS.items())
    (made / "packed.jsonl.gz").write_bytes(gzip.compress(rows.encode(), mtime=0))
    if "://" in str(given):
        pytest.importorskip("fsspec")
    paths = [each.format(here=made) for each in ([given] if isinstance(given, str) else given)]
    run = fr.score(fr.read_articles(paths), instruments=["mine.csv"], net_of=None, languages="any")
    run.save("run")
    assert str(made) not in json.dumps(dict(run.manifest))
    for place in inputs:
        assert str(fr.verify("run", inputs=place)) == "same bytes: all 11 files"
    if None not in inputs:
        with pytest.raises(InputError, match="is not in the current folder; say with --inputs"):
            fr.verify("run")


def test_a_pattern_without_a_match_is_said_and_nothing_else_is_read(made):
    run = fr.score(fr.read_articles("texts/*.txt"), instruments=["mine.csv"], net_of=None, languages="any")
    run.save("run")
    (made / "other").mkdir()
    with pytest.raises(InputError, match=r"'\*\.txt' was read for this run and is not in other"):
        fr.verify("run", inputs="other")


def test_a_url_of_another_machine_is_read_where_it_was(made):
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    system.pipe("/verified/texts/one.txt", TEXTS["one.txt"].encode())
    place = "memory://verified/texts"
    try:
        run = fr.score(fr.read_articles(place), instruments=["mine.csv"], net_of=None, languages="any")
        run.save("run")
        assert run.manifest["reading"]["from"] == [place]
        assert fr.verify("run").same
    finally:
        system.rm("/verified", recursive=True)
    with pytest.raises(InputError, match="memory://verified/texts: no such file or folder"):
        fr.verify("run")
    (made / "texts" / "two.txt").unlink()
    assert fr.verify("run", inputs=".").same


def test_the_command_says_so_with_its_exit_code(made):
    def verified():
        command = [sys.executable, "-m", "framing", "verify", "run"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = verified()
    assert (done.returncode, done.stdout) == (0, "same bytes: all 11 files\n")
    (made / "mine.csv").write_text(BOOK.replace("port", "harbour"), encoding="utf-8")
    done = verified()
    assert done.returncode == 1
    assert "  term mine: trade: port: listed, weight 1 → none\n" in done.stdout
    assert done.stderr == ""
    shutil.rmtree("run")
    done = verified()
    assert done.returncode == 2
    assert done.stderr.startswith("framing: ")
