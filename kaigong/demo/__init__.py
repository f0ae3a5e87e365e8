"""The demo: invented news on loopback sites, for people who want to see Kaigong work before they trust it."""
