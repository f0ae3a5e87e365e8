"""Recognising which family of content management system a column page belongs to. Pure."""

from crawler.sniff.model import Probe, Recognition
from crawler.sniff.probe import probes
from crawler.sniff.recognise import recognise

__all__ = ["Probe", "Recognition", "probes", "recognise"]
