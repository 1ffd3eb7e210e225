"""`manage.py words`: compile the catalogues, or say what they lack."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zhangdian.words import catalogues, extract


class Command(BaseCommand):
    help = "Compile the catalogues of locale/ (--compile), check them (--check), list what a room lacks."
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--compile", action="store_true", help="write .mo files beside the .po files")
        what.add_argument("--check", action="store_true", help="fail naming every string without a good translation")
        what.add_argument(
            "--list-missing", metavar="ROOM", help="print what is not translated, as .po entries (“all” for all rooms)"
        )
        what.add_argument("--tidy", action="store_true", help="remove entries that stand twice alike in one file")
        what.add_argument("--list-unused", metavar="ROOM", help="print msgids of a catalogue that no file says")

    def handle(self, *args, **options):
        base = settings.BASE_DIR
        if options["compile"]:
            written = catalogues.compile_all(base)
            self.stdout.write(f"{len(written)} of {len(catalogues.paths(base))} catalogues compiled.")
        elif options["check"]:
            self.check_all(base)
        elif options["tidy"]:
            self.stdout.write(f"{catalogues.tidy(base)} doubled entries removed.")
        elif options["list_unused"]:
            self.list_unused(base, options["list_unused"])
        else:
            self.list_missing(base, options["list_missing"])

    def check_all(self, base):
        faults = [
            f"{path.relative_to(base)}: “{msgid}” {sentence}." for path, msgid, sentence in catalogues.faults(base)
        ]
        known = catalogues.known(base)
        count = 0
        for word in extract.words(base):
            count += 1
            where = f"{word.path.relative_to(base)}:{word.line}"
            if word.fault:
                faults.append(f"{where}: {word.msgid} {word.fault}.")
            elif (word.context, word.msgid) not in known:
                context = f" (context “{word.context}”)" if word.context else ""
                faults.append(f"{where}: “{word.msgid}”{context} is in no catalogue; add it to {self.home(word)}.")
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} strings are not rightly translated.")
        self.stdout.write(f"{count} strings, all translated.")

    def home(self, word):
        return f"locale/{extract.room_of(word.path, settings.BASE_DIR)}/zh_Hans/LC_MESSAGES/django.po"

    def list_missing(self, base, room):
        known = catalogues.known(base)
        seen = set()
        for word in extract.words(base):
            key = (word.context, word.msgid)
            if word.fault or key in known or key in seen:
                continue
            if room not in ("all", extract.room_of(word.path, base)):
                continue
            seen.add(key)
            context = f"msgctxt {_quoted(word.context)}\n" if word.context else ""
            self.stdout.write(f'{context}msgid {_quoted(word.msgid)}\nmsgstr ""\n')

    def list_unused(self, base, room):
        said = {(word.context, word.msgid) for word in extract.words(base)}
        for path, entry in catalogues.entries(base):
            if catalogues.room_of(path) == room and (entry.msgctxt or "", entry.msgid) not in said:
                self.stdout.write(entry.msgid)


def _quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
