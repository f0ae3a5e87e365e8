"""Kibana's saved objects, made from the mappings so that no field can drift. Only `client` does anything.

Shapes and versions are those that Kibana 8.19 and 9 import; see docs/kibana.md.
"""
