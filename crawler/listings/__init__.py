"""Listings: pages that enumerate links. Pure: a page goes in, records come out."""

from crawler.listings.model import Listing, ListItem
from crawler.listings.read import read_listing

__all__ = ["ListItem", "Listing", "read_listing"]
