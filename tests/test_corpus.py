"""Large corpora: whatever the batches, the processes and the accidents, the run has the bytes of one made in memory."""

import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import zlib
from dataclasses import replace

import pyarrow as pa
import pytest

import framing as fr
from framing.corpus import Job, score_corpus, work, working
from framing.errors import FramingError, NoArticlesError, OutputError, RunError, Stopped
from framing.preprocessing.draft import Options as Reading
from framing.scoring import Options

#: One instrument, so that a worker starts quickly.
QUICK = Options(instruments=("frames",), languages="any")
SENTENCES = (
    "The army said the border attack was a threat to national security.",
    "Trade and investment grew, and the bank lent more.",
    '"We reject this treaty," said Lin Jian, the spokesman.',
    "Nobody at the embassy could tell what the summit was for.",
)


def write_jsonl(path, n=24, first=0):
    """Articles of some hundred letters, with columns of the user's own of several kinds."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as stream:
        for k in range(first, first + n):
            text = "\n".join(" ".join(SENTENCES[(k + m + p) % 4] for m in range(3)) for p in range(2))
            row = {"id": f"a{k}", "text": f"Number {k}. {text}", "outlet": f"Outlet {k % 3}", "score": k}
            if k % 5 == 0:
                row["mixed"] = k if k % 10 else f"ten {k}"
            if k >= first + n // 2:
                row["late"] = k / 4
            stream.write(json.dumps(row) + "\n")
    return path


def files_of(folder):
    """Every file of a run with its bytes; of the manifest what may not differ."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads(found.pop("manifest.json"))
    for name in ("paths", "from"):  # the same inputs may be named in other ways: by a glob, by a URL
        manifest["reading"].pop(name)
    return found | {"manifest": {k: v for k, v in manifest.items() if k not in {"created", "command"}}}


def in_memory(paths, folder, options=QUICK):
    return files_of(fr.score(fr.read_articles(paths), options=options).save(folder))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return write_jsonl(tmp_path_factory.mktemp("corpus") / "c.jsonl")


@pytest.fixture(scope="module")
def expected(corpus, tmp_path_factory):
    return in_memory(corpus, tmp_path_factory.mktemp("expected") / "run")


def job(corpus, folder, **changes):
    return Job([corpus], folder, **({"options": QUICK, "letters": 1000} | changes))


def leftovers(folder):
    return sorted(path.name for path in folder.parent.iterdir() if path.name.startswith("."))


@pytest.mark.parametrize("letters", [1, 1000, 2_000_000])
def test_the_size_of_batches_changes_no_byte(corpus, expected, tmp_path, letters):
    outcome = score_corpus(job(corpus, tmp_path / "run", letters=letters))
    assert files_of(tmp_path / "run") == expected
    assert outcome.rows["articles"] == 24
    assert leftovers(tmp_path / "run") == []


def test_worker_processes_change_no_byte(corpus, expected, tmp_path):
    score_corpus(job(corpus, tmp_path / "run", jobs=2))
    assert files_of(tmp_path / "run") == expected


def test_all_instruments_on_real_texts_give_the_bytes_of_a_run_in_memory(op_eds, op_ed_run, tmp_path):
    score_corpus(Job([op_eds], tmp_path / "a", letters=3000))
    written = files_of(tmp_path / "a")
    assert {k: v for k, v in written.items() if k != "manifest"} == {
        k: v for k, v in files_of(op_ed_run.save(tmp_path / "b")).items() if k != "manifest"
    }


def test_batches_that_were_scored_apart_pack_as_those_that_were_scored_together():
    """Numbers and names of several batches become one table: names in order, bytes below missing ones the same."""
    from framing.corpus.parts import packed
    from framing.model import Article
    from framing.scoring import Scorer, joined_scores
    from framing.tables import table_types

    said = '{} said: "The war is a {} threat." The army was good, and the plan was bad.'
    articles = [
        Article(id=name, text=said.format(name, word))
        for name, word in (("Zed Young", "terrible"), ("Adam Abel", "bad"), ("Mia Marsh", "great"))
    ]
    scorer = Scorer(Options())
    types = table_types(measure for measure, _, _ in scorer.measures())
    apart = joined_scores([scorer.score([each]) for each in articles])
    assert packed(apart, types) == packed(scorer.score(articles), types)


