from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Checks whether the insurance pays for a treatment")
@func_parameter("insurance_number", "Number on the insurance card")
@func_parameter("treatment", "Name of the treatment")
def insurance_check(conv: Conversation, insurance_number: str, treatment: str):
    headers = {"Authorization": f"Bearer {conv.utils.get_secret('insurance_lookup_key')}"}
    response = requests.get(
        f"https://insurance.example.com/members/{insurance_number}/cover/{treatment}",
        headers=headers,
        timeout=8,
    )
    match response.status_code:
        case 200:
            return "The insurance pays."
        case 404:
            return "The insurance does not know this number."
        case _:
            conv.log.warning("insurance lookup failed", status=response.status_code)
            return "The insurance cannot be asked right now."
