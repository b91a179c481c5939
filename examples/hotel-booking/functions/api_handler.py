from _gen import *  # <AUTO GENERATED>
import requests


class ApiHandler:
    """One JSON API behind HTTP basic authentication; the credentials are a key/value secret."""

    def __init__(self, conv: Conversation, secret_name: str, timeout: float = 7):
        self.conv = conv
        self.timeout = timeout
        self.secret_name = secret_name

    def get(self, path: str, **params):
        return self._send("GET", path, params=params)

    def post(self, path: str, payload: dict):
        return self._send("POST", path, json=payload)

    def _send(self, method: str, path: str, **kwargs):
        credentials = self.conv.utils.get_secret(self.secret_name)
        response = requests.request(
            method,
            f"{credentials['base_url']}{path}",
            auth=(credentials["client_id"], credentials["client_secret"]),
            timeout=self.timeout,
            **kwargs,
        )
        response.raise_for_status()
        return response.json()
