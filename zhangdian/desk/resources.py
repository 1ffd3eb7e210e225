"""The base of import and export: a list read with its headings wherever they stand, all bad cells named at once.

A room's `resources.py` derives from SheetResource, declares fields with their Chinese column names, and says in
`synonyms` what else offices call them. The file's words are data, the same in every language of the pages.
"""

from dataclasses import dataclass, field
from typing import Any

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from import_export import resources, widgets

from zhangdian.desk import sheets, snapshots
from zhangdian.trail import services as trail

LOOK_FOR_HEADINGS = 20
TRUE, FALSE = ("是", "有", "√", "true", "yes", "1", "y"), ("否", "无", "×", "false", "no", "0", "n")


@dataclass
class Fault:
    """A bad cell: where it stands and what to do about it."""

    row: int
    column: str
    sentence: str


@dataclass
class Change:
    """What a row of the file does: "new", "update"; the thing's words; (column, before, after)."""

    row: int
    act: str
    title: str
    values: list


@dataclass
class Report:
    """What a file would do or did. Nothing is stored while there are faults. sheet: the name of the sheet that was
    read. notes: sentences about what the file does beside its rows."""

    sheet: str = ""
    notes: list = field(default_factory=list)
    columns: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    unchanged: int = 0
    faults: list = field(default_factory=list)

    @property
    def new(self):
        return sum(change.act == "new" for change in self.changes)

    @property
    def updated(self):
        return sum(change.act == "update" for change in self.changes)


