import requests


def apply_points(conv, order: str):
    loyalty_token = conv.utils.get_secret("loyalty_api_tokn")
    requests.post(
        "https://loyalty.example.com/points",
        json={"order": order},
        headers={"Authorization": f"Bearer {loyalty_token}"},
        timeout=4,
    )
    return "The points are applied."
