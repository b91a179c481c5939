from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Pays a part of the order with loyalty points")
@func_parameter("points", "How many points the caller wants to use")
def apply_points(conv: Conversation, points: int):
    token = conv.utils.get_secret("loyalty_api_token")
    response = requests.post(
        "https://loyalty.example.com/redemptions",
        json={"customer": conv.state["customer_id"], "points": points},
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    if response.status_code == 402:
        return "The caller does not have that many points."
    response.raise_for_status()
    return "The points are used."
