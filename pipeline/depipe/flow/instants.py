"""Instants as people type them: a day, which means its end, or a moment."""

from datetime import UTC, date, datetime, time

from depipe.errors import UsageError
from depipe.language import Text


def instant(text: str) -> datetime:
    """Return the instant that *text* names: `2026-05-10` is the end of that day, `2026-05-10T12:00` that moment; UTC.

    A moment with a time zone (`+09:00`) is taken at its word. Raises UsageError for anything else.
    """
    try:
        return datetime.combine(date.fromisoformat(text.strip()), time.max, UTC)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(
            f"「{text}」は日時として読めません。2026-05-10（その日の終わりまで）か 2026-05-10T12:00（UTC）の形で"
            "指定してください。",
            f"“{text}” is no day or moment: write 2026-05-10 (its end) or 2026-05-10T12:00 (UTC).",
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def begun(text: str, now: datetime | None = None) -> datetime:
    """Return the instant that *text* names, which must be over or of a day that has begun, in UTC or where one is.

    Raises UsageError as `instant` does, and for the future: nobody knows what the ledger will hold.
    """
    moment, here = instant(text), now or datetime.now(UTC).astimezone()
    today = max(here.date(), here.astimezone(UTC).date())
    if moment.date() > today if _ends_a_day(moment) else moment > here:
        clock = f"{here.astimezone(UTC):%Y-%m-%d %H:%M}"
        raise UsageError(
            f"「{text}」はまだ先の日時です（今は {clock} UTC）。今日までの日時を指定するか、"
            "今の台帳でよければ --as-of を外してください。",
            f"“{text}” is in the future (it is {clock} UTC): name a day or moment until now, or leave --as-of out for "
            "the ledger as it stands.",
        )
    return moment


def named(moment: datetime) -> str:
    """Return *moment* as a folder can be called: the day where it is the end of one."""
    if _ends_a_day(moment):
        return moment.date().isoformat()
    return f"{moment:%Y-%m-%dT%H%M%S}" + (f".{moment:%f}" if moment.microsecond else "") + "Z"


def said(moment: datetime) -> Text:
    """Return *moment*, UTC, in words: `2026-05-10 UTC 時点`, `2026-05-10 12:00 UTC 時点`."""
    if _ends_a_day(moment):
        day = moment.date().isoformat()
        return Text(f"{day} UTC 時点", f"as of {day} UTC")
    shown = f"{moment:%Y-%m-%d %H:%M}" + (f":{moment:%S}" if moment.second or moment.microsecond else "")
    return Text(f"{shown} UTC 時点", f"as of {shown} UTC")


def _ends_a_day(moment: datetime) -> bool:
    return moment.timetz() == time.max.replace(tzinfo=UTC)
