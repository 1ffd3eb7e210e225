"""What a case rests on, of any floor, without a foreign key."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """A row of any floor that a case rests on: its label, key, title and path."""

    label: str
    key: str
    title: str
    path: str = ""

    @classmethod
    def of(cls, row):
        """From a model's row; None gives nothing."""
        if row is None or isinstance(row, cls):
            return row
        path = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
        return cls(row._meta.label_lower, str(row.pk), str(row)[:120], path[:200])

    @property
    def columns(self):
        """The columns of a case (models.base.RestsOn)."""
        return {
            "source_label": self.label, "source_key": self.key, "source_title": self.title, "source_path": self.path,
        }  # fmt: skip
