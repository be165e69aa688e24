from .asset_instance import AssetInstance, AssetInstanceLink
from .attachment_file import AttachmentFile
from .budget import Budget, BudgetEntry
from .chat import Chat, ChatMessage, ChatParticipant
from .comment import (
    Comment,
    CommentAcknowledgement,
    CommentDepartmentMention,
    CommentMention,
    CommentPreviewLink,
)
from .delivery import Delivery
from .entity import Entity, EntityConceptLink, EntityLink, EntityVersion
from .entity_type import EntityType, TaskTypeAssetTypeLink
from .metadata_descriptor import DepartmentMetadataDescriptorLink, MetadataDescriptor
from .milestone import Milestone
from .news import News
from .notification import Notification, Subscription
from .playlist import Playlist, PlaylistShareLink
from .preview_background_file import PreviewBackgroundFile
from .production_change import ProductionChange
from .project import (
    Project,
    ProjectAssetTypeLink,
    ProjectPersonLink,
    ProjectPreviewBackgroundFileLink,
    ProjectStatus,
    ProjectStatusAutomationLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
)
from .project_template import (
    ProjectTemplate,
    ProjectTemplateAssetTypeLink,
    ProjectTemplatePreviewBackgroundFileLink,
    ProjectTemplateStatusAutomationLink,
    ProjectTemplateTaskStatusLink,
    ProjectTemplateTaskTypeLink,
)
from .schedule import (
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    ProductionScheduleVersionTaskLinkPersonLink,
    ScheduleItem,
)
from .search_filter import SearchFilter, SearchFilterGroup
from .status_automation import StatusAutomation
from .task import Task, TaskPersonLink
from .task_status import TaskStatus
from .task_type import TaskType
from .time_spent import TimeSpent

__all__ = [
    "AssetInstance",
    "AssetInstanceLink",
    "AttachmentFile",
    "Budget",
    "BudgetEntry",
    "Chat",
    "ChatMessage",
    "ChatParticipant",
    "Comment",
    "CommentAcknowledgement",
    "CommentDepartmentMention",
    "CommentMention",
    "CommentPreviewLink",
    "Delivery",
    "DepartmentMetadataDescriptorLink",
    "Entity",
    "EntityConceptLink",
    "EntityLink",
    "EntityType",
    "EntityVersion",
    "MetadataDescriptor",
    "Milestone",
    "News",
    "Notification",
    "Playlist",
    "PlaylistShareLink",
    "PreviewBackgroundFile",
    "ProductionChange",
    "ProductionScheduleVersion",
    "ProductionScheduleVersionTaskLink",
    "ProductionScheduleVersionTaskLinkPersonLink",
    "Project",
    "ProjectAssetTypeLink",
    "ProjectPersonLink",
    "ProjectPreviewBackgroundFileLink",
    "ProjectStatus",
    "ProjectStatusAutomationLink",
    "ProjectTaskStatusLink",
    "ProjectTaskTypeLink",
    "ProjectTemplate",
    "ProjectTemplateAssetTypeLink",
    "ProjectTemplatePreviewBackgroundFileLink",
    "ProjectTemplateStatusAutomationLink",
    "ProjectTemplateTaskStatusLink",
    "ProjectTemplateTaskTypeLink",
    "ScheduleItem",
    "SearchFilter",
    "SearchFilterGroup",
    "StatusAutomation",
    "Subscription",
    "Task",
    "TaskPersonLink",
    "TaskStatus",
    "TaskType",
    "TaskTypeAssetTypeLink",
    "TimeSpent",
]
