{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_constraint
                WHERE {% with relation = table | regclass, constraint = after | literal %}{% include "catalog/constraint.sql" %}{% endwith %}){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} RENAME CONSTRAINT {{ before | ident }} TO {{ after | ident }};
{% endblock %}
