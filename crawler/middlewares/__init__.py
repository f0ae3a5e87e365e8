"""Downloader middlewares: what a request must pass before it leaves."""
