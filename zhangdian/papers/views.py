"""Serving attachments: by the owner's word only, always as a download."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhangdian.papers import registry, services
from zhangdian.papers.models import Attachment


@login_required
@require_GET
def download(request, pk):
    """The file, for whom the owning floor lets see it; 404 for everybody else."""
    paper = get_object_or_404(Attachment, pk=pk)
    if not registry.sees_paper(request.user, paper, timezone.localdate()):
        raise Http404
    try:
        content = paper.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    services.note_download(paper, actor=request.user, at=timezone.now())
    answer = FileResponse(content, as_attachment=True, filename=paper.name, content_type=paper.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