def test_more_rows_than_a_row_group_are_cut_alike(corpus, expected, tmp_path, monkeypatch):
    """Row groups have the same rows whatever the parts."""
    from framing import tables
    from framing.corpus import merging

    monkeypatch.setattr(tables, "ROW_GROUP", 50)
    monkeypatch.setattr(merging, "ROW_GROUP", 50)
    score_corpus(job(corpus, tmp_path / "run"))
    assert files_of(tmp_path / "run") == in_memory(corpus, tmp_path / "again")
    import pyarrow.parquet as pq

    sizes = pq.ParquetFile(tmp_path / "run" / "scores.parquet").metadata
    assert [sizes.row_group(k).num_rows for k in range(sizes.num_row_groups - 1)] == [50] * (
        sizes.num_row_groups - 1
    )
    assert sizes.num_row_groups > 1


def test_duplicates_and_rejected_rows_are_those_of_a_run_in_memory(tmp_path):
    one = write_jsonl(tmp_path / "one.jsonl", 8)
    two = write_jsonl(tmp_path / "two.jsonl", 8, first=4)  # a4 to a7 once more
    with two.open("a") as stream:
        stream.write('{"id": "bad"}\nno json\n{"id": "words", "text": "1 2 3 4"}\n')
    (tmp_path / "notes.docx").write_text("x")
    paths = [one, two, tmp_path / "notes.docx"]
    outcome = score_corpus(replace(job(one, tmp_path / "run"), paths=paths))
    assert files_of(tmp_path / "run") == in_memory(paths, tmp_path / "again")
    assert len(outcome.rejected) == 4 + 3 + 1
    assert sum("is taken by one.jsonl" in each.reason for each in outcome.rejected) == 4


def test_packed_files_and_patterns_are_read_as_what_is_in_them(corpus, tmp_path):
    data = corpus.read_bytes().splitlines(keepends=True)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.jsonl.gz").write_bytes(
        gzip.compress(b"".join(data[:6])) + gzip.compress(b"".join(data[6:8]))
    )
    (tmp_path / "in" / "2.jsonl.zst").write_bytes(zstd(b"".join(data[8:12])) + zstd(b"".join(data[12:16])))
    (tmp_path / "in" / "3.jsonl").write_bytes(b"".join(data[16:]))
    score_corpus(replace(job(corpus, tmp_path / "run"), paths=[str(tmp_path / "in" / "*.jsonl*")]))
    found, whole = fr.load(tmp_path / "run"), fr.score(fr.read_articles(corpus), options=QUICK)
    assert found.by_voice.equals(whole.by_voice)
    assert found.evidence.equals(whole.evidence)
    assert found.articles["input"].unique().tolist() == ["1.jsonl.gz", "2.jsonl.zst", "3.jsonl"]


def test_a_packed_text_has_the_id_of_what_is_in_it_and_a_damaged_one_is_rejected(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"The port reopened. Nobody cheered."))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "All is well."}\n' * 50)[:-9])
    (tmp_path / "c.csv.zst").write_bytes(b"no zstandard at all")
    (tmp_path / "d.tsv.gz").write_bytes(gzip.compress(b"text\nThe port; it reopened.\n"))
    (tmp_path / "e.gz").write_bytes(b"")
    (tmp_path / "f.txt.gz").write_bytes(gzip.compress(b"a " * 600_000))
    found = fr.read_articles(tmp_path, max_characters=200_000)
    assert [article.id for article in found if not article.id.startswith("b")] == ["a", "d#1"]
    reasons = {each.input: each.reason for each in found.rejected if each.row is None}
    assert reasons["b.jsonl.gz"].startswith("cannot be unpacked: ")
    assert reasons["c.csv.zst"].startswith("cannot be unpacked: ")
    assert reasons["e.gz"].startswith("unknown type '.gz'")
    assert "more than 800,004 bytes" in reasons["f.txt.gz"]


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_of_a_packed_file_that_was_cut_off_the_row_says_what_was_read(tmp_path, ending):
    lines = [b'{"text": "All is well in port %d."}\n' % (k * 7919) for k in range(60_000)]
    if ending == ".gz":  # cut off where a line ends
        packer = zlib.compressobj(wbits=31)
        data = packer.compress(b"".join(lines[:40_000])) + packer.flush(zlib.Z_SYNC_FLUSH)
    else:  # what is left is whole blocks and half of one
        data = zstd(b"".join(lines))[:-200]
    (tmp_path / f"a.jsonl{ending}").write_bytes(data)
    found = fr.read_articles(tmp_path)
    assert 0 < len(found) < len(lines)
    (rejected,) = found.rejected
    assert rejected.reason.startswith("cannot be unpacked: ")
    assert rejected.reason.endswith(f"; what stands behind row {len(found):,} was not read")


