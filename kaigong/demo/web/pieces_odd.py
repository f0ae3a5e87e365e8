"""Pathologies of the article itself: what there is to tell changes, not only how it is shown."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from kaigong.demo.web.pieces import File, Piece

_SUFFIXES = ("pdf", "doc", "ofd", "zip")


def _files(piece: Piece, *names: str) -> Piece:
    files = tuple(File(name, f"{piece.token[:12]}{n:04x}") for n, name in enumerate(names))
    return replace(piece, files=files)


def _with_files(piece: Piece) -> Piece:
    return _files(piece, *(f"{piece.title[:6]}附表{n}.{suffix}" for n, suffix in enumerate(_SUFFIXES, 1)))


def _files_only(piece: Piece) -> Piece:
    return replace(_files(piece, f"{piece.title}.pdf", "项目申报表.doc"), paragraphs=())


def _personal_data(piece: Piece) -> Piece:
    lines = (
        "现将拟录用人员名单公示如下，公示期七天。",
        "张某某，3207**********1234，0518-8580****。",
        "李某某，3207**********5678。",
    )
    return replace(piece, paragraphs=lines)


PIECE_ODDITIES: Mapping[str, Callable[[Piece], Piece]] = {
    "short-notice": lambda piece: replace(
        piece, paragraphs=("因设备检修，本周六上午全市政务服务大厅暂停对外办理业务，敬请谅解。",)
    ),
    "with-files": _with_files,
    "files-only": _files_only,
    "document-viewer": lambda piece: replace(_files(piece, "政策文本.pdf"), paragraphs=()),
    "pictures-only": lambda piece: replace(piece, paragraphs=(), pictures=3, title="一图读懂" + piece.title),
    "video-only": lambda piece: replace(piece, paragraphs=(), title="视频：" + piece.title),
    "personal-data": _personal_data,
    "continued-page": lambda piece: replace(
        piece, paragraphs=(*piece.paragraphs[:-1], piece.paragraphs[-1] + "（下转第3版）")
    ),
}
