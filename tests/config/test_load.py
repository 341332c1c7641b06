"""The settings: complete or refused."""

import base64

import pytest

from config import (
    Cloud,
    ConfigError,
    Feature,
    LogFormat,
    MailSecurity,
    load,
)

KEY = bytes(range(100, 132))
GUID = "11111111-2222-4333-8444-555555555555"


def sealed(key=KEY):
    return base64.urlsafe_b64encode(key).decode()


GOOD = {
    "ALONGSIDE_PUBLIC_URL": "https://mentoring.example.edu",
    "ALONGSIDE_DATABASE_URL": "sqlite:////var/lib/alongside/alongside.db",
    "ALONGSIDE_ENCRYPTION_KEY": sealed(),
}
GRAPH = {
    **GOOD,
    "ALONGSIDE_GRAPH_CLIENT_ID": GUID,
    "ALONGSIDE_GRAPH_CLIENT_SECRET": "hush-hush-hush",
    "ALONGSIDE_GRAPH_TENANT_IDS": GUID,
}
SANDBOX = {
    **GRAPH,
    "ALONGSIDE_ALLOW_HTTP_LOOPBACK": "yes",
    "ALONGSIDE_GRAPH_CLOUD": "sandbox",
    "ALONGSIDE_GRAPH_SANDBOX_URL": "http://localhost:8002",
}


def problems(environ):
    with pytest.raises(ConfigError) as caught:
        load(environ)
    return caught.value.problems


def test_three_names_are_enough_for_a_tool_without_microsoft_and_mail():
    settings = load(GOOD)

    assert settings.graph is None
    assert settings.mail is None
    assert settings.wake_url is None
    assert settings.removals_file is None
    assert settings.proxies == 0
    assert settings.encryption_key.reveal() == KEY
    assert settings.features == frozenset(Feature)
    assert settings.log_format is LogFormat.CONSOLE
    assert not settings.allow_http_loopback


def test_every_problem_is_reported_at_once_under_the_name_the_operator_typed():
    found = problems(
        {
            "ALONGSIDE_PUBLIC_URL": "http://plain.example.edu",
            "ALONGSIDE_PUBLC_URL": "x",
            "ALONGSIDE_SMTP_URL": "gopher://mail.example.edu",
            "ALONGSIDE_GRAPH_SITE_ID": "site",
            "ALONGSIDE_GRAPH_SITE": "site",
        }
    )

    assert set(found) == {
        "ALONGSIDE_PUBLIC_URL",
        "ALONGSIDE_PUBLC_URL",
        "ALONGSIDE_DATABASE_URL",
        "ALONGSIDE_ENCRYPTION_KEY",
        "ALONGSIDE_SMTP_URL",
        "ALONGSIDE_MAIL_FROM",
        "ALONGSIDE_GRAPH_CLIENT_ID",
        "ALONGSIDE_GRAPH_CLIENT_SECRET",
        "ALONGSIDE_GRAPH_TENANT_IDS",
        "ALONGSIDE_GRAPH_SITE_ID",
        "ALONGSIDE_GRAPH_SITE",
    }


def test_an_unknown_name_is_refused_with_the_nearest_known_one():
    found = problems({**GOOD, "ALONGSIDE_SMPT_URL": ""})

    assert "ALONGSIDE_SMTP_URL" in found["ALONGSIDE_SMPT_URL"][1]


@pytest.mark.parametrize("name", ["ALONGSIDE_GRAPH", "ALONGSIDE_GRAPH_", "ALONGSIDE_public_url"])
def test_a_name_that_is_nearly_right_is_unknown(name):
    assert name in problems({**GOOD, name: "x"})


def test_an_empty_value_counts_as_not_set():
    settings = load({**GOOD, "ALONGSIDE_SMTP_URL": "", "ALONGSIDE_GRAPH_CLIENT_ID": " "})

    assert settings.mail is None
    assert settings.graph is None


def test_names_of_other_programs_are_left_alone():
    assert load({**GOOD, "PATH": "/bin", "alongside": "x"}) == load(GOOD)


def test_an_unknown_feature_stops_the_start():
    found = problems({**GOOD, "ALONGSIDE_FEATURES": "circles reverse"})

    assert "reverse" in found["ALONGSIDE_FEATURES"][0]


