"""A trained model that is evaluated on texts that it learned from says so: in the tables, in words, and apart."""

import dataclasses
import json
import subprocess
import sys

import pandas as pd
import pytest
from coded_texts import coded_rows, many_label_rows
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.classifier.card import TRAINED_ON
from framing.classifier.coded import read_coded
from framing.classifier.storage import load_model, save_model, to_bytes
from framing.classifier.training import train_model
from framing.errors import FramingError
from framing.output import replacing
from framing.preprocessing.sameness import fingerprint
from framing.reporting.evaluation import write_evaluation_into
from framing.scoring.manifest import make_manifest
from framing.statistics import evaluate
from framing.statistics.floors import failed_floors
from framing.statistics.seen import UNSEEN
from framing.tone import VaderTone

ROWS = coded_rows(90)
LEARNED = ROWS[:60]


def trained_on(rows, name="mine"):
    return train_model(read_coded(rows), instruments=[], folds=3, name=name)


@pytest.fixture(scope="module")
def trained():
    return trained_on(LEARNED)


@pytest.fixture(scope="module")
def run(trained):
    """All 90 texts, of which the model learned from the first 60."""
    articles = [fr.read_text(row["text"], id=f"t{number}") for number, row in enumerate(ROWS)]
    return fr.score(articles, instruments=["frames", trained.instrument], net_of=None)


def coded(rows, first=0):
    return [
        {"id": f"t{number}", "labels": row["label"], "article": row["article"]}
        for number, row in enumerate(rows, first)
    ]


def without_texts(run):
    """The run as of a model whose file names no texts."""
    models = {name: {**each, TRAINED_ON: None} for name, each in run.manifest["models"].items()}
    return dataclasses.replace(run, manifest={**run.manifest, "models": models})


def test_a_model_names_the_texts_that_it_learned_from(trained, tmp_path):
    """Their fingerprints stand in the file and come back; the model is the same bytes then."""
    save_model(trained.model, tmp_path / "m")
    again = load_model(tmp_path / "m")
    assert again.facts[TRAINED_ON] == sorted(fingerprint(row["text"]) for row in LEARNED)
    assert load_model(tmp_path / "m").facts[TRAINED_ON] == trained.model.facts[TRAINED_ON]
    assert b"texts.txt" in to_bytes(again)


@given(st.text(max_size=40))
def test_case_marks_and_spacing_do_not_change_a_fingerprint(words):
    text = f"The ministers {words} agreed"
    try:
        found = fingerprint(text)
    except FramingError:
        return
    assert found == fingerprint(f"  {text} !")
    assert found != fingerprint(f"{text} thrice")


def test_texts_of_the_training_are_counted_named_and_told_apart(run):
    """90 coded texts, 60 of them learned from: n_seen 60, the other 30 once more by themselves."""
    found = evaluate(run, coded(ROWS))
    figures = found.figures
    mine, lexicon = (figures.loc[figures["instrument"] == name] for name in ("mine", "frames"))
    assert mine.groupby("rows")[["n", "n_seen"]].first().to_dict("index") == {
        "all": {"n": 90, "n_seen": 60},
        UNSEEN: {"n": 30, "n_seen": 0},
    }
    assert set(lexicon["rows"]) == {"all", UNSEEN}, "the same texts for every instrument"
    assert lexicon["n_seen"].eq(0).all()
    assert found.facts["seen"] == {"mine": 60}
    assert found.texts["seen_by"].tolist() == ["mine"] * 60 + [""] * 30
    (warning,) = found.warnings
    assert warning.startswith("mine was trained on 60 of the 90 coded texts")
    pairs = found.differences.loc[found.differences["rows"] == "all"]
    assert set(pairs.loc[pairs["measure"].str.contains("mine"), "n_seen"]) <= {60}
    assert found.confusion.groupby(["rows", "instrument", "rule"])["n"].sum().to_dict() == {
        (rows, name, "leading"): n for rows, n in (("all", 90), (UNSEEN, 30)) for name in ("mine", "frames")
    }


def test_figures_of_new_texts_are_those_of_an_evaluation_of_them_alone(run):
    """What stands apart is what one would get had the other texts never been coded."""
    apart = evaluate(run, coded(ROWS)).figures
    alone = evaluate(run, coded(ROWS[60:], 60)).figures
    apart = apart.loc[apart["rows"] == UNSEEN].reset_index(drop=True)
    pd.testing.assert_frame_equal(apart.drop(columns="rows"), alone.drop(columns="rows"))


def test_texts_that_are_all_new_give_no_warning(run):
    found = evaluate(run, coded(ROWS[60:], 60))
    assert found.warnings == ()
    assert set(found.figures["rows"]) == {"all"}
    assert found.figures["n_seen"].eq(0).all()


def test_texts_that_are_all_of_the_training_say_nothing_of_new_ones(run):
    found = evaluate(run, coded(LEARNED))
    (warning,) = found.warnings
    assert "trained on all 60 coded texts: its figures say nothing of new texts" in warning
    assert set(found.figures["rows"]) == {"all"}


