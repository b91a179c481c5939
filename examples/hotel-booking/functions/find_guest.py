from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Finds the guest profile of the caller")
def find_guest(conv: Conversation):
    crm = conv.utils.get_secret(secret_name="guest_crm")
    session = requests.Session()
    session.auth = (crm["username"], crm["password"])
    session.headers["X-Tenant"] = crm["tenant"]

    response = session.get(
        "https://crm.example.com/guests", params={"phone": conv.caller_number}, timeout=5
    )
    if response.status_code == 404:
        conv.state["guest"] = None
        return "The caller is new. Ask for a name."
    response.raise_for_status()
    guest = response.json()
    conv.state["guest"] = {"id": guest["id"], "first_name": guest["first_name"]}
    return f"The caller is {guest['first_name']}. Greet them by name."
