from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Sends a courier to collect a parcel")
@func_parameter("window", "morning or afternoon")
def dispatch_courier(conv: Conversation, window: str):
    if conv.env == "live":
        credentials = conv.utils.get_secret("DISPATCH_API_PROD_CREDENTIALS")
        base_url = "https://dispatch.example.com"
    else:
        credentials = conv.utils.get_secret("DISPATCH_API_DEV_CREDENTIALS")
        base_url = "https://dispatch-dev.example.com"

    response = requests.post(
        f"{base_url}/jobs",
        json={"order": conv.state["order"]["number"], "window": window},
        headers={"X-Key": credentials["KEY"], "Authorization": f"Token {credentials['TOKEN']}"},
        timeout=8,
    )
    if response.status_code == 422:
        return "No courier is free then. Offer the other half of the day."
    response.raise_for_status()
    return "The courier is booked."
