"""Screen words: collected from the code, checked against the catalogues, compiled without gettext's tools."""
