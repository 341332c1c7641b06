"""The two outside sides of the tool, as their endpoints want them."""

from dataclasses import dataclass

from graph.accounts import TokenCaches
from graph.sign_in import SignIn
from graph.tab_tokens import TabTokens
from lti.handshake import Handshake
from lti.http import Http
from lti.keys import ToolKeys
from plugin.web.protocol.launch_notes import LaunchNotes


@dataclass(frozen=True, slots=True)
class LtiTool:
    """Login and launch, and the keys we publish.

    Attributes:
        http: sends to addresses that platforms name; None where nothing registers.
        notes: writes down what launches show; None where nobody looks.

    """

    handshake: Handshake
    keys: ToolKeys
    http: Http | None = None
    notes: LaunchNotes | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """Being shown in Teams, Outlook and Microsoft 365.

    Attributes:
        origins: what may frame the tab.
        cloud: which accounts' ids its tokens speak of.
        app_id: of the Teams app, for links into it.
        pretend: whether the host speaks http on this machine, where Microsoft's script is silent.

    """

    tokens: TabTokens
    origins: tuple[str, ...]
    cloud: str
    app_id: str
    pretend: bool = False

    @property
    def strangers(self) -> tuple[str, ...]:
        """Origins that Microsoft's script would not know by itself: the pretend Teams'."""
        return self.origins if self.cloud == "sandbox" else ()


@dataclass(frozen=True, slots=True)
class MicrosoftTool:
    """Signing people in to Microsoft, where their tokens are kept, and the tab; None without."""

    sign_in: SignIn
    caches: TokenCaches
    tab: Tab | None = None
