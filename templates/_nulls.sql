{% set condition %}{{ column.name | ident }} IS NULL{% endset %}
{% with said = (table, column.name) | message("%s.%s cannot become required: %%s rows hold NULL") %}{% include "_count_rows.sql" %}{% endwith %}
