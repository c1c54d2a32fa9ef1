"""A refusal is a sentence: what the person reads, including what to do next."""


class Refusal(Exception):
    """Something that can't be done as asked.

    `sentence` is shown, privately, to whoever asked; it says what to do next and never repeats
    what may be sensitive. `field` names the input it is about (a modal's `block_id`), if there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowed(Refusal):
    """The person's role does not cover this; the sentence says who can."""


class Unknown(Refusal):
    """What was named is not there (any more)."""
