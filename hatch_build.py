"""Put the page's templates into the wheel compiled, as pip compiles modules.

Where a package may not be written, every page would compile them again.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = "depipe/comparison/page"


class CompiledTemplates(BuildHookInterface):  # type: ignore[type-arg]
    """Adds a Python module for each template; a checkout goes without, since its templates change."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the templates and tell where they belong."""
        self._folder = TemporaryDirectory()
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "pipeline")))
        from depipe.comparison.page.environment import COMPILED, environment  # noqa: PLC0415 - found only now

        environment().compile_templates(self._folder.name, zip=None, ignore_errors=False)
        build_data["force_include"][self._folder.name] = f"{PAGE}/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - the hook's
        """Remove what is in the wheel by now."""
        self._folder.cleanup()
