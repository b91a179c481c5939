import requests


def shipping_estimate(conv, postcode: str):
    shipping_key = conv.utils.get_secret("shipping_api_key")
    answer = requests.get(
        "https://shipping.example.com/estimates",
        params={"postcode": postcode},
        headers={"X-Api-Key": shipping_key},
        timeout=4,
    ).json()
    return f"It arrives in {answer['days']} days."