def zstd(data):
    """The bytes packed with Zstandard."""
    return pa.Codec("zstd").compress(data, asbytes=True)


def test_a_pattern_that_names_nothing_is_an_error(tmp_path):
    with pytest.raises(FramingError, match=r"no file matches"):
        fr.read_articles(str(tmp_path / "*.jsonl"))


def fail():
    raise TypeError("unforeseen")


def exhaust():
    raise MemoryError


@pytest.mark.parametrize(("do", "said"), [(fail, "TypeError unforeseen"), (exhaust, "MemoryError")])
def test_a_text_that_breaks_something_costs_one_row(corpus, tmp_path, monkeypatch, do, said):
    real = work.Scorer.score

    def score(self, articles):
        if any(article.id == "a7" for article in articles):
            do()
        return real(self, articles)

    monkeypatch.setattr(work.Scorer, "score", score)
    outcome = score_corpus(job(corpus, tmp_path / "run"))
    assert [(each.input, each.row, each.reason) for each in outcome.rejected] == [
        ("c.jsonl", 8, f"a fault of framing: {said}; please report it")
    ]
    ids = fr.load(tmp_path / "run").articles["article"].tolist()
    assert ids == [f"a{k}" for k in range(24) if k != 7]


def test_without_any_article_the_reasons_are_told_and_nothing_is_left(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "x"}\n')
    with pytest.raises(NoArticlesError, match="no article could be scored") as caught:
        score_corpus(job(tmp_path / "a.jsonl", tmp_path / "run"))
    assert len(caught.value.rejected) == 1
    assert leftovers(tmp_path / "run") == []


def interrupted(corpus, folder, after=3, **changes):
    """Begin a job that Ctrl-C ends after some batches."""
    n = 0

    def progress(_n, _share):
        nonlocal n
        n += 1
        if n == after:
            raise KeyboardInterrupt

    with pytest.raises(
        Stopped, match=f"{after} batches of articles kept; the same command with --resume goes on"
    ):
        score_corpus(job(corpus, folder, progress=progress, **changes))


def test_what_ctrl_c_leaves_is_resumed_to_the_same_bytes(corpus, expected, tmp_path, monkeypatch):
    place = tmp_path / "run"
    interrupted(corpus, place)
    assert not place.exists()
    scored = []
    real = work.Worker.part
    monkeypatch.setattr(
        work.Worker, "part", lambda self, batch: scored.append(batch.number) or real(self, batch)
    )
    score_corpus(job(corpus, place, resume=True))
    assert files_of(place) == expected
    assert min(scored) == 3
    assert leftovers(place) == []


