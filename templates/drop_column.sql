{% extends form %}
{% block guard %}{% include "_column.sql" %}{{ column.column_type | and_of_type }}){% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
{% include "_drop_objects.sql" %}
ALTER TABLE {{ table | ident }} DROP COLUMN IF EXISTS {{ column.name | ident }};
{% endblock %}
