import requests


def remind_of_arrival(conv, phone: str):
    reminder_key = conv.utils.get_secret("reminder_api_key")
    requests.post(
        "https://reminders.example.com/calls",
        json={"to": phone},
        headers={"X-Api-Key": reminder_key},
        timeout=4,
    )
