# Named checks of what curl is answered; sourced by the sessions beside it.
#
# A check is all that follows its name until the next one. It fails when anything in it does, and the
# session goes on: one run tells all that is wrong.

: "${SANDBOX_URL:?tests/clients/run starts the sandbox and says where it is}" "${SANDBOX_TOKEN:?}" "${LINKEDIN_VERSION:?}"

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
passed=0 failed=0
name='' wrong=() status=''

# check NAME
check() {
    close
    name=$1
}

close() {
    if [ -z "$name" ]; then
        return
    elif [ ${#wrong[@]} = 0 ]; then
        passed=$((passed + 1))
        echo "ok - $name"
    else
        failed=$((failed + 1))
        echo "not ok - $name"
        printf '    %s\n' "${wrong[@]}" "the last answer was $status $(head -c 600 "$files/body")"
    fi
    name='' wrong=()
}

# Says how many checks held, and fails if one did not.
finish() {
    close
    echo "curl: $passed passed, $failed failed"
    [ "$failed" = 0 ] && [ "$passed" != 0 ]
}

# call CURL'S ARGUMENTS: keeps status, headers and body.
call() {
    : >"$files/body"
    : >"$files/headers"
    status=$(curl --silent --show-error --noproxy '*' --max-time 20 \
        --output "$files/body" --dump-header "$files/headers" --write-out '%{http_code}' "$@" 2>"$files/curl") ||
        wrong+=("curl failed: $(cat "$files/curl")")
}

# answered STATUS
answered() {
    [ "$status" = "$1" ] || wrong+=("the status is $status, not $1")
}

# header NAME: its value.
header() {
    tr -d '\r' <"$files/headers" | sed -n "s/^$1: //Ip"
}

# holds CONDITION [ARGUMENT…]: of the `body`, in Python, with the arguments in `args`.
holds() {
    PYTHONIOENCODING=utf-8 python3 -c '
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    body = json.load(file)
args = sys.argv[3:]
sys.exit(not eval(sys.argv[2]))' "$files/body" "$@" 2>"$files/python" ||
        wrong+=("does not hold: $1 $(tail -n 1 "$files/python")")
}

# says TEXT: the text stands in the body.
says() {
    grep -qF -- "$1" "$files/body" || wrong+=("does not say: $1")
}

# value EXPRESSION: of the `body`, in Python.
value() {
    python3 -c 'import json, sys; body = json.load(open(sys.argv[1], encoding="utf-8")); print(eval(sys.argv[2]))' \
        "$files/body" "$1"
}
