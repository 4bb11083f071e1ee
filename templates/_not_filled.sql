{% if form == "_guarded.sql" %}
SELECT count(*) INTO _rows FROM {{ table | ident }} WHERE {{ column.name | ident }} IS NULL;
{% with said = (table, column.name) | message("%s.%s cannot be required: %%s rows get NULL from its backfill") %}{% include "_stop_at_rows.sql" %}{% endwith %}
{% endif %}
