"""An Askbot as its own installer makes it, on SQLite, in a time zone of its own; people write, edit, vote and delete in it."""

import os
import subprocess
import sys
from pathlib import Path

from site_of import make_tables, serve

FOLDER = Path(sys.argv[1])
ADDED = """
from site_of import NoMigrations
ALLOWED_HOSTS = ["*"]
MIGRATION_MODULES = NoMigrations()
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["OPTIONS"] = {"timeout": 20}
"""


def configure():
    site = FOLDER / "forum"
    installer = Path(sys.executable).with_name("askbot-setup")
    subprocess.run(
        [installer, "--noinput", "-r", site, "--proj-name", "the_forum", "-e", "sqlite", "-d", FOLDER / "site.sqlite3",
         "--admin-name", "root", "--admin-email", "root@forum.example", "--domain-name", "forum.example.org",
         "-l", "en", "-t", "America/Chicago"],
        check=True, stdout=sys.stderr,
    )  # fmt: skip
    with (site / "the_forum" / "settings.py").open("a") as settings:
        settings.write(ADDED)
    sys.path.insert(0, str(site))
    os.environ["DJANGO_SETTINGS_MODULE"] = "the_forum.settings"
    import django

    django.setup()
    make_tables()
    from askbot.conf import settings as of_the_forum
    from django.contrib.sites.models import Site

    of_the_forum.update("DEFAULT_QUESTIONS_PAGE_SIZE", "10")  # its smallest
    Site.objects.get_or_create(pk=1, defaults={"domain": "forum.example.org", "name": "forum"})


def _user(name):
    from askbot.models import User

    return User.objects.get(username=name)


def _post(number):
    from askbot.models import Post

    return Post.objects.get(pk=number)


def join(name, status="a"):
    """'a' may do what is needed for votes, 'd' is an administrator."""
    from askbot.tests.utils import create_user

    return create_user(name, f"{name}@forum.example", status=status, reputation=10_000).pk


def ask(name, title, text, tags):
    return _user(name).post_question(title=title, body_text=text, tags=tags).pk


def answer(name, question, text):
    return _user(name).post_answer(question=_post(question), body_text=text).pk


def comment(name, above, text):
    return _user(name).post_comment(parent_post=_post(above), body_text=text).pk


def edit(name, number, text):
    post = _post(number)
    user = _user(name)
    if post.is_question():
        user.edit_question(question=post, body_text=text)
    elif post.is_answer():
        user.edit_answer(answer=post, body_text=text)
    else:
        user.edit_comment(comment_post=post, body_text=text)


def upvote(name, number):
    _user(name).upvote(_post(number))


def accept(name, number):
    _user(name).accept_best_answer(_post(number))


def delete(name, number):
    _user(name).delete_post(_post(number))


def age(number, hours):
    """The post and its thread as if nobody had touched them for so long."""
    from datetime import timedelta

    post = _post(number)
    post.added_at -= timedelta(hours=hours)
    post.save()
    post.thread.added_at = post.thread.last_activity_at = post.added_at
    post.thread.save()


if __name__ == "__main__":
    configure()
    serve({f.__name__: f for f in (join, ask, answer, comment, edit, upvote, accept, delete, age)})
