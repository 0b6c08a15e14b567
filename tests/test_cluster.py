"""A Dask cluster: a scheduler and workers as processes on this machine, and the bytes of a run in one process."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial

import pytest
from test_corpus import QUICK, files_of, in_memory, write_jsonl

import framing as fr
from framing.corpus import Job, score_corpus
from framing.corpus.remote import score_to_url
from framing.errors import FramingError, InputError, OutputError

distributed = pytest.importorskip("distributed")
fsspec = pytest.importorskip("fsspec")

from framing.corpus.cluster import check_address, on_cluster  # noqa: E402 # after the libraries that it needs


@contextlib.contextmanager
def started(*arguments):
    """A process of Dask's command line, ended with all that it started."""
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *map(str, arguments[1:])]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def cluster(tmp_path):
    """Address of a scheduler with two workers on loopback."""
    file = tmp_path / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", file)
    worker = (
        "--scheduler-file",
        file,
        "--host",
        "127.0.0.1",
        "--nthreads",
        1,
        "--no-dashboard",
        "--no-nanny",
    )
    with (
        started("dask_scheduler", *local, "--port", 0),
        started("dask_worker", *worker, "--local-directory", tmp_path / "one"),
        started("dask_worker", *worker, "--local-directory", tmp_path / "two"),
        distributed.Client(scheduler_file=str(file), timeout="60s", set_as_default=False) as client,
    ):
        client.wait_for_workers(2, timeout=120)
        yield client


def test_with_one_of_two_workers_killed_the_bytes_are_the_same(tmp_path):
    corpus = write_jsonl(tmp_path / "c.jsonl", 120)
    expected = in_memory(corpus, tmp_path / "expected")
    with cluster(tmp_path) as client:
        pids = client.run(os.getpid)
        done = []

        def progress(n, _share):
            done.append(n)
            if len(done) == 5:
                os.kill(min(pids.values()), signal.SIGKILL)

        scoring = partial(on_cluster, address=client.scheduler.address, jobs=1)
        job = Job([corpus], tmp_path / "run", QUICK, letters=1500, scoring=scoring, progress=progress)
        score_corpus(job)
        left = client.run(os.getpid)
    assert len(done) > 10
    assert set(left.values()) == set(pids.values()) - {min(pids.values())}
    assert files_of(tmp_path / "run") == expected


def test_where_no_scheduler_answers_one_line_says_so(tmp_path, monkeypatch):
    from framing.corpus import cluster as module

    monkeypatch.setattr(module, "_SECONDS", "1s")
    corpus = write_jsonl(tmp_path / "c.jsonl", 2)
    scoring = partial(on_cluster, address="tcp://127.0.0.1:9", jobs=1)
    with pytest.raises(FramingError, match=r"--cluster tcp://127\.0\.0\.1:9: no scheduler answers there"):
        score_corpus(Job([corpus], tmp_path / "run", QUICK, scoring=scoring))


def test_without_dask_the_line_names_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    corpus = write_jsonl(tmp_path / "c.jsonl", 2)
    scoring = partial(on_cluster, address="local", jobs=1)
    with pytest.raises(FramingError, match=r"pip install 'framing\[cluster\]'"):
        score_corpus(Job([corpus], tmp_path / "run", QUICK, scoring=scoring))


def test_input_and_output_may_be_urls(tmp_path):
    corpus = write_jsonl(tmp_path / "c.jsonl", 12)
    expected = in_memory(corpus, tmp_path / "expected")
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/bucket/in/c.jsonl", corpus.read_bytes())
    memory.pipe_file("/bucket/in/notes.docx", b"x")
    url = "memory://bucket/out"
    score_to_url(Job("memory://bucket/in/*.jsonl", tmp_path, QUICK, letters=1000), url, folder=tmp_path)
    memory.get(url, str(tmp_path / "back"), recursive=True)
    assert files_of(tmp_path / "back") == expected
    again = Job([f"file://{corpus}"], tmp_path, QUICK)
    score_to_url(again, url, folder=tmp_path)  # an earlier run is replaced
    assert [each.input for each in fr.read_articles("memory://bucket/in").rejected] == ["notes.docx"]
    memory.pipe_file("/bucket/out/thesis.docx", b"mine")
    with pytest.raises(OutputError, match=r"holds files that framing did not write \(thesis\.docx\)"):
        score_to_url(again, url, folder=tmp_path)
    with pytest.raises(InputError, match="no such file or folder"):
        fr.read_articles("memory://bucket/nothing")
    memory.rm("/bucket", recursive=True)
    shutil.rmtree(tmp_path / "back")


def test_without_fsspec_the_line_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(InputError, match=r"pip install 'framing\[cluster\]'"):
        fr.read_articles("s3://bucket/corpus.jsonl")


def test_a_job_on_a_cluster_is_a_job(tmp_path):
    """The choice of where batches are scored is one field; a cluster of this machine's own is started and ended."""
    corpus = write_jsonl(tmp_path / "c.jsonl", 12)
    job = Job([corpus], tmp_path / "run", QUICK, letters=2000)
    score_corpus(replace(job, scoring=partial(on_cluster, address="local", jobs=1)))
    assert files_of(tmp_path / "run") == in_memory(corpus, tmp_path / "again")


def test_what_is_no_address_is_refused_before_any_work():
    with pytest.raises(FramingError, match="--cluster loca: no address; write 'local' or tcp://HOST:PORT"):
        check_address("loca")
    check_address("local")
    check_address("127.0.0.1:8786")
