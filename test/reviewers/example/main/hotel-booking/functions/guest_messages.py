import requests


def send_confirmation(conv, phone: str):
    sms_key = conv.utils.get_secret("sms_api_key")
    requests.post(
        "https://sms.example.com/messages",
        json={"to": phone, "text": "Your room is booked."},
        headers={"X-Api-Key": sms_key},
        timeout=4,
    )


def remind_of_arrival(conv, phone: str):
    reminder_key = conv.utils.get_secret("reminder_api_key")
    requests.post(
        "https://reminders.example.com/calls",
        json={"to": phone},
        headers={"X-Api-Key": reminder_key},
        timeout=4,
    )
