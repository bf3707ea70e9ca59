"""How an act is refused: by an exception that carries every reason as a sentence."""


class Refused(Exception):
    """The rules, the path or a gate do not allow this. `reasons` are untranslated sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons
