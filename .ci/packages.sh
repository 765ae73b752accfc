# packages.sh - the one list of Debian 12 packages that verno needs. Sourced by quickstart and check.

# To build and run.
packages_build="gcc libc6-dev meson ninja-build pkg-config libglib2.0-dev libleptonica-dev libtesseract-dev
    tesseract-ocr tesseract-ocr-rus tesseract-ocr-eng tesseract-ocr-osd hunspell-ru hunspell-en-us libhunspell-dev libtiff-dev libpng-dev libjpeg-dev libsqlite3-dev
    libmicrohttpd-dev libseccomp-dev libjansson-dev libxml2-dev libpango1.0-dev libcairo2-dev libfontconfig-dev"

# To check besides: other people's readers of our formats, and the fonts of samples/data/fonts.ini.
packages_check="git python3 python3-jsonschema sqlite3 libxml2-utils clang-format
    fonts-cmu fonts-freefont-ttf fonts-gnutypewriter fonts-oldstandard fonts-paratype fonts-urw-base35"

# To test the review desk in a browser; npm comes with some packages of Node.js and not with Debian's.
packages_browser="chromium nodejs"
command -v npm >/dev/null || packages_browser="$packages_browser npm"

# To train models (models/train/recipe.sh) besides: English to type.
packages_train="fortunes"

# To train the network for ink (models/train/ink.sh) besides.
packages_ink="python3-torch python3-numpy python3-pil python3-scipy python3-sklearn"

# install_missing PACKAGE…: asks apt for what is not there; touches nothing where all is.
install_missing() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    echo "installing:$missing"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update </dev/null
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing </dev/null
}
