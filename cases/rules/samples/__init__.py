"""The sample rule sets: three versions by their first day, each complete. Every number in them is a sample (样例) until
the office has checked it against the official text; a module per subject gives what its cases need.

CLOCKS: {code: (count, span, extension)}. FIGURES: {code: value}. MEASURES: [Measure columns].
"""

from datetime import date

from cases.rules.samples import (
    adjustment,
    cards,
    honours,
    promotion,
    remedies,
    reserve,
    retention,
    tolerance,
    withdrawal,
)

SUBJECTS = (adjustment, cards, honours, promotion, remedies, reserve, retention, tolerance, withdrawal)
# code, title, rests on, first day.
VERSIONS = (
    ("2015", "推进领导干部能上能下若干规定（试行）样例", "中办发〔2015〕规定（试行），条文待核", date(2015, 7, 28)),
    ("local", "区一线考察办法样例", "在2015年试行规定上补充亮牌、容错、后备各项，条文待核", date(2016, 11, 1)),
    ("2022", "推进领导干部能上能下规定样例", "2022年规定，条文待核；亮牌、容错、后备沿用本区办法", date(2022, 9, 8)),
)


def gathered(name, version):
    """What every subject's module says under `name` ("CLOCKS", "FIGURES", "MEASURES") for a version: later modules add.

    A module may say it for one version only, as NAME_2022.
    """
    found = {} if name != "MEASURES" else []
    for subject in SUBJECTS:
        said = getattr(subject, f"{name}_{version}", getattr(subject, name, None))
        if said is None:
            continue
        if name == "MEASURES":
            found += said
        else:
            found |= said
    return found
