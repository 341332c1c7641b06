"""Hosts of the clouds, and the one that stands in for them on this machine."""

import pytest

import graph
from graph.clouds import CloudProfile, origin


@pytest.mark.parametrize("profile", graph.CLOUDS.values(), ids=list(graph.CLOUDS))
def test_real_clouds_are_https_and_reroute_nothing(profile):
    assert profile.login_url.startswith("https://")
    assert profile.graph_url.startswith("https://")
    assert profile.reroute == ()


def test_the_sandbox_answers_for_its_own_login_host_only():
    profile = graph.sandbox("http://localhost:8002/")

    login = "https://login.northmoor.example"
    assert graph.browser_url(profile, f"{login}/t/x?a=1") == "http://localhost:8002/login/t/x?a=1"
    assert graph.browser_url(profile, f"{login}.evil.example/") == f"{login}.evil.example/"
    assert profile.graph_url == "http://localhost:8002/v1.0"


@pytest.mark.parametrize("base", ["http://evil.example", "https://10.0.0.1"])
def test_no_host_but_this_machine_stands_in_for_a_login(base):
    with pytest.raises(ValueError, match="machine"):
        graph.sandbox(base)


def test_a_login_without_tls_is_refused():
    with pytest.raises(ValueError, match="https"):
        CloudProfile(name="x", login_url="http://login.example", graph_url="https://g.example")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://h.example:443/x", "https://h.example"),
        ("https://H.example/x", "https://h.example"),
        ("http://h.example:8002", "http://h.example:8002"),
        ("https://good.example@evil.example/", "https://evil.example"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url, expected):
    assert origin(url) == expected
