"""The product's settings with cheap passwords and a folder of their own for files."""

import os
import tempfile

os.environ.setdefault("ZHANGDIAN_VAR", tempfile.mkdtemp(prefix="zhangdian-test-"))
os.environ.setdefault("SECRET_KEY", "tests-only-secret-key-of-more-than-32-characters")
os.environ.setdefault("TRAIL_KEY", "tests-only-trail-key-of-more-than-32-characters")
os.environ.setdefault("VAULT_KEY", "tests-only-vault-key-of-more-than-32-characters")

from zhangdian.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "accounts.hashers.FirstPasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# The threads of a live server let go of the test database after each answer, so that it can be removed.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # What is committed here need not outlive a power cut; locks and isolation are as they were.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c synchronous_commit=off")  # noqa: F405
# Each client of a test loads the middleware anew: a file is looked up when asked for, not every folder read before.
WHITENOISE_AUTOREFRESH = True
