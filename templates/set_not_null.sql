{% extends form %}
{% block guard %}{% if proof is none %}{% include "_column.sql" +%}
              AND NOT attnotnull){% else %}EXISTS (SELECT FROM pg_constraint
            WHERE {% with relation = table | regclass, constraint = proof | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND convalidated
              AND pg_get_constraintdef(oid) = {{ column.name | not_null_check_words }}){% endif %}{% endblock %}
{% block check %}
{% if proof is none and fill is none %}
{% include "_nulls.sql" %}
{% endif %}
{% endblock %}
{% block statement %}
{% include "_fill_nulls.sql" %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} SET NOT NULL;
{% if proof is not none %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ proof | ident }};
{% endif %}
{% endblock %}
