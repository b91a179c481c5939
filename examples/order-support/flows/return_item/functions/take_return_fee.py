from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Takes the fee for a late return")
def take_return_fee(conv: Conversation, flow: Flow):
    key = conv.utils.get_secret("payments_api_key")
    response = requests.post(
        "https://payments.example.com/v1/charges",
        json={"reference": conv.state["order"]["number"], "amount": 499, "currency": "gbp"},
        headers={"Authorization": f"Bearer {key}"},
        timeout=10,
    )
    if not response.ok:
        return "The fee could not be taken. Ask for another card."
    flow.goto_step("refund_item")
    return "The fee is paid."
