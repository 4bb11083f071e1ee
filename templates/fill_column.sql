{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_attribute
                WHERE {% with relation = table | regclass, attribute = column.name | literal %}{% include "catalog/column.sql" %}{% endwith %}){% endblock %}
{% block statement %}
{% if value | is_constant %}
ALTER TABLE {{ table | ident }} ADD COLUMN IF NOT EXISTS {{ column.name | ident }} {{ column.column_type | column_type }}{% if column.not_null %} NOT NULL{% endif %} DEFAULT {{ value | user_sql }};
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} {% if column.default is none %}DROP DEFAULT{% else %}SET DEFAULT {{ column | default_value }}{% endif %};
{% else %}
ALTER TABLE {{ table | ident }} ADD COLUMN IF NOT EXISTS {{ column.name | ident }} {{ column.column_type | column_type }};
UPDATE {{ table | ident }} SET {{ column.name | ident }} = ({{ value | user_sql }});
{% if form == "_guarded.sql" %}
SET CONSTRAINTS ALL IMMEDIATE;    -- PostgreSQL alters no table for which a constraint or a trigger still waits
{% endif %}
{% if column.default is not none %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} SET DEFAULT {{ column | default_value }};
{% endif %}
{% if column.not_null %}
{% include "_not_filled.sql" %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} SET NOT NULL;
{% endif %}
{% endif %}
{% endblock %}
