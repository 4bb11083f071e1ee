"""Fetches a Python package as one file, for the scripts beside it that unpack programs out of such files."""

import shutil
import subprocess
import sys


def find_pip(stage):
    """pip as a module, as a command, or out of a new virtual environment: systems differ in which of them they have."""
    ways = [[sys.executable, "-m", "pip"], ["pip3"], ["pip"]]
    for way in ways:
        if shutil.which(way[0]) and subprocess.run([*way, "--version"], capture_output=True).returncode == 0:
            return way
    venv = stage / "venv"
    if subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True).returncode == 0:
        return [str(venv / "bin" / "python"), "-m", "pip"]
    return None


def download(package, version, stage, pinned=()):
    """The file below `stage`, or the reason why there is none. pip checks what it fetches."""
    pip = find_pip(stage)
    if not pip:
        return None, "Python has no pip here: install it (Debian and Ubuntu: apt install python3-pip)"
    folder = stage / "wheel"
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", *pinned]
    command = [*pip, "download", *options, "--dest", str(folder), f"{package}=={version}"]
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode != 0:
        return None, f"pip could not fetch {package} {version}"
    return next(folder.glob("*.whl")), None
