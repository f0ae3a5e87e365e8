"""Listings: pages that enumerate links. Pure: a page goes in, records come out."""

from crawler.listings.model import Ask, Listing, ListItem, Page
from crawler.listings.read import first_ask, read_listing, read_page

__all__ = ["Ask", "ListItem", "Listing", "Page", "first_ask", "read_listing", "read_page"]
