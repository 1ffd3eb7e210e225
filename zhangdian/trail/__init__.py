"""The trail: who did what to which thing, when, why. Appended to, sealed, verified, never edited."""
