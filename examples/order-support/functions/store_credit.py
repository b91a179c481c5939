from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Gives the caller store credit")
@func_parameter("amount", "How much, in the currency of the order")
def store_credit(conv: Conversation, amount: float):
    crm = conv.utils.get_secret("crm_oauth")
    conv.state.crm = crm
    response = requests.post(
        "https://crm.example.com/credits",
        json={"customer": conv.state["customer_id"], "amount": amount},
        headers={"Authorization": f"Bearer {crm}"},
        timeout=6,
    )
    response.raise_for_status()
    return "The credit is in the account."
