"""The outside world, each behind a port the rules declare: cashiers, text messages, files."""
