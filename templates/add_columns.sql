{% extends form %}
{% block guard %}{% if columns | length == 1 %}NOT EXISTS (SELECT FROM pg_attribute
                WHERE attrelid = {{ table | regclass }} AND attname = {{ columns[0].name | literal }} AND NOT attisdropped){% else %}{{ columns | length }} > (SELECT count(*) FROM pg_attribute
         WHERE attrelid = {{ table | regclass }} AND attname IN ({{ columns | sorted_names }}) AND NOT attisdropped){% endif %}{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }}
{% for line in columns | column_lines %}
    ADD COLUMN IF NOT EXISTS {{ line }}{% if loop.last %};{% else %},{% endif %}

{% endfor %}
{% endblock %}