def test_no_secret_prints_in_settings_or_problems():
    secrets = {
        "ALONGSIDE_ENCRYPTION_KEY": "hush-key",
        "ALONGSIDE_DATABASE_URL": "mysql://u:hush-base@h/d",
        "ALONGSIDE_SMTP_URL": "smtp://u:hush-mail@mail.example.edu",
        "ALONGSIDE_WAKE_URL": "http://:hush-wake@h",
    }
    with pytest.raises(ConfigError) as caught:
        load({**GRAPH, **secrets})
    settings = load(
        {
            **GRAPH,
            "ALONGSIDE_DATABASE_URL": "postgresql://u:hush-base@h/d",
            "ALONGSIDE_SMTP_URL": "smtps://u:hush-mail@mail.example.edu",
            "ALONGSIDE_MAIL_FROM": "mentoring@example.edu",
        }
    )

    assert len(caught.value.problems) == 5
    assert "hush" not in str(caught.value)
    assert "hush" not in repr(settings)
    assert sum("hush" in secret for secret in settings.secrets()) == 3


def test_a_secret_may_lie_in_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text(sealed() + "\n")
    environ = {**GOOD, "ALONGSIDE_ENCRYPTION_KEY_FILE": str(file)}
    del environ["ALONGSIDE_ENCRYPTION_KEY"]

    assert load(environ).encryption_key.reveal() == KEY


def test_a_secret_may_not_be_given_twice(tmp_path):
    (tmp_path / "key").write_text(sealed())

    assert set(problems({**GOOD, "ALONGSIDE_ENCRYPTION_KEY_FILE": str(tmp_path / "key")})) == {
        "ALONGSIDE_ENCRYPTION_KEY_FILE"
    }


