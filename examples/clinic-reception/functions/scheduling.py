from _gen import *  # <AUTO GENERATED>
import requests

SECRET = "scheduling_api"


class Scheduling:
    """The clinic's calendar."""

    def __init__(self, conv: Conversation):
        credentials = conv.utils.get_secret(SECRET)
        self.url = f"https://calendar.example.com/practices/{credentials['practice_id']}"
        self.session = requests.Session()
        self.session.auth = (credentials["client_id"], credentials["client_secret"])

    def free_slots(self, doctor: str, day: str) -> list[str]:
        response = self.session.get(f"{self.url}/slots", params={"doctor": doctor, "day": day}, timeout=6)
        response.raise_for_status()
        return [slot["starts_at"] for slot in response.json()["slots"]]

    def book(self, doctor: str, starts_at: str, patient_id: str) -> str:
        response = self.session.post(
            f"{self.url}/appointments",
            json={"doctor": doctor, "starts_at": starts_at, "patient": patient_id},
            timeout=6,
        )
        response.raise_for_status()
        return response.json()["id"]
