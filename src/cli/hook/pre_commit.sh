# >>> refract >>>
# Written by `refract hook install`, taken out by `refract hook uninstall`; other changes in here are lost.
(
    git --glob-pathspecs diff --cached --quiet --no-ext-diff -- @FILES@ && exit 0
    PATH="$PATH:${CARGO_HOME:-${HOME:-}/.cargo}/bin"
    if ! command -v refract >/dev/null 2>&1; then
        echo 'refract: this commit touches a schema or migrations, and refract is not there to check them' >&2
        echo '  install it:             cargo install --locked --path <a clone of refract>' >&2
        echo '  commit without a check: git commit --no-verify' >&2
        exit 1
    fi
    refract check --staged@OPTIONS@ >&2 && exit 0
    echo 'refract: nothing was committed; git commit --no-verify commits without this check' >&2
    exit 1
) || exit 1
# <<< refract <<<
