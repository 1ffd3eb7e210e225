"""What a row says, as the trail keeps it: field name to text."""

SECRET = {"password"}


def of(thing, leave_out=SECRET):
    """{field: text or None} of the row's own columns; a related row is written as its words and number."""
    said = {}
    for field in thing._meta.concrete_fields:
        if field.primary_key or field.name in leave_out:
            continue
        said[field.name] = text(thing, field)
    return said


def text(thing, field):
    """The text of one column: the words of a choice, the words and number of a related row."""
    value = field.value_from_object(thing)
    if value is None or value == "":
        return None
    if field.is_relation:
        other = getattr(thing, field.name)
        return f"{other} (#{value})" if other is not None else f"#{value}"
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def difference(before, after):
    """(before, after) of the fields that differ."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
