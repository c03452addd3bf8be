"""Mechanics without a business word: time, money, states, writing, files. The loop stands on it."""
