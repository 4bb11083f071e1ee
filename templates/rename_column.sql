{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_attribute
            WHERE {% with relation = table | regclass, attribute = before | literal %}{% include "catalog/column.sql" %}{% endwith %})
    AND NOT EXISTS (SELECT FROM pg_attribute
                     WHERE {% with relation = table | regclass, attribute = after.name | literal %}{% include "catalog/column.sql" %}{% endwith %}){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} RENAME COLUMN {{ before | ident }} TO {{ after.name | ident }};
{% endblock %}
