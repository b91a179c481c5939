import requests


def take_deposit(conv, booking_reference: str, amount: int):
    payments_key = conv.utils.get_secret("payments_api_key")
    payment = requests.post(
        "https://payments.example.com/v1/charges",
        json={"reference": booking_reference, "amount": amount},
        headers={"Authorization": f"Bearer {payments_key}"},
        timeout=10,
    )
    payment.raise_for_status()
    return "The deposit is paid."
