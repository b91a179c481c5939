from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Finds the patient's record")
@func_parameter("date_of_birth", "As YYYY-MM-DD")
@func_parameter("last_name", "Family name")
def find_patient(conv: Conversation, date_of_birth: str, last_name: str):
    token = conv.utils.get_secret("patient_record_token")
    response = requests.get(
        "https://records.example.com/patients",
        params={"born": date_of_birth, "name": last_name},
        headers={"Authorization": f"Bearer {token}"},
        timeout=6,
    )
    if response.status_code == 404:
        return "No record was found. Ask for the spelling of the name."
    response.raise_for_status()
    conv.state["patient_id"] = response.json()["id"]
    return "The record is found. Go on."
