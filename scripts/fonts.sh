#!/bin/sh
# Obtains the Chinese fonts that the PDF writer embeds, without root, into .fonts/ (or the folder given as $1).
#
# They come out of two Debian packages through the machine's own apt sources, in a private state and cache folder, so
# nothing is installed and no system file changes. A font that is already there, or installed on the system, is not
# fetched again. Without apt, or without a connection, it says so in one sentence and exits 0: only PDF writing needs them.
set -u

here=$(cd "$(dirname "$0")/.." && pwd)
target=${1:-$here/.fonts}
noto="NotoSerifCJK-Regular.ttc NotoSerifCJK-Bold.ttc NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc"
fandol="FandolFang-Regular.otf FandolHei-Regular.otf FandolHei-Bold.otf FandolKai-Regular.otf FandolSong-Regular.otf FandolSong-Bold.otf"

present() {
    for place in "$target" "$HOME/.local/share/fonts" /usr/local/share/fonts /usr/share/fonts /usr/share/texmf /usr/share/texlive; do
        [ -d "$place" ] && [ -n "$(find "$place" -name "$1" -type f -print -quit 2>/dev/null)" ] && return 0
    done
    return 1
}

wanted() {
    for file in "$@"; do
        present "$file" || return 0
    done
    return 1
}

give_up() {
    echo "字体未能取得（$1）；除写 PDF 外一切照常，可稍后再运行 scripts/fonts.sh，或用 GONGKAI_FONTS 指明字体所在文件夹。" >&2
    exit 0
}

apt_private() {
    apt-get -qq -o "Dir::State=$work/state" -o "Dir::State::status=$work/state/status" -o "Dir::Cache=$work/cache" \
        -o APT::Sandbox::User=root -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::Languages=none \
        -o Debug::NoLocking=1 "$@" >>"$work/log" 2>&1
}

fetch() {
    package=$1
    shift
    (cd "$work/packages" && apt_private download "$package") || give_up "软件包 $package 下载失败"
    dpkg-deb -x "$work/packages/$package"_*.deb "$work/$package" || give_up "软件包 $package 无法解开"
    for file in "$@"; do
        found=$(find "$work/$package" -name "$file" -type f -print -quit)
        [ -n "$found" ] && cp "$found" "$target/$file.part" && mv "$target/$file.part" "$target/$file"
    done
    find "$work/$package/usr/share/doc" -name copyright -type f -exec cp {} "$target/$package.copyright" \;
}

if ! wanted $noto && ! wanted $fandol; then
    exit 0
fi
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || give_up "本机没有 apt"
work=$(mktemp -d) || give_up "无法建立临时文件夹"
trap 'rm -rf "$work"' EXIT
mkdir -p "$target" "$work/packages" "$work/state/lists/partial" "$work/cache/archives/partial" || give_up "无法写入 $target"
: >"$work/state/status"
echo "正在取得中文字体（一次，约 140 MB）……"
apt_private update || give_up "软件源目录更新失败"
# Each package is unpacked and thrown away before the next one, to need little room.
if wanted $noto; then
    fetch fonts-noto-cjk $noto
    rm -rf "$work/packages/"* "$work/fonts-noto-cjk"
fi
if wanted $fandol; then
    fetch texlive-lang-chinese $fandol
fi
echo "字体在 $target"
