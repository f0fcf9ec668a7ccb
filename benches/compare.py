#!/usr/bin/env python3
"""Times whole commands side by side with what people would use otherwise, and writes the table of docs/performance.md.

    cargo build --release --locked
    cargo bench --features bench --bench bare --no-run
    benches/compare.py [--clients 100,1000] [--commits 2000] [--layouts flat,folders] [--peers FOLDER] [--into FILE]

Needs Python 3.8, git and hyperfine. `--peers` is a folder with what benches/peers.sh installs; without it there is no comparison
with other validators. Portfolios are made by benches/portfolio.py under `target/bench`, and kept for the next time. Every pair is
measured in one run of hyperfine, so that a noisy machine is noisy for both; what counts is the ratio.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
BENCH = HERE / "target/bench"
ONBOARD = HERE / "target/release/onboard"
# So long may one command take; what would take longer is not run, and said so.
PATIENCE = 600


def environment():
    home = BENCH / "home"
    home.mkdir(parents=True, exist_ok=True)
    (home / "gitconfig").write_text(
        "[user]\nname = Desk\nemail = onboarding@platform.example\n[safe]\ndirectory = *\n[gc]\nauto = 0\n[maintenance]\nauto = false\n"
    )
    out = {it: os.environ[it] for it in ("PATH", "HOME", "TMPDIR") if it in os.environ}
    return {**out, "GIT_CONFIG_GLOBAL": str(home / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1", "ONBOARD_TODAY": "2026-12-15",
            "LC_ALL": "C.UTF-8"}


def portfolio(clients, commits, layout):
    folder = BENCH / f"{clients}-{commits}-{layout}"
    if not folder.exists():
        print(f"making {folder.name}", file=sys.stderr)
        extra = ["--folders"] if layout == "folders" else []
        make = [sys.executable, str(HERE / "benches/portfolio.py"), str(folder), str(clients), "--commits", str(commits), *extra]
        subprocess.run(make, check=True, env=environment())
    return folder


def timed(folder, commands, prepare=None, runs=None):
    """Seconds of each command, the best of the runs. The first is run once before, to see how long it takes."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        start = time.monotonic()
        if prepare:
            subprocess.run(prepare[0], shell=True, cwd=folder, env=environment(), check=True)
        subprocess.run(commands[0], shell=True, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        once = time.monotonic() - start
        runs = runs or (20 if once < 0.2 else 5 if once < 3 else 2 if once < 20 else 1)
        warm = "1" if once < 20 and runs > 1 else "0"
        hyperfine = ["hyperfine", "--ignore-failure", "--style", "none", "--warmup", warm, "--runs", str(runs),
                     "--export-json", out.name]
        for it in prepare or []:
            hyperfine += ["--prepare", it]
        if once < 0.2 and not prepare:
            hyperfine.append("--shell=none")
        subprocess.run([*hyperfine, *commands], cwd=folder, env=environment(), check=True, stdout=subprocess.DEVNULL)
        return [it["min"] for it in json.load(open(out.name))["results"]]


def peak(folder, command):
    """The most memory that a command held, in MiB. What starts it must be small: a process begins as a copy of that."""
    script = ("import resource, subprocess, sys\n"
              "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    asked = [sys.executable, "-I", "-S", "-c", script, *command.split()]
    return int(subprocess.run(asked, cwd=folder, env=environment(), check=True, capture_output=True).stdout) / 1024


def span(seconds):
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.1f} s"


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, size, ours, other, theirs, goal):
        """A ratio of two times: `goal` is the most that it may be."""
        ratio = ours / theirs
        self.rows.append((what, size, span(ours), other, span(theirs), f"{ratio:.3g} ×", f"≤ {goal:g} ×", ratio <= goal))
        print(*self.rows[-1], sep=" | ", file=sys.stderr)

    def note(self, what, size, value, goal, is_met):
        self.rows.append((what, size, value, "", "", "", goal, is_met))
        print(*self.rows[-1], sep=" | ", file=sys.stderr)

    def text(self):
        lines = ["| what | size | onboard | beside | takes | ratio | goal | met |", "| --- | --- | ---: | --- | ---: | ---: | ---: | --- |"]
        kinds = list(dict.fromkeys((row[0], row[3]) for row in self.rows))
        for row in sorted(self.rows, key=lambda row: kinds.index((row[0], row[3]))):
            lines.append("| " + " | ".join([*row[:-1], {True: "yes", False: "**no**", None: ""}[row[-1]]]) + " |")
        return "\n".join(lines) + "\n"


def first_client(folder):
    return sorted(folder.glob("clients/**/*.yaml"))[0]


