"""What depipe raises: one base, one class per exit status.

Trouble inside a returned workbook is never raised: it is a `depipe.findings.Finding`.
"""

import errno
from collections.abc import Mapping
from typing import ClassVar, Final

from depipe.language import Language, Text


class DepipeError(Exception):
    """A sentence for a person, in both languages, and the exit status that goes with it."""

    status: ClassVar[int] = 1

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(ja, en)

    def message(self, language: Language) -> str:
        """Return the sentence in *language*."""
        return self.text.within(language)


class DataError(DepipeError):
    """Something in the user's data is not right: a master with errors, an empty ledger, a bad roster."""

    status = 1


class UsageError(DepipeError):
    """The command was called in a way that cannot work."""

    status = 2


class SurroundingsError(DepipeError):
    """The surroundings failed: no permission, disk full, store out of reach, file open elsewhere."""

    status = 3


class ProofError(DepipeError):
    """A workbook that depipe wrote does not hold its own promises: a bug in depipe, never the user's fault."""

    status = 3


REASONS: Final[Mapping[int | None, Text]] = {
    errno.ENOENT: Text("見つかりません", "it does not exist"),
    errno.EEXIST: Text("同じ名前のファイルがあります", "a file of that name is in the way"),
    errno.ENOTDIR: Text("フォルダーではないものが途中にあります", "something on the way is no folder"),
    errno.EISDIR: Text("フォルダーです", "it is a folder"),
    errno.EACCES: Text("権限がありません", "permission is denied"),
    errno.EPERM: Text("許可されていません", "it is not permitted"),
    errno.ENOSPC: Text("ディスクがいっぱいです", "the disk is full"),
    errno.EDQUOT: Text("ディスクの割り当てを使い切っています", "the disk quota is used up"),
    errno.EROFS: Text("読み取り専用のディスクです", "the disk is read-only"),
    errno.EFBIG: Text("ファイルが大きすぎます", "the file is too large"),
    errno.ENAMETOOLONG: Text("名前が長すぎます", "the name is too long"),
    errno.EIO: Text("ディスクの読み書きに失敗しました", "the disk failed"),
}
"""Why a system refuses, by its numbers."""


def os_reason(error: OSError) -> Text:
    """Return why the system refused, in both languages; in the system's own words where there are no others."""
    words = error.strerror or type(error).__name__
    return REASONS.get(error.errno, Text(words, words))
