"""Notifications, subscriptions and news, one by one, for admins."""

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.wire import Wire
from production.api.wires import NOTIFICATION
from production.models import News, Subscription


class NotificationViewSet(CrudViewSet):
    wire = NOTIFICATION


class SubscriptionViewSet(CrudViewSet):
    wire = Wire(Subscription)


class NewsViewSet(CrudViewSet):
    wire = Wire(News)