def test_a_damaged_part_is_scored_once_more(corpus, expected, tmp_path):
    place = tmp_path / "run"
    interrupted(corpus, place)
    parts = sorted(path for path in (tmp_path / ".run-parts").iterdir() if path.is_dir())
    assert len(parts) == 3
    data = (parts[0] / "evidence.arrow").read_bytes()
    (parts[0] / "evidence.arrow").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    (parts[1] / "part.json").write_text("{")
    (parts[2] / "articles.arrow").unlink()
    (tmp_path / ".run-parts" / "00000003-1.unfinished").mkdir()
    score_corpus(job(corpus, place, resume=True))
    assert files_of(place) == expected


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"options": replace(QUICK, evidence="none")}, r"the settings are others \(evidence\)"),
        ({"reading": Reading(layout="line")}, r"the options of reading are others \(layout\)"),
        ({"letters": 999}, r"parts"),
    ],
)
def test_other_settings_are_not_gone_on_with(corpus, tmp_path, changes, said):
    interrupted(corpus, tmp_path / "run")
    with pytest.raises(OutputError, match=said):
        score_corpus(job(corpus, tmp_path / "run", resume=True, **changes))


def test_other_inputs_are_not_gone_on_with(tmp_path):
    corpus = write_jsonl(tmp_path / "c.jsonl")
    interrupted(corpus, tmp_path / "run")
    write_jsonl(corpus, 25)
    with pytest.raises(
        OutputError, match=r"the inputs have changed \(c\.jsonl\); leave out --resume to begin anew"
    ):
        score_corpus(job(corpus, tmp_path / "run", resume=True))
    outcome = score_corpus(job(corpus, tmp_path / "run"))
    assert "what an interrupted run had left was replaced" in outcome.notes[0]
    assert files_of(tmp_path / "run") == in_memory(corpus, tmp_path / "again")


def test_resume_begins_what_was_not_begun_and_leaves_alone_what_is_done(corpus, expected, tmp_path):
    place = tmp_path / "run"
    place.mkdir()
    assert score_corpus(job(corpus, place, resume=True)).state == "written"
    assert files_of(place) == expected
    times = {path.name: path.stat().st_mtime_ns for path in place.iterdir()}
    assert score_corpus(job(corpus, place, resume=True)).state == "finished before"
    assert {path.name: path.stat().st_mtime_ns for path in place.iterdir()} == times
    with pytest.raises(OutputError, match="the settings are others"):
        score_corpus(job(corpus, place, resume=True, options=replace(QUICK, evidence="none")))


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_finished_run_that_is_not_whole_is_not_taken_for_done(corpus, tmp_path, damage):
    place = tmp_path / "run"
    score_corpus(job(corpus, place))
    file = place / "actors.parquet"
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(RunError, match=rf"actors\.parquet: {damage}"):
        score_corpus(job(corpus, place, resume=True))


def test_a_folder_behind_a_link_is_replaced_and_the_link_stays(corpus, expected, tmp_path):
    (tmp_path / "disk").mkdir()
    link = tmp_path / "run"
    link.symlink_to(tmp_path / "disk")
    for _ in range(2):
        score_corpus(job(corpus, link))
        assert link.is_symlink()
        assert files_of(tmp_path / "disk") == expected
    assert {each.name for each in tmp_path.iterdir()} == {"disk", "run"}


def test_what_was_written_before_is_no_input(tmp_path):
    folder = tmp_path / "in"
    corpus = write_jsonl(folder / "c.jsonl")
    interrupted(folder, folder / "run")
    assert (folder / ".run-parts").is_dir()
    score_corpus(job(folder, folder / "run", resume=True))
    expected = files_of(folder / "run")
    assert b"c.jsonl" not in expected["rejected.csv"]
    for paths in (folder, str(folder / "**" / "*")):
        score_corpus(job(paths, folder / "run"))
        assert files_of(folder / "run") == expected
    assert fr.verify(folder / "run", inputs=folder).same
    (folder / "run" / "mine.txt").write_text("The port reopened. Nobody cheered.", encoding="utf-8")
    assert "run/mine" in {article.id for article in fr.read_articles(folder)}
    (folder / "run" / "mine.txt").unlink()
    corpus.unlink()
    for paths in (folder, str(folder / "**" / "*")):
        with pytest.raises(NoArticlesError, match="run: written by framing, so no input; name it"):
            score_corpus(job(paths, tmp_path / "run"))
    assert len(fr.read_articles(folder / "run", columns={"id": "article"}))


