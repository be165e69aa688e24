"""Comments many at once with their previews (notes on tasks, section 2, "Batches"): all of them or none."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from files.models import MediaJob, PreviewFile
from files.services import comment_previews, media_jobs, preview_uploads
from kitsu_site import storage
from production.models import Comment
from production.services import comments


@transaction.atomic
def post(
    *, drafts: list[dict], previews: list[list[UploadedFile]], by
) -> list[tuple[Comment, list[PreviewFile]]]:
    """Post comments, each with the previews that go with it in one revision of its task.

    A draft holds what `comments.post` takes. Pictures are ready at once; movies are prepared after the
    transaction, which must not last as long as that. Raises `Invalid` for a file that is of no use.
    """
    with storage.taken_back() as stored:
        made = comments.post_many(drafts=drafts, by=by, stored=stored)
        return [
            (comment, [add(comment, draft["task"], file, stored, by=by) for file in files])
            for comment, draft, files in zip(made, drafts, previews, strict=True)
        ]


def add(comment: Comment, task, file: UploadedFile, stored: list, *, by) -> PreviewFile:
    """Publish a file with a comment."""
    preview = comment_previews.add(comment=comment, task=task, by=by)
    preview = preview_uploads.take_in(preview, file, stored, normalise=True, at_once=False, later=True, by=by)
    if preview.status == PreviewFile.Status.PROCESSING and not media_jobs.has_queue():
        job = MediaJob.objects.get(preview_file=preview)
        transaction.on_commit(lambda: media_jobs.run(job.pk))
    return preview
