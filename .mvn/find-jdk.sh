# Sourced by mvnw and tools/varve: find_jdk prints the home of a JDK that can build and run Varve.
#
# JAVA_HOME wins when it is new enough. Among installed JDKs the oldest that is new enough is taken,
# because a later one may withdraw the memory access that the journal's library still needs.

varve_jdk=25

# The feature release of the JDK at $1, or 0. Reads a file: starting java would cost a second.
jdk_release() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | grep . || echo 0
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && [ "$(jdk_release "$JAVA_HOME")" -ge "$varve_jdk" ]; then
        echo "$JAVA_HOME"
        return
    fi
    for home in /usr/lib/jvm/* /opt/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.sdkman/candidates/java/*; do
        release=$(jdk_release "$home")
        [ "$release" -lt "$varve_jdk" ] || echo "$release $home"
    done | sort -n | head -n 1 | cut -d ' ' -f 2- | grep . && return
    cat >&2 <<END
Varve needs a JDK $varve_jdk, and none was found in JAVA_HOME, /usr/lib/jvm, /opt,
/Library/Java/JavaVirtualMachines or ~/.sdkman. Install one, for instance Eclipse Temurin $varve_jdk
(https://adoptium.net), or set JAVA_HOME to where it is.
END
    return 1
}
