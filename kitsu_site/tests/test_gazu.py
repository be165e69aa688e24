"""gazu, the official Python client, does its everyday job against a live server."""

import json
import os
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

JOB = Path(__file__).with_name("gazu_job.py")
OLDEST = "1.1.12"
READ_BACK = {
    "status": "todo",
    "productions": ["Big Buck"],
    "production": "featurefilm",
    "asset types": ["Character"],
    "assets": [["Bunny", {"ears": 2}]],
    "asset": "The hero",
    "sequences": ["SEQ01"],
    "shots": [
        ["SH010", 48, {"frame_in": 101, "frame_out": 148}],
        ["SH020", 72, {"frame_in": 101, "frame_out": 172}],
    ],
    "shot": 72,
    "casting": ["Bunny"],
    "task types": ["Animation", "Modeling"],
    "task": ["Animation", "Work In Progress", "SH010"],
    "tasks": ["Animation"],
    "comments": [["Started", "wip", [{"text": "Ears", "checked": False}]]],
    "last comment": "Super",
}


def folder_of(version: str) -> Path:
    """Where that version of gazu is: beside the packages of this Python, under its own name."""
    folder = Path(sys.prefix) / f"gazu-{version}"
    assert folder.is_dir(), (
        f"gazu {version} is wanted: pip install --no-deps --target {folder} gazu=={version}"
    )
    return folder


def run_job(live_server, *, path: str = "") -> dict:
    """What the job read back."""
    done = subprocess.run(
        [sys.executable, str(JOB), f"{live_server.url}/api"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.django_db(transaction=True)
def test_the_newest_gazu_makes_a_production_and_reads_it_back(live_server, admin_account):
    assert run_job(live_server) == READ_BACK


@pytest.mark.django_db(transaction=True)
def test_the_oldest_supported_gazu_makes_a_production_and_reads_it_back(live_server, admin_account):
    folder = folder_of(OLDEST)
    assert [d.version for d in distributions(path=[str(folder)]) if d.name == "gazu"] == [OLDEST]
    assert run_job(live_server, path=str(folder)) == READ_BACK
