"""Read the settings from a mapping, normally the process environment."""

import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from config import checks
from config.settings import (
    Cloud,
    ConfigError,
    Feature,
    GraphSettings,
    LogFormat,
    MailSettings,
    Settings,
)

PREFIX = "ALONGSIDE_"
_GRAPH = "GRAPH_"
# What may be read from a file named by the same name and `_FILE`.
SECRETS = frozenset(
    {
        "DATABASE_URL",
        "ENCRYPTION_KEY",
        "ENCRYPTION_KEY_PREVIOUS",
        "WAKE_URL",
        "SMTP_URL",
        "GRAPH_CLIENT_SECRET",
        "GRAPH_CERTIFICATE",
    }
)


class _Part(Schema):
    """Fields under the operator's own, capital names; a misspelt name is an error."""

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        field_obj.data_key = field_obj.data_key or field_name.upper()
        field_obj.error_messages = {**field_obj.error_messages, "required": "Is missing."}


def _checked(check: Callable[[str], object], **options: Any) -> fields.Function:
    return fields.Function(deserialize=check, **options)


def _features(text: str) -> frozenset[Feature]:
    unknown = set(text.split()) - set(Feature)
    if unknown:
        raise ValidationError(
            f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(Feature)}."
        )
    return frozenset(Feature(name) for name in text.split())


class _GraphSchema(_Part):
    cloud = fields.Enum(Cloud, by_value=True, load_default=Cloud.GLOBAL)
    sandbox_url = _checked(checks.loopback_address, load_default=None)
    client_id = _checked(checks.guid, required=True)
    client_secret = _checked(checks.secret(checks.text), load_default=None)
    certificate = _checked(checks.secret(checks.text), load_default=None)
    tenant_ids = _checked(checks.guids, required=True)
    site_id = _checked(checks.site_id, load_default=None)
    calendars_inside = _checked(checks.address, load_default=None)
    calendars_outside = _checked(checks.address, load_default=None)
    mentor_drives = fields.Boolean(truthy={"yes"}, falsy={"no"}, load_default=False)
    meeting_reports = fields.Boolean(truthy={"yes"}, falsy={"no"}, load_default=False)
    teams_app_id = _checked(checks.guid, load_default=None)
    timeout_s = fields.Float(load_default=10.0, validate=validate.Range(min=1, max=60))

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def one_credential(self, _: object, given: Mapping[str, str], **__: object) -> None:
        """Refuse none, and two: which one is used must not depend on our code."""
        if ("CLIENT_SECRET" in given) == ("CERTIFICATE" in given):
            raise ValidationError(
                {"CLIENT_SECRET": ["Set either this or GRAPH_CERTIFICATE_FILE, and not both."]}
            )

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def sandbox_has_an_address(self, _: object, given: Mapping[str, str], **__: object) -> None:
        """Tie the address of the sandbox to the cloud of that name."""
        if (given.get("CLOUD") == Cloud.SANDBOX) != ("SANDBOX_URL" in given):
            raise ValidationError({"SANDBOX_URL": ["Goes with GRAPH_CLOUD=sandbox, and only so."]})

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def limits_are_proved(self, _: object, given: Mapping[str, str], **__: object) -> None:
        """Refuse application access to calendars without a mailbox that must stay closed to it."""
        if ("CALENDARS_INSIDE" in given) != ("CALENDARS_OUTSIDE" in given):
            raise ValidationError({"CALENDARS_OUTSIDE": ["Goes with GRAPH_CALENDARS_INSIDE."]})

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> GraphSettings:
        return GraphSettings(**data)


