"""The paper for the end of the year, put together from what the floors know; for /me/ and for the dossier."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from evaluations import registry
from evaluations.documents import appraisal as documents
from evaluations.queries import appraisal as queries
from evaluations.views.talks import DOCX

EARLIEST = 2000


def is_told(year, day):
    """May a paper be asked for this year: not one that has not begun."""
    return EARLIEST <= year <= day.year


def years(carried, day, base):
    """[(year, address)] of the years offered: this one, and the last where something was carried before this one."""
    found = [day.year]
    if any(row.from_on.year < day.year for row in carried["duties"]):
        found.append(day.year - 1)
    return [(year, f"{base}/appraisal/{year}/") for year in found]


def paper(cadre, year, day, *, reader):
    """(bytes, file name) of the docx."""
    sections = registry.sections(cadre, reader, day)
    content = documents.appraisal(queries.of_year(cadre, year, day), day=day, sections=sections)
    return content, documents.file_name(cadre, year)


def answer(content, name):
    answer = HttpResponse(content, content_type=DOCX)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
