{% extends form %}
{% block guard %}
{%- if numbering == "Identity" %}{% include "_column.sql" +%}
              AND attidentity <> '')
{%- elif numbering == "OtherSequence" %}EXISTS (SELECT FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
                WHERE {% with relation = table | regclass, attribute = column.name | literal %}{% include "catalog/column.sql" %}{% endwith +%}
                  AND starts_with(pg_get_expr(adbin, adrelid), 'nextval('))
{%- else %}pg_get_serial_sequence({{ table | regname }}, {{ column.name | literal }}) IS NOT NULL{% endif %}{% endblock %}
{% block statement %}
{% if numbering == "Identity" %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} DROP IDENTITY;
{% else %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} DROP DEFAULT;
{% if numbering == "OwnSequence" %}
DROP SEQUENCE IF EXISTS {{ sequence | ident }};
{% endif %}
{% endif %}
{% endblock %}
