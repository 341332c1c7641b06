"""Which addresses a platform may name, and which lead into our own network."""

import pytest

from lti import PlatformUnavailableError, UnsafeAddressError
from lti.addresses import check_target

PUBLIC = ("93.184.215.14",)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "240.0.0.1",
        "::1",
        "::",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::1",
        "2001:0:a00:1::1",
        "2001:db8::1",
    ],
)
def test_r05_an_address_inside_a_network_is_not_connected_to(address):
    with pytest.raises(UnsafeAddressError):
        check_target(
            "https://lms.example/jwks", allow_loopback=False, look_up=lambda host, port: (address,)
        )


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "017700000001", "127.1", "[::1]", "localhost"]
)
def test_r05_another_spelling_of_this_machine_is_refused(host):
    with pytest.raises(PlatformUnavailableError):
        check_target(f"https://{host}/jwks", allow_loopback=False)


@pytest.mark.parametrize("first", ["93.184.215.14", "127.0.0.1"])
def test_r07_one_private_address_of_several_is_enough(first):
    with pytest.raises(UnsafeAddressError):
        check_target(
            "https://lms.example/",
            allow_loopback=True,
            look_up=lambda host, port: (first, "10.0.0.1"),
        )


@pytest.mark.parametrize(
    "url",
    [
        "http://lms.example/",
        "http://lms.example:443/",
        "ftp://lms.example/",
        "file:///etc/passwd",
        "gopher://lms.example/",
        "data:text/plain,x",
        "javascript:alert(1)",
        "//lms.example/",
        "lms.example",
        "",
        "https://",
        "https:///jwks",
        "https://lms.example:22/",
        "https://lms.example:25/",
        "https://lms.example:6379/",
        "https://lms.example:99999/",
        "https://lms.example:x/",
        "https://user@lms.example/",
        "https://user:secret@lms.example/",
        "https://lms.example\\@evil.example/",
        "https://lms.example/\r\nX: y",
        "https://lms.example/ x",
        "https://lms\u3002example/",
        "https://[::1/",
    ],
)
def test_r02_r09_an_address_of_another_kind_is_refused(url):
    with pytest.raises(UnsafeAddressError):
        check_target(url, allow_loopback=False, look_up=lambda host, port: PUBLIC)


@pytest.mark.parametrize("url", ["https://lms.example/", "https://lms.example:8443/x?y=1"])
def test_a_public_https_address_is_accepted(url):
    target = check_target(url, allow_loopback=False, look_up=lambda host, port: PUBLIC)

    assert (target.host, target.port in (443, 8443)) == ("lms.example", True)


def test_plain_http_is_for_this_machine_alone():
    with pytest.raises(UnsafeAddressError):
        check_target(
            "http://lms.example/",
            allow_loopback=True,
            look_up=lambda host, port: PUBLIC,
        )


def test_a_name_that_does_not_exist_is_no_answer():
    with pytest.raises(PlatformUnavailableError):
        check_target("https://nowhere.invalid/", allow_loopback=False)
