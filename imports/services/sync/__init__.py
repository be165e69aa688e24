"""A studio copied from another server of this API, or a production to one."""
