import requests


def gift_card(conv, code: str):
    gift_card_key = conv.utils.get_secret("gift_card_key")
    answer = requests.get(
        f"https://gifts.example.com/cards/{code}",
        headers={"X-Api-Key": gift_card_key},
        timeout=4,
    ).json()
    return f"{answer['balance']} is left on the card."
