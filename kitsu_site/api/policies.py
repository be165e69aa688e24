"""Who may do what with the rows of a collection: pure questions on (scope, row)."""


class Policy:
    """Admins only: what holds where a resource says nothing else."""

    def may_list(self, scope, params) -> bool:
        return scope.is_admin

    def listed(self, scope, rows, params):
        """The rows of the list: what the scope may see, or less."""
        return rows.visible_to(scope)

    def may_read(self, scope, row) -> bool:
        return scope.is_admin

    def may_create(self, scope, values: dict) -> bool:
        return scope.is_admin

    def may_update(self, scope, row, values: dict) -> bool:
        return scope.is_admin

    def may_delete(self, scope, row) -> bool:
        return scope.is_admin


class Vocabulary(Policy):
    """Everybody reads, admins write."""

    def may_list(self, scope, params) -> bool:
        return True

    def may_read(self, scope, row) -> bool:
        return True


class NotVendors(Policy):
    """Everybody but vendors lists; the rest is for admins."""

    def may_list(self, scope, params) -> bool:
        return scope.role != "vendor"
