# >>> refract >>>
# Written by `refract hook install`, taken out by `refract hook uninstall`; other changes in here are lost.
if [ ! -t 0 ]; then
refract_pushed=$(cat)
(
    head=$(git rev-parse --verify --quiet HEAD) || exit 0
    is_pushed=no
    while read -r ref commit rest; do
        case $ref:$commit in
        *":$head") is_pushed=yes ;;
        refs/tags/*) ;;
        *:*[!0]*) echo "refract: $ref is not checked, because it is not what is checked out" >&2 ;;
        esac
    done <<REFRACT
$refract_pushed
REFRACT
    [ "$is_pushed" = yes ] || exit 0
    # what a server has was checked, or is too late to check
    new=$(git --glob-pathspecs rev-list --max-count=1 "$head" --not --remotes -- @FILES@) && [ -z "$new" ] && exit 0
    PATH="$PATH:${CARGO_HOME:-${HOME:-}/.cargo}/bin"
    if ! command -v refract >/dev/null 2>&1; then
        echo 'refract: this push touches a schema or migrations, and refract is not there to check them' >&2
        echo '  install it:           cargo install --locked --path <a clone of refract>' >&2
        echo '  push without a check: git push --no-verify' >&2
        exit 1
    fi
    # the commit is checked, whatever lies in the work tree: an index of its own stands for it
    GIT_INDEX_FILE=$(git rev-parse --git-path "refract-pre-push-$$")
    export GIT_INDEX_FILE
    trap 'rm -f "$GIT_INDEX_FILE"' EXIT
    trap 'exit 1' HUP INT TERM
    git read-tree "$head" && refract check --staged@OPTIONS@ >&2 && exit 0
    echo 'refract: nothing was pushed; git push --no-verify pushes without this check' >&2
    exit 1
) || exit 1
# what follows reads what git said, as if nobody had
if [ -n "$refract_pushed" ]; then
exec <<REFRACT
$refract_pushed
REFRACT
else
exec </dev/null
fi
fi
# <<< refract <<<
