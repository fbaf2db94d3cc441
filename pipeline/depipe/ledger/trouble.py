"""What goes wrong around a ledger, as sentences; each takes the ledger's place and never sees a password."""

from depipe.language import Text


def foreign(place: str) -> Text:
    """Return the sentence for a database that is no ledger of depipe's."""
    return Text(
        f"{place} は depipe の台帳ではありません。台帳の場所（--store）を確かめてください。",
        f"{place} is not a ledger of depipe: check where the ledger is (--store).",
    )


def newer(place: str) -> Text:
    """Return the sentence for a ledger that this depipe is too old for."""
    return Text(
        f"台帳 {place} は新しい版の depipe が書いたものです。depipe を更新してください。",
        f"The ledger {place} was written by a newer depipe: update depipe.",
    )


def locked(place: str) -> Text:
    """Return the sentence for a ledger that another process holds for longer than one waits."""
    return Text(
        f"台帳 {place} をほかの処理が使っています。終わってから、もう一度実行してください。",
        f"The ledger {place} is in use by another process: try again when that has finished.",
    )


def damaged(place: str) -> Text:
    """Return the sentence for a ledger whose bytes are not what was written."""
    return Text(
        f"台帳 {place} は壊れています。バックアップから戻してください。",
        f"The ledger {place} is damaged: bring it back from a backup.",
    )


def damaged_submission(place: str, submission_id: str) -> Text:
    """Return the sentence for an original whose bytes are not the ones that came in."""
    return Text(
        f"台帳 {place} の提出 {submission_id} は壊れています。バックアップから戻してください。",
        f"The submission {submission_id} in the ledger {place} is damaged: bring it back from a backup.",
    )


def refused(place: str) -> Text:
    """Return the sentence for a file that may not be opened or written."""
    return Text(
        f"台帳 {place} を開けないか、書き込めません。ファイルとフォルダーの権限を確かめてください。",
        f"The ledger {place} cannot be opened or written: check the permissions of the file and its folder.",
    )


def full(place: str) -> Text:
    """Return the sentence for a disk that is full."""
    return Text(
        f"台帳 {place} のディスクに空きがありません。今回の分は記録されていません。空きを作ってやり直してください。",
        f"The disk of the ledger {place} is full. Nothing of this step was recorded: make room and try again.",
    )


def unreadable(place: str) -> Text:
    """Return the sentence for a disk or network that fails."""
    return Text(
        f"台帳 {place} の読み書きに失敗しました。ディスクやネットワークの状態を確かめてください。",
        f"The ledger {place} could not be read or written: check the disk or the network.",
    )


def unreachable(place: str) -> Text:
    """Return the sentence for a server that does not answer, or stopped answering."""
    return Text(
        f"台帳 {place} のサーバーにつながりません。サーバーとネットワークを確かめて、もう一度実行してください。"
        "記録済みの分は失われません。",
        f"The server of the ledger {place} does not answer: check the server and the network, then run this again. "
        "What was recorded is kept.",
    )


def rejected(place: str) -> Text:
    """Return the sentence for a server that lets nobody in under this name."""
    return Text(
        f"台帳 {place} のサーバーに接続を拒まれました。"
        "--store の利用者名、パスワード、データベース名を確かめてください。",
        f"The server of the ledger {place} refused the connection: "
        "check user name, password and database name in --store.",
    )


def forbidden(place: str) -> Text:
    """Return the sentence for a server that lets somebody in who may not read or write there."""
    return Text(
        f"台帳 {place} を読み書きする権限がありません。データベースの権限を確かめてください。",
        f"You may not read or write the ledger {place}: check the privileges in the database.",
    )
