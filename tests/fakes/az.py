"""An Azure CLI that remembers in a file what it was asked to make, as far as `register.sh` asks.

Run as `az.py <file> <command to refuse> <command> …`. Like the real one it adds a permission again
where one is there, and says on its error output why it refuses.
"""

import json
import re
import sys
from pathlib import Path

APP, OBJECT, TENANT = "app-1", "object-1", "tenant-1"
NOTHING = {
    "apps": [],
    "app": {},
    "api": {},
    "permissions": [],
    "certificates": [],
    "principal": False,
}


def named(words, name):
    return words[words.index(name) + 1]


def create(words, state):
    state["apps"].append(named(words, "--web-redirect-uris"))
    return APP


def show(words, state):
    return OBJECT if named(words, "--query") == "id" else "\n".join(state["permissions"])


def rest(words, state):
    body = json.loads(named(words, "--body"))
    state["api"].update(body.pop("api"))
    state["app"].update(body)


def permit(words, state):
    state["permissions"].append(named(words, "--api-permissions").removesuffix("=Scope"))


def certify(words, state):
    state["certificates"].append(Path(named(words, "--cert")[1:]).read_text())


def principal(words, state):
    if "--query" in words:
        return "id-of-" + re.search("value=='([^']*)'", named(words, "--query"))[1]
    if not state["principal"]:
        raise SystemExit("There is no such principal.")
    return ""


COMMANDS = {
    "account show": lambda _words, _state: TENANT,
    "ad app list": lambda _words, state: APP if state["apps"] else "",
    "ad app create": create,
    "ad app show": show,
    "rest": rest,
    "ad app permission add": permit,
    "ad app credential list": lambda _words, state: "\n".join(state["certificates"]),
    "ad app credential reset": certify,
    "ad sp show": principal,
    "ad sp create": lambda _words, state: state.update(principal=True),
}


def main(file, refused, *words):
    """Answer one command."""
    said = " ".join(words)
    command = max((one for one in COMMANDS if said.startswith(one)), key=len)
    if command == refused:
        raise SystemExit("Insufficient privileges to complete the operation.")
    state = json.loads(file.read_text()) if file.exists() else NOTHING
    answer = COMMANDS[command](words, state)
    file.write_text(json.dumps(state))
    sys.stdout.write(f"{answer}\n" if answer else "")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
