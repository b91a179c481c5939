from _gen import *  # <AUTO GENERATED>
import requests


@func_description("Finds the extension of a doctor or a ward")
@func_parameter("name", "Doctor or ward")
def clinic_directory(conv: Conversation, name: str):
    directory = conv.utils.get_secret("Clinic Directory Credentials")
    entries = requests.get(
        "https://directory.example.com/entries",
        params={"q": name},
        auth=(directory["username"], directory["password"]),
        timeout=4,
    ).json()
    return f"The extension is {entries[0]['extension']}." if entries else "There is no such entry."
