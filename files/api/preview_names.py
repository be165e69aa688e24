"""The names under which previews are downloaded (notes on files, "Serving")."""

from accounts.models import Organisation
from files.models import PreviewFile
from files.services.file_paths import slug
from production.api.entity_names import columns, whole_name


def entity_name(preview: PreviewFile) -> str:
    """The whole name of the entity that a preview shows."""
    names = columns("task__entity")
    values = PreviewFile.objects.filter(pk=preview.pk).values_list(*names.values())[0]
    return whole_name(dict(zip(names, values, strict=True)))


def stem(preview: PreviewFile) -> str:
    """`<production>_<entity>_<task type>_v<revision>`, or the uploaded file's where the studio wants that."""
    organisation = Organisation.objects.order_by("created_at").first()
    if organisation and organisation.use_original_file_name and preview.original_name:
        name = preview.original_name
    elif preview.task is None:
        name = f"{slug(preview.name or '') or 'preview'}_v{preview.revision}"
    else:
        task = preview.task
        parts = [task.project.name, entity_name(preview), task.task_type.name if task.task_type else ""]
        name = slug("_".join(parts)) + f"_v{preview.revision}"
    return f"{name}-{preview.position}" if (preview.position or 1) > 1 else name


def download_name(preview: PreviewFile) -> str:
    return f"{stem(preview)}.{preview.extension}"
