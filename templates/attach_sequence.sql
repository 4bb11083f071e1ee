{% extends form %}
{% block note %}locks {{ table | ident }} while the largest number is looked up{% endblock %}
{% block guard %}pg_get_serial_sequence({{ table | regname }}, {{ column.name | literal }}) IS NULL{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} SET DEFAULT nextval({{ sequence | regclass }});
{% if form == "_plain.sql" %}SELECT{% else %}PERFORM{% endif %} setval({{ sequence | regclass }}, (SELECT coalesce(max({{ column.name | ident }}), 0) + 1 FROM {{ table | ident }}), false);
ALTER SEQUENCE {{ sequence | ident }} OWNED BY {{ table | ident }}.{{ column.name | ident }};
{% endblock %}
