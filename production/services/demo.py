"""The demo: a feature and a series in the middle of their making, and the studio that makes them.

It is loaded whole or not at all, with dates around today.
"""

import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from accounts import passwords
from accounts.models import (
    CustomAction,
    DayOff,
    DepartmentLink,
    DesktopLoginLog,
    HardwareItem,
    HardwareItemDepartmentLink,
    LoginLog,
    Organisation,
    Person,
    Position,
    SalaryScale,
    Seniority,
    Software,
    SoftwareDepartmentLink,
    Studio,
)
from kitsu_site.exceptions import Invalid
from production.models import Comment, Entity, Project, Task
from production.services import demo_breakdown, demo_planning, demo_work, vocabulary
from production.services import demo_data as data
from production.services.demo_rows import MORNING, Calendar, Demo

SALARY_OF_SENIORITY = {Seniority.SENIOR: 240, Seniority.MID: 180, Seniority.JUNIOR: 140}
ABOVE_ARTIST = {Position.SUPERVISOR: 60, Position.LEAD: 30, Position.ARTIST: 0}


def is_loaded() -> bool:
    """Whether the demo, or something of it, is there."""
    productions = Project.objects.filter(name__in=[p.name for p in data.PRODUCTIONS])
    people = Person.objects.filter(email__in=[p.email for p in data.PEOPLE.values()])
    return productions.exists() or people.exists()


@transaction.atomic
def load(*, password: str, today: datetime.date | None = None) -> None:
    """Load the demo; everybody in it signs in with `password`. Raises `Invalid` where it is loaded."""
    if is_loaded():
        raise Invalid("The demo is there already.")
    passwords.check_length(password)
    vocabulary.initialize()
    demo = Demo(Calendar(today or datetime.date.today()))
    add_people(demo, passwords.hashed(password))
    add_equipment(demo)
    for production in data.PRODUCTIONS:
        made = demo_breakdown.add_production(demo, production)
        plans = demo_work.add_work(demo, made)
        demo_planning.add_planning(demo, made, plans)
    demo_planning.add_studio_settings(demo)
    demo.write()
    date_rows(demo)


def add_people(demo: Demo, password_hash: bytes) -> None:
    """The people, their studios and departments, their days off and sign-ins."""
    if not Organisation.objects.exists():
        demo.add(Organisation, name=data.STUDIO)
    for name, color in data.STUDIOS.items():
        demo.studios[name] = Studio.objects.get_or_create(name=name, defaults={"color": color})[0]
    for key, someone in data.PEOPLE.items():
        demo.people[key] = add_person(demo, key, someone, password_hash)
    for key, first, last, why in data.DAYS_OFF:
        dates = {"date": demo.days.date(first), "end_date": demo.days.date(last)}
        demo.add(DayOff, person=demo.people[key], description=why, **dates)


def add_person(demo: Demo, key: str, someone: data.Someone, password_hash: bytes) -> Person:
    can_sign_in = someone.active and not someone.is_bot
    person = demo.add(
        Person,
        first_name=someone.first_name,
        last_name=someone.last_name,
        email=someone.email,
        desktop_login="" if someone.is_bot else key,
        phone="",
        role=someone.role,
        position=someone.position,
        seniority=someone.seniority,
        daily_salary=someone.salary,
        studio=demo.studios.get(someone.studio),
        active=someone.active,
        is_bot=someone.is_bot,
        password=password_hash if can_sign_in else None,
        contract_type=Person.ContractType.FREELANCE if someone.role == "vendor" else "open-ended",
        last_presence=demo.days.date(0) if can_sign_in else None,
        created_at=demo.days.at(-60),
        data={},
    )
    for name in someone.departments:
        demo.add(DepartmentLink, person=person, department=demo.departments[name])
    if can_sign_in:
        for day in (-6, -1, 0):
            when = demo.days.at(day, MORNING + demo.dice.randrange(45))
            demo.add(
                LoginLog, person=person, origin=LoginLog.Origin.WEB, ip_address="192.0.2.10", created_at=when
            )
        demo.add(DesktopLoginLog, person=person, date=demo.days.at(0, MORNING))
    return person


def add_equipment(demo: Demo) -> None:
    """Software, hardware and salaries of the departments, and an entry of the clients' menus."""
    for name, (short, extension, version, cost) in data.SOFTWARES.items():
        values = {"short_name": short, "file_extension": extension, "version": version, "monthly_cost": cost}
        software, _ = Software.objects.get_or_create(
            name=name, defaults={**values, "inventory_amount": 20, "secondary_extensions": []}
        )
        for department in demo.departments.values():
            links = SoftwareDepartmentLink.objects
            if not links.filter(software=software, department=department).exists():
                demo.add(SoftwareDepartmentLink, software=software, department=department)
    for name, (short, cost, amount) in data.HARDWARE.items():
        values = {"short_name": short, "monthly_cost": cost, "inventory_amount": amount}
        hardware, created = HardwareItem.objects.get_or_create(name=name, defaults=values)
        if created:
            for department in demo.departments.values():
                demo.add(HardwareItemDepartmentLink, hardware_item=hardware, department=department)
    if not SalaryScale.objects.exists():
        for department in demo.departments.values():
            for position, more in ABOVE_ARTIST.items():
                for seniority, salary in SALARY_OF_SENIORITY.items():
                    level = {"position": position, "seniority": seniority, "salary": salary + more}
                    demo.add(SalaryScale, department=department, **level)
    demo.add(CustomAction, name="Open the wiki", url="https://wiki.northlight.test", entity_type="all")


def date_rows(demo: Demo) -> None:
    """Rows were last changed when something last happened to them, not when the demo was loaded."""
    projects = [row.pk for row in demo.rows[Project]]
    tasks = Task.objects.filter(project__in=projects)
    tasks.update(updated_at=Coalesce(F("last_comment_date"), F("created_at")))
    Comment.objects.filter(object_id__in=tasks.values("pk")).update(updated_at=F("created_at"))
    Entity.objects.filter(project__in=projects).update(updated_at=F("created_at"))
