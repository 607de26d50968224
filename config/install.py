"""Make the virtual environment and install the locked packages, only when a lock has changed.

``python3 -m config.install runtime test`` installs ``config/requirements/{runtime,test}.txt`` into
``.venv`` (or the folder that ``VENV`` names). Standard library only, and it stays readable to old
Pythons, so that it can tell their owners what is needed.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "config" / "requirements"
OLDEST_PYTHON = (3, 11)


def main(purposes):
    refusal = why_not()
    if refusal:
        sys.exit(refusal)
    venv = Path(os.environ.get("VENV") or ROOT / ".venv")
    stamps = {purpose: (venv / f".installed-{purpose}", digest(purpose)) for purpose in purposes}
    if all(stamp.exists() and stamp.read_text() == wanted for stamp, wanted in stamps.values()):
        return
    if not has_working_pip(venv):
        print("Making the virtual environment ...", flush=True)
        run([sys.executable, "-m", "venv", "--clear", str(venv)])
    print(
        f"Installing packages ({', '.join(purposes)}): this happens once, and again when a lock changes ...", flush=True
    )
    run([*pip(venv), "install", "--quiet", "--no-input", "--progress-bar=off", "--require-hashes", *files(purposes)])
    for stamp, wanted in stamps.values():
        stamp.write_text(wanted)


def why_not():
    """Say in plain words what this machine lacks; empty when nothing."""
    if sys.version_info < OLDEST_PYTHON:
        return (
            f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed, and {sys.executable} is "
            f"{sys.version.split()[0]}. "
            "Install a newer one, or name it: make PYTHON=python3.12 ..."
        )
    try:
        import ensurepip  # noqa: F401, PLC0415 -- looked for, not used: some systems package it apart
        import venv  # noqa: F401, PLC0415
    except ImportError:
        return "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"
    return ""


def digest(purpose):
    return hashlib.sha256((LOCKS / f"{purpose}.txt").read_bytes()).hexdigest()


def files(purposes):
    return [argument for purpose in purposes for argument in ("-r", str(LOCKS / f"{purpose}.txt"))]


def pip(venv):
    return [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]


def has_working_pip(venv):
    try:
        return subprocess.run([*pip(venv), "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(command):
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit("That did not work; the lines above say why.")


if __name__ == "__main__":
    main(sys.argv[1:])
