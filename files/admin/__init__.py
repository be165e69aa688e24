"""Previews, working and output files in the back office."""

from . import (  # noqa: F401 - they register themselves
    build_job,
    file_status,
    media_job,
    output_file,
    preview_file,
    working_file,
)