def test_a_file_that_cannot_be_read_is_named_once(tmp_path):
    environ = {**GOOD, "ALONGSIDE_ENCRYPTION_KEY_FILE": str(tmp_path / "none")}
    del environ["ALONGSIDE_ENCRYPTION_KEY"]

    assert set(problems(environ)) == {"ALONGSIDE_ENCRYPTION_KEY_FILE"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://mentoring.example.edu/", "https://mentoring.example.edu"),
        ("https://Mentoring.Example.edu:8443", "https://mentoring.example.edu:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_public_address_ends_without_a_slash(typed, meant):
    assert load({**GOOD, "ALONGSIDE_PUBLIC_URL": typed}).public_url == meant


@pytest.mark.parametrize(
    "typed",
    [
        "http://mentoring.example.edu",
        "http://localhost.example.edu",
        "mentoring.example.edu",
        "https://",
        "https://mentoring.example.edu/tool",
        "https://mentoring.example.edu?x=1",
        "https://mentoring.example.edu#x",
        "https://someone@mentoring.example.edu",
        "https://mentoring.example.edu:port",
        "https://[mentoring",
    ],
)
def test_a_public_address_that_is_more_or_less_than_an_origin_is_refused(typed):
    assert set(problems({**GOOD, "ALONGSIDE_PUBLIC_URL": typed})) == {"ALONGSIDE_PUBLIC_URL"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("postgresql://u:p@db/alongside", "postgresql+psycopg://u:p@db/alongside"),
        ("postgres://u:p@db/alongside", "postgresql+psycopg://u:p@db/alongside"),
        ("postgresql+psycopg:///alongside", "postgresql+psycopg:///alongside"),
        ("sqlite:////srv/alongside.db", "sqlite:////srv/alongside.db"),
        ("sqlite:///C:/data/alongside.db", "sqlite:///C:/data/alongside.db"),
    ],
)
def test_the_database_is_sqlite_or_postgresql_with_its_driver_named(typed, meant):
    assert load({**GOOD, "ALONGSIDE_DATABASE_URL": typed}).database_url.reveal() == meant


@pytest.mark.parametrize(
    "typed",
    ["sqlite://", "sqlite:///here.db", "sqlite:///:memory:", "mysql://h/d", "postgresql://h", "x"],
)
def test_a_database_that_depends_on_where_we_stand_or_is_unknown_is_refused(typed):
    assert set(problems({**GOOD, "ALONGSIDE_DATABASE_URL": typed})) == {"ALONGSIDE_DATABASE_URL"}


@pytest.mark.parametrize(
    "typed",
    [
        sealed(KEY[:31]),
        sealed(KEY + b"\xff"),
        sealed(bytes(32)),
        sealed(b"\x00\xff" * 16),
        sealed(b"change-me-to-32-other-bytes-now!"),
        "not base64!",
    ],
)
def test_a_short_or_default_looking_key_is_refused(typed):
    assert set(problems({**GOOD, "ALONGSIDE_ENCRYPTION_KEY": typed})) == {
        "ALONGSIDE_ENCRYPTION_KEY"
    }


def test_a_key_may_come_without_its_padding():
    environ = {**GOOD, "ALONGSIDE_ENCRYPTION_KEY": sealed().rstrip("=")}

    assert load(environ).encryption_key.reveal() == KEY


def test_the_previous_key_is_another_one():
    old = {**GOOD, "ALONGSIDE_ENCRYPTION_KEY_PREVIOUS": sealed(KEY[::-1])}
    same = {**GOOD, "ALONGSIDE_ENCRYPTION_KEY_PREVIOUS": sealed()}

    previous = load(old).encryption_key_previous

    assert previous is not None
    assert previous.reveal() == KEY[::-1]
    assert set(problems(same)) == {"ALONGSIDE_ENCRYPTION_KEY_PREVIOUS"}


@pytest.mark.parametrize("typed", ["redis://:p@cache:6379/0", "sqlite:////srv/wake.db"])
def test_workers_are_woken_by_redis_or_a_sqlite_file(typed):
    wake_url = load({**GOOD, "ALONGSIDE_WAKE_URL": typed}).wake_url

    assert wake_url is not None
    assert wake_url.reveal() == typed


@pytest.mark.parametrize("typed", ["http://cache", "redis://", "sqlite:///wake.db", "yes"])
def test_nothing_else_wakes_workers(typed):
    assert set(problems({**GOOD, "ALONGSIDE_WAKE_URL": typed})) == {"ALONGSIDE_WAKE_URL"}


@pytest.mark.parametrize(
    ("typed", "host", "port", "security", "username", "password"),
    [
        ("smtp://mail.example.edu", "mail.example.edu", 25, MailSecurity.PLAIN, None, None),
        ("smtps://u:p%40ss@m.example", "m.example", 465, MailSecurity.TLS, "u", "p@ss"),
        ("smtp+starttls://u:p@m.example", "m.example", 587, MailSecurity.STARTTLS, "u", "p"),
        ("smtp://u:p@127.0.0.1:8003", "127.0.0.1", 8003, MailSecurity.PLAIN, "u", "p"),
    ],
)
def test_the_mail_server_is_one_address(typed, host, port, security, username, password):
    environ = {**GOOD, "ALONGSIDE_SMTP_URL": typed, "ALONGSIDE_MAIL_FROM": "m@example.edu"}

    mail = load(environ).mail

    assert mail is not None
    assert (mail.host, mail.port, mail.security) == (host, port, security)
    assert (mail.username, mail.password and mail.password.reveal()) == (username, password)
    assert mail.sender == "m@example.edu"


@pytest.mark.parametrize(
    "typed", ["smtp://u:p@m.example", "smtp://", "smtps://u@m.example", "m.example", "imap://m"]
)
def test_a_mail_server_that_leaks_or_is_not_whole_is_refused(typed):
    environ = {**GOOD, "ALONGSIDE_SMTP_URL": typed, "ALONGSIDE_MAIL_FROM": "m@example.edu"}

    assert set(problems(environ)) == {"ALONGSIDE_SMTP_URL"}


def test_a_mail_server_needs_a_sender_and_a_sender_a_server():
    server = {**GOOD, "ALONGSIDE_SMTP_URL": "smtp://mail.example.edu"}
    sender = {**GOOD, "ALONGSIDE_MAIL_FROM": "mentoring@example.edu"}

    assert set(problems(server)) == {"ALONGSIDE_MAIL_FROM"}
    assert set(problems(sender)) == {"ALONGSIDE_SMTP_URL"}


@pytest.mark.parametrize("typed", ["mentoring", "Us <m@example.edu>", "a@b.example, c@d.example"])
def test_the_sender_is_one_bare_address(typed):
    environ = {
        **GOOD,
        "ALONGSIDE_SMTP_URL": "smtp://mail.example.edu",
        "ALONGSIDE_MAIL_FROM": typed,
    }

    assert set(problems(environ)) == {"ALONGSIDE_MAIL_FROM"}


@pytest.mark.parametrize("typed", ["true", "1", "YES", "maybe"])
def test_http_on_loopback_is_yes_or_no_and_nothing_else(typed):
    assert set(problems({**GOOD, "ALONGSIDE_ALLOW_HTTP_LOOPBACK": typed})) == {
        "ALONGSIDE_ALLOW_HTTP_LOOPBACK"
    }


def test_microsoft_is_global_unless_told_otherwise():
    graph = load(
        {**GRAPH, "ALONGSIDE_GRAPH_TENANT_IDS": f" {GUID}  {GUID.replace('1', 'A')} "}
    ).graph

    assert graph is not None
    assert graph.cloud is Cloud.GLOBAL
    assert graph.tenant_ids == (GUID, GUID.replace("1", "a"))
    assert graph.client_secret is not None
    assert graph.client_secret.reveal() == "hush-hush-hush"
    assert (graph.certificate, graph.sandbox_url, graph.site_id) == (None, None, None)
    assert graph.teams_app_id is None
    assert graph.timeout_s == 10


def test_a_certificate_takes_the_place_of_the_client_secret(tmp_path):
    (tmp_path / "app.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    environ = {**GRAPH, "ALONGSIDE_GRAPH_CERTIFICATE_FILE": str(tmp_path / "app.pem")}

    assert set(problems(environ)) == {"ALONGSIDE_GRAPH_CLIENT_SECRET"}
    del environ["ALONGSIDE_GRAPH_CLIENT_SECRET"]
    graph = load(environ).graph
    assert graph is not None
    assert graph.client_secret is None
    assert graph.certificate is not None
    assert graph.certificate.reveal().startswith("-----BEGIN")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("CLOUD", "moon"),
        ("CLIENT_ID", "alongside"),
        ("TEAMS_APP_ID", "alongside"),
        ("TENANT_IDS", "common"),
        ("TENANT_IDS", f"{GUID} organizations"),
        ("SITE_ID", f"northmoor.sharepoint.example,{GUID}"),
        ("TIMEOUT_S", "0"),
        ("TIMEOUT_S", "61"),
        ("TIMEOUT_S", "soon"),
        ("TIMEOUT_S", "nan"),
    ],
)
def test_an_unusable_part_of_the_microsoft_settings_is_refused(name, typed):
    assert set(problems({**GRAPH, f"ALONGSIDE_GRAPH_{name}": typed})) == {f"ALONGSIDE_GRAPH_{name}"}


