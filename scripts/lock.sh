#!/bin/sh
# Write the locks: names, versions and hashes for every platform; no address of any index. lock.sh BIN
set -eu
lock() {
	output=requirements/$1.txt
	shift
	"$bin/uv" pip compile pyproject.toml "$@" --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet --output-file "$output"
}
bin=$1
lock runtime --extra postgresql
lock playground --extra playground
lock dev --extra dev
