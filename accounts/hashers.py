"""How first passwords are kept."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class FirstPasswordHasher(PBKDF2PasswordHasher):
    """For passwords that we drew ourselves, of more than 60 random bits, good for one log-in.

    Stretching protects what people think up; it adds nothing here, and eighty accounts at a third of a second each
    would outlast the request. At the first log-in Django hashes anew with the preferred hasher.
    """

    algorithm = "first_pbkdf2_sha256"
    iterations = 20_000
