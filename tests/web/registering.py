"""An invited administrator at the pages of registration."""

import re

from tests.lti.registrations import CANARY, CONFIGURATION_URL
from tests.web.conftest import FROM_LMS, FROM_US

QUERY = {"openid_configuration": CONFIGURATION_URL, "registration_token": CANARY}


def opened(client, secret, query=QUERY):
    return client("GET", f"/lti/register/{secret}", query_string=query, headers=FROM_LMS)


def sealed(page):
    return re.search(r'name="sealed" value="([^"]+)"', page.text)[1]


def pressed(client, page, wishes=("roster", "names", "email"), headers=FROM_US):
    form = {"sealed": sealed(page), "wish": list(wishes)}
    return client("POST", "/lti/register", data=form, headers=headers)


def code_of(reply):
    return re.search(r"<code>(R-[A-Z-]+)</code>", reply.text)[1]


def posts(http):
    return [one for one in http.asked if one[0] == "POST"]
