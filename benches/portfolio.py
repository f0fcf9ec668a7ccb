#!/usr/bin/env python3
"""Makes a repository of many clients, the same each time.

    benches/portfolio.py FOLDER CLIENTS [--commits M] [--folders]

Needs Python 3.8 and git; FOLDER must be new. Each client begins as a copy of one of the examples, under a name, hosts and
identifiers of its own. The first commit brings all of them; each of the M - 1 that follow changes one field of one client, as
`onboard set` would. With `--folders`, the clients lie in `clients/00` to `clients/99`, by their last digits.
"""

import argparse
import hashlib
import json
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
START = 1796040000


def print_of(text):
    """The fingerprint by which a signature covers a text."""
    return hashlib.sha256(json.dumps(text).encode()).hexdigest()[:12]


class Template:
    """An example with `%%` where a number goes, and `%0%` and so on for the fingerprints of what is different in each client."""

    def __init__(self, path):
        text, self.name = path.read_text(encoding="utf-8"), path.stem
        text = text.replace(self.name, f"{self.name}-%%")
        text = re.sub(r"(client_id: \S+)", r"\1-%%", text)
        text = re.sub(r"(content_id: \w+)", r"\1_%%", text)
        # What was approved is covered as a whole, which only the program can work out; without it, a phase left is a phase left.
        text = re.sub(r"\n    approved:\n(      \w+: sha256:\w+\n?)+", "\n", text)
        text = re.sub(r", approved: \{[^}]*\}", "", text)
        text = re.sub(r"\n +shared_with: .*", "", text)
        text = re.sub(r"(\n    name: \{en: [^,{}]+)(, fr: [^{}]+)\}", r"\1 %%\2 %%}", text)
        text = re.sub(r"\bCR-(\d+)\b", r"CR-\1-%%", text)
        self.signed = sorted(set(re.findall(r"reference: ([A-Z]+-\d+-\d+)\b", text)))
        for place, it in enumerate(self.signed):
            text = re.sub(rf'"?\b{print_of(it)}\b"?', f'"%{place}%"', text)
        self.text = re.sub(r"(reference: [A-Z]+-\d+-\d+)", r"\1-%%", text)

    def client(self, number):
        text = self.text
        for place, it in enumerate(self.signed):
            text = text.replace(f"%{place}%", print_of(f"{it}-{number}"))
        return text.replace("%%", str(number))


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("clients", type=int)
    ask.add_argument("--commits", type=int, default=1)
    ask.add_argument("--folders", action="store_true")
    ask = ask.parse_args()
    examples = [Template(it) for it in sorted((HERE / "examples/clients").glob("*.yaml"))]
    settings = (HERE / "examples/onboard.yaml").read_bytes()
    ask.folder.mkdir()
    git = ["git", "-C", str(ask.folder)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    stream = subprocess.Popen([*git, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    out = stream.stdin

    def data(content):
        out.write(b"data %d\n%s\n" % (len(content), content))

    def commit(second, message):
        who = b"Desk <onboarding@platform.example> %d +0000" % second
        out.write(b"commit refs/heads/main\nauthor %s\ncommitter %s\n" % (who, who))
        data(message.encode())

    def client(number, turn):
        example = examples[number % len(examples)]
        name, text = example.name, example.client(number)
        folder = f"{number % 100:02}/" if ask.folders else ""
        if turn:
            text += f"custom:\n  turn: {turn}\n"
        out.write(f"M 100644 inline clients/{folder}{name}-{number}.yaml\n".encode())
        data(text.encode())
        return f"{name}-{number}"

    commit(START, "clients")
    out.write(b"M 100644 inline onboard.yaml\n")
    data(settings)
    for number in range(ask.clients):
        client(number, 0)
    for turn in range(1, ask.commits):
        number = (turn * 7919) % ask.clients
        name = f"{examples[number % len(examples)].name}-{number}"
        trailers = f"Onboard-Client: {name}\nOnboard-Change: set\nOnboard-Process: sign-in-canada@1\n"
        commit(START + 60 * turn, f"{name}: set custom.turn\n\n{trailers}")
        client(number, turn)
    out.close()
    if stream.wait():
        raise SystemExit("git fast-import failed")
    # As a repository is that people have worked in for a while: packed, and with an index whose times git can trust.
    subprocess.run([*git, "reset", "-q", "--hard"], check=True)
    subprocess.run([*git, "gc", "-q"], check=True)
    subprocess.run([*git, "commit-graph", "write", "--reachable", "--changed-paths"], check=True, stderr=subprocess.DEVNULL)
    subprocess.run([*git, "status", "-s"], check=True)


if __name__ == "__main__":
    main()