def test_an_encoding_that_was_guessed_is_told_in_the_run(tmp_path):
    (tmp_path / "c.csv").write_bytes("text\nLe café, the army’s own, was closed.\n".encode("cp1252") * 3)
    outcome = score_corpus(job(tmp_path / "c.csv", tmp_path / "run"))
    (note,) = outcome.warnings
    assert note.startswith("c.csv: its encoding was guessed: ")
    assert fr.load(tmp_path / "run").manifest["warnings"] == [note]
    assert files_of(tmp_path / "run") == in_memory(tmp_path / "c.csv", tmp_path / "again")


def test_one_text_beyond_a_limit_does_not_make_its_batch_read_many_times(tmp_path, monkeypatch):
    rows = [{"id": str(k), "text": SENTENCES[k % 4]} for k in range(255)]
    rows.insert(100, {"id": "long", "text": "so war went on and " * 600})
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    tried = []
    real = work.Scorer._score
    monkeypatch.setattr(
        work.Scorer, "_score", lambda self, articles: tried.append(len(articles)) or real(self, articles)
    )
    options = Options(instruments=("frames", "vader"), languages="any")
    outcome = score_corpus(replace(job(path, tmp_path / "run"), options=options, letters=10**6))
    assert [(each.row, "vader reads sentences" in each.reason) for each in outcome.rejected] == [(101, True)]
    assert outcome.rows["articles"] == 255
    assert tried.count(256) == 1
    assert sum(tried) <= 3 * 256


def test_an_input_that_changes_while_it_is_read_is_noticed(tmp_path):
    corpus = write_jsonl(tmp_path / "c.jsonl")

    def progress(_n, _share):
        os.utime(corpus, (1, 1))

    with pytest.raises(FramingError, match="changed while it was read"):
        score_corpus(job(corpus, tmp_path / "run", progress=progress))


def test_two_jobs_cannot_write_one_run(corpus, tmp_path):
    seen = []

    def progress(_n, _share):
        with pytest.raises(OutputError, match="another framing is writing this run"):
            score_corpus(job(corpus, tmp_path / "run"))
        seen.append(1)

    score_corpus(job(corpus, tmp_path / "run", progress=progress, letters=10_000_000))
    assert seen == [1]


SCRIPT = """
import sys
from pathlib import Path
from framing.corpus import Job, score_corpus
from framing.preprocessing.draft import Options as Reading
from framing.scoring import Options

if __name__ == "__main__":
    corpus, out, resume = sys.argv[1:]
    score_corpus(Job([corpus], Path(out), Options(instruments=("frames",), languages="any"), jobs=2, letters=4000,
                     resume=bool(int(resume))))
"""


def test_killed_at_any_moment_a_run_is_resumed_to_the_same_bytes(tmp_path):
    corpus = write_jsonl(tmp_path / "c.jsonl", 240)
    expected = in_memory(corpus, tmp_path / "expected")
    script = tmp_path / "go.py"
    script.write_text(SCRIPT)
    place = tmp_path / "run"
    killed = 0
    for parts in (0, 1, 3):  # killed as soon as so many parts are done
        process = subprocess.Popen([sys.executable, script, corpus, place, "1"], stderr=subprocess.DEVNULL)
        parts_done = working.working_folder(place)
        while process.poll() is None:
            if parts_done.is_dir() and len(list(parts_done.glob("0*"))) >= parts:
                process.kill()
                killed += 1
                break
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.005)  # looking without a pause would take a core from the workers
        process.wait()
    assert killed
    subprocess.run([sys.executable, script, corpus, place, "1"], check=True)
    assert files_of(place) == expected
    assert leftovers(place) == []


def end_over_a7(scorer, articles):
    if any(article.id == "a7" for article in articles):
        os.kill(os.getpid(), signal.SIGKILL)
    return REAL(scorer, articles)


REAL = work.Scorer.score


def break_workers():
    work.Scorer.score = end_over_a7


