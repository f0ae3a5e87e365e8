"""A rule in one line."""

from consumers.alerting.rules import Rule


def what(rule: Rule) -> str:
    if rule.query is not None:
        return rule.query
    parts = [("", rule.keywords), ("not ", rule.exclude), ("in ", rule.places), ("", rule.industries)]
    shown = [prefix + "/".join(words) for prefix, words in parts if words]
    if rule.types:
        shown.append("events " + "/".join(rule.types))
    if rule.min_amount:
        shown.append(f"≥ {rule.min_amount:,} yuan")
    if rule.sources:
        shown.append("from " + "/".join(rule.sources))
    return " ".join(shown)
