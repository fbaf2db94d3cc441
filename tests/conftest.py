"""What holds for every test, and what a test run says at its end besides its result."""

import pytest
from hypothesis import settings

settings.register_profile("depipe", deadline=None)  # the machine may be busy
settings.load_profile("depipe")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted, wherever they ran: `record_property("counted", "...")`."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "counted":
                terminalreporter.write_line(str(value))
