from _gen import *  # <AUTO GENERATED>
import requests


def crm_session(conv: Conversation) -> requests.Session:
    """A session that is signed in to the CRM; tokens live for one call only."""
    oauth = conv.utils.get_secret("crm_oauth")
    response = requests.post(
        oauth["token_url"],
        data={
            "grant_type": "client_credentials",
            "client_id": oauth["client_id"],
            "client_secret": oauth["client_secret"],
        },
        timeout=5,
    )
    response.raise_for_status()
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {response.json()['access_token']}"
    return session
