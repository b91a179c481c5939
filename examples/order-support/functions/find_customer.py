from _gen import *  # <AUTO GENERATED>
from functions.crm_session import crm_session


@func_description("Finds the customer by the number they call from")
def find_customer(conv: Conversation):
    response = crm_session(conv).get(
        "https://crm.example.com/customers", params={"phone": conv.caller_number}, timeout=5
    )
    matches = response.json()["customers"]
    if len(matches) != 1:
        return "Ask for the name and the postcode."
    conv.state["customer_id"] = matches[0]["id"]
    return f"The customer is {matches[0]['name']}."
