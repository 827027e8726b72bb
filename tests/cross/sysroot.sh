#!/bin/sh
# Lay out what a program for another architecture is built and run with: the
# libraries of Debian, in a folder of their own.
#
#   tests/cross/sysroot.sh ARCHITECTURE FOLDER
#
# apt works on lists and a state of its own within FOLDER, so nothing is added
# to the system, and no power over it is needed.  Nothing is done where the
# folder was finished before.
set -u

arch=${1:?usage: tests/cross/sysroot.sh ARCHITECTURE FOLDER}
packages="libc6-dev libssl-dev libxml2-dev libjansson-dev libutf8proc-dev
	libarchive-dev zlib1g-dev libcurl4-openssl-dev libseccomp-dev libsqlite3-dev
	check"
mkdir -p "$2" || exit 1
root=$(CDPATH='' cd -- "$2" && pwd -P) || exit 1
wanted="$arch $packages"
[ "$(cat "$root/finished" 2>/dev/null)" != "$wanted" ] || exit 0

mkdir -p "$root/apt/lists/partial" "$root/apt/archives/partial" || exit 1
: >"$root/apt/status"

# Words for apt-get, after: own WORD...
own() {
	apt-get -qq -o "APT::Architecture=$arch" -o "APT::Architectures=$arch" \
		-o "Dir::State=$root/apt" -o "Dir::State::lists=$root/apt/lists" \
		-o "Dir::State::status=$root/apt/status" \
		-o "Dir::Cache=$root/apt" -o APT::Sandbox::User= \
		-o "Dir::Cache::archives=$root/apt/archives" \
		-o Debug::NoLocking=1 "$@"
}

# shellcheck disable=SC2086 # words on purpose
if ! own update >"$root/log" 2>&1 ||
   ! own install -y --no-install-recommends --download-only $packages \
	>>"$root/log" 2>&1; then
	tail -n 5 "$root/log" >&2
	exit 1
fi
for package in "$root"/apt/archives/*.deb; do
	dpkg-deb -x "$package" "$root" || exit 1
done
# What is linked absolutely is meant to lie within.
find "$root" -path "$root/apt" -prune -o -type l -lname '/*' -print |
while IFS= read -r link; do
	ln -sf "$root$(readlink "$link")" "$link"
done
rm -rf "$root/apt"
echo "$wanted" >"$root/finished"
