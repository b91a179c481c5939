import requests


def take_deposit(conv, booking_reference: str, amount: int):
    fraud_key = conv.utils.get_secret("fraud_check_key")
    verdict = requests.post(
        "https://risk.example.com/checks",
        json={"amount": amount},
        headers={"X-Api-Key": fraud_key},
        timeout=4,
    ).json()
    if verdict["risk"] == "high":
        return "Say that the deposit has to be paid at the desk."

    payments_key = conv.utils.get_secret("payments_api_key")
    payment = requests.post(
        "https://payments.example.com/v1/charges",
        json={"reference": booking_reference, "amount": amount},
        headers={"Authorization": f"Bearer {payments_key}"},
        timeout=10,
    )
    payment.raise_for_status()
    return "The deposit is paid."
