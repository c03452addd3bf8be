"""Questions over the loop. Nothing here writes."""
