"""The two languages that people are spoken to in."""

from typing import Final, Literal, NamedTuple

Language = Literal["ja", "en"]


class Text(NamedTuple):
    """One text in both languages."""

    ja: str
    en: str

    def within(self, language: Language) -> str:
        """Return the text in *language*."""
        return self.ja if language == "ja" else self.en


COMMA: Final = Text("、", ", ")
"""What stands between the names of a list."""
SPACE: Final = Text("", " ")
"""What stands between sentences."""
