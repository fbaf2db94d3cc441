"""Breaking off: Ctrl-C, a kill and the end of a terminal end a command in one way, wherever they strike."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

INTERRUPTED: Final = 130
"""The exit status of a command that somebody broke off: what shells make of Ctrl-C."""


class _Break:
    """A handler of signals that notes that one has come, and raises KeyboardInterrupt as long as it is heeded."""

    def __init__(self) -> None:
        self.has_come = False
        self.is_heeded = True

    def __call__(self, _number: int, _frame: object) -> None:
        self.has_come = True
        if self.is_heeded:
            raise KeyboardInterrupt


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Let who ends this process, or closes its terminal, end it as Ctrl-C does: with everything put away.

    Libraries make other things of Ctrl-C: polars raises errors of its own, or KeyboardInterrupt a second time; where a
    finalizer runs, it is lost. So it is noted as well, and what the block ends with then is KeyboardInterrupt, once.
    """
    broken = _Break()
    signals = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    mine = [one for one in signals if signal.getsignal(one) in {signal.SIG_DFL, signal.default_int_handler}]
    _handle(mine, broken)
    try:
        yield
    except BaseException as error:
        if broken.has_come:
            raise KeyboardInterrupt from error
        raise
    finally:
        broken.is_heeded = False
        _handle(mine, signal.default_int_handler)
    if broken.has_come:
        raise KeyboardInterrupt


def _handle(signals: Sequence[int], handler: Callable[[int, FrameType | None], object]) -> None:
    for one in signals:
        with suppress(ValueError):  # only a main thread may
            signal.signal(one, handler)
