"""Doors of the accounts floor."""

from tests.doors import Door

ROWS = [
    Door("accounts:login", stranger=200, others=302),
    Door("accounts:logout", method="post", others=302),
    Door("accounts:password_change", stranger=302, others=200),
    Door("accounts:account", stranger=302, others=200),
    Door("accounts:revoke_token", method="post", others=302),
    # Asking for one is throttled by sender, so sixteen cannot ask at once; tests/accounts/test_api.py does it.
    Door("api:token", stranger=401, others=405),
    Door("api:token", method="delete", stranger=401, others=204),
    Door("api:me", stranger=401, others=200),
]
