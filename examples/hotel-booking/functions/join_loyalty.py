from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Signs the caller up for the loyalty programme")
@func_parameter("email", "Where the membership card is sent")
def join_loyalty(conv: Conversation, email: str):
    utils = conv.utils
    token = utils.get_secret("loyalty_api_token")
    response = requests.post(
        "https://loyalty.example.com/members",
        json={"email": email, "source": "phone"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    response.raise_for_status()
    conv.write_metric("LOYALTY_JOINED")
    return "Tell the caller that the card is on its way."
