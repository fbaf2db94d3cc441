"""The house: rooms import downwards only, and reading workers stay light."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import depipe

ROOT = Path(depipe.__file__).parent
FLOORS = (
    {
        "language",
        "errors",
        "findings",
        "stars",
        "folding",
        "palette",
        "parquet",
        "placing",
        "quiet",
        "scratch",
        "sheets",
        "shipped",
    },
    {"master"},
    {"workbook"},
    {"validation"},
    {"ledger"},
    {"scoring"},
    {"comparison"},
    {"flow"},
    {"demo", "bundle"},
    {"cli"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def room_of(module: str) -> str:
    """Return the room of `depipe.room.module`."""
    return module.split(".")[1]


def imports(path: Path) -> Iterator[str]:
    """Yield every depipe module that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("depipe."))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "depipe":
            yield from [node.module] if "." in node.module else (f"depipe.{name.name}" for name in node.names)


def test_rooms_import_only_from_floors_below() -> None:
    """No module imports from a higher floor than its own."""
    upward = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in ROOT.rglob("*.py")
        if path.parent != ROOT or path.stem not in {"__init__", "__main__"}
        for module in imports(path)
        if module != "depipe.__version__"
        and FLOOR[room_of(module)] > FLOOR[path.relative_to(ROOT).parts[0].removesuffix(".py")]
    ]

    assert upward == []


def test_nothing_below_the_command_line_knows_the_terminal() -> None:
    """click, rich and sys.exit stay in cli/."""
    offenders = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).parts[0] not in {"cli", "__main__.py"}
        for line in path.read_text("utf-8").splitlines()
        if line.lstrip().startswith(("import click", "from click", "import rich", "from rich")) or "sys.exit(" in line
    ]

    assert offenders == []


def test_reading_workers_import_the_standard_library_and_calamine_only() -> None:
    """A worker process that reads workbooks starts without polars, pandera, pydantic or SQLAlchemy."""
    code = (
        "import sys, depipe.workbook.read\n"
        "heavy = {'polars', 'pandera', 'pydantic', 'sqlalchemy', 'openpyxl', 'xlsxwriter', 'lxml', 'click', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_help_imports_click_alone() -> None:
    """`depipe --help` starts without any of the heavy libraries."""
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from depipe.cli.group import group\n"
        "assert CliRunner().invoke(group, ['--help']).exit_code == 0\n"
        "heavy = {'polars', 'pandera', 'pydantic', 'sqlalchemy', 'openpyxl', 'xlsxwriter', 'rich', 'ruamel.yaml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