class ChoiceWidget(widgets.Widget):
    """The words of a choice in either language, or its code."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    def clean(self, value, row=None, **kwargs):
        text = str(value or "").strip()
        if not text:
            return ""
        for code, label in self.choices.choices:
            if text == code or text.lower() in self._words(label):
                return code
        known = "、".join(str(label) for code, label in self.choices.choices if code)
        raise ValueError(_("“%(text)s” is not among: %(known)s.") % {"text": text, "known": known})

    @staticmethod
    def _words(label):
        words = set()
        for language in ("zh-hans", "en"):
            with translation.override(language):
                words.add(str(label).lower())
        return words

    def render(self, value, obj=None, **kwargs):
        return str(dict(self.choices.choices).get(value, value or ""))


class YesNoWidget(widgets.Widget):
    """是 or 否."""

    def clean(self, value, row=None, **kwargs):
        text = str(value if value is not None else "").strip().lower()
        if text in TRUE:
            return True
        if text in FALSE:
            return False
        raise ValueError(_("“%(text)s”: write 是 or 否.") % {"text": value})

    def render(self, value, obj=None, **kwargs):
        return "是" if value else "否"


class SheetResource(resources.ModelResource):
    """Rows of a sheet as rows of a model. Subclasses: Meta.model, fields, `synonyms`, `find(row)`.

    actor and at go to the trail; day is what the dated columns hold for.
    """

    # {column name: other headings that mean it}
    synonyms: dict = {}
    # Columns without which a file is not understood.
    required: tuple = ()

    class Meta:
        import_id_fields = ()
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        clean_model_instances = True

    def __init__(self, *, actor=None, at=None, day=None):
        super().__init__()
        self.actor, self.at, self.day = actor, at, day
        self.report = Report()
        self._numbers, self._lines, self._before = [], [], {}

    # Reading ---------------------------------------------------------------------------------

    def read(self, content, name=""):
        """A Dataset of the file's known columns; SheetError when no headings are found. Fills report.columns."""
        for sheet in sheets.read(content, name):
            found = self._headings(sheet.rows)
            if found is not None:
                self.report.sheet = sheet.name
                return self._dataset(sheet, *found)
        raise sheets.SheetError(
            _("No row of headings was found. The file needs at least these columns: %(columns)s.")
            % {"columns": "、".join(self.required)}
        )

    def _headings(self, rows):
        known = {self._plain(name): name for name in self.column_names()}
        for name, others in self.synonyms.items():
            known |= {self._plain(other): name for other in others}
        for place, row in enumerate(rows[:LOOK_FOR_HEADINGS]):
            names = [known.get(self._plain(cell)) for cell in row]
            if all(name in names for name in self.required):
                return place, names
        return None

    def _dataset(self, sheet, place, names):
        once = {}
        for column, name in enumerate(names):
            if name is not None and name not in once:
                once[name] = column
        self.report.columns = [(name, str(sheet.rows[place][column]).strip()) for name, column in once.items()]
        self.report.unknown = [
            str(cell).strip()
            for cell, name in zip(sheet.rows[place], names, strict=True)
            if name is None and cell not in (None, "")
        ]
        dataset = tablib.Dataset(headers=list(once))
        for number, row in enumerate(sheet.rows[place + 1 :], place + 2):
            values = [row[column] if column < len(row) else None for column in once.values()]
            if not any(str(value).strip() for value in values if value is not None) or self.is_total(row):
                continue
            dataset.append(values)
            self._numbers.append(number)
        return dataset

    @staticmethod
    def _plain(cell):
        return "".join(str(cell if cell is not None else "").split()).strip("*：:").lower()

    @staticmethod
    def is_total(row):
        """合计 and 小计 rows are no rows of the list."""
        return any(str(cell).replace(" ", "") in ("合计", "小计", "总计") for cell in row if cell is not None)

    def column_names(self):
        return [field.column_name for field in self.get_import_fields()]

    # Doing -----------------------------------------------------------------------------------

    def run(self, content, name="", *, store):
        """Read a file and, with `store`, keep what it says: everything, or nothing when any cell is bad. -> Report."""
        dataset = self.read(content, name)
        result = self.import_data(
            dataset, dry_run=not store, raise_errors=False, rollback_on_validation_errors=True, user=self.actor
        )
        self._collect(result)
        return self.report

    def find(self, row):
        """The stored thing that a row means, or None for a new one; ValidationError when that cannot be told."""
        raise NotImplementedError

    def get_instance(self, instance_loader, row):
        return self.find(row)

    def get_or_init_instance(self, instance_loader, row):
        instance, is_new = super().get_or_init_instance(instance_loader, row)
        self._before = {} if is_new else self.said(instance)
        return instance, is_new

    def said(self, instance):
        """What the trail keeps of a thing: its columns in words."""
        return snapshots.of(instance)

    def after_save_instance(self, instance, row, **kwargs):
        old, new = snapshots.difference(self._before, self.said(instance))
        number = self._numbers[kwargs["row_number"] - 1] if "row_number" in kwargs else 0
        labels = [(self._label(name), old.get(name), value) for name, value in new.items() if value or old.get(name)]
        self.report.changes.append(Change(number, "update" if self._before else "new", str(instance), labels))
        if not kwargs.get("dry_run"):
            verb = "change" if self._before else "create"
            reason = _("import of a list")
            self._lines.append(
                trail.line(instance, verb, actor=self.actor, at=self.at, reason=reason, before=old, after=new)
            )

    def after_import(self, dataset, result, **kwargs):
        # In the transaction of the rows; undone with them when a row is bad.
        trail.record_many(self._lines)
        self._lines = []

    def _label(self, name):
        for each in self.get_import_fields():
            if each.attribute == name:
                return each.column_name
        try:
            return self._meta.model._meta.get_field(name).verbose_name
        except models.FieldDoesNotExist:
            return name

    def _collect(self, result):
        columns = {each.attribute: each.column_name for each in self.get_import_fields()}
        for number, row in enumerate(result.rows):
            place = self._numbers[number]
            if row.import_type == row.IMPORT_TYPE_SKIP:
                self.report.unchanged += 1
            for name, sentences in _messages(getattr(row, "validation_error", None)).items():
                self.report.faults += [Fault(place, columns.get(name, ""), sentence) for sentence in sentences]
            self.report.faults += [Fault(place, "", _sentence(error.error)) for error in row.errors]
        self.report.faults += [Fault(0, "", _sentence(error.error)) for error in result.base_errors]
        if self.report.faults:
            self.report.changes = []

    # Writing ---------------------------------------------------------------------------------

    def table(self, queryset):
        """(headings, rows) of an export, in Chinese whatever the language of the page."""
        with translation.override("zh-hans"):
            data = self.export(queryset)
        return data.headers, [list(row) for row in data]


def _messages(error) -> dict[str, Any]:
    if error is None:
        return {}
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {NON_FIELD_ERRORS: error.messages}


def _sentence(error):
    if isinstance(error, ValidationError):
        return "；".join(error.messages)
    return _("The row cannot be stored: %(error)s.") % {"error": error}
