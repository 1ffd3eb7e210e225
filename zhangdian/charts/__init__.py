"""Charts as server-rendered SVG: printable, testable, with a table behind each."""
