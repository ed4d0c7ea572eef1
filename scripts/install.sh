#!/bin/sh
# Install the project and the locked packages it needs: install.sh PYTHON VENV REQUIREMENTS
# With uv where there is one, else with venv and pip. Says in one line what is missing.
set -eu
python=$1 venv=$2 requirements=$3

command -v "$python" >/dev/null 2>&1 || { echo "Python is not installed: $python was not found. Install Python 3.11 or newer." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
	echo "$("$python" --version) is too old: Neurosprout needs Python 3.11 or newer (make PYTHON=python3.12 ...)." >&2
	exit 1
}

if command -v uv >/dev/null 2>&1; then
	[ -x "$venv/bin/python" ] || uv venv --quiet --python "$python" "$venv"
	VIRTUAL_ENV=$venv uv pip install --quiet --require-hashes --requirement "$requirements"
	VIRTUAL_ENV=$venv uv pip install --quiet --no-deps --editable .
else
	[ -x "$venv/bin/pip" ] || "$python" -m venv "$venv" || {
		echo "A virtual environment could not be made; on Debian and Ubuntu: apt install python3-venv" >&2
		exit 1
	}
	"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$requirements"
	"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --editable .
fi
