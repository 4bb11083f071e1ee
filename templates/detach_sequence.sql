{% extends form %}
{% block note %}locks {{ table | ident }} for an instant{% endblock %}
{% block guard %}pg_get_serial_sequence({{ table | regname }}, {{ column.name | literal }}) IS NOT NULL{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} DROP DEFAULT;
DROP SEQUENCE IF EXISTS {{ sequence | ident }};
{% endblock %}
