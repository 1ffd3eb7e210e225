"""`python -m bench` (make bench): prints the table of ratios; `--write` puts it into docs/performance.md too."""

import argparse
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from bench import servers, table, works
from bench.load import burst, dealt
from bench.table import Line

CONNECTIONS = 4
PORT = 8240


class Process:
    """A `bench.inside` process and the lines exchanged with it."""

    def __init__(self, env, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.inside", *arguments], env=env, cwd=servers.ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{arguments} could not begin.")

    def ask(self, side, counted=False):
        self.process.stdin.write(f"{side}{' counted' if counted else ''}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{side} ended without an answer.")
        return json.loads(answer)

    def end(self):
        self.process.stdin.close()
        self.process.wait(30)


class Bench:
    """One run: databases, servers, rounds."""

    def __init__(self, options, databases, folder):
        self.options, self.databases, self.folder = options, databases, Path(folder)
        self.stack = contextlib.ExitStack()
        self.ports, self.envs, self.data = {}, {}, {}
        self.next_port = options.port

    def prepare(self, name, *arguments, serve=True, kind=None):
        """Fill the database `name` and serve it; "bare" is the anchors', everything else the product."""
        filled, kind = kind, "bare" if name == "bare" else "product"
        say(f"filling {name} ({' '.join(arguments)}) …")
        files = self.folder / name
        files.mkdir()
        env = servers.environment(kind, self.databases.make(name), files)
        self.envs[name] = env
        self.data[name] = json.loads(servers.run(env, "-m", "bench.fill", filled or kind, *arguments))
        if serve:
            port = servers.free_port(self.next_port)
            self.next_port = port + 1
            self.ports[name] = self.stack.enter_context(servers.serving(kind, env, port))

    def rounds(self, targets, per_round, warm=40, times=1):
        """{target: median rate} of `targets` {name: (server, requests without end)}, in turn, round by round.

        times: so many times the usual rounds, for works whose bursts last less than a second.
        """
        rates = {name: [] for name in targets}
        sizes = {}
        for number in range(-1, self.options.rounds * times):
            for name, (server, requests) in targets.items():
                count = warm if number < 0 else per_round
                sent = burst(self.ports[server], dealt(list(islice(requests, count)), CONNECTIONS))
                if sent.wrong:
                    raise SystemExit(f"{name}: {sent.wrong}")
                if sent.count != count:
                    raise SystemExit(f"{name}: only {sent.count} of {count} requests were there to send.")
                sizes[name] = sent.size
                if number >= 0:
                    rates[name].append(sent.rate)
        for name, found in rates.items():
            say(f"  {name}: {' '.join(f'{rate:.0f}' for rate in found)} a second")
        return {name: statistics.median(found) for name, found in rates.items()}, sizes

    def count(self, server, session, method, path, fields=None, picture=""):
        """Statements and bytes of one request."""
        arguments = ["-m", "bench.count", session, method, path, json.dumps(fields or {}), picture]
        told = json.loads(servers.run(self.envs[server], *arguments).splitlines()[-1])
        if told["status"] >= 400:
            raise SystemExit(f"{path}: {told['status']}")
        if self.options.sql:
            for sql in told["sql"]:
                say(f"    {sql}")
        return told

    def submit(self):
        product, bare = self.data["p82"], self.data["bare"]
        pk, owner = product["open"].pop()
        said = works.fields(works.TEXT) | {
            "percent": "",
            "has_problem": "no",
            "needs_coordination": "no",
            "key": "count",
        }
        mine = self.count("p82", product["sessions"][owner], "POST", f"/daily-reports/{pk}/submit/", said)
        theirs = self.count("bare", bare["sessions"][0], "POST", "/form/", works.fields(works.TEXT))
        targets = {"form": ("bare", works.form(bare)), "submit": ("p82", works.report(product))}
        rates, _sizes = self.rounds(targets, 200 if not self.options.quick else 80, times=2)
        yield Line("W1 submit", "form", rates["submit"] / rates["form"], "≥ 0.6", "≥ 0.85", True,
                   mine["statements"], theirs["statements"], "≤ 8", "≤ 5")  # fmt: skip

    def photo(self):
        product, bare = self.data["p82"], self.data["bare"]
        pk, owner = product["open"].pop()
        path = f"/daily-reports/{pk}/photos/"
        mine = self.count("p82", product["sessions"][owner], "POST", path, {}, "photos")
        theirs = self.count("bare", bare["sessions"][0], "POST", "/upload/", {}, "file")
        targets = {"upload": ("bare", works.upload(bare)), "photo": ("p82", works.photo(product))}
        rates, _sizes = self.rounds(targets, 80 if not self.options.quick else 40, warm=16)
        yield Line("W2 photo of 1 MiB", "upload", rates["photo"] / rates["upload"], "≥ 0.5", "≥ 0.75", True,
                   mine["statements"], theirs["statements"])  # fmt: skip

    def cockpit(self):
        bare = self.data["bare"]
        sizes = [82, 1000, 10000] if "p10000" in self.data else [82]
        targets = {"dash82": ("bare", works.dash(bare, 82))}
        targets |= {f"cockpit{n}": (f"p{n}", works.cockpit(self.data[f"p{n}"])) for n in sizes}
        rates, _bytes = self.rounds(targets, 60 if not self.options.quick else 40)
        counted = {n: self.count(f"p{n}", self.data[f"p{n}"]["leader"], "GET", "/cockpit/") for n in sizes}
        anchor = self.count("bare", bare["sessions"][0], "GET", "/dash/82/")
        for n in sizes:
            told = counted[n]
            yield Line(
                f"W3 cockpit, {n:,} projects", "dash82", rates["dash82"] / rates[f"cockpit{n}"],
                "≤ 2" if n == 82 else "", "≤ 1" if n == 82 else "", False, told["statements"], anchor["statements"],
                "≤ 10", note=f"{told['bytes'] / 1024:.0f} KB (must ≤ 80)",
            )  # fmt: skip
        if len(sizes) > 1:
            yield Line("W3 growth 82 → 10,000", "cockpit82", rates["cockpit82"] / rates["cockpit10000"],
                       "≤ 1.5", "≤ 1.2", False)  # fmt: skip

    def rollup(self):
        name = "p10000" if "p10000" in self.data else "p82"
        n = "10,000" if name == "p10000" else "82"
        yield from self.fold("rollup", name, f"one month of {n} projects", "≤ 0.25", self.options.rounds)
        if name == "p10000":
            # 3.6 million rows are filled only now: none of the works before should share the memory with them.
            self.prepare("year", "10000", "0", "360", serve=False)
            reports = f"{self.data['year']['reports'] / 1e6:.1f} M reports"
            yield from self.fold("rollup_year", "year", reports, "≤ 0.8", min(5, self.options.rounds))

    def fold(self, work, name, what, ambitious, rounds):
        process = Process(self.envs[name], work, self.data[name]["month"])
        kinds = {"INSERT … SELECT": "anchor", "for the first time": "product", "computed again": "again"}
        times = self.alternate({kind: (process, side) for kind, side in kinds.items()}, rounds)
        theirs = process.ask("anchor", True)["statements"]
        for kind in ("for the first time", "computed again"):
            mine = process.ask(kinds[kind], True)["statements"]
            yield Line(f"W4 roll-up, {what}, {kind}", "INSERT … SELECT", times[kind] / times["INSERT … SELECT"],
                       "≤ 1.3", ambitious, False, mine, theirs)  # fmt: skip
        process.end()

    def roster(self):
        mine, bare = Process(self.envs["p82"], "import_product"), Process(self.envs["bare"], "import_anchor")
        times = self.alternate({"openpyxl + forms": (bare, "anchor"), "import": (mine, "product")})
        counted = mine.ask("product", True)["statements"], bare.ask("anchor", True)["statements"]
        mine.end()
        bare.end()
        yield Line("W5 import of 1,000 rows", "openpyxl + forms", times["import"] / times["openpyxl + forms"],
                   "≤ 1.5", "≤ 0.8", False, *counted, "≤ 30")  # fmt: skip

    def scores(self):
        """Scores and places of a quarter; growth is per cadre, against the smallest district."""
        sizes = [300] if self.options.quick else [300, 10_000, 100_000]
        alone = {}
        for size in sizes:
            name = f"scores{size}"
            self.prepare(name, str(size), serve=False, kind="scores")
            process = Process(self.envs[name], "scores")
            rounds = self.options.rounds if size < 100_000 else min(3, self.options.rounds)
            times = self.alternate({"one statement": (process, "anchor"), "scores": (process, "product")}, rounds)
            process.ask("compare")
            mine, theirs = (process.ask(side, True)["statements"] for side in ("product", "anchor"))
            memory = process.ask("memory")["seconds"]
            process.end()
            alone[size] = times["scores"] / size
            growth = f", {alone[size] / alone[sizes[0]]:.2f} × a cadre of {sizes[0]}" if size > sizes[0] else ""
            note = f"{times['scores']:.2f} s{growth}; peak {memory:.0f} MiB"
            yield Line(f"W6 scores of {size:,} cadres", "one statement", times["scores"] / times["one statement"],
                       "≤ 3", "≤ 1.5", False, mine, theirs, note=note)  # fmt: skip

    def alternate(self, sides, rounds=None):
        """{name: median seconds} of `sides` {name: (process, side)}, in turn."""
        found = {name: [] for name in sides}
        for number in range(-1, rounds or self.options.rounds):
            for name, (process, side) in sides.items():
                took = process.ask(side)["seconds"]
                if number >= 0:
                    found[name].append(took)
        for name, took in found.items():
            say(f"  {name}: {' '.join(f'{each * 1000:.0f}' for each in took)} ms")
        return {name: statistics.median(took) for name, took in found.items()}


