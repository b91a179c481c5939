from _gen import *  # <AUTO GENERATED>
import requests

PARTNERS = {
    "restaurant": "https://tables.example.com/requests",
    "spa": "https://spa.example.com/requests",
}


@func_description("Passes a wish on to a partner of the hotel")
@func_parameter("kind", "restaurant or spa")
@func_parameter("wish", "What the caller wants, in one sentence")
def concierge_request(conv: Conversation, kind: str, wish: str):
    # Each hotel of the group has its own credentials; the variant says which.
    token = conv.utils.get_secret(conv.variant["concierge_secret"])
    response = requests.post(
        PARTNERS[kind],
        json={"wish": wish, "guest": (conv.state.get("guest") or {}).get("id")},
        headers={"Authorization": f"Bearer {token}"},
        timeout=6,
    )
    response.raise_for_status()
    return "The wish is passed on; the partner calls back within the hour."
