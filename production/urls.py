"""The routes of productions and what is in them."""

from production.api import (
    asset_instances,
    asset_types,
    assets,
    attachment_files,
    avatars,
    budgets,
    casting,
    chats,
    comments,
    concepts,
    edits,
    entities,
    entity_activity,
    entity_children,
    entity_links,
    entity_removal,
    entity_tasks,
    entity_types,
    episode_stats,
    episodes,
    metadata_descriptors,
    news,
    notifications,
    open_tasks,
    person_time,
    playlists,
    preview_background_files,
    project_links,
    project_settings,
    project_status,
    project_templates,
    project_time,
    projects,
    quotas,
    scenes,
    schedule,
    schedule_versions,
    search,
    search_filters,
    sequences,
    shared_assets,
    shots,
    status_automations,
    subscriptions,
    task_assignments,
    task_comments,
    task_creation,
    task_reads,
    task_statuses,
    task_types,
    tasks,
    team,
    time_logging,
    time_spents,
    user_context,
    user_entities,
    user_notifications,
    user_tasks,
)

COLLECTIONS = {
    "data/projects": projects.ProjectViewSet,
    "data/project-status": project_status.ProjectStatusViewSet,
    "data/project-templates": project_templates.ProjectTemplateViewSet,
    "data/task-type-links": project_links.TaskTypeLinkViewSet,
    "data/task-status-links": project_links.TaskStatusLinkViewSet,
    "data/entity-types": entity_types.EntityTypeViewSet,
    "data/task-types": task_types.TaskTypeViewSet,
    "data/task-status": task_statuses.TaskStatusViewSet,
    "data/status-automations": status_automations.StatusAutomationViewSet,
    "data/preview-background-files": preview_background_files.PreviewBackgroundFileViewSet,
    "data/metadata-descriptors": metadata_descriptors.MetadataDescriptorViewSet,
    "data/entities": entities.EntityViewSet,
    "data/entity-links": entities.EntityLinkViewSet,
    "data/asset-instances": entities.AssetInstanceViewSet,
    "data/tasks": tasks.TaskViewSet,
    "data/time-spents": time_spents.TimeSpentViewSet,
    "data/comments": comments.CommentViewSet,
    "data/chats": chats.ChatViewSet,
    "data/chat-messages": chats.ChatMessageViewSet,
    "data/notifications": notifications.NotificationViewSet,
    "data/subscriptions": notifications.SubscriptionViewSet,
    "data/news": notifications.NewsViewSet,
    "data/playlists": playlists.PlaylistViewSet,
    "data/milestones": schedule.MilestoneViewSet,
    "data/schedule-items": schedule.ScheduleItemViewSet,
    "data/production-schedule-versions": schedule_versions.ScheduleVersionViewSet,
    "data/production-schedule-version-task-links": schedule_versions.ScheduleVersionTaskLinkViewSet,
    "data/budgets": budgets.BudgetViewSet,
    "data/budget-entries": budgets.BudgetEntryViewSet,
    "data/search-filters": search_filters.SearchFilterViewSet,
    "data/search-filter-groups": search_filters.SearchFilterGroupViewSet,
}


def register(router):
    for prefix, viewset in COLLECTIONS.items():
        router.register(prefix, viewset)
    router.register("actions/task-types", task_types.TaskTypeActions)
    avatars.register(router)
    for module in (projects, team, project_settings, project_links, metadata_descriptors, project_templates):
        module.register(router)
    for module in (schedule, schedule_versions, budgets, project_time, quotas, search_filters):
        module.register(router)
    for module in (
        news,
        open_tasks,
        subscriptions,
        user_notifications,
        user_tasks,
        time_logging,
        person_time,
    ):
        module.register(router)
    for module in (
        attachment_files,
        chats,
        comments,
        task_assignments,
        task_comments,
        task_creation,
        task_reads,
    ):
        module.register(router)
    for module in (assets, asset_types, shots, sequences, episodes, scenes, edits, concepts):
        module.register(router)
    for module in (
        casting,
        entity_links,
        asset_instances,
        shared_assets,
        entity_removal,
        entity_tasks,
        entity_children,
    ):
        module.register(router)
    for module in (entity_activity, episode_stats, user_context, user_entities):
        module.register(router)
    search.register(router)
