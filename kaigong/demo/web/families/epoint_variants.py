"""Epoint elsewhere: pages counted from 1, times to the minute, an article's address relative to the site."""

from kaigong.demo.web.families.epoint import Epoint
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import Piece


class EpointFrom1(Epoint):
    row_date_form = "%Y-%m-%d %H:%M:%S"
    first = 1

    def href(self, piece: Piece) -> str:
        return self.path(piece)[1:]

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="ewb-main">{parts.heading}<div class="ewb-info">{parts.line}</div>{parts.table}\n'
            f'<div class="mian-cont">{parts.before_text}{parts.body}{parts.files}{parts.after_text}</div>'
            f"{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )
