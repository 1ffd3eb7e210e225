"""The timetable: tasks by name, woken by beat alone. Nobody calls `.delay()`.

Every task is a sweep: it looks for what is due and not done, so a wake-up lost, doubled or late
costs nothing but time. It takes `at=None` (None: now) and returns a sentence or a count of what it did:
`manage.py sweep NAME --at ISO` calls the same functions by hand, NAME being the key below.
"""

import os

from celery import Celery
from celery.schedules import crontab

import zhangdian.broker  # noqa: F401  (registers the desk's file broker)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhangdian.settings")

# Every task beats when it ran to its end (see zhangdian.engine.watch).
app = Celery("zhangdian", task_cls="zhangdian.notices.sweeps:Beating")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Opened from 06:00 on, asked again through the day: a machine that was off catches up by itself.
    "open_daily_reports": {"task": "projects.open_daily_reports", "schedule": crontab(minute="*/10")},
    "close_reviews": {"task": "evaluations.close_reviews", "schedule": crontab(minute="*/5")},
    "seal_trail": {"task": "trail.seal", "schedule": 60.0},
    "fold_figures": {"task": "projects.fold_figures", "schedule": crontab(minute="*/15")},
    "make_thumbnails": {"task": "projects.make_thumbnails", "schedule": 20.0},
    "sweep_rosters": {"task": "projects.sweep_previews", "schedule": crontab(hour=3, minute=10)},
    "sweep_uploads": {"task": "desk.sweep_previews", "schedule": crontab(hour=3, minute=15)},
    "offer_facts": {"task": "evaluations.offer_facts", "schedule": crontab(minute=40)},
    "remind_teams": {"task": "evaluations.remind_teams", "schedule": crontab(minute="3-59/15")},
    "remind_reviews": {"task": "evaluations.remind_reviews", "schedule": crontab(minute="8-59/15")},
    "remind_of_checks": {"task": "evaluations.remind_of_checks", "schedule": crontab(minute="*/10")},
    "close_feedback": {"task": "accounts.close_feedback", "schedule": crontab(minute=20)},
    "draft_bulletins": {"task": "evaluations.draft_bulletins", "schedule": crontab(minute="*/15")},
    "remind_bulletins": {"task": "evaluations.remind_bulletins", "schedule": crontab(minute="*/15")},
    "remind_orders": {"task": "evaluations.remind_orders", "schedule": crontab(minute="*/15")},
    "remind_of_scores": {"task": "evaluations.remind_of_scores", "schedule": crontab(minute="*/15")},
    "sweep_cases": {"task": "cases.sweep_cases", "schedule": crontab(minute="2-59/15")},
    "remind_of_cases": {"task": "cases.remind_of_cases", "schedule": crontab(minute="6-59/15")},
    "climb_reports": {"task": "projects.climb_reports", "schedule": crontab(minute="*/5")},
    "remind": {"task": "notices.remind", "schedule": 60.0},
    "draw_up_coordination": {"task": "evaluations.draw_up_coordination", "schedule": crontab(minute="5-59/10")},
    "watch": {"task": "notices.heartbeat", "schedule": 60.0},
}

# A wake-up is a nudge, not work: those that pile up while the worker is away are thrown away unread.
for _entry in app.conf.beat_schedule.values():
    _entry.setdefault("options", {"expires": 600})
