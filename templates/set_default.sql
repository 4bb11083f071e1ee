{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
                WHERE {% with relation = table | regclass, attribute = column.name | literal %}{% include "catalog/column.sql" %}{% endwith +%}
                  AND pg_get_expr(adbin, adrelid) = {{ column | default_words }}){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} SET DEFAULT {{ column | default_value }};
{% endblock %}
