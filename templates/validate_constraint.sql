{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE {% with relation = table | regclass, constraint = name | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = {% if foreign_key is none %}'c'{% else %}'f'{% endif %} AND NOT convalidated){% endblock %}
{% block statement %}
{% set statement %}
ALTER TABLE {{ table | ident }} VALIDATE CONSTRAINT {{ name | ident }};
{% endset %}
{% if form == "_guarded.sql" and foreign_key is not none %}
{% with key = foreign_key %}{% include "_stop_at_orphans.sql" %}{% endwith %}
{% else %}
{{ statement }}
{%- endif %}
{% endblock %}
