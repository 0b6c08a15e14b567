"""The run: what comes back from disk is what went there, byte for byte the same each time."""

import json
import shutil
import signal
from pathlib import Path

import pandas as pd
import pytest

import framing as fr
from framing.errors import OutputError, RunError
from framing.output import check_target, read_csv, replacing, write_csv
from framing.run import make_run


@pytest.fixture(scope="module")
def run(seed_run):
    return seed_run


def test_what_is_loaded_is_what_was_saved(run, tmp_path):
    assert fr.load(run.save(tmp_path / "run")) == run


def test_the_same_run_gives_the_same_bytes(run, tmp_path):
    first, second = run.save(tmp_path / "a"), fr.load(run.save(tmp_path / "b")).save(tmp_path / "c")
    for file in sorted(first.iterdir()):
        assert file.read_bytes() == (second / file.name).read_bytes(), file.name


def test_a_run_is_replaced_but_other_peoples_files_never(run, tmp_path):
    place = run.save(tmp_path / "run")
    run.save(place)
    (place / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"holds files that framing did not write \(notes.txt\)"):
        run.save(place)
    assert (place / "notes.txt").read_text() == "mine"


def test_a_folder_is_only_replaced_if_framing_wrote_it(tmp_path):
    """Names alone prove nothing: a folder `articles` may be somebody's texts."""
    (tmp_path / "mine" / "articles").mkdir(parents=True)
    (tmp_path / "mine" / "articles" / "one.html").write_text("mine")
    with pytest.raises(OutputError, match=r"did not write \(articles\)"):
        check_target(tmp_path / "mine")
    (tmp_path / "mine" / "manifest.json").write_text('{"name": "a web app"}')
    with pytest.raises(OutputError, match=r"did not write \(articles, manifest.json\)"):
        check_target(tmp_path / "mine")


@pytest.mark.parametrize("instrument", ["actors", "frames", "oped", "vader", "textblob"])
def test_a_report_of_one_instrument_alone_is_replaced_too(instrument, tmp_path):
    text = "The ministers of Iceland and Peru praised a good bargain over security. Their army was glad."
    run = fr.score([fr.Article(id="a", text=text)], instruments=[instrument])
    for _ in range(2):
        fr.write_report(run, tmp_path / "report")


def test_what_is_kept_is_carried_over_and_comes_back_after_a_failure(run, tmp_path):
    place = tmp_path / "out"
    with replacing(place) as folder:
        (folder / "report.html").write_text('<meta name="generator" content="framing 0">')
        run.write(make(folder / "run"))
    with replacing(place, keep=["run"]) as folder:
        (folder / "report.html").write_text('<meta name="generator" content="framing 1">')
    assert fr.load(place / "run") == run
    (place / "run" / "notes.md").write_text("mine")
    with pytest.raises(OutputError, match=r"did not write \(run/notes.md\)"):
        check_target(place)


def make(folder):
    folder.mkdir()
    return folder


def test_a_run_gives_way_to_a_run_alone(run, tmp_path):
    place, report = run.save(tmp_path / "run"), tmp_path / "report"
    run.save(make(report) / "run")
    (report / "report.html").write_text('<meta name="generator" content="framing 1">')
    for path in (place, report):
        with pytest.raises(OutputError, match="holds a run, which would be lost"):
            check_target(path)
        check_target(path, over_run=True)
    check_target(report, keep=["run"])
    with pytest.raises(OutputError, match="which would be lost"):
        check_target(place, keep=["run"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_is_stopped_while_an_output_takes_its_place_leaves_it_whole(tmp_path, monkeypatch, number):
    rename = Path.rename

    def stopped(path, target):
        signal.raise_signal(number)
        return rename(path, target)

    def replace(place, text):
        with monkeypatch.context() as patch, replacing(place) as fresh:
            (fresh / "rejected.csv").write_text(f"input,row,reason\n{text},,\n")
            patch.setattr(Path, "rename", stopped)

    before = {
        each: signal.signal(each, signal.default_int_handler) for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        for text in ("one", "two"):
            with pytest.raises(KeyboardInterrupt):
                replace(tmp_path / "out", text)
            assert text in (tmp_path / "out" / "rejected.csv").read_text()
            assert [path.name for path in tmp_path.iterdir()] == ["out"]
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda run, other: shutil.copy(other / "articles.parquet", run), "are of other articles"),
        (
            lambda run, other: shutil.copy(other / "scores.parquet", run),
            "scores.parquet is of other paragraphs",
        ),
        (
            lambda run, other: shutil.copy(other / "sentences.parquet", run),
            "sentences.parquet is of other para",
        ),
        (
            lambda run, other: shutil.copy(other / "evidence.parquet", run),
            "evidence.parquet is of other paragraphs",
        ),
        (
            lambda run, _: without_line(run / "measures.csv", 2),
            "measures.csv and scores.parquet have other columns",
        ),
    ],
)
def test_tables_of_two_runs_are_no_run(run, op_ed_run, tmp_path, break_it, says):
    place = run.save(tmp_path / "run")
    break_it(place, op_ed_run.save(tmp_path / "other"))
    with pytest.raises(RunError, match=rf"incomplete or damaged \(.*{says}"):
        fr.load(place)


