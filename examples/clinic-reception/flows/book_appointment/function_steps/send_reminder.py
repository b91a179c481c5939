from _gen import *  # <AUTO GENERATED>
import requests


def send_reminder(conv: Conversation, flow: Flow):
    """Texts the patient; the appointment remains valid even if the message is not sent."""
    gateway = conv.utils.get_secret("sms_gateway")
    try:
        requests.post(
            f"https://sms.example.com/accounts/{gateway['account_id']}/messages",
            json={"to": conv.caller_number, "from": gateway["sender"], "text": "See you at the clinic."},
            auth=(gateway["account_id"], gateway["auth_token"]),
            timeout=5,
        ).raise_for_status()
    except requests.RequestException as error:
        plog.warning("reminder not sent", error=type(error).__name__)
    conv.exit_flow()
