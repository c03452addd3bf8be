"""What people download: a plain record in, the bytes of a file out. No page, no table and no clock is read here."""
