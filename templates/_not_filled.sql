{% if form == "_guarded.sql" %}
SELECT count(*) INTO _rows FROM {{ table | ident }}
 WHERE {{ column.name | ident }} IS NULL;
{% set condition %}{{ column.name | ident }} IS NULL{% if fill is defined %} AND ({{ fill | user_sql }}) IS NULL{% endif %}{% endset %}
{% set rows %}{{ table | rows_before(undone, condition) }} WHERE {{ condition }}{% endset %}
{% with said = (table, column.name) | message("%s.%s cannot be required: %%s rows get NULL from its backfill") %}{% include "_stop_at_rows.sql" %}{% endwith %}
{% endif %}
