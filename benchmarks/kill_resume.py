"""kill -9 at random moments of a run in two processes, each time gone on with: is the run the one undisturbed?

    python benchmarks/kill_resume.py [KILLS] [MEGABYTES] [SEED]

First one undisturbed run is timed; then, for each kill, a run is begun, killed with all its workers unasked at a moment
drawn evenly over that time, and completed with `--resume`. Every file is compared byte for byte with the undisturbed
run's; of the manifest, `created` and `command` are left out.
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

_SCRIPT = """
import sys
from pathlib import Path
from framing.corpus import Job, score_corpus
from framing.scoring import Options

if __name__ == "__main__":
    options = Options(instruments=("frames", "vader"), languages="any")
    score_corpus(Job([sys.argv[1]], Path(sys.argv[2]), options, jobs=2, letters=100_000, resume=True))
"""


def files_of(folder: Path) -> dict[str, object]:
    """Every file of a run with its bytes; of the manifest what may not differ."""
    found: dict[str, object] = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    kept = {key: value for key, value in manifest.items() if key not in {"created", "command"}}
    return found | {"manifest.json": kept}


def main(kills: int, megabytes: float, seed: int) -> int:
    """Kill and go on so many times; return how many ended with other bytes."""
    draw = random.Random(seed)  # noqa: S311 # moments to kill at, no secret
    work = Path(tempfile.mkdtemp())
    corpus, script = work / "corpus.jsonl", work / "go.py"
    write_corpus(corpus, round(megabytes * 1e6), seed)
    script.write_text(_SCRIPT, encoding="utf-8")
    begun = time.monotonic()
    subprocess.run([sys.executable, script, corpus, work / "plain"], check=True)
    whole = time.monotonic() - begun
    expected, different = files_of(work / "plain"), 0
    for number in range(1, kills + 1):
        place, moment = work / f"run{number}", draw.uniform(0.05, 1.0) * whole
        process = subprocess.Popen([sys.executable, script, corpus, place])
        try:
            process.wait(moment)
            how = "was done before"
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            parts = work / f".{place.name}-parts"
            n = sum(each.name.isdigit() for each in parts.iterdir()) if parts.is_dir() else 0
            how = f"killed with {n} parts done"
        subprocess.run([sys.executable, script, corpus, place], check=True)
        same = files_of(place) == expected and not (work / f".{place.name}-parts").exists()
        different += not same
        print(f"{number:>3}  at {moment / whole:4.0%}  {how}: {'same bytes' if same else 'OTHER BYTES'}", flush=True)
        shutil.rmtree(place)
    shutil.rmtree(work)
    print(f"{kills - different} of {kills} ended with the bytes of the undisturbed run")
    return different


if __name__ == "__main__":
    defaults = ("20", "1", "0")
    kills, megabytes, seed = (*sys.argv[1:], *defaults[len(sys.argv) - 1 :])
    sys.exit(main(int(kills), float(megabytes), int(seed)))