def without_line(path, number):
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:number] + lines[number + 1 :]))


def test_a_failure_in_the_middle_leaves_what_stood_there(run, tmp_path):
    place = run.save(tmp_path / "run")
    before = {file.name: file.read_bytes() for file in place.iterdir()}

    def fail():
        with replacing(place, over_run=True) as folder:
            (folder / "articles.parquet").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert {file.name: file.read_bytes() for file in place.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_that_is_no_run_is_said_to_be_none(run, tmp_path):
    with pytest.raises(RunError, match="no such folder"):
        fr.load(tmp_path / "nowhere")
    with pytest.raises(RunError, match=r"holds no manifest\.json"):
        fr.load(tmp_path)
    run.save(tmp_path / "report" / "run")
    with pytest.raises(RunError, match=r"did you mean .*report/run\?"):
        fr.load(tmp_path / "report")


def test_a_damaged_run_is_refused_in_one_line(run, tmp_path):
    place = run.save(tmp_path / "run")
    (place / "scores.parquet").write_bytes(b"PAR1 half a table")
    with pytest.raises(RunError, match="incomplete or damaged"):
        fr.load(place)
    place = run.save(tmp_path / "other")
    manifest = json.loads((place / "manifest.json").read_text()) | {"format": 99}
    (place / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(RunError, match="run format 99, this version reads 1"):
        fr.load(place)


def test_counts_are_whole_numbers_and_other_measures_are_floats(run):
    for measure in run.measures.itertuples():
        expected = "int64" if measure.statistic == "n" else "float64"
        assert run.by_voice[measure.column].dtype == expected, measure.column
        assert run.sentences[measure.column].dtype == expected, measure.column


def test_long_has_one_row_a_paragraph_voice_and_measure(run):
    long = run.long()
    assert len(long) == len(run.by_voice) * len(run.measures)
    assert list(long.columns) == ["article", "paragraph", "voice", "n_words", "kind", "measure", "value"]


def test_wide_has_one_row_a_paragraph_with_its_metadata(run):
    wide = run.wide()
    assert len(wide) == len(run.paragraphs)
    assert {"outlet", "date", "text", *run.measures["column"]} <= set(wide.columns)


def test_columns_of_the_user_keep_their_kind():
    columns = {"article": ["a", "b"], "n_words": [1, 2], "n_paragraphs": [1, 1]}
    extra = {"wave": [1, 2], "share": [0.5, None], "mixed": [1, "x"], "yes": [True, None]}
    made = make_run(
        articles=columns | extra,
        **{name: {} for name in ("paragraphs", "by_voice", "sentences", "evidence", "actors", "quotations")},
        measures=[],
        rejected=[],
        manifest={"format": 1},
    )
    kinds = {name: str(made.articles[name].dtype) for name in extra}
    assert kinds == {"wave": "Int64", "share": "float64", "mixed": "str", "yes": "boolean"}


def test_text_that_looks_like_a_formula_is_made_harmless_and_comes_back(tmp_path):
    frame = pd.DataFrame(
        {"term": ["=cmd()", "+1", "-x", "@a", "'=b", "plain", "O'Neill"], "value": [-0.42] * 7}
    )
    write_csv(frame, tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text().splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == [
        "'=cmd()",
        "'+1",
        "'-x",
        "'@a",
        "''=b",
        "plain",
        "O'Neill",
    ]
    assert all(line.endswith(",-0.42") for line in lines)
    pd.testing.assert_frame_equal(
        read_csv(tmp_path / "table.csv", dtype={"term": "str"}), frame.astype({"term": "str"})
    )


def test_a_run_shows_itself_in_one_line(run):
    assert repr(run).startswith("<Run: 1 articles, 17 paragraphs, ")
    assert len(repr(run)) < 150


def test_wide_keeps_a_column_of_the_user_that_has_the_name_of_ours():
    given = fr.Article("a", "The war is over.", extra={"kind": "letter", "vader_compound": 7})
    wide = fr.score([given], languages="any").wide()
    assert wide["kind_given"].tolist() == ["letter"]
    assert wide["kind"].tolist() == ["body"]
    assert wide["vader_compound_given"].tolist() == [7]


def test_a_file_of_ones_own_among_the_figures_is_never_replaced(tmp_path):
    figures = make(tmp_path / "figures")
    (tmp_path / "report.html").write_text('<meta name="generator" content="framing 0">')
    for kind in ("pdf", "svg", "png", "csv"):
        (figures / f"tone.{kind}").write_text("ours")
    check_target(tmp_path)
    (figures / "my.csv").write_text("mine")
    with pytest.raises(OutputError, match=r"did not write \(figures/my.csv\)"):
        check_target(tmp_path)
