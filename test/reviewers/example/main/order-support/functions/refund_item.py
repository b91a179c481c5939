import requests


def refund_item(conv, item: str):
    refund_key = conv.utils.get_secret("refund_api_key")
    answer = requests.post(
        "https://payments.example.com/v1/refunds",
        json={"item": item},
        headers={"Authorization": f"Bearer {refund_key}"},
        timeout=10,
    )
    answer.raise_for_status()
    return "The refund is on its way."
