"""Names that are computed, so that the same thing has the same name wherever and whenever it is seen."""

import hashlib
import unicodedata
import uuid

_NAMESPACE = uuid.UUID(
    "6f1c0b3e-4c5d-5f0a-9a57-6b6169676f6e"
)  # fixed for ever: every envelope id depends on it


def digest(*parts: str) -> str:
    """128-bit hex digest of the parts; the separator cannot occur in a normalised part."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def normalised(text: str) -> str:
    """The form in which texts are compared: NFKC, lower case, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def article_id(canonical_url: str | None, title: str = "", text: str = "") -> str:
    """Identity of an article: its canonical URL or, without one, its normalised text."""
    if canonical_url:
        return digest("url", canonical_url)
    return digest("text", normalised(title), normalised(text))


def content_hash(title: str, text: str) -> str:
    """A change of this hash is a new revision; white space is no content."""
    return digest("".join(title.split()), "".join(text.split()))


def event_id(article: str, event_type: str, sentence: str, n: int) -> str:
    """Identity of the n-th event of this type with this evidence; no extracted value takes part."""
    return digest(article, event_type, normalised(sentence), str(n))


def alert_id_for_event(rule_id: str, story_id: str, event_type: str, state: str, project: str | None) -> str:
    return digest(rule_id, story_id, event_type, state, normalised(project or ""))


def alert_id_for_article(rule_id: str, story_id: str) -> str:
    return digest(rule_id, story_id)


def envelope_id(message_type: str, entity: str, revision: int, seq: int = 0) -> str:
    """`uuid5(type, entity, revision, tagging.seq)`: a repeated record has the same id."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join((message_type, entity, str(revision), str(seq)))))
