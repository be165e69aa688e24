"""The lengths of shots, from their newest previews (notes on entities, section 11)."""

from fractions import Fraction

from django.db import transaction

from files.models import PreviewFile
from kitsu_site.exceptions import Invalid
from production.models import Entity, Project

BATCH = 500


@transaction.atomic
def set_from_previews(*, project: Project, task_type_id, episode_id, by) -> list[dict]:
    """Set the number of frames of each shot with previews of a task type: duration times the rate.

    Answers {id, nb_frames} for each of these. Raises `Invalid` where the production has no readable rate.
    """
    previews = PreviewFile.objects.filter(
        task__task_type_id=task_type_id, task__project=project, task__entity__entity_type__name="Shot"
    )
    if episode_id is not None:
        previews = previews.filter(task__entity__parent__parent_id=episode_id)
    newest = dict(previews.order_by("created_at").values_list("task__entity_id", "duration"))
    if not newest:
        return []
    rate = fps_of(project)
    frames = {pk: round(Fraction(duration or 0) * rate) for pk, duration in newest.items()}
    shots = [Entity(pk=pk, nb_frames=count) for pk, count in frames.items()]
    Entity.objects.bulk_update(shots, ["nb_frames"], batch_size=BATCH)
    ordered = Entity.objects.filter(project=project).order_by("name").values_list("pk", flat=True)
    return [{"id": pk, "nb_frames": frames[pk]} for pk in ordered if pk in frames]


def fps_of(project: Project) -> Fraction:
    """The frames a second of a production."""
    try:
        return Fraction(project.fps or "25")
    except (ValueError, ZeroDivisionError):
        raise Invalid(f"fps: {project.fps!r} is no number of frames a second.", field="fps") from None
