from _gen import *  # <AUTO GENERATED>
import requests


def verify_card(conv: Conversation, flow: Flow):
    """Checks the card before a deposit is taken; the caller hears nothing of it."""
    key = conv.utils.get_secret("payments_api_key")
    response = requests.post(
        "https://payments.example.com/v1/cards/verify",
        json={"card_token": conv.state["card_token"]},
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": conv.id},
        timeout=8,
    )
    flow.goto_step("take_deposit" if response.ok else "ask_for_another_card")
