"""Files: announced, uploaded, shared; and kept by whoever reads the message that they stand in."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from playground.server.serve import Running
from tests.playground.conftest import ANNA, MARCO
from tests.playground.page.visitor import Visitor
from tests.playground.server.test_methods import refusal

CONTENT = "BEGIN:VCALENDAR\r\nà\r\n".encode()


@pytest.fixture
def direct(client: WebClient) -> str:
    """The conversation with Anna."""
    return str(client.conversations_open(users=[ANNA.id])["channel"]["id"])


def share(client: WebClient, channel: str) -> str:
    shared = client.files_upload_v2(
        filename="a.ics", title="Ours", content=CONTENT, channel=channel, initial_comment="Here"
    )
    return str(shared["files"][0]["id"])


def test_a_file_stands_in_a_message_and_is_kept_by_its_reader(
    running: Running, client: WebClient, direct: str
) -> None:
    number = share(client, direct)
    (message,) = running.workspace.rooms.by_id[direct].messages
    assert (message.text, [one.content for one in message.files]) == ("Here", [CONTENT])
    history = client.conversations_history(channel=direct)["messages"]
    assert [one["name"] for one in history[0]["files"]] == ["a.ics"]
    anna, marco = Visitor(running, ANNA.id), Visitor(running, MARCO.id)
    status, headers, kept = anna.ask(f"/p/{ANNA.id}/files/{number}")
    assert (status, kept) == (200, CONTENT)
    assert "attachment" in headers["content-disposition"]
    assert marco.ask(f"/p/{MARCO.id}/files/{number}")[0] == 404
    drawn = anna.state()["messages"]["list"][-1]["blocks"][-1]
    assert (drawn["draw"], drawn["title"], drawn["more"]) == ("file", "Ours", "a.ics")


def test_what_slack_refuses_of_files(running: Running, client: WebClient, direct: str) -> None:
    made = client.files_getUploadURLExternal(filename="a.ics", length=len(CONTENT))
    file, address = [{"id": made["file_id"]}], str(made["upload_url"])
    complete = client.files_completeUploadExternal
    assert refusal(complete, files=file, channel_id=direct)["error"] == "file_not_found"
    for wrong in (f"{address}0", address):
        with pytest.raises(HTTPError):
            urlopen(Request(wrong, data=b"shorter", method="POST"))
    urlopen(Request(address, data=CONTENT, method="POST")).close()
    assert refusal(complete, files=file, channel_id=ANNA.id)["error"] == "invalid_arguments"
    assert refusal(complete, files=[], channel_id=direct)["error"] == "invalid_arguments"
    complete(files=file, channel_id=direct)
    assert refusal(complete, files=file, channel_id=direct)["error"] == "file_not_found"
    running.workspace.scopes.discard("files:write")
    for call, given in (
        (client.files_getUploadURLExternal, {"filename": "a.ics", "length": 1}),
        (complete, {"files": file, "channel_id": direct}),
    ):
        assert refusal(call, **given)["needed"] == "files:write"
    assert len(running.workspace.log) == 1
