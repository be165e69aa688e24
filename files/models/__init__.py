from .build_job import BuildJob
from .file_status import FileStatus
from .media_job import MediaJob
from .output_file import OutputFile, OutputType
from .preview_file import PreviewFile
from .working_file import WorkingFile

__all__ = [
    "BuildJob",
    "FileStatus",
    "MediaJob",
    "OutputFile",
    "OutputType",
    "PreviewFile",
    "WorkingFile",
]
