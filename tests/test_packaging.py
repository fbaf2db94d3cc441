"""What is installed: the wheel holds exactly what git tracks, and works in an empty folder."""

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from jinja2 import ModuleLoader

from depipe.comparison.page.environment import COMPILED

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the tracked files alone."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_what_git_tracks(wheel: Path) -> None:
    """Every tracked file of pipeline/ and schemas/ is in it under its place, each template compiled, and no more."""
    tracked = subprocess.run(
        ["git", "ls-files", "pipeline/depipe", "schemas"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    expected = {
        path.replace("pipeline/depipe/", "depipe/", 1).replace("schemas/", "depipe/bundled_schemas/", 1)
        for path in tracked
    }
    page = "depipe/comparison/page"
    expected |= {
        f"{page}/{COMPILED}/{ModuleLoader.get_module_filename(Path(path).name)}"
        for path in expected
        if path.startswith(f"{page}/templates/")
    }

    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert held == expected


def test_the_source_archive_holds_what_the_wheel_is_made_of(tmp_path: Path) -> None:
    """Every tracked file of pipeline/, schemas/ and tests/ is in it: templates, samples and migrations too."""
    subprocess.run(
        [sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", tmp_path, ROOT],
        check=True,
        capture_output=True,
    )
    tracked = subprocess.run(
        ["git", "ls-files", "pipeline", "schemas", "tests"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()

    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}

    assert {*tracked, "hatch_build.py"} - held == set()


def test_the_installed_wheel_runs_the_demonstration_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Away from the checkout, `depipe demo` finds its schemas and samples and writes a comparison."""
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    site = next((environment / "lib").glob("python*")) / "site-packages"
    zipfile.ZipFile(wheel).extractall(site)  # noqa: S202 - built above, from this repository
    # The dependencies come from the tests' own environment: what is shown is depipe's wheel, not an index.
    own = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(own)
    empty = tmp_path / "empty"
    empty.mkdir()

    where = subprocess.run(
        [python, "-c", "import depipe; print(depipe.__file__)"], cwd=empty, capture_output=True, text=True, check=True
    ).stdout
    done = subprocess.run([python, "-m", "depipe", "demo"], cwd=empty, capture_output=True, text=True, check=False)

    assert str(site) in where
    assert done.returncode == 0, done.stderr
    assert (empty / "output" / "demo" / "comparison.xlsx").is_file()