def test_the_sandbox_is_a_cloud_with_an_address_on_this_machine():
    graph = load(SANDBOX).graph

    assert graph is not None
    assert graph.cloud is Cloud.SANDBOX
    assert graph.sandbox_url == "http://localhost:8002"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"ALONGSIDE_GRAPH_SANDBOX_URL": "http://evil.example"}, "GRAPH_SANDBOX_URL"),
        ({"ALONGSIDE_GRAPH_SANDBOX_URL": "https://localhost:8002"}, "GRAPH_SANDBOX_URL"),
        ({"ALONGSIDE_GRAPH_SANDBOX_URL": "http://localhost:8002/v1.0"}, "GRAPH_SANDBOX_URL"),
        ({"ALONGSIDE_GRAPH_SANDBOX_URL": ""}, "GRAPH_SANDBOX_URL"),
        ({"ALONGSIDE_GRAPH_CLOUD": "global"}, "GRAPH_SANDBOX_URL"),
        ({"ALONGSIDE_ALLOW_HTTP_LOOPBACK": "no"}, "ALLOW_HTTP_LOOPBACK"),
    ],
)
def test_a_sandbox_elsewhere_or_half_switched_on_is_refused(change, name):
    assert set(problems({**SANDBOX, **change})) == {f"ALONGSIDE_{name}"}


@pytest.mark.parametrize("typed", ["removals.jsonl", "/var/lib/alongside/", "./here"])
def test_the_file_of_removals_has_an_absolute_path(typed):
    assert set(problems({**GOOD, "ALONGSIDE_REMOVALS_FILE": typed})) == {"ALONGSIDE_REMOVALS_FILE"}
    path = "/var/lib/alongside-removals/removals.jsonl"
    assert load({**GOOD, "ALONGSIDE_REMOVALS_FILE": path}).removals_file == path
