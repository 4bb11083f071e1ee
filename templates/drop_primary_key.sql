{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE {% with relation = table | regclass, constraint = primary_key.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = 'p'){% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ primary_key.name | ident }};
{% endblock %}
