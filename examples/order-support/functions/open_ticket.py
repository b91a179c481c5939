from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Opens a ticket for the people in the office")
@func_parameter("subject", "What it is about, in five words")
@func_parameter("details", "What the caller said")
def open_ticket(conv: Conversation, subject: str, details: str):
    if (helpdesk := conv.utils.get_secret("helpdesk_api")) is None:
        return "The office cannot be reached."
    response = requests.post(
        "https://helpdesk.example.com/api/tickets",
        json={"subject": subject, "body": details, "requester": conv.caller_number},
        auth=(f"{helpdesk['email']}/token", helpdesk["api_token"]),
        timeout=6,
    )
    response.raise_for_status()
    ticket = response.json()["ticket"]["id"]
    conv.log.info("ticket opened", ticket=ticket)
    return f"The ticket has the number {ticket}."
