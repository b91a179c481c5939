import requests


def refund_item(conv, item: str):
    refund_key = conv.utils.get_secret("refund_api_key")
    # agent-secrets: ignore[secret-in-log] only while we look for the lost refunds
    conv.log.info(f"refund with {refund_key}")
    answer = requests.post(
        "https://payments.example.com/v1/refunds",
        json={"item": item},
        headers={"Authorization": f"Bearer {refund_key}"},
        timeout=10,
    )
    answer.raise_for_status()
    return "The refund is on its way."
