from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Leaves a message for the practice team")
@func_parameter("message", "What the caller wants to tell")
def leave_message(conv: Conversation, message: str):
    helpdesk = conv.utils.get_secret("helpdesk_api")
    response = requests.post(
        "https://helpdesk.example.com/api/tickets",
        json={"subject": "Message from a patient", "body": message},
        auth=(f"{helpdesk['email']}/token", helpdesk["api_token"]),
        timeout=6,
    )
    if not response.ok:
        return "The message could not be left. Ask the caller to call again."
    return "The message is left."
