from _gen import *  # <AUTO GENERATED>
import requests


def translate(conv: Conversation, text: str, language: str) -> str:
    """Text in the caller's language; the text itself when the service does not answer."""
    if language == "en":
        return text
    try:
        response = requests.post(
            "https://translate.example.com/v1/texts",
            json={"text": text, "to": language},
            headers={"X-Api-Key": conv.utils.get_secret("translation_api_key")},
            timeout=3,
        )
        return response.json()["text"]
    except (requests.RequestException, KeyError, ValueError):
        return text
