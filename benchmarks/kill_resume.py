"""Kill -9 at random moments of a run in two processes: it must go on to the bytes of an undisturbed one.

    python benchmarks/kill_resume.py [KILLS] [MEGABYTES] [SEED]

First comes an undisturbed run. Then, for each kill, a run is begun and killed unasked when a number of its parts is
done that is drawn evenly from none to all of them (then the tables are being written), and a random moment later; and
it is completed with `--resume`. Every file is compared byte for byte with the undisturbed run's; of the manifest,
`created` and `command` are left out.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import write_corpus

from framing.preprocessing.readers import read_articles
from framing.scoring import batches

#: Letters of a batch: small, so that a small corpus has many.
LETTERS = 8_000
#: Most seconds from the part that is waited for to the kill.
MOMENT = 0.2

_SCRIPT = """
import sys
from pathlib import Path
from framing.corpus import Job, score_corpus
from framing.scoring import Options

if __name__ == "__main__":
    options = Options(instruments=("frames",), languages="any")
    score_corpus(Job([sys.argv[1]], Path(sys.argv[2]), options, jobs=2, letters=LETTERS, resume=True))
""".replace("LETTERS", str(LETTERS))


def files_of(folder: Path) -> dict[str, object]:
    """Every file of a run with its bytes; of the manifest what may not differ."""
    found: dict[str, object] = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    kept = {key: value for key, value in manifest.items() if key not in {"created", "command"}}
    return found | {"manifest.json": kept}


def _parts(place: Path) -> int:
    """Parts of a run that are done."""
    try:
        return sum(each.name.isdigit() for each in (place.parent / f".{place.name}-parts").iterdir())
    except FileNotFoundError:
        return 0


def _killed(command: list[str | Path], place: Path, n: int, moment: float) -> str:
    """Begin a run, kill it when `n` parts are done and a moment later; tell how far it was."""
    process = subprocess.Popen([*command, place])
    state = place.parent / f".{place.name}-parts" / "state.json"
    while process.poll() is None and not (state.is_file() and _parts(place) >= n):
        time.sleep(0.001)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return f"killed with {_parts(place):>2} parts done"
    return "was done before its moment"


def main(kills: int, megabytes: float, seed: int) -> int:
    """Kill and go on so many times; return how many ended with other bytes."""
    draw = random.Random(seed)  # noqa: S311 # moments to kill at, no secret
    work = Path(tempfile.mkdtemp())
    corpus, script = work / "corpus.jsonl", work / "go.py"
    write_corpus(corpus, round(megabytes * 1e6), seed)
    script.write_text(_SCRIPT, encoding="utf-8")
    command: list[str | Path] = [sys.executable, script, corpus]
    subprocess.run([*command, work / "plain"], check=True)
    expected, different = files_of(work / "plain"), 0
    whole = sum(1 for _ in batches(read_articles(corpus), LETTERS))
    for number in range(1, kills + 1):
        place = work / f"run{number}"
        how = _killed(command, place, draw.randint(0, whole), draw.random() * MOMENT)
        subprocess.run([*command, place], check=True)
        same = files_of(place) == expected and not (work / f".{place.name}-parts").exists()
        different += not same
        print(f"{number:>3}  {how} of {whole}: {'same bytes' if same else 'OTHER BYTES'}", flush=True)
        shutil.rmtree(place)
    shutil.rmtree(work)
    print(f"{kills - different} of {kills} ended with the bytes of the undisturbed run")
    return different


if __name__ == "__main__":
    defaults = ("20", "1", "0")
    kills, megabytes, seed = (*sys.argv[1:], *defaults[len(sys.argv) - 1 :])
    sys.exit(main(int(kills), float(megabytes), int(seed)))