def start(table, clients, layout):
    folder = portfolio(clients, 1, layout)
    client = first_client(folder)
    size = f"N = {clients:,}, {layout}"
    name = client.stem
    # As after the first look at the portfolio: the identifiers of the others are known.
    subprocess.run([str(ONBOARD), "validate"], cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ours, git = timed(folder, [f"{ONBOARD} --version", "git --version"], runs=60)
    table.add("`--version`", size, ours, "`git --version`", git, 1.0)
    for command in ("status", "show"):
        ours, git = timed(folder, [f"{ONBOARD} {command} {name}", "git --version"], ["rm -f .git/onboard/recent", "true"], runs=30)
        table.add(f"`{command}` of a client that changed", size, ours, "`git --version`", git, 5)
        ours, git = timed(folder, [f"{ONBOARD} {command} {name}", "git --version"], runs=60)
        table.add(f"`{command}` of one client again", size, ours, "`git --version`", git, 5)


def validate(table, clients, layout, peers, patience):
    folder = portfolio(clients, 1, layout)
    size = f"N = {clients:,}, {layout}"
    forget = "rm -rf .git/onboard"
    ours = timed(folder, [f"{ONBOARD} validate"], [forget])[0]
    table.note("`validate`, nothing known", size, span(ours), "", None)
    for name, command, goal, factor in validators(folder, peers):
        # A peer that takes minutes is timed once, and one that would take longer than that, not at all.
        if ours * factor > patience:
            table.note(f"`validate` beside {name}", size, "not run: it would take minutes", "", None)
            continue
        one, other = timed(folder, [f"{ONBOARD} validate", command], [forget, "true"], runs=1 if ours * factor > 60 else 2 if ours * factor > 10 else 5)
        table.add("`validate`, nothing known", size, one, name, other, goal)
    timed(folder, [f"{ONBOARD} validate"], runs=1)
    ours, git = timed(folder, [f"{ONBOARD} validate", "git status"])
    table.add("`validate` again, nothing changed", size, ours, "`git status`", git, 1.5)


def validators(folder, peers):
    """Other validators of a JSON Schema: schema only, no rules, no gates. Those that read no YAML get JSON."""
    if not peers:
        return []
    as_json = folder / ".git/json"
    if not as_json.exists():
        script = ("import json, pathlib, sys, ruamel.yaml\n"
                  "yaml = ruamel.yaml.YAML(typ='safe')\n"
                  "for path in pathlib.Path('clients').glob('**/*.yaml'):\n"
                  "    (pathlib.Path('.git/json') / (path.stem + '.json')).write_text(json.dumps(yaml.load(path), default=str))\n")
        as_json.mkdir()
        subprocess.run([peers / "py/bin/python", "-c", script], cwd=folder, check=True)
        shutil.copy(HERE / "schemas/client.schema.json", folder / ".git/client.schema.json")
    schema, every = ".git/client.schema.json", "find clients -name '*.yaml' -print0 | xargs -0 -n 4000"
    every_json = "find .git/json -name '*.json' -print0 | xargs -0 -n 4000"
    # The factor is a first guess of how many times longer it takes.
    return [
        ("check-jsonschema", f"{every} {peers}/py/bin/check-jsonschema --schemafile {schema}", 0.01, 55),
        ("yamllint", f"{every} {peers}/py/bin/yamllint -d relaxed", 1, 80),
        ("ajv-cli", f"{peers}/npm/node_modules/.bin/ajv validate --spec=draft2020 -c ajv-formats --strict=false -s {schema} -d '.git/json/*.json' --errors=line", 1, 8),
        ("@sourcemeta/jsonschema, of JSON", f"{peers}/npm/node_modules/.bin/jsonschema validate {schema} .git/json", 1, 2),
        ("boon, of JSON", f"{every_json} {peers}/rust/bin/boon {schema}", 1, 1),
        ("jsonschema-cli, of JSON", f"{peers}/cli.sh {schema} .git/json", 1, 1),
    ]


def memory(table, sizes, layout):
    for command in ("validate", "list", "report --kind portfolio"):
        held = []
        for clients in sizes:
            folder = portfolio(clients, 1, layout)
            shutil.rmtree(folder / ".git/onboard", ignore_errors=True)
            held.append((clients, peak(folder, f"{ONBOARD} {command}")))
        text = ", ".join(f"{mib:.0f} MiB at {clients:,}" for clients, mib in held)
        table.note(f"peak memory of `{command}`", layout, text, "< 64 MiB", max(mib for _, mib in held) < 64)


def change(table, clients, layout):
    folder = portfolio(clients, 1, layout)
    client = first_client(folder)
    size = f"N = {clients:,}, {layout}"
    path = client.relative_to(folder)
    (folder / ".git/turn").write_text("1\n")
    turn = "n=$(($(cat .git/turn) + 1)); echo $n > .git/turn"
    # Both write the same line; the shell that counts is the same for both.
    ours = f"{turn}; {ONBOARD} -q set {client.stem} custom.turn=$n"
    git = f"{turn}; sed -i '/^custom:/,$d' {path}; printf 'custom:\\n  turn: %d\\n' $n >> {path}; git add {path} && git commit -q -m change"
    one, other = timed(folder, [ours, git], ["true", "true"], runs=15)
    table.add("a change with its commit", size, one, "edit, `git add`, `git commit`", other, 0.6)


def history(table, clients, commits, layout):
    folder = portfolio(clients, commits, layout)
    size = f"M = {commits:,}, N = {clients:,}, {layout}"
    ours, git = timed(folder, [f"{ONBOARD} audit --no-cache", "git log -p"], ["true", "true"])
    table.add("`audit` of everything, nothing known", size, ours, "`git log -p`", git, 1.5)
    client = first_client(folder)
    path = client.relative_to(folder)
    head = lambda: subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, env=environment(), check=True, capture_output=True, text=True).stdout.strip()
    old = head()
    for number in range(10):
        subprocess.run([str(ONBOARD), "-q", "set", client.stem, f"custom.turn={10**6 + number}"], cwd=folder, env=environment(), check=True)
    # What an audit remembers is bound to the very copy that it was made in.
    back = f"git reset -q --hard {old}; {ONBOARD} audit > {os.devnull}; git reset -q --hard {head()}"
    ours, git = timed(folder, [f"{ONBOARD} audit", "git rev-list --count HEAD"], [back, "true"], runs=3)
    table.add("`audit` again, ten new commits", size, ours, "`git rev-list --count HEAD`", git, 5)
    subprocess.run(["git", "reset", "-q", "--hard", old], cwd=folder, env=environment(), check=True)
    for command in (f"log {client.stem}", f"audit {client.stem}"):
        ours, git = timed(folder, [f"{ONBOARD} {command}", f"git log -p -- {path}"])
        table.add(f"`{command.split()[0]}` of one client", size, ours, "`git log -p -- FILE`", git, 1.5)


