"""The everyday job of a pipeline script, done with gazu: run as `python gazu_job.py HOST`.

It is a program of its own because two versions of gazu cannot live in one process. It makes a
small production, comments a task, reads all of it back and prints what it read as JSON.
"""

import json
import sys

import gazu


def main(host: str) -> dict:
    gazu.set_host(host)
    gazu.log_in("admin@example.com", "mysecretpassword")

    animation = gazu.client.post("data/departments", {"name": "Animation", "color": "#009688"})
    modeling = gazu.client.post("data/task-types", {"name": "Modeling", "for_entity": "Asset"})
    animate = gazu.client.post(
        "data/task-types",
        {"name": "Animation", "for_entity": "Shot", "department_id": animation["id"]},
    )
    todo = gazu.client.post(
        "data/task-status", {"name": "Todo", "short_name": "todo", "color": "#f5f5f5", "is_default": True}
    )
    wip = gazu.client.post(
        "data/task-status",
        {"name": "Work In Progress", "short_name": "wip", "color": "#3273dc", "is_wip": True},
    )
    character = gazu.client.post("data/entity-types", {"name": "Character"})

    project = gazu.project.new_project("Big Buck", production_type="featurefilm")
    gazu.project.add_person_to_team(project, gazu.client.get_current_user())
    asset = gazu.asset.new_asset(project, character, "Bunny", description="The hero", extra_data={"ears": 2})
    sequence = gazu.shot.new_sequence(project, "SEQ01")
    shots = [
        gazu.shot.new_shot(project, sequence, name, nb_frames=frames, frame_in=101, frame_out=100 + frames)
        for name, frames in (("SH010", 48), ("SH020", 72))
    ]
    gazu.casting.update_shot_casting(project, shots[0], [{"asset_id": asset["id"], "nb_occurences": 1}])
    gazu.task.new_task(asset, modeling)
    task = gazu.task.new_task(shots[0], animate, assignees=[gazu.client.get_current_user()])
    gazu.task.add_comment(task, wip, "Started", checklist=[{"text": "Ears", "checked": False}])

    task = gazu.task.get_task(task["id"])
    return {
        "status": todo["short_name"],
        "productions": [p["name"] for p in gazu.project.all_open_projects()],
        "production": gazu.project.get_project_by_name("Big Buck")["production_type"],
        "asset types": [t["name"] for t in gazu.asset.all_asset_types_for_project(project)],
        "assets": [(a["name"], a["data"]) for a in gazu.asset.all_assets_for_project(project)],
        "asset": gazu.asset.get_asset_by_name(project, "Bunny")["description"],
        "sequences": [s["name"] for s in gazu.shot.all_sequences_for_project(project)],
        "shots": [(s["name"], s["nb_frames"], s["data"]) for s in gazu.shot.all_shots_for_project(project)],
        "shot": gazu.shot.get_shot_by_name(sequence, "SH020")["nb_frames"],
        "casting": [c["asset_name"] for c in gazu.casting.get_shot_casting(shots[0])],
        "task types": sorted(t["name"] for t in gazu.task.all_task_types()),
        "task": (task["task_type"]["name"], task["task_status"]["name"], task["entity"]["name"]),
        "tasks": [t["task_type_name"] for t in gazu.task.all_tasks_for_shot(shots[0])],
        "comments": [
            (c["text"], c["task_status"]["short_name"], c["checklist"])
            for c in gazu.task.all_comments_for_task(task)
        ],
        "last comment": gazu.task.get_last_comment_for_task(task)["person"]["first_name"],
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))  # noqa: T201 - its answer to the test
