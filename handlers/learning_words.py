"""What people are answered about learning events, the same on every surface."""

IN_TOUCH = "Thank you. They have been told that somebody is getting in touch; nobody is asked again."
IN_TOUCH_ON_HOLD = "Thank you; nobody is asked again. Nothing is sent about this event just now, so please tell them yourself."


def in_touch(told: bool) -> str:
    """The answer to "I am in touch"; `told` says whether whoever asked to talk hears so."""
    return IN_TOUCH if told else IN_TOUCH_ON_HOLD


def passed_on(count: int) -> str:
    """What became of a panel member's one click."""
    people = "one person" if count == 1 else f"{count} people"
    return f"It goes to {people} of your list, in working hours."
