"""A django-helpdesk with one queue and one agent; its API is used as it is."""

import os
import sys
from pathlib import Path

from site_of import NoMigrations, make_tables, serve

FOLDER = Path(sys.argv[1])
APPS = ("auth", "contenttypes", "sessions", "sites", "messages", "staticfiles", "admin", "humanize")
CONTEXT = (
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
)


def configure():
    from django.conf import settings

    settings.configure(
        SECRET_KEY="made up", ALLOWED_HOSTS=["*"], ROOT_URLCONF="helpdesk_urls", USE_TZ=True, TIME_ZONE="UTC", SITE_ID=1,
        STATIC_URL="/static/", DEFAULT_AUTO_FIELD="django.db.models.AutoField", LOGIN_URL="/login/",
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "rest_framework", "django_cleanup", "helpdesk"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": list(CONTEXT)},
        }],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "site.sqlite3", "OPTIONS": {"timeout": 20}}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend", MIGRATION_MODULES=NoMigrations(),
        HELPDESK_TEAMS_MODE_ENABLED=False, HELPDESK_TEAMS_MODEL="auth.User", HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[],
        HELPDESK_KBITEM_TEAM_GETTER=lambda _: None,
    )  # fmt: skip
    import django

    django.setup()
    make_tables()


def staff(name, password):
    from django.contrib.auth.models import User

    return User.objects.create_superuser(name, f"{name}@desk.example", password).pk


def queue(title):
    from helpdesk.models import Queue

    return Queue.objects.create(title=title, slug=title.lower(), allow_public_submission=True).pk


def tickets(queue, number):
    """So many tickets with the first follow-up that each has when it is opened; more than a page, quickly."""
    from helpdesk.models import FollowUp, Ticket

    made = []
    for n in range(number):
        text = f"How do I do {n}?"
        ticket = Ticket.objects.create(
            queue_id=queue, title=f"Question {n}", description=text, submitter_email=f"c{n}@other.example", status=1
        )
        FollowUp.objects.create(ticket=ticket, title="Ticket Opened", comment=text, public=True)
        made.append(ticket.pk)
    return made


if __name__ == "__main__":
    os.chdir(Path(__file__).parent)
    configure()
    serve({"staff": staff, "queue": queue, "tickets": tickets})
