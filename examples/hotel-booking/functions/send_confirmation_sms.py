from _gen import *  # <AUTO GENERATED>
import requests

SMS_SECRET = "sms_gateway"


@func_description("Sends the booking confirmation as a text message")
def send_confirmation_sms(conv: Conversation):
    gateway = conv.utils.get_secret(SMS_SECRET)
    number = conv.state.get("sms_number") or conv.caller_number
    response = requests.post(
        f"https://sms.example.com/accounts/{gateway['account_id']}/messages",
        json={"to": number, "from": gateway["sender"], "text": conv.state["confirmation_text"]},
        auth=(gateway["account_id"], gateway["auth_token"]),
        timeout=5,
    )
    if response.status_code >= 400:
        conv.log.warning("sms not sent", status=response.status_code)
        return "The text message could not be sent. Offer an email instead."
    conv.write_metric("SMS_SENT")
    return "The confirmation is on its way."
