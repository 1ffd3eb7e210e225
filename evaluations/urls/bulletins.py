"""Bulletins and lists of faster projects: addresses."""

from django.urls import path

from evaluations.views import batches, bulletins

urlpatterns = [
    path("bulletins/", bulletins.bulletin_list, name="bulletins"),
    path("bulletins/draft/", bulletins.draft, name="bulletin_draft"),
    path("bulletins/wall/", bulletins.newest_wall, name="bulletin_wall_newest"),
    path("bulletins/objections/<int:pk>/file/", bulletins.attach, name="objection_file"),
    path("bulletins/objections/<int:pk>/<slug:verb>/", bulletins.answer, name="objection_answer"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/docx/", bulletins.paper, name="bulletin_docx"),
    path("bulletins/<int:pk>/wall/", bulletins.wall, name="bulletin_wall"),
    path("bulletins/<int:pk>/words/", bulletins.words, name="bulletin_words"),
    path("bulletins/<int:pk>/correct/", bulletins.correct, name="bulletin_correct"),
    path("bulletins/<int:pk>/lines/<int:line>/", bulletins.line, name="bulletin_line"),
    path("bulletins/<int:pk>/check/<int:party>/", bulletins.check, name="bulletin_check"),
    path("bulletins/<int:pk>/check/<int:party>/agree/", bulletins.agree, name="bulletin_agree"),
    path("bulletins/<int:pk>/check/<int:party>/object/", bulletins.raise_objection, name="bulletin_object"),
    path("bulletins/<int:pk>/check/<int:party>/receive/", bulletins.receive, name="bulletin_receive"),
    path("bulletins/<int:pk>/<slug:verb>/", bulletins.act, name="bulletin_act"),
    path("faster/", batches.batch_list, name="batches"),
    path("faster/draw/", batches.draw, name="batch_draw"),
    path("faster/<int:pk>/", batches.batch, name="batch"),
    path("faster/<int:pk>/lines/<int:line>/", batches.put, name="batch_put"),
    path("faster/<int:pk>/publish/", batches.publish, name="batch_publish"),
    path("faster/<int:pk>/discard/", batches.discard, name="batch_discard"),
]