class _SettingsSchema(_Part):
    public_url = _checked(checks.site_address, required=True)
    database_url = _checked(checks.secret(checks.database_url), required=True)
    encryption_key = _checked(checks.secret(checks.encryption_key), required=True)
    encryption_key_previous = _checked(checks.secret(checks.encryption_key), load_default=None)
    wake_url = _checked(checks.secret(checks.wake_url), load_default=None)
    removals_file = _checked(checks.file_path, load_default=None)
    smtp_url = _checked(checks.mail_server, load_default=None)
    mail_from = _checked(checks.address, load_default=None)
    mail_answers_to = _checked(checks.plus_address, load_default=None)
    allow_http_loopback = fields.Boolean(truthy={"yes"}, falsy={"no"}, load_default=False)
    proxies = fields.Integer(strict=False, load_default=0, validate=validate.Range(min=0, max=9))
    log_format = fields.Enum(LogFormat, by_value=True, load_default=LogFormat.CONSOLE)
    features = _checked(_features, load_default=frozenset(Feature))
    graph = fields.Nested(_GraphSchema, data_key=_GRAPH, load_default=None)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def mail_is_whole(self, _: object, given: Mapping[str, str], **__: object) -> None:
        """Refuse a server without a sender, a sender without a server, answers without mail."""
        pairs = [("MAIL_FROM", "SMTP_URL"), ("SMTP_URL", "MAIL_FROM")]
        for name, other in [*pairs, ("SMTP_URL", "MAIL_ANSWERS_TO")]:
            if other in given and name not in given:
                raise ValidationError({name: [f"Is missing: {other} is set."]})

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def keys_differ(self, _: object, given: Mapping[str, str], **__: object) -> None:
        """Refuse a rotation that changed nothing."""
        if given.get("ENCRYPTION_KEY", "") == given.get("ENCRYPTION_KEY_PREVIOUS"):
            raise ValidationError({"ENCRYPTION_KEY_PREVIOUS": ["Is the key in use."]})

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def sandbox_is_allowed(self, _: object, given: Mapping[str, Any], **__: object) -> None:
        """Keep a sandbox that speaks plain http from being switched on by one name alone."""
        cloud = given.get(_GRAPH, {}).get("CLOUD")
        if cloud == Cloud.SANDBOX and given.get("ALLOW_HTTP_LOOPBACK") != "yes":
            raise ValidationError(
                {"ALLOW_HTTP_LOOPBACK": ["Must be yes for GRAPH_CLOUD=sandbox, which has no TLS."]}
            )

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Settings:
        server, sender = data.pop("smtp_url"), data.pop("mail_from")
        answers = data.pop("mail_answers_to")
        mail = MailSettings(**server, sender=sender, answers_to=answers) if server else None
        return Settings(**data, mail=mail)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Build the settings from `ALONGSIDE_*` names; `ALONGSIDE_GRAPH_*` fill the `graph` part.

    An empty value counts as not set, as container tools pass them on.

    Raises:
        ConfigError: listing every missing, unknown or unusable name at once.

    """
    source = os.environ if environ is None else environ  # noqa: TID251 - the one place allowed to
    given = {k.removeprefix(PREFIX): v.strip() for k, v in source.items() if k.startswith(PREFIX)}
    problems = _read_files(given)
    try:
        settings: Settings = _SettingsSchema().load(_nested(given))
    except ValidationError as error:
        # A secret whose file cannot be read is not missing as well.
        unset = {name.removesuffix("_FILE") for name in problems}
        refused = {k: v for k, v in _named(error.messages_dict).items() if k not in unset}
        raise ConfigError({**refused, **problems}) from None
    if problems:
        raise ConfigError(problems)
    return settings


def names() -> frozenset[str]:
    """Return every name an operator may set, `_FILE` names included."""
    parts = {"": _SettingsSchema(), _GRAPH: _GraphSchema()}
    plain = {prefix + field.upper() for prefix, part in parts.items() for field in part.fields}
    return frozenset(PREFIX + name for name in plain - {"GRAPH"} | {f"{n}_FILE" for n in SECRETS})


def _read_files(given: dict[str, str]) -> dict[str, list[str]]:
    """Replace each `…_FILE` in `given` by what the file holds; return what went wrong."""
    problems: dict[str, list[str]] = {}
    for name in sorted(SECRETS):
        path = given.pop(f"{name}_FILE", "")
        if path and given.get(name):
            problems[f"{PREFIX}{name}_FILE"] = [f"Set either this or {PREFIX}{name}, not both."]
        elif path:
            try:
                given[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                given[name] = ""
                problems[f"{PREFIX}{name}_FILE"] = [f"Cannot be read: {type(error).__name__}."]
    return problems


def _nested(given: Mapping[str, str]) -> dict[str, object]:
    known = {name.removeprefix(PREFIX) for name in names()}
    kept = {name: value for name, value in given.items() if value or name not in known}
    graph = {k.removeprefix(_GRAPH): v for k, v in kept.items() if k.startswith(_GRAPH)}
    flat: dict[str, object] = {k: v for k, v in kept.items() if not k.startswith(_GRAPH)}
    return {**flat, _GRAPH: graph} if graph else flat


def _named(messages: Mapping[str, Any], prefix: str = PREFIX) -> dict[str, list[str]]:
    """Turn the schema's errors into the names the operator typed."""
    named: dict[str, list[str]] = {}
    for field, problem in messages.items():
        name = f"{prefix}{field}"
        if isinstance(problem, dict):
            named |= _named(problem, name)
        else:
            named[name] = [*problem, *_suggested(name)]
    return named


def _suggested(name: str) -> list[str]:
    if name in names():
        return []
    return [f"Did you mean {near}?" for near in get_close_matches(name, names(), n=1)]
