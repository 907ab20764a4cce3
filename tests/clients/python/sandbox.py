"""LinkedIn's client as it is, and the sandbox that it is led to.

The client has its hosts as constants, and a `requests` session that anybody may change: an adapter for
LinkedIn's host sends to the sandbox. Nothing else is mounted, so that nothing leaves this machine.
"""

import os

from linkedin_api.clients.restli.client import RestliClient
from requests.adapters import HTTPAdapter

HOST = "https://api.linkedin.com"
URL = os.environ["SANDBOX_URL"]

V2 = {"access_token": os.environ["SANDBOX_TOKEN"]}
"""What calls below `/v2` take."""
REST = {**V2, "version_string": os.environ["LINKEDIN_VERSION"]}
"""What calls below `/rest` take."""

GROUPS = [600300101, 600300102, 600300103, 600300901]
"""The ids of the campaign groups that are there."""
MANY_GROUPS = GROUPS + [90000000000000 + n for n in range(296)]
"""More ids than a query may hold."""


class ToSandbox(HTTPAdapter):
    """Sends what is for LinkedIn to the sandbox, and keeps the answers as they came."""

    def __init__(self):
        super().__init__()
        self.answers = []

    def send(self, request, **options):
        request.url = URL + request.url.removeprefix(HOST)
        self.answers.append(super().send(request, **options))
        return self.answers[-1]


def client():
    """The client, and the answers that it gets."""
    client = RestliClient()
    client.session.trust_env = False
    client.session.adapters.clear()
    adapter = ToSandbox()
    client.session.mount(HOST + "/", adapter)
    return client, adapter.answers


def sent(answer):
    """The request as it was sent."""
    return answer.response.request
