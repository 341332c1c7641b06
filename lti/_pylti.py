"""The only door to pylti1p3: its validation of a message, as a second opinion.

What pylti1p3 2.0.0 does with state, cookies, the network and signatures is replaced by modules of
this package; its steps for them are answered here by what those modules have already established.
"""

from collections.abc import Mapping
from typing import Any, cast

import requests
from pylti1p3.cookie import CookieService
from pylti1p3.exception import LtiException
from pylti1p3.launch_data_storage.base import LaunchDataStorage
from pylti1p3.message_launch import MessageLaunch, TJwtData
from pylti1p3.registration import Registration as PyltiRegistration
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config.abstract import ToolConfAbstract

from lti.errors import LaunchRefusedError
from lti.refusals import RefusalCode
from lti.storage import Registration

_NO_NETWORK = requests.Session()  # given to pylti1p3 so that it does not open one per launch


class _Request(Request):
    session: dict[str, Any] = {}  # noqa: RUF012 - pylti1p3's base declares it; never used here

    def is_secure(self) -> bool:
        return True

    def get_param(self, key: str) -> str:
        raise NotImplementedError(key)  # the form has been read before


class _Cookies(CookieService):
    def get_cookie(self, name: str) -> str | None:
        raise NotImplementedError(name)  # the browser is recognised by lti.handshake

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        raise NotImplementedError(name)


class _Storage(LaunchDataStorage[Any]):
    def get_session_cookie_name(self) -> str | None:
        return None

    def can_set_keys_expiration(self) -> bool:
        return True

    def get_value(self, key: str) -> Any:
        raise NotImplementedError(key)

    def set_value(self, key: str, value: Any, exp: int | None = None) -> None:
        raise NotImplementedError(key)

    def check_value(self, key: str) -> bool:
        raise NotImplementedError(key)


class _Tool(ToolConfAbstract[_Request]):
    """Answers with the one registration the guard has found."""

    def __init__(self, registration: Registration) -> None:
        super().__init__()
        self._found = (
            PyltiRegistration()
            .set_issuer(registration.issuer)
            .set_client_id(registration.client_id)
        )

    def check_iss_has_one_client(self, iss: str) -> bool:
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        return True

    def find_registration_by_issuer(self, iss: str, *args: Any, **kwargs: Any) -> PyltiRegistration:
        raise NotImplementedError(iss)  # asked only of issuers with one client

    def find_registration_by_params(
        self, iss: str, client_id: str, *args: Any, **kwargs: Any
    ) -> PyltiRegistration:
        # pylti1p3 takes the first of several audiences for the client id; the guard has judged
        # the whole list and `azp`.
        return self._found

    def find_deployment(self, iss: str, deployment_id: str) -> None:
        raise NotImplementedError(iss)  # as above

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> Any:
        return deployment_id  # whether it is approved has been asked before


class _Launch(MessageLaunch[_Request, _Tool, SessionService, _Cookies]):
    def __init__(
        self,
        header: Mapping[str, Any],
        body: Mapping[str, Any],
        registration: Registration,
    ) -> None:
        request = _Request()
        super().__init__(
            request,
            _Tool(registration),
            SessionService(request),
            _Cookies(),
            _Storage(),
            requests_session=_NO_NETWORK,
        )
        self._client_id = registration.client_id
        self._jwt = cast("TJwtData", {"header": header, "body": body})

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def get_client_id(self) -> str:
        return self._client_id

    def validate_state(self) -> "_Launch":
        return self

    def validate_jwt_format(self) -> "_Launch":
        return self

    def validate_nonce(self) -> "_Launch":
        return self

    def validate_jwt_signature(self) -> "_Launch":
        return self

    def save_launch_data(self) -> "_Launch":
        return self


def validate(
    header: Mapping[str, Any], body: Mapping[str, Any], registration: Registration
) -> None:
    """Let pylti1p3 judge a message whose signature, state and nonce have been checked.

    Raises:
        LaunchRefusedError: LIBRARY.

    """
    try:
        _Launch(header, body, registration).validate()
    except LtiException as error:
        raise LaunchRefusedError(RefusalCode.LIBRARY, type(error).__name__) from error
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        # It takes optional claims to be objects without looking.
        raise LaunchRefusedError(RefusalCode.LIBRARY, "shape") from error
