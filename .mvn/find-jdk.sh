#!/bin/sh
# Prints the home of the JDK that builds this project: a JDK 25 if there is one, else a newer
# one. Looks at JAVA_HOME, at java on PATH, then into the usual folders of Linux, macOS,
# Homebrew, SDKMAN, IntelliJ, asdf, mise and GitHub's runners. Starts no java where a release file
# has the version. $1, for the tests, is the folder that stands for /.
# Maven's toolchains cannot replace it: Quarkus and Spotless run in Maven's own JVM, and need Java 17 there.
set -eu

wanted=25
root="${1-}"
home="${HOME-}"
newer=''
found=''
places='|'

# Sets version to the feature release of the JDK or JRE at $1, or to nothing.
read_version() {
  version=''
  [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    while IFS='=' read -r key value || [ -n "$key" ]; do
      if [ "$key" = JAVA_VERSION ]; then version="$value"; fi
    done <"$1/release"
  fi
  if [ -z "$version" ] && [ -f "$1/lib/modules" ] && [ -x "$1/bin/javac" ]; then
    version="$("$1/bin/javac" -version 2>/dev/null)" || version=''
    version="${version#javac }"
  fi
  version="${version#\"}"
  version="${version#1.}"
  version="${version%%[!0-9]*}"
}

# Prints $1 and ends if it is the wanted JDK. Else notes it, with $2 for how it was found.
consider() {
  read_version "$1"
  if [ -z "$version" ]; then return 0; fi
  note="$version"
  if [ ! -x "$1/bin/javac" ]; then
    note="$version without javac"
  elif [ "$version" -eq "$wanted" ]; then
    printf '%s\n' "$1"
    exit 0
  elif [ "$version" -gt "$wanted" ] && [ -z "$newer" ]; then
    newer="$1"
  fi
  place="$(CDPATH='' cd -P -- "$1" && pwd -P)"
  case "$places" in
  *"|$place|"*) return 0 ;;
  esac
  places="$places$place|"
  found="${found:+$found; }$note in $place${2:+ ($2)}"
}

# Sets java_home to where the java on PATH really is, links followed, or to nothing.
find_java_on_path() {
  java_home=''
  java="$(command -v java)" || return 0
  while [ -L "$java" ]; do
    link="$(readlink "$java")" || return 0
    case "$link" in
    /*) java="$link" ;;
    *) java="${java%/*}/$link" ;;
    esac
  done
  java_home="$(CDPATH='' cd -P -- "${java%/*}" 2>/dev/null && pwd -P)" || java_home=''
  java_home="${java_home%/*}"
}

if [ -n "${JAVA_HOME-}" ]; then consider "$JAVA_HOME" JAVA_HOME; fi

find_java_on_path
if [ -n "$java_home" ]; then consider "$java_home" PATH; fi

if [ -x "$root/usr/libexec/java_home" ]; then
  mac_home="$("$root/usr/libexec/java_home" -v "$wanted" 2>/dev/null)" || mac_home=''
  if [ -n "$mac_home" ]; then consider "$mac_home" ''; fi
fi

for candidate in \
  "${JAVA_HOME_25_X64-}" \
  "${JAVA_HOME_25_ARM64-}" \
  "$root"/usr/lib/jvm/* \
  "$root"/usr/lib64/jvm/* \
  "$root"/usr/java/* \
  "$root"/usr/local/openjdk* \
  "$root"/opt/java/* \
  "$root"/opt/*jdk* \
  "$root"/Library/Java/JavaVirtualMachines/*/Contents/Home \
  "$root"/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
  "$root"/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
  "$root"/home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
  "$home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
  "${SDKMAN_DIR:-$home/.sdkman}"/candidates/java/* \
  "$home"/.jdks/* \
  "$home"/.jdks/*/Contents/Home \
  "${ASDF_DATA_DIR:-$home/.asdf}"/installs/java/* \
  "${MISE_DATA_DIR:-${XDG_DATA_HOME:-$home/.local/share}/mise}"/installs/java/*; do
  if [ -n "$candidate" ]; then consider "$candidate" ''; fi
done

if [ -n "$newer" ]; then
  printf '%s\n' "$newer"
  exit 0
fi

java_home_says='JAVA_HOME is not set.'
if [ -n "${JAVA_HOME-}" ]; then
  read_version "$JAVA_HOME"
  java_home_says="JAVA_HOME points to ${version:-no Java} ($JAVA_HOME)."
fi
printf '%s\n' \
  "Reprise needs a JDK $wanted and found none. $java_home_says" \
  "Found instead: ${found:-no Java in any of the usual places}." \
  "Install one, for example from https://adoptium.net, or set JAVA_HOME to its folder." >&2
exit 1
