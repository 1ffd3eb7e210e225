"""Doors of the desk itself: the admin's own pages; each room's models stand in the room's module."""

from tests.doors import Desk, Door

ROWS = [
    Door("admin:index", staff=200, others=302),
    Door("admin:login", others=302),
    Door("admin:logout", method="post", staff=307, others=302),
    Door("admin:password_change", others=302),
    Door("admin:password_change_done", staff=200, others=302),
    Door("admin:jsi18n", staff=200, others=302),
    Door("admin:autocomplete", staff=403, others=302),
    Door("admin:app_list", {"app_label": "authtoken"}, staff=404, others=302),
    Door("admin:view_on_site", {"content_type_id": 1, "object_id": 1}, staff=404, others=302),
    Door("admin:search", staff=200, others=302),
    # Of the packages; nobody has business there.
    Desk("auth", "group", None),
    Desk("authtoken", "tokenproxy", None),
]
