#!/bin/sh
# The main job, on the founding record: package it with its provenance, verify
# the package, and decide its copy chain.
#
#   tests/demo.sh PROGRAM
set -eu

program=$1
package=packages/demo/memorandum-1961-01-18

step() {
	printf '\n$ holdfast'
	printf ' %s' "$@"
	printf '\n'
	"$program" "$@"
}

# Ours from an earlier run, by its name; the reference package lies beside it.
rm -rf packages/demo
mkdir -p packages/demo

echo "The record, and what it describes: manifests/memorandum-1961-01-18/"
step create manifests/memorandum-1961-01-18 -o packages/demo/ \
	--profile manifests/holdfast-profile.json
step verify --profiles manifests "$package"
step chain check "$package"
step chain show "$package"
printf '\nThe package is in %s; README.md shows what can be done with it.\n' "$package"
