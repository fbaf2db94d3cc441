"""Breaking off: Ctrl-C, a kill and the end of a terminal end a command in one way, wherever they strike."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

INTERRUPTED: Final = 130
"""The exit status of a command that somebody broke off: what shells make of Ctrl-C."""

_AGAIN_SECONDS: Final = 0.2
"""How long after a signal it is looked whether anything came of it, and again each time."""


class _Break:
    """A handler of signals that notes that one has come, and raises KeyboardInterrupt as long as it is heeded."""

    def __init__(self, *, reminds: bool) -> None:
        self.has_come = False
        self.is_heeded = True
        self._reminds = reminds

    def __call__(self, _number: int, _frame: object) -> None:
        if self._reminds and not self.has_come:
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS, _AGAIN_SECONDS)
        self.has_come = True
        if self.is_heeded:
            raise KeyboardInterrupt

    def again(self, _number: int, _frame: object) -> None:
        """Raise it once more if nothing came of it; leave who is putting things away alone."""
        if self.is_heeded and not _is_ending(sys.exception()):
            raise KeyboardInterrupt


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Let who ends this process, or closes its terminal, end it as Ctrl-C does: with everything put away.

    Libraries make other things of Ctrl-C: polars raises errors of its own, or KeyboardInterrupt a second time; where a
    finalizer runs, or C code asks for an attribute, it is lost. So it is noted and, where there are timers, raised
    until something comes of it; and what the block ends with then is KeyboardInterrupt, once.
    """
    mine, alarm = _unhandled("SIGINT", "SIGTERM", "SIGHUP"), _unhandled("SIGALRM")
    broken = _Break(reminds=bool(alarm))
    _handle(alarm, broken.again)
    try:
        _handle(mine, broken)
        yield
    except BaseException as error:
        if broken.has_come:
            raise KeyboardInterrupt from error
        raise
    finally:
        broken.is_heeded = False
        if alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
        _handle(alarm, signal.SIG_DFL)
        _handle(mine, signal.default_int_handler)
    if broken.has_come:
        raise KeyboardInterrupt


def _is_ending(error: BaseException | None) -> bool:
    """Tell whether *error* is one that ends a program or a generator, or was raised while one did."""
    while isinstance(error, Exception):
        error = error.__context__
    return error is not None


def _unhandled(*names: str) -> list[int]:
    """Return those of the signals that there are which nobody handles or ignores yet."""
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    return [one for one in signals if signal.getsignal(one) in {signal.SIG_DFL, signal.default_int_handler}]


def _handle(signals: Sequence[int], handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    for one in signals:
        with suppress(ValueError):  # only a main thread may
            signal.signal(one, handler)
