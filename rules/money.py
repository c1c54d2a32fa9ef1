"""Money is integer pence; this is how it is written for people."""


def pounds(pence: int) -> str:
    """As people write it: "£50", "£12.50", "−£50"; never a float on the way."""
    sign = "−" if pence < 0 else ""
    whole, rest = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}" if rest == 0 else f"{sign}£{whole:,}.{rest:02}"


def price(pence: int) -> str:
    """A price: "Free" or "£50"."""
    return "Free" if pence == 0 else pounds(pence)
