"""One archive of the database and the stored files: made, checked, restored.

`archive` knows the file, `tables` the rows in it; `making`, `checking` and `restoring` are what
`manage.py backup`, `verify_backup` and `restore` do.
"""
