"""The one comparison that Django has no word for: SQL's ILIKE, with % and _ as wildcards."""

from django.db.models import CharField, Lookup, TextField


@CharField.register_lookup
@TextField.register_lookup
class ILike(Lookup):
    """Case-insensitive pattern match of the whole text; no escape character."""

    lookup_name = "ilike"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} ILIKE {rhs} ESCAPE ''", [*lhs_params, *rhs_params]

    def as_sqlite(self, compiler, connection):
        # SQLite's LIKE ignores the case of ASCII letters only, hence both sides in lower case.
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"UNICODE_LOWER({lhs}) LIKE UNICODE_LOWER({rhs})", [*lhs_params, *rhs_params]
