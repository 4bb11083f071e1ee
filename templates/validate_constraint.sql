{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE {% with relation = table | regclass, constraint = name | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = {% if foreign_key is none %}'c'{% else %}'f'{% endif %} AND NOT convalidated){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} VALIDATE CONSTRAINT {{ name | ident }};
{% endblock %}
