"""The notices' doors for beat."""

from celery import current_app, shared_task
from django.utils import timezone

from zhangdian.notices import services
from zhangdian.notices.sweeps import due_by


@shared_task(name="notices.heartbeat")
def heartbeat(at=None):
    """Every minute: beat and the worker are alive. Safe to run twice: one row, overwritten."""
    at = at or timezone.now()
    services.beat("beat", at=at)
    services.expect({name: due_by(name, at) for name in current_app.conf.beat_schedule}, at=at)


@shared_task(name="notices.remind")
def remind(at=None):
    """Every minute: tell who is to be told, send what is to be sent. Safe to run twice: a reminder belongs to one
    digest, a message is claimed before it is sent."""
    at = at or timezone.now()
    services.lay_rungs()
    told = services.tell_owed(at)
    sent, failed = services.deliver(at)
    return f"{told} / {sent} / {failed}"
