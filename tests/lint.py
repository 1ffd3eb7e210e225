"""`python -m tests.lint`: every check of taste and order; all of them run, one failing fails the whole."""

import re
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HOSTS = re.compile(r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|jsdelivr|unpkg|cdnjs|tuna\.tsinghua|aliyun|goproxy)")


def pure_files():
    """The files whose types are checked: rules, rollups and the move."""
    parts = ("rules", "rollups")
    found = [path for path in BASE.glob("*/**/*.py") if path.stem in parts or path.parent.name in parts]
    found = [path for path in found if ".venv" not in path.parts and "tests" not in path.parts]
    return sorted(str(path.relative_to(BASE)) for path in [*found, BASE / "zhangdian/workflow.py"])


def templates():
    return [str(BASE / "templates")]


def checks():
    """(name, command) of everything that is a program."""
    manage = [sys.executable, "manage.py"]
    return [
        ("ruff", [BIN / "ruff", "check", "--quiet", "."]),
        ("ruff format", [BIN / "ruff", "format", "--check", "--quiet", "."]),
        ("mypy", [BIN / "mypy", "--no-error-summary", *pure_files()]),
        ("floors and file order", [BIN / "lint-imports", "--no-cache"]),
        ("system check", [*manage, "check", "--fail-level", "WARNING"]),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("words", [*manage, "words", "--check"]),
        ("templates", [BIN / "djlint", *templates(), "--lint", "--quiet"]),
    ]


def package_hosts():
    """Tracked files that hold the address of a package host; a mirror is the machine's matter, not the project's."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=BASE, capture_output=True, check=True).stdout.decode()
    faults = []
    for name in filter(None, listed.split("\0")):
        path = BASE / name
        if path.is_file():
            text = path.read_bytes().decode(errors="ignore")
            faults += [f"{name}: {match.group()}" for match in HOSTS.finditer(text)]
    return faults


def main():
    failed = []
    for name, command in checks():
        done = subprocess.run(list(map(str, command)), cwd=BASE, capture_output=True, text=True)
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}", flush=True)
        if done.returncode:
            print((done.stdout + done.stderr).strip(), flush=True)
            failed.append(name)
    faults = package_hosts()
    print(f"{'FAIL' if faults else 'ok  '} no address of a package host", *faults, sep="\n  " if faults else "")
    if faults:
        failed.append("package hosts")
    print("All clean." if not failed else f"Not clean: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
