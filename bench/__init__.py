"""Measurements, printed as ratios against a control of the same run: ``python -m bench``. README.md says how to read it."""