def test_a_model_that_names_no_texts_cannot_be_known(run, trained):
    """A file of before there were fingerprints, and a run of before there were models in its manifest."""
    del_models = {key: value for key, value in run.manifest.items() if key != "models"}
    for older in (without_texts(run), dataclasses.replace(run, manifest=del_models)):
        found = evaluate(older, coded(ROWS))
        (warning,) = found.warnings
        assert warning.startswith("whether mine was trained on these texts cannot be known")
        mine = found.figures["instrument"] == "mine"
        assert found.figures.loc[mine, "n_seen"].isna().all()
        assert found.figures.loc[~mine, "n_seen"].eq(0).all()
        assert found.facts["seen"] == {"mine": None}
    facts = {key: value for key, value in trained.model.facts.items() if key != TRAINED_ON}
    assert b"texts.txt" not in to_bytes(dataclasses.replace(trained.model, facts=facts))


def test_an_instrument_that_is_not_evaluated_is_not_warned_of(run):
    assert evaluate(run, coded(ROWS), measures=["frames"]).warnings == ()


def test_the_words_of_the_coders_count_too(trained):
    """A text that the run has as an article with a title is known by the words of its row."""
    text = f"A headline\n\n{LEARNED[0]['text']}"
    others = [fr.read_text(row["text"], id=f"t{number}") for number, row in enumerate(ROWS[60:])]
    run = fr.score([fr.read_text(text, id="titled"), *others], instruments=[trained.instrument], net_of=None)
    rows = [{"text": row["text"], "labels": row["label"]} for row in (LEARNED[0], *ROWS[60:])]
    assert evaluate(run, rows).facts["seen"] == {"mine": 1}


def test_several_labels_a_text_are_told_apart_too():
    rows = many_label_rows(60)
    trained = trained_on(rows[:40])
    articles = [fr.read_text(row["text"], id=f"t{number}") for number, row in enumerate(rows)]
    run = fr.score(articles, instruments=[trained.instrument], net_of=None)
    found = evaluate(
        run, [{"id": f"t{number}", "labels": row["labels"]} for number, row in enumerate(rows)]
    ).figures
    assert found.groupby("rows")["n"].first().to_dict() == {"all": 60, UNSEEN: 20}


class Other(VaderTone):
    """A trained instrument of tone from elsewhere that names the fingerprints of its texts."""

    training_texts = (fingerprint("Good news."), fingerprint("Bad news, sad and terrible."))


def test_any_instrument_can_name_its_texts():
    """Tone too: three figures apart; what it names stands in the run's manifest."""
    texts = ["Good news.", "Bad news, sad and terrible.", "A fine and happy day.", "An awful war.", "Trade."]
    run = fr.score(
        [fr.read_text(text, id=f"t{number}") for number, text in enumerate(texts)], instruments=[Other()]
    )
    rows = [{"id": f"t{number}", "valence": code} for number, code in enumerate((0.5, -0.5, 1, -1, 0))]
    found = evaluate(run, rows)
    assert found.figures.groupby("rows", sort=False)["n_seen"].first().to_dict() == {
        "all, silent = neutral": 2,
        "none silent": 2,
        UNSEEN: 0,
    }
    assert found.warnings[0].startswith("vader was trained on 2 of the 5 coded texts")
    Other.training_texts = None
    manifest = make_manifest(
        chosen=[Other()], codebooks=[], names="", settings={}, inputs={}, warnings=[], command=None
    )
    assert manifest["models"] == {"vader": {TRAINED_ON: None}}


def test_a_floor_can_ask_for_new_texts(run, tmp_path):
    place = tmp_path / "coded.jsonl"
    place.write_text("\n".join(map(json.dumps, coded(ROWS))), encoding="utf-8")
    found = evaluate(run, place)
    floor = {"measure": "mine", "statistic": "f1", "label": "macro", "rule": "leading"}
    for rows, reached in (("all", True), ("unseen", False)):
        of = found.figures.loc[found.figures["rows"] == {"all": "all", "unseen": UNSEEN}[rows]]
        of = of.loc[
            (of["measure"] == "mine") & (of["statistic"] == "f1") & (of["label"] == "(macro)")
        ].set_index("rule")
        least = float(of.loc["leading", "value"]) + (-0.001 if reached else 0.001)
        table = {"sha256": found.facts["sha256"], "floor": [{**floor, "rows": rows, "at_least": least}]}
        assert (failed_floors(found, table) == []) == reached


def test_the_evaluation_on_disk_says_it(run, tmp_path):
    with replacing(tmp_path / "out") as folder:
        write_evaluation_into(evaluate(run, coded(ROWS)), folder)
    assert "mine was trained on 60 of the 90" in (tmp_path / "out" / "methods.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["warnings"]


def test_the_command_warns_in_one_line(run, tmp_path):
    run.save(tmp_path / "run")
    (tmp_path / "coded.jsonl").write_text("\n".join(map(json.dumps, coded(ROWS))), encoding="utf-8")
    command = [sys.executable, "-m", "framing", "evaluate", "run", "coded.jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("warning: ")]
    assert line.startswith(
        "warning: mine was trained on 60 of the 90 coded texts: its figures of all texts are"
    )
    assert line.endswith("those of the others stand apart, with the rows 'unseen in training'")
    assert "mine security *" in done.stdout
    assert "* trained on some of these texts" in done.stdout
    assert UNSEEN in done.stdout
