SELECT count(*) INTO _rows FROM {{ table | ident }} WHERE {{ column.name | ident }} IS NULL;
{% with said = (table, column.name) | message("%s.%s cannot become required: %%s rows hold NULL") %}{% include "_stop_at_rows.sql" %}{% endwith %}
