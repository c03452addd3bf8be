"""The rehearsal: a whole campaign in a scratch database, with the real rules and the sandbox cashier called through its
port. It leaves nothing behind. An operator uses it before going live; it is also our proof."""
