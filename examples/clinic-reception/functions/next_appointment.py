from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Tells the patient when their next appointment is")
def next_appointment(conv: Conversation):
    token = conv.utils.get_secret("patient_records_token")
    response = requests.get(
        f"https://records.example.com/patients/{conv.state['patient_id']}/appointments/next",
        headers={"Authorization": f"Bearer {token}"},
        timeout=6,
    )
    if response.status_code == 204:
        return "There is no appointment. Offer to make one."
    response.raise_for_status()
    return f"The next appointment is on {response.json()['starts_at']}."
