{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE {% with relation = table | regclass, constraint = before.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = 'f'
              AND {% if before == after %}NOT {{ after | is_foreign_key }}{% else %}{{ before | is_foreign_key }}{% endif %}){% endblock %}
{% block statement %}
{% with constraint_name = new_name, key = after %}{% include "_foreign_key.sql" %}{% endwith %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ before.name | ident }};
ALTER TABLE {{ table | ident }} RENAME CONSTRAINT {{ new_name | ident }} TO {{ after.name | ident }};
{% endblock %}
