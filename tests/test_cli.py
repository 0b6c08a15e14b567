"""The command line: what it prints, what it leaves, and one clear line for every mistake."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import framing as fr
from framing.library import seeds
from framing.reporting.appendix import appendix
from framing.reporting.style import frame_letters

SEED = "2024-11-13-pakistan-chinese-citizens"


def framing(*arguments, cwd=None):
    command = [sys.executable, "-m", "framing", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    out = tmp_path_factory.mktemp("cli") / "out"
    done = framing("analyze", seeds(), "-o", out)
    assert done.returncode == 0, done.stderr
    return out, done


def fails(*arguments, cwd=None):
    """Run a command that must fail with one line on stderr and no traceback."""
    done = framing(*arguments, cwd=cwd)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("framing: "), done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


def test_analyze_leaves_the_run_the_figures_the_tables_and_the_page(report):
    out, done = report
    assert f"report: {out / 'report.html'}" in done.stdout
    assert "security" in done.stdout
    figures = sorted(path.name for path in (out / "figures").iterdir())
    stems = {name.rsplit(".", 1)[0] for name in figures}
    assert len(stems) == 5
    assert figures == sorted(f"{stem}.{kind}" for stem in stems for kind in ("csv", "pdf", "png", "svg"))
    assert list((out / "tables").glob("*.csv"))
    assert list((out / "tables").glob("*.tex"))
    assert (out / "methods.md").is_file()
    assert (out / "references.bib").is_file()
    assert len(fr.load(out / "run").scores) == 11


def test_what_is_printed_in_a_pipe_fits_80_columns_without_colour(report):
    _, done = report
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == ""
    assert max(len(line) for line in done.stdout.splitlines() if not line.startswith("report:")) <= 80


def test_twice_the_same_input_gives_the_same_bytes(report, tmp_path):
    first, _ = report
    again = tmp_path / "again"
    assert framing("analyze", seeds(), "-o", again).returncode == 0
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    for file in files:
        if file.name != "manifest.json":  # `created` and `command` differ, and nothing else: see below
            assert (first / file).read_bytes() == (again / file).read_bytes(), file
    one, two = (dict(fr.load(place / "run").manifest) for place in (first, again))
    assert {key for key in one if one[key] != two[key]} <= {"created", "command"}


def test_an_earlier_output_is_replaced_and_foreign_files_are_not(report, tmp_path):
    place = tmp_path / "out"
    for _ in range(2):
        assert framing("score", seeds(), "-o", place).returncode == 0
    (place / "thesis.docx").write_text("mine")
    assert "holds files that framing did not write (thesis.docx)" in fails("score", seeds(), "-o", place)


def test_report_makes_the_same_report_from_the_run(report, tmp_path):
    out, _ = report
    done = framing("report", out / "run", "-o", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "again" / "report.html").read_bytes() == (out / "report.html").read_bytes()


def test_check_shows_what_would_be_read(report):
    done = framing("check", seeds())
    for line in (
        "title       Pakistan’s Commitment",
        "date        2024-11-13",
        "outlet      Eur Asia News",
        "11 paragraphs",
        "headings    5",
        "Lin Jian: “determination and ability”",
        "Special Security Division (SSD)",
        "english",
        "1 article, 0 rejected",
    ):
        assert line in done.stdout, done.stdout


def test_show_marks_the_text_and_finds_a_term(report):
    out, _ = report
    marked = framing("show", out / "run", SEED).stdout
    assert "threats[S]" in marked
    assert "Special Security[S*] Division" in marked.replace("\n", " ")
    contexts = framing("show", out / "run", "--term", "Panda bond").stdout
    assert "1 context of 'Panda bond'" in contexts
    assert "no article 'nonsense'" in fails("show", out / "run", "nonsense")
    assert "regular expression" in fails("show", out / "run", "--term", "a|b")


def test_labels_of_two_codebooks_have_letters_of_their_own(tmp_path):
    """Each codebook alone would give A; shipped codebooks keep theirs where they come first."""
    (tmp_path / "one.csv").write_text("label,pattern\narmy,soldier*\n")
    (tmp_path / "two.csv").write_text("label,pattern\nart,opera*\narmament,rocket*\n")
    (tmp_path / "a.txt").write_text("Soldiers fired rockets at the opera of security.")
    run = fr.score(
        fr.read_articles(tmp_path / "a.txt"),
        instruments=["frames", str(tmp_path / "one.csv"), str(tmp_path / "two.csv"), "generic_frames"],
    )
    run.save(tmp_path / "run")
    shown = framing("show", tmp_path / "run", "a").stdout
    for marked in ("Soldiers[A]", "rockets[R]", "opera[A2]", "security[S]"):
        assert marked in shown
    letters = frame_letters(run)
    assert len(set(letters.values())) == len(letters)
    assert [letters["frames", label] for label in ("security", "economic", "diplomatic")] == ["S", "E", "D"]
    assert "### art (A2)" in appendix(run, ["two"])


def test_lexicons_lists_and_shows_and_checks(tmp_path):
    listed = framing("lexicons").stdout
    for name in ("frames", "generic_frames", "actors", "textblob", "vader"):
        assert name in listed
    shown = framing("lexicons", "frames").stdout
    assert "S  security" in shown
    assert "no fault found" in framing("lexicons", "frames", "--check").stdout
    (tmp_path / "mine.csv").write_text("label,pattern\nwar,attack\nwar,attack\n")
    assert "row 3" in fails("lexicons", tmp_path / "mine.csv", "--check")
    assert "'nonsense': no such codebook or file" in fails("lexicons", "nonsense")


def test_a_codebook_of_ones_own_is_scored_beside_the_others(tmp_path):
    (tmp_path / "water.csv").write_text("label,pattern\nwater,dam*\nwater,river\n")
    (tmp_path / "a.txt").write_text(
        "The dams on the river are good for all of us, said nobody in the valley."
    )
    done = framing("score", "a.txt", "-o", "run", "-c", "water.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert fr.load(tmp_path / "run").scores["water_water_n"].tolist() == [2]


def test_rejected_inputs_are_counted_and_the_rest_goes_on(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(
        "The war is over and the trade is back. Nobody was sorry to see it go."
    )
    (tmp_path / "in" / "empty.txt").write_text("")
    done = framing("score", "in", "-o", "run", cwd=tmp_path)
    assert done.returncode == 0
    assert "1 rejected (all in rejected.csv):\n  empty.txt: " in done.stderr
    assert fr.load(tmp_path / "run").rejected["input"].tolist() == ["empty.txt"]


def test_when_nothing_could_be_read_the_reasons_are_still_written(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    line = fails("analyze", "in", "-o", "out", cwd=tmp_path)
    assert "no article could be scored (1 input rejected; the first: empty.txt" in line
    assert "empty.txt" in (tmp_path / "out" / "rejected.csv").read_text()
    (tmp_path / "in" / "empty.txt").write_text(
        "Now there is something in it: the war is over and all is well."
    )
    assert framing("analyze", "in", "-o", "out", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["analyze", "nowhere", "-o", "out"], "nowhere"),
        (["analyze", "empty", "-o", "out"], "1 input rejected; the first: empty: a folder without a file"),
        (["analyze", "a.txt", "-o", "a.txt"], "a.txt: is not a folder"),
        (["analyze", "a.txt", "-o", "out", "-i", "nonsense"], "instrument 'nonsense': unknown"),
        (["analyze", "a.txt", "-o", "out", "-c", "bad.csv"], "bad.csv"),
        (["analyze", "a.txt", "-o", "out", "--net-of", "nonsense"], "'nonsense': no such codebook or file"),
        (["analyze", "a.txt", "-o", "out", "--column", "text"], "--column text: write FIELD=NAME"),
        (
            ["analyze", "a.txt", "-o", "out", "--column", "text=a", "--column", "text=b"],
            "--column text=b: text is column 'a' already; name one",
        ),
        (
            ["analyze", "a.txt", "-o", "out", "--column", "text=a", "--column", "title=a"],
            "columns: 'a' cannot be both text and title",
        ),
        (["analyze", "a.txt", "-o", "out", "--encoding", "klingon"], "klingon"),
        (["report", "empty", "-o", "out"], "holds no manifest.json"),
        (["show", "nowhere"], "no such folder"),
    ],
)
def test_a_mistake_is_one_clear_line(arguments, line, tmp_path):
    (tmp_path / "a.txt").write_text("The war is over and the trade is back. Nobody was sorry to see it go.")
    (tmp_path / "bad.csv").write_text("label,pattern\nwater,*\n")
    (tmp_path / "empty").mkdir()
    assert line in fails(*arguments, cwd=tmp_path)


def test_help_answers_without_loading_anything_heavy():
    code = (
        "import sys; sys.argv = ['framing', '--help']\n"
        "from framing.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for verb in ("analyze", "check", "score", "report", "show", "lexicons"):
        assert verb in done.stdout
    for heavy in ("nltk", "pandas", "numpy", "matplotlib", "sklearn", "textblob"):
        assert f"'{heavy}'" not in done.stdout.splitlines()[-1]


def test_a_report_never_takes_the_place_of_its_run(report, tmp_path):
    out, _ = report
    place = fr.load(out / "run").save(tmp_path / "run")
    assert "is a run, and a report there would replace it" in fails("report", place, "-o", place)
    whole = shutil.copytree(out, tmp_path / "whole")
    for run in (whole / "run", whole):  # the report that holds a run stands for it
        assert framing("report", run, "-o", whole).returncode == 0
        assert fr.load(whole / "run").scores.equals(fr.load(place).scores)


def test_a_report_stands_for_the_run_inside_it(report, tmp_path):
    out, _ = report
    assert framing("report", out, "-o", tmp_path / "again").returncode == 0
    assert (tmp_path / "again" / "report.html").read_bytes() == (out / "report.html").read_bytes()
    assert (
        framing("show", out, "--term", "army").stdout == framing("show", out / "run", "--term", "army").stdout
    )
    (tmp_path / "coded.csv").write_text("article,paragraph,labels\nnone,1,security\n", encoding="utf-8")
    for run in (out, out / "run"):
        assert "no such folder" not in (line := fails("evaluate", run, tmp_path / "coded.csv"))
        assert "manifest.json" not in line


@pytest.mark.parametrize("name", ["actors", "textblob", "frames"])
def test_a_codebook_of_the_name_of_another_instrument_is_refused(name, tmp_path):
    (tmp_path / f"{name}.csv").write_text("label,pattern\nfoo,secur*\n")
    line = fails("score", seeds(), "-o", "out", "-c", f"{name}.csv", cwd=tmp_path)
    assert f"two instruments are called '{name}'" in line


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_lacks_letters_loses_no_number(encoding, tmp_path):
    (tmp_path / "a—b.txt").write_text(
        "The war is bad, it was awful and it is terrible for all of us in here."
    )
    command = [sys.executable, "-m", "framing", "score", ".", "-o", "out"]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"-0." in done.stdout


@pytest.mark.parametrize("command", ["analyze", "score"])
def test_what_cannot_be_scored_takes_no_earlier_outputs_place(report, tmp_path, command):
    out, _ = report
    place = shutil.copytree(out if command == "analyze" else out / "run", tmp_path / "out")
    before = sorted(path.relative_to(place) for path in place.rglob("*"))
    (tmp_path / "in" / "deep").mkdir(parents=True)
    line = fails(command, "in", "-o", "out", cwd=tmp_path)
    assert "in: a folder without a file); all in out-rejected/rejected.csv, and out stays as it was" in line
    assert "in,,a folder without a file" in (tmp_path / "out-rejected" / "rejected.csv").read_text()
    assert sorted(path.relative_to(place) for path in place.rglob("*")) == before


def test_no_output_takes_a_runs_place_but_another_run(report, tmp_path):
    out, _ = report
    place = shutil.copytree(out, tmp_path / "out")
    (tmp_path / "coded.csv").write_text(f"article,paragraph,valence\n{SEED},1,-1\n")
    for path in (place, place / "run"):
        assert "holds a run, which would be lost" in fails(
            "evaluate", place, tmp_path / "coded.csv", "-o", path
        )
        assert "holds a run, which would be lost" in fails("analyze", seeds(), "--no-text", "-o", path)
    assert len(fr.load(place / "run").scores) == 11


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is full")
def test_a_full_disk_behind_standard_output_is_one_line(tmp_path):
    (tmp_path / "a.txt").write_text("The war is over and all is well, or so they said in the end.")
    with open("/dev/full", "w") as full:  # noqa: PTH123 # a device
        done = subprocess.run(
            [sys.executable, "-m", "framing", "analyze", "a.txt", "-o", "out"],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "framing: standard output: No space left on device; out: written whole\n"


def test_ctrl_c_says_so_and_leaves_nothing(tmp_path):
    code = (
        "import sys; sys.argv = ['framing', 'analyze', 'in', '-o', 'out']\n"
        "import framing.scoring as scoring\n"
        "def interrupted(*_, **__): raise KeyboardInterrupt\n"
        "scoring.score = interrupted\n"
        "from framing.cli import main\n"
        "main()"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("The war is over and all is well, or so they said in the end.")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert "framing: stopped; nothing was written" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_the_table_on_the_terminal_shortens_names_and_never_numbers(tmp_path):
    name = "a-very-long-name-of-an-article-that-goes-on-and-on-for-more-than-forty-letters"
    (tmp_path / f"{name}.txt").write_text("The war was awful and the attack was bad. " * 30)
    (tmp_path / "book.csv").write_text(
        "label,pattern\na frame with a very long name indeed,war\nother,peace\n"
    )
    done = framing("score", ".", "-o", "out", "-i", "book.csv", "-i", "vader", "--any-language", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    head, _, row = done.stdout.splitlines()[:3]
    assert head.endswith("words")
    assert row.endswith("270")
    assert "(P " in row
    assert len(row) <= 80
