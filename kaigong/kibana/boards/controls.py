"""The choices above the dashboards of events."""

from kaigong.kibana.board import Control

PLACE = Control("place_names", "地区", "events")
INDUSTRY = Control("main_industry", "产业", "events")
TYPE = Control("type", "事件类型", "events")
EVENT_CONTROLS = (PLACE, INDUSTRY, TYPE)
