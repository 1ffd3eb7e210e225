"""The house stands: pages answer."""

import pytest

from tests.cast import PASSWORD, a_project, a_user


def test_a_stranger_is_sent_to_the_log_in_page(client, db):
    assert client.get("/").headers["Location"].startswith("/login/")


def test_somebody_signed_in_sees_home(client, db):
    a_user("liaison")
    client.post("/login/", {"username": "liaison", "password": PASSWORD})
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_a_liaison_sees_the_own_project_only():
    from projects.models import Project
    from tests.cast import MONDAY

    liaison = a_user()
    mine = a_project(liaison=liaison)
    a_project()
    assert list(Project.objects.visible_to(liaison, MONDAY)) == [mine]
