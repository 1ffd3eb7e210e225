"""`manage.py states [--write]`: the state diagrams, to the screen or to docs/states.md and docs/cases.md."""

from django.conf import settings
from django.core.management.base import BaseCommand

from zhangdian.engine import states


class Command(BaseCommand):
    help = "Draw the state diagrams from the tables of moves."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="write docs/states.md and docs/cases.md")

    def handle(self, *args, write, **options):
        if write:
            (settings.BASE_DIR / "docs" / "states.md").write_text(states.page(), encoding="utf-8")
            page = settings.BASE_DIR / "docs" / "cases.md"
            page.write_text(states.drawn_into(page.read_text(encoding="utf-8"), "cases"), encoding="utf-8")
            self.stdout.write("docs/states.md and docs/cases.md are written.")
        else:
            self.stdout.write(states.page())
