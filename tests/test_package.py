"""The wheel: it carries the resources, and the installed command does the main job outside the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(
    not (CHECKOUT / "pyproject.toml").is_file(), reason="needs the project's sources to build the wheel from"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    source = tmp_path_factory.mktemp("source")
    for name in ("framing", "lexicons", "seeds"):
        shutil.copytree(CHECKOUT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, source / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = (source / "dist").glob("*.whl")
    return built


def test_the_wheel_carries_code_lexicons_seeds_and_templates(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("lexicons", "seeds", "framing"):
        for path in (CHECKOUT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                inside = path.relative_to(CHECKOUT).as_posix()
                assert (inside if folder == "framing" else f"framing/{inside}") in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_command_does_the_main_job_outside_the_checkout(wheel, tmp_path):
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}

    def run(*command):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run("-c", "import framing.library as library; print(library.seeds())").strip()
    assert Path(where) == site / "framing" / "seeds"
    out = run("-m", "framing", "analyze", where, "-o", "out")
    assert "security" in out
    assert (tmp_path / "out" / "report.html").is_file()
