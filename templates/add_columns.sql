{% extends form %}
{% block guard %}{% if columns | length == 1 %}NOT EXISTS (SELECT FROM pg_attribute
                WHERE {% with relation = table | regclass, attribute = columns[0].name | literal %}{% include "catalog/column.sql" %}{% endwith %}){% else %}{{ columns | length }} > (SELECT count(*) FROM pg_attribute
         WHERE {% with relation = table | regclass, attributes = columns | sorted_names %}{% include "catalog/column.sql" %}{% endwith %}){% endif %}{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }}
{% for line in columns | column_lines %}
    ADD COLUMN IF NOT EXISTS {{ line }}{% if loop.last %};{% else %},{% endif %}

{% endfor %}
{% endblock %}
