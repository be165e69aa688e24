"""How a message reaches a person: by mail, or by the bot or webhook of the studio's chat service.

A channel raises `Undeliverable` where trying again is of no use, and `Unreachable` where it may be. Neither
ever says a token or the address of a webhook, which is one.
"""

import smtplib

import requests
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.models import Organisation, Person
from accounts.services import mails
from production.models import Delivery

TIMEOUT = 10  # seconds
LONGEST = {Delivery.Channel.DISCORD: 2000, Delivery.Channel.MATTERMOST: 16000, Delivery.Channel.SLACK: 39000}
AGAIN = {408, 425, 429}  # besides the errors of a server: answers that may be better later
PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
}


class Undeliverable(Exception):
    """The message cannot be delivered: the address or the settings are wrong."""


class Unreachable(Exception):
    """The service does not answer, or asks to wait `seconds`."""

    def __init__(self, message: str, seconds: float = 0):
        super().__init__(message)
        self.seconds = seconds


def wanted(person: Person, studio: Organisation) -> list[str]:
    """The channels by which a person wants to be told, as far as the studio has them."""
    channel = Delivery.Channel
    having = {
        channel.MAIL: person.notifications_enabled and settings.MAIL_ENABLED and person.email,
        channel.SLACK: person.notifications_slack_enabled and studio.chat_token_slack,
        channel.MATTERMOST: person.notifications_mattermost_enabled and studio.chat_webhook_mattermost,
        channel.DISCORD: person.notifications_discord_enabled and studio.chat_token_discord,
    }
    return [name for name, there in having.items() if there]


def send(delivery: Delivery, studio: Organisation) -> None:
    """Send a delivery by its channel."""
    SENDERS[delivery.channel](delivery, delivery.person, studio)


def mail(delivery: Delivery, person: Person, studio: Organisation) -> None:
    if not person.email:
        raise Undeliverable("The person has no address.")
    html = mails.laid_out(person, delivery.subject, delivery.text)
    message = EmailMultiAlternatives(delivery.subject, delivery.text, to=[person.email])
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        refusal = f"The mail server does not take {person.email} ({', '.join(map(str, codes))})."
        raise (Undeliverable if min(codes) >= 500 else Unreachable)(refusal) from None
    except smtplib.SMTPAuthenticationError:
        raise Undeliverable("The mail server does not know MAIL_USERNAME and MAIL_PASSWORD.") from None
    except OSError as error:  # what smtplib raises, and the network
        raise Unreachable(f"The mail server does not take the mail ({type(error).__name__}).") from None


def slack(delivery: Delivery, person: Person, studio: Organisation) -> None:
    text = content(delivery).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    answer = call(
        "Slack",
        "POST",
        f"{settings.SLACK_API_URL}/chat.postMessage",
        token=f"Bearer {studio.chat_token_slack}",
        json={"channel": address(person, "slack"), "text": text, "unfurl_links": False},
    )
    if not answer.get("ok"):
        error = str(answer.get("error"))[:80]
        raise (Unreachable if error in PASSING else Undeliverable)(f"Slack answers {error}.")


def mattermost(delivery: Delivery, person: Person, studio: Organisation) -> None:
    webhook = studio.chat_webhook_mattermost or ""
    if not webhook.startswith(("https://", "http://")):
        raise Undeliverable("The studio's Mattermost webhook is no web address.")
    channel = f"@{address(person, 'mattermost').removeprefix('@')}"
    call("Mattermost", "POST", webhook, json={"channel": channel, "text": content(delivery)})


def discord(delivery: Delivery, person: Person, studio: Organisation) -> None:
    token = f"Bot {studio.chat_token_discord}"
    recipient = address(person, "discord")
    if not recipient.isdecimal():
        recipient = discord_member(recipient, token)
    base = settings.DISCORD_API_URL
    opened = call(
        "Discord", "POST", f"{base}/users/@me/channels", token=token, json={"recipient_id": recipient}
    )
    message = {"content": content(delivery), "allowed_mentions": {"parse": []}}
    call("Discord", "POST", f"{base}/channels/{opened.get('id')}/messages", token=token, json=message)


def discord_member(name: str, token: str) -> str:
    """The id of who has that user name on one of the servers that the studio's bot is on."""
    base = settings.DISCORD_API_URL
    plain = name.removeprefix("@").partition("#")[0]
    for guild in call("Discord", "GET", f"{base}/users/@me/guilds", token=token):
        path = f"{base}/guilds/{guild['id']}/members/search"
        for member in call("Discord", "GET", path, token=token, params={"query": plain, "limit": 100}):
            if member["user"]["username"].lower() == plain.lower():
                return member["user"]["id"]
    raise Undeliverable(f"No Discord server of the studio's bot has a member {plain}.")


def address(person: Person, service: str) -> str:
    """What a person is called by a chat service."""
    name = (getattr(person, f"notifications_{service}_userid") or "").strip()
    if not name:
        raise Undeliverable(f"The person has not said who they are on {service.capitalize()}.")
    return name


def content(delivery: Delivery) -> str:
    """Subject and text as one message, as long as the service takes."""
    text, longest = f"{delivery.subject}\n{delivery.text}".strip(), LONGEST[delivery.channel]
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def call(service: str, method: str, url: str, *, token: str | None = None, **options):
    """Call a web service; answers the JSON of its answer ({} where it is none)."""
    headers = {"Authorization": token} if token else {}
    try:
        answer = requests.request(
            method, url, headers=headers, timeout=TIMEOUT, allow_redirects=False, **options
        )
    except requests.RequestException as error:
        # Its text names the address.
        raise Unreachable(f"{service} does not answer ({type(error).__name__}).") from None
    if answer.status_code in AGAIN or answer.status_code >= 500:
        raise Unreachable(f"{service} answers {answer.status_code}.", seconds=waiting(answer))
    if answer.status_code >= 300:
        raise Undeliverable(f"{service} answers {answer.status_code}.")
    try:
        return answer.json()
    except requests.JSONDecodeError:
        return {}


def waiting(answer: requests.Response) -> float:
    """The seconds that a service asks to wait, at most an hour."""
    try:
        return min(max(float(answer.headers.get("Retry-After", 0)), 0), 3600)
    except ValueError:
        return 0


SENDERS = {
    Delivery.Channel.MAIL: mail,
    Delivery.Channel.SLACK: slack,
    Delivery.Channel.MATTERMOST: mattermost,
    Delivery.Channel.DISCORD: discord,
}
