"""LinkedIn's client as it is, and the sandbox that it is led to.

The client has its hosts as constants, and a `requests` session that anybody may change: an adapter for
LinkedIn's host sends to the sandbox. Nothing else is mounted, so that nothing leaves this machine.
"""

import os

import requests
from linkedin_api.clients.auth.client import AuthClient
from linkedin_api.clients.restli.client import RestliClient
from requests.adapters import HTTPAdapter

HOST = "https://api.linkedin.com"
SIGN_IN = "https://www.linkedin.com"
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

    def __init__(self, host):
        super().__init__()
        self.host = host
        self.answers = []

    def send(self, request, **options):
        request.url = URL + request.url.removeprefix(self.host)
        self.answers.append(super().send(request, **options))
        return self.answers[-1]


def client():
    """The client, and the answers that it gets."""
    client = RestliClient()
    return client, to_sandbox(client.session, HOST).answers


def auth_client(client_id, client_secret, redirect_url=None):
    """The client for signing in."""
    client = AuthClient(client_id, client_secret, redirect_url)
    to_sandbox(client.session, SIGN_IN)
    return client


def to_sandbox(session, host):
    """Leads a session to the sandbox, and nowhere else."""
    session.trust_env = False
    session.adapters.clear()
    adapter = ToSandbox(host)
    session.mount(host + "/", adapter)
    return adapter


def browse(url):
    """Where a member who agrees is sent back to."""
    session = requests.Session()
    to_sandbox(session, SIGN_IN)
    page = session.get(url, headers={"X-Sandbox-Consent": "allow"}, allow_redirects=False)
    return page.headers["Location"]


def sent(answer):
    """The request as it was sent."""
    return answer.response.request
