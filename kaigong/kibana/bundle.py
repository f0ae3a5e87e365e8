"""Everything that Kaigong puts into Kibana, in the order in which one object needs another."""

from collections import Counter
from collections.abc import Mapping

from consumers.tagging.places.gazetteer import Gazetteer
from kaigong.kibana.boards import BOARDS
from kaigong.kibana.data_views import data_view_id, data_views
from kaigong.kibana.saved import Ids, SavedObject
from kaigong.kibana.searches import SEARCHES


def saved_objects(ids: Ids, places: Mapping[str, str]) -> list[SavedObject]:
    """`places` are names by code, as `place_names` gives them."""
    return [
        *data_views(ids, places),
        *(search.saved(ids) for search in SEARCHES),
        *(board.saved(ids) for board in BOARDS),
    ]


def default_data_view(ids: Ids) -> str:
    return data_view_id(ids, "events")


def place_names(gazetteer: Gazetteer) -> dict[str, str]:
    """Provinces, cities and counties by code; one whose name others bear too has its city in front."""
    regions = gazetteer.regions()
    times = Counter(region.name for region in regions)
    return {
        region.code: region.name if times[region.name] == 1 else _with_city(gazetteer, region.code)
        for region in regions
    }


def _with_city(gazetteer: Gazetteer, code: str) -> str:
    above = gazetteer.ancestors(code)[-1:]
    return "".join(map(gazetteer.name_of, (*above, code)))