def listing(table, clients, layout):
    folder = portfolio(clients, 1, layout)
    size = f"N = {clients:,}, {layout}"
    bare = sorted((HERE / "target/release/deps").glob("bare-*[0-9a-f]"), key=lambda it: it.stat().st_mtime)
    if bare:
        ours, other = timed(folder, [f"{ONBOARD} list", f"{bare[-1]} clients"], ["rm -rf .git/onboard", "true"])
        table.add("`list`, nothing known", size, ours, "reading and parsing in a bare loop", other, 1.2)
    timed(folder, [f"{ONBOARD} list"], runs=1)
    ours, git = timed(folder, [f"{ONBOARD} list", "git status"])
    table.add("`list` again, nothing changed", size, ours, "`git status`", git, 2)


def site(table, clients, layout):
    folder = portfolio(clients, 1, layout)
    out = BENCH / "site"
    size = f"N = {clients:,}, {layout}"
    seconds = timed(folder, [f"{ONBOARD} dashboard -o {out}"], [f"rm -rf {out} .git/onboard"], runs=1)[0]
    table.note("`dashboard`, nothing known", size, span(seconds), "", None)
    # Files that were written just now are known by their content only.
    time.sleep(3.2)
    timed(folder, [f"{ONBOARD} dashboard -o {out}"], runs=1)
    seconds = timed(folder, [f"{ONBOARD} dashboard -o {out}"], runs=2)[0]
    table.note("`dashboard` again, nothing changed", size, span(seconds), "", None)
    shutil.rmtree(out, ignore_errors=True)


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--clients", default="100,1000")
    ask.add_argument("--commits", default="2000")
    ask.add_argument("--layouts", default="flat,folders")
    ask.add_argument("--peers", type=Path)
    ask.add_argument("--into", type=Path, help="a document with the marks <!-- measured --> and <!-- end -->")
    ask.add_argument("--patience", type=int, default=PATIENCE, help="seconds that one command may take")
    ask.add_argument("--only", default="start,validate,change,list,site,memory,history")
    ask = ask.parse_args()
    sizes, layouts = [int(it) for it in ask.clients.split(",")], ask.layouts.split(",")
    only = ask.only.split(",")
    BENCH.mkdir(parents=True, exist_ok=True)
    table = Table()

    def run(name, part, *given):
        if name in only:
            part(table, *given)
            # What is there is kept, should the rest never come.
            save(table, ask.into)

    for clients in sizes:
        for layout in layouts:
            run("start", start, clients, layout)
            # How files lie makes no difference to other validators, and they grow with the number of files.
            has_peers = layout == layouts[0] and clients <= 10_000
            run("validate", validate, clients, layout, ask.peers if has_peers else None, ask.patience)
            run("change", change, clients, layout)
            run("list", listing, clients, layout)
            # Of a hundred thousand clients a site has 550,000 files, in 13 GB.
            if clients <= 10_000:
                run("site", site, clients, layout)
    for layout in layouts:
        for commits in ask.commits.split(","):
            run("history", history, min(1000, max(sizes)), int(commits), layout)
        run("memory", memory, [it for it in sizes if it >= 1000] or sizes, layout)
    print(save(table, ask.into))


def save(table, into):
    """The table with the day and the machine; into the document, too, where one is named."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True).stdout.strip()
    machine = f"{platform.machine()}, {os.cpu_count()} processors, {platform.system()} {platform.release()}"
    text = f"{time.strftime('%Y-%m-%d')}, {machine}, {git}.\n\n{table.text()}"
    if into:
        before, rest = into.read_text(encoding="utf-8").split("<!-- measured -->", 1)
        after = rest.split("<!-- end -->", 1)[1]
        into.write_text(f"{before}<!-- measured -->\n\n{text}\n<!-- end -->{after}", encoding="utf-8")
    return text


if __name__ == "__main__":
    main()
