from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Takes the deposit for a booking")
@func_parameter("booking_reference", "Reference of the booking, e.g. HB-1042")
@func_parameter("amount", "Amount in pence")
def take_deposit(conv: Conversation, booking_reference: str, amount: int):
    fraud_check_key = conv.utils.get_secret("fraud_check_key")
    verdict = requests.post(
        "https://risk.example.com/checks",
        json={"phone": conv.caller_number, "amount": amount},
        headers={"X-Api-Key": fraud_check_key},
        timeout=4,
    ).json()
    if verdict["risk"] == "high":
        conv.write_metric("DEPOSIT_REFUSED")
        return "Say that the deposit has to be paid at the desk."

    payments_key = conv.utils.get_secret("payments_api_key")
    payment = requests.post(
        "https://payments.example.com/v1/charges",
        json={"reference": booking_reference, "amount": amount, "currency": "gbp"},
        headers={"Authorization": f"Bearer {payments_key}"},
        timeout=10,
    )
    if payment.status_code == 402:
        return "The card was declined. Ask for another card."
    payment.raise_for_status()
    conv.state["deposit_paid"] = True
    return "The deposit is paid."
