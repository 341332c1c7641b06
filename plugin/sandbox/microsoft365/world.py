"""What every part of the pretend Microsoft 365 is given: the state, the people, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .accounts import Accounts
from .state import State

Clock = Callable[[], datetime]

TENANT_ID = "5a4d0c7e-0000-4000-8000-00000000a11e"
CLIENT_ID = "5a4d0c7e-0000-4000-8000-0000000000c1"
CLIENT_SECRET = "pretend-secret"  # noqa: S105 - known to everybody on purpose
LOGIN_HOST = "https://login.northmoor.example"
SITE_ID = (
    "northmoor.sharepoint.example,"
    "5a4d0c7e-0000-4000-8000-000000005173,5a4d0c7e-0000-4000-8000-000000003eb0"
)
DRIVE_ID = "b!fgxNWgAAQIAAAAAAAAUXNwAAAAAAAA"
ROOT_ID = "01NORTHMOORPROGRAMMEROOT"

# On: the server behaves. Each is a switch on the control page.
SWITCHES = {
    "transactions_remembered": True,
    "notifications_sent": True,
    "notifications_late": False,
    "notifications_doubled": False,
    "user_consent": True,
    "singles_become_series": True,  # off: 400 to a recurrence for an event that has none
    "recurrence_ignored": False,  # on: 200 to it, and the event does not repeat
    "onedrives": True,  # off: nobody has one, as without a licence
    "tokens_last": True,  # off: a minute, so that what is revoked is noticed at once
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The pretend tenant, its addresses and its clock. `base_url` has no slash at the end."""

    state: State
    accounts: Accounts
    clock: Clock
    base_url: str
    tool_url: str

    def switch(self, name: str) -> bool:
        """Return whether a switch of `SWITCHES` is on."""
        kept = self.state.get("switch", name)
        return SWITCHES[name] if kept is None else bool(kept["on"])

    def set_switch(self, name: str, *, on: bool) -> None:
        """Turn a switch on or off.

        Raises:
            KeyError: there is no such switch.

        """
        SWITCHES[name]
        self.state.put("switch", name, {"on": on})