WORKS = {
    "w1": Bench.submit,
    "w2": Bench.photo,
    "w3": Bench.cockpit,
    "w4": Bench.rollup,
    "w5": Bench.roster,
    "w6": Bench.scores,
}


def say(words):
    print(words, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("works", nargs="*", choices=[*WORKS, []], help="only these (w1 … w5); all when none is named")
    parser.add_argument("--rounds", type=int, default=7, help="rounds after the warm-up (5 to 31)")
    parser.add_argument("--quick", action="store_true", help="82 projects only and fewer requests: a look, no result")
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    parser.add_argument("--sql", action="store_true", help="show the statements of each request")
    parser.add_argument("--port", type=int, default=PORT, help="first port of the loopback to use")
    options = parser.parse_args()
    # Asked to stop, it stops its servers and drops its databases first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options.rounds = max(1 if options.quick else 5, min(31, options.rounds))
    wanted = options.works or list(WORKS)
    lines = []
    with (
        servers.postgres(os.environ.get("DATABASE_URL")) as url,
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
    ):
        databases = servers.Databases(url)
        bench = Bench(options, databases, folder)
        try:
            with bench.stack:
                if {"w1", "w2", "w3", "w5"} & set(wanted):
                    bench.prepare("bare", "10000")
                if {"w1", "w2", "w3", "w5"} & set(wanted) or options.quick:
                    bench.prepare("p82", "82", "60" if {"w1", "w2"} & set(wanted) else "0")
                if {"w3", "w4"} & set(wanted) and not options.quick:
                    if "w3" in wanted:
                        bench.prepare("p1000", "1000", "0")
                    bench.prepare("p10000", "10000", "0", serve="w3" in wanted)
                for name in wanted:
                    say(f"{name} …")
                    lines += WORKS[name](bench)
        finally:
            databases.drop()
    text = table.render(lines, options)
    print(text)
    if options.write:
        table.write(text, servers.ROOT / "docs" / "performance.md")


if __name__ == "__main__":
    main()
