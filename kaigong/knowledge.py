"""What the tagger knows here: the data that ships with Kaigong, and the names that the customer adds."""

from consumers.tagging import Knowledge
from kaigong.data_dir import DataDir


def load_knowledge(data: DataDir) -> Knowledge:
    """Raises ConfigurationError naming the file that cannot be used."""
    return Knowledge.load(own_aliases=data.own_places)
