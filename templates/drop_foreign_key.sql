{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE {% with relation = table | to_regclass, constraint = foreign_key.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = 'f'){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ foreign_key.name | ident }};
{% endblock %}
