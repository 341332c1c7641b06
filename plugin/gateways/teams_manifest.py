"""The Teams app manifest of one institution, for two versions of its schema.

https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from graph.teams import app_id_uri, host_of
from plugin.gateways.teams_texts import DEFAULT, TEXTS, Texts

NEWEST, OLDER = "1.30", "1.25"
VERSIONS = (NEWEST, OLDER)
"""The newest schema, and one that admin centres which lag behind still take."""
APP_VERSION = "1.1.0"
"""To be raised with every change of what stands here: Teams updates an app by it."""
PERSONAL = ("people", "sessions", "hours")
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "circle": ("privateChatTab",),
    "meeting": ("meetingChatTab", "meetingDetailsTab", "meetingSidePanel"),
}
"""Tabs of a chat and of a meeting, with where each is shown."""
ACTIVITY_PERMISSION = "TeamsActivity.Send.User"
"""Granted by whoever installs the app, for themself: no administrator has to allow it."""


@dataclass(frozen=True, slots=True)
class TeamsApp:
    """What the manifest needs to know of an institution. `public_url` has no slash at the end."""

    public_url: str
    client_id: str

    @property
    def app_id(self) -> str:
        """The app's own id, the same for every package of this address.

        An institution's app catalogue gives the app another: links are made with that one.
        """
        return str(uuid5(NAMESPACE_URL, f"{self.public_url}/teams"))

    def tab(self, entity: str) -> str:
        """Return where a tab's content is."""
        return f"{self.public_url}/teams/tab/{entity}"


def manifest(app: TeamsApp, version: str = NEWEST) -> dict[str, Any]:
    """Return the manifest.

    Raises:
        ValueError: Teams shows https pages only; or the version is none of `VERSIONS`.

    """
    if not app.public_url.startswith("https://"):
        raise ValueError("Teams shows pages of https addresses only")
    if version not in VERSIONS:
        raise ValueError(f"the schema versions are {' and '.join(VERSIONS)}")
    texts = TEXTS[DEFAULT]
    found = {
        "$schema": "https://developer.microsoft.com/en-us/json-schemas/teams/"
        f"v{version}/MicrosoftTeams.schema.json",
        "manifestVersion": version,
        "version": APP_VERSION,
        "id": app.app_id,
        "developer": _developer(app),
        "localizationInfo": _languages(),
        "name": {"short": texts.short, "full": texts.full},
        "description": {"short": texts.summary, "full": texts.description},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#4B4FA6",
        "staticTabs": _tabs(app, texts),
        "configurableTabs": [_channel_tab(app)],
        "permissions": ["identity"],
        "validDomains": [host_of(app.public_url)],
        "webApplicationInfo": {
            "id": app.client_id,
            "resource": app_id_uri(app.public_url, app.client_id),
        },
        "authorization": {
            "permissions": {
                "resourceSpecific": [{"name": ACTIVITY_PERMISSION, "type": "Application"}]
            }
        },
        "activities": {"activityTypes": _activities(texts)},
        "defaultInstallScope": "personal",
        "showLoadingIndicator": False,
    }
    if version == NEWEST:
        found["supportsChannelFeatures"] = "tier1"
    return found


def localisation(language: str, version: str = NEWEST) -> dict[str, str]:
    """Return the texts of one more language, under the places in the manifest they replace."""
    texts, tabs = TEXTS[language], [*PERSONAL, *TOGETHER]
    schema = "https://developer.microsoft.com/en-us/json-schemas/teams/"
    return {
        "$schema": f"{schema}v{version}/MicrosoftTeams.Localization.schema.json",
        "name.short": texts.short,
        "name.full": texts.full,
        "description.short": texts.summary,
        "description.full": texts.description,
        **{f"staticTabs[{at}].name": texts.tabs[key] for at, key in enumerate(tabs)},
        **{
            f"activities.activityTypes[{at}].{part}": words
            for at, words in enumerate(texts.activities.values())
            for part in ("description", "templateText")
        },
    }


def _developer(app: TeamsApp) -> dict[str, str]:
    return {
        "name": "Alongside",
        "websiteUrl": f"{app.public_url}/teams/about",
        "privacyUrl": f"{app.public_url}/teams/privacy",
        "termsOfUseUrl": f"{app.public_url}/teams/about",
    }


def _languages() -> dict[str, Any]:
    more = [tag for tag in TEXTS if tag != DEFAULT]
    files = [{"languageTag": tag, "file": f"{tag}.json"} for tag in more]
    return {"defaultLanguageTag": DEFAULT, "additionalLanguages": files}


def _tabs(app: TeamsApp, texts: Texts) -> list[dict[str, Any]]:
    def tab(entity: str, scope: str, *where: str) -> dict[str, Any]:
        return {
            "entityId": entity,
            "name": texts.tabs[entity],
            "contentUrl": app.tab(entity),
            "websiteUrl": f"{app.public_url}/teams/about",
            "scopes": [scope],
            "context": list(where),
        }

    personal = [tab(entity, "personal", "personalTab") for entity in PERSONAL]
    return personal + [tab(entity, "groupChat", *where) for entity, where in TOGETHER.items()]


def _channel_tab(app: TeamsApp) -> dict[str, Any]:
    return {
        "configurationUrl": f"{app.public_url}/teams/channel/set-up",
        "canUpdateConfiguration": False,
        "scopes": ["team"],
        "context": ["channelTab"],
    }


def _activities(texts: Texts) -> list[dict[str, str]]:
    return [
        {"type": kind, "description": words, "templateText": words}
        for kind, words in texts.activities.items()
    ]
