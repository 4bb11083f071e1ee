{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_constraint
                WHERE {% with relation = table | regclass, constraint = primary_key.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %}){% endblock %}
{% block check %}
{% with names = primary_key.columns, covered = none %}{% include "_duplicates.sql" %}{% endwith %}
{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ primary_key.name | ident }} PRIMARY KEY ({{ primary_key.columns | idents }}){{ primary_key | primary_key_attributes }};
{% for statement in primary_key | primary_key_roles(table) %}
{{ statement }};
{% endfor %}
{% endblock %}
