{% extends form %}
{% block guard %}{% include "_column.sql" +%}
              AND NOT attnotnull)
   AND NOT EXISTS (SELECT FROM pg_constraint
                    WHERE {% with relation = table | regclass, constraint = check | literal %}{% include "catalog/constraint.sql" %}{% endwith %}){% endblock %}
{% block check %}
{% if fill is none %}
{% include "_nulls.sql" %}
{% endif %}
{% endblock %}
{% block statement %}
{% include "_fill_nulls.sql" %}
ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ check | ident }} CHECK ({{ column.name | ident }} IS NOT NULL) NOT VALID;
{% endblock %}
