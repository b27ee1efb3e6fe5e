"""Replicates a table between Regions as a process, for tests and rehearsals.

Stands in for what global tables do by themselves; no part of what is deployed.
"""
