"""A site that answers ShotGrid's own client over a socket: what it reads, its schema, its films."""

import contextlib
import json
import os
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FILMS = Path(__file__).parents[2] / "kitsu_site/tests/contract/files"
KEY = "secret-key"
HERE = {"id": 1, "name": "Kelp", "type": "Project"}
THERE = {"id": 2, "name": "Brine", "type": "Project"}


def link(kind: str, number: int) -> dict:
    return {"type": kind, "id": number, "name": f"{kind} {number}"}


def film(number: int, name: str) -> dict:
    return {"id": number, "type": "Attachment", "name": name, "url": f"{{site}}/films/{name}"}


def task(number: int, project: dict, shot: int, **values) -> dict:
    return {
        "id": number,
        "cached_display_name": "Blocking",
        "step": link("Step", 1),
        "project": project,
        "entity": link("Shot", shot),
        "sg_status_list": "wip",
        "created_by": link("HumanUser", 1),
        "task_assignees": [link("HumanUser", 1), link("Group", 9)],
        "start_date": "2030-02-01",
        "due_date": None,
        "sg_sort_order": 1,
        "duration": 480,
        **values,
    }


def shot(number: int, project: dict) -> dict:
    return {
        "id": number,
        "code": f"SH{number:03}",
        "project": project,
        "sg_sequence": link("Sequence", project["id"]),
        "sg_cut_in": 101,
        "sg_cut_duration": 24,
        "assets": [link("Asset", 1)] if project is HERE else [],
        "sg_mood": "calm",
    }


ROWS = {
    "HumanUser": [
        {
            "id": 1,
            "firstname": "Mia",
            "lastname": "Stone",
            "email": "mia@harbour.example.com",
            "login": "mia",
            "sg_status_list": "act",
            "permission_rule_set": {"name": "Artist"},
            "department": {"name": "Motion"},
        },
        {"id": 2, "firstname": "T", "lastname": "E", "email": "changeme@email.com", "login": "t"},
    ],
    "Project": [
        {"id": p["id"], "name": p["name"], "sg_status": "Active", "sg_budget": 5} for p in (HERE, THERE)
    ],
    "ProjectUserConnection": [{"id": 1, "project": HERE, "user": link("HumanUser", 1)}],
    "Step": [{"id": 1, "code": "Motion", "short_name": "mo", "color": "1,2,3", "entity_type": "Shot"}],
    "Status": [{"id": 1, "name": "Work", "code": "wip", "bg_color": "9,9,9"}],
    "Sequence": [{"id": p["id"], "code": "S01", "description": None, "project": p} for p in (HERE, THERE)],
    "Asset": [
        {
            "id": number,
            "code": name,
            "description": None,
            "sg_asset_type": "Creature",
            "project": HERE,
            "parents": [link("Asset", 2)] if number == 1 else [],
        }
        for number, name in ((1, "Fin"), (2, "Seal"))
    ],
    "Shot": [*(shot(number, HERE) for number in range(1, 6)), shot(6, THERE)],
    "Task": [*(task(number, HERE, number) for number in range(1, 6)), task(6, THERE, 6)],
    "Version": [
        {
            "id": number,
            "code": f"v{number}",
            "description": "first",
            "user": link("HumanUser", 1),
            "sg_task": link("Task", 1),
            "sg_uploaded_movie": film(number, name),
            "created_at": "2030-02-02T10:00:00Z",
            "project": HERE,
        }
        for number, name in ((1, "red.png"), (2, "notes.txt"))
    ],
    "Note": [
        {
            "id": 1,
            "content": "More foam",
            "created_at": "2030-02-03T09:10:11Z",
            "user": link("HumanUser", 1),
            "tasks": [link("Task", 1)],
            "project": HERE,
        }
    ],
}


class Handler(BaseHTTPRequestHandler):
    """The calls that the import makes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body go apart: each answer would wait for a delayed ACK

    def do_POST(self):
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        method, params = call["method_name"], call["params"]
        site = self.server.site
        site.calls.append((method, params[-1].get("type") if params else None))
        if site.kill_at == len(site.calls):
            os.kill(site.victim(), signal.SIGKILL)
        if params and params[0].get("script_key", KEY) != KEY:
            return self.answer({"exception": True, "message": "Can't authenticate script", "error_code": 102})
        return self.answer(getattr(self, method)(*params[1:]))

    def do_GET(self):
        content = (FILMS / Path(self.path).name).read_bytes()
        self.send(content, "application/octet-stream")

    def info(self, *params):
        return {"version": [8, 50, 0], "s3_uploads_enabled": False}

    def get_session_token(self, *params):
        return {"results": {"session_id": "one"}}

    def schema_field_read(self, asked):
        rows = self.server.site.rows.get(asked["type"])
        if rows is None:
            return {"exception": True, "message": f"there is no {asked['type']}", "error_code": 103}
        return {"results": {name: {} for row in rows for name in row}}

    def read(self, asked):
        [condition] = asked["filters"]["conditions"]
        assert (condition["path"], condition["relation"]) == ("id", "greater_than")
        rows = [row for row in self.server.site.rows[asked["type"]] if row["id"] > condition["values"][0]]
        rows = rows[: min(asked["paging"]["entities_per_page"], self.server.site.page)]
        fields = {"id", "type", *asked["return_fields"]}
        found = [{n: v for n, v in {**row, "type": asked["type"]}.items() if n in fields} for row in rows]
        return {"results": {"entities": found, "paging_info": {"has_next_page": False}}}

    def answer(self, value):
        content = json.dumps(value).replace("{site}", self.server.site.url).encode()
        self.send(content, "application/json")

    def send(self, content, kind):
        # The one who asked may have been killed meanwhile.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *args):
        pass


class ShotGridSite:
    """A site at a free port; `page`: rows to an answer; at call `kill_at` the `victim` is killed."""

    def __init__(self, rows=None, page=2):
        self.rows, self.page = rows or ROWS, page
        self.calls, self.kill_at, self.victim = [], None, lambda: 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.site = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()
