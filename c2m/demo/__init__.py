"""The demo brand: people, clothes and a year of business, made by the real rules."""
