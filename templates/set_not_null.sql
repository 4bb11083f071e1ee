{% extends form %}
{% block note %}locks {{ table | ident }} while its rows are looked at{% endblock %}
{% block guard %}{% include "_column.sql" +%}
              AND NOT attnotnull){% endblock %}
{% block check %}
SELECT count(*) INTO _rows FROM {{ table | ident }} WHERE {{ column.name | ident }} IS NULL;
{% with said = (table, column.name) | message("%s.%s cannot become required: %%s rows hold NULL") %}{% include "_stop_at_rows.sql" %}{% endwith %}
{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} SET NOT NULL;
{% endblock %}