def test_a_text_that_kills_its_worker_costs_one_row(corpus, tmp_path):
    outcome = score_corpus(
        job(corpus, tmp_path / "run", jobs=2, letters=1000, prepare=None, scoring=_breaking)
    )
    assert [(each.row, each.reason) for each in outcome.rejected] == [
        (8, "ended the process that scored it (by SIGKILL); please report it")
    ]
    assert fr.load(tmp_path / "run").articles["article"].tolist() == [f"a{k}" for k in range(24) if k != 7]


def _breaking(setup, batches, keep):
    from framing.corpus.pool import in_processes

    in_processes(replace(setup, prepare=break_workers), batches, keep, jobs=2)


def test_ctrl_c_on_the_command_line_is_one_line_and_exit_code_130(tmp_path):
    corpus = write_jsonl(tmp_path / "c.jsonl", 4)
    code = (
        "import sys; sys.argv = ['framing', 'score', 'c.jsonl', '-o', 'out', '-i', 'frames', '--any-language']\n"
        "import framing.corpus.work as work\n"
        "def interrupted(*_, **__): raise KeyboardInterrupt\n"
        "work.Worker.part = interrupted\n"
        "from framing.cli import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert done.stderr == (
        "framing: stopped; 0 batches of articles kept; the same command with --resume goes on\n"
    )
    command = [sys.executable, "-m", "framing", "score", corpus, "-o", tmp_path / "out", "-i", "frames"]
    done = subprocess.run(
        [*command, "--any-language", "--resume"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert fr.load(tmp_path / "out").articles["article"].tolist() == ["a0", "a1", "a2", "a3"]


@pytest.fixture(scope="module")
def bare(op_eds, tmp_path_factory):
    """The run of some op-eds whose evidence was not kept."""
    folder = tmp_path_factory.mktemp("bare") / "run"
    score_corpus(Job([op_eds], folder, Options(evidence="none")))
    return fr.load(folder)


def test_without_evidence_every_count_and_score_is_the_same(bare, op_ed_run):
    assert len(bare.evidence) == 0
    assert bare.evidence.dtypes.equals(op_ed_run.evidence.dtypes)
    for table in ("articles", "paragraphs", "by_voice", "sentences", "actors", "quotations"):
        assert getattr(bare, table).equals(getattr(op_ed_run, table)), table
    assert bare.manifest["settings"]["evidence"] == "none"
    assert not bare.has_evidence
    assert op_ed_run.has_evidence


def test_in_memory_the_choice_is_the_same(bare, op_eds):
    assert fr.score(fr.read_articles(op_eds), evidence="none").evidence.equals(bare.evidence)


def test_what_is_made_of_evidence_says_that_there_is_none(bare):
    sides = {"by": "outlet", "group": bare.articles["outlet"].iloc[0]}
    for make in (
        lambda: fr.tone_words(bare),
        lambda: fr.audit(bare, "frames"),
        lambda: fr.word_shift(bare, **sides, measure="frames_security_rate"),
    ):
        with pytest.raises(fr.RunError, match="this run was scored with --evidence none"):
            make()


def test_what_needs_no_evidence_is_the_same_without_it(bare, op_ed_run):
    """All figures but the shares of tone in frames, which are weighed by evidence: they are missing, never wrong."""
    ours, theirs = fr.summarize(bare), fr.summarize(op_ed_run)
    shares = ours["measure"].str.endswith("_frame_share")
    assert shares.any()
    assert ours.loc[shares, "value"].isna().all()
    assert ours.loc[~shares].reset_index(drop=True).equals(theirs.loc[~shares].reset_index(drop=True))
    found, expected = fr.compare(bare, by="outlet"), fr.compare(op_ed_run, by="outlet")
    shares = found["measure"].str.endswith("_frame_share")
    assert found.loc[shares, "difference"].isna().all()
    assert found.loc[~shares].reset_index(drop=True).equals(expected.loc[~shares].reset_index(drop=True))


def test_the_page_says_that_there_is_no_evidence(tmp_path):
    articles = [fr.read_text("The army attacked.\n\nPeace was far.", id=f"a{n}") for n in range(2)]
    fr.write_report(fr.score(articles, evidence="none"), tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "This run was scored without keeping the evidence" in page
    assert "with the evidence and the uncertainty" not in page
