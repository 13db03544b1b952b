#!/bin/sh
# Make a virtual environment with autarky and its development tools: make_venv.sh FOLDER
# Takes the first Python >= 3.12 it finds; uv, where there is one, fetches a Python as the last resort.
set -eu

folder=$1
log=$folder/install.log
wanted='import sys; sys.exit(sys.version_info < (3, 12))'

find_python() {
    pyenv=${PYENV_ROOT:-$HOME/.pyenv}/versions
    # pyenv's shims answer to a name whether or not its version is the chosen one, so each is tried
    for candidate in python3.13 python3.12 "$pyenv"/3.13*/bin/python3 "$pyenv"/3.12*/bin/python3 python3.14 python3; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$wanted" >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
}

failed() {
    echo "--- $log"
    tail -n 40 "$log"
    echo "---"
    echo "Setting up $folder failed: $1" >&2
    exit 1
}

rm -rf "$folder"
mkdir -p "$folder"
python=$(find_python)
if [ -n "$python" ]; then
    echo "Setting up $folder with $("$python" --version) (log: $log)"
    "$python" -m venv "$folder" >"$log" 2>&1 || failed "python -m venv (on Debian: apt install python3-venv)"
elif command -v uv >/dev/null 2>&1; then
    echo "Setting up $folder with a Python that uv fetches (log: $log)"
    uv venv --allow-existing --seed --python 3.13 "$folder" >"$log" 2>&1 || failed "uv venv"
else
    echo "autarky needs Python 3.12 or later, and none was found." >&2
    echo "Looked for python3.13, python3.12, pyenv's versions, python3 and uv. Install one of them." >&2
    exit 1
fi
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]' \
    >>"$log" 2>&1 || failed "pip install"
