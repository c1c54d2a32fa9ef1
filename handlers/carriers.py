"""What every carrier can do, and how it says that it could not: Slack and the mail behind one protocol."""

from typing import Any, Protocol

from storage.leases import Taken
from usecases.delivery import Address


class TryAgain(Exception):
    """It did not work this time. `after` is how long to wait at least, in seconds.

    `uncertain` if it may have arrived all the same: it will be looked for before it is sent again.
    """

    def __init__(self, because: str, *, after: float = 0.0, uncertain: bool = False) -> None:
        super().__init__(because)
        self.after = after
        self.uncertain = uncertain


class Undeliverable(Exception):
    """It will not work again without somebody doing something; the text says what, for officers.

    `gone` if what was to be redrawn is not there any more: trying again posts it anew.
    """

    def __init__(self, advice: str, *, gone: bool = False) -> None:
        super().__init__(advice)
        self.gone = gone


class Carrier(Protocol):
    """Carries notices over one network. Both methods raise `TryAgain` or `Undeliverable`."""

    def pause(self, notice: Taken, address: Address, /) -> float:
        """How long to wait before the next call, in seconds; counts that call when it is 0."""
        ...

    async def find(self, notice: Taken, address: Address, /) -> dict[str, Any] | None:
        """Look where the notice would have arrived; where it stands, or None if it does not."""
        ...

    async def send(self, notice: Taken, address: Address, value: Any, /) -> dict[str, Any]:
        """Render the value and send it, or redraw what stands there; says where it stands now."""
        ...
