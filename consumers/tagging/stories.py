"""When two articles tell the same: here, when their normalised texts are equal."""

from wire.identity import digest, normalised
from wire.messages import Article

_ENOUGH = 40  # characters of text that make an article recognisable without its title


def fingerprint(article: Article) -> str:
    """Equal for reprints. A short text needs the same title too; one without any is like no other."""
    text = normalised(article.text)
    if len(text) >= _ENOUGH:
        return digest("text", text)
    title = normalised(article.title)
    if not text and not article.attachments:
        return digest("article", article.article_id)
    attached = sorted(attachment.url for attachment in article.attachments)
    return digest("short", title, text, *attached)
