{% extends form %}
{% block guard %}pg_get_serial_sequence({{ table | regname }}, {{ column.name | literal }}) IS NOT NULL{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} DROP DEFAULT;
DROP SEQUENCE IF EXISTS {{ sequence | ident }};
{% endblock %}
