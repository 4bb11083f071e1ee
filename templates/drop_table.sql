{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = to_regclass({{ table.name | regname }}) AND attnum > 0 AND NOT attisdropped
           HAVING array_agg(attname::text ORDER BY attname COLLATE "C") = ARRAY[{{ table.columns | sorted_names }}]){% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
DROP TABLE IF EXISTS {{ table.name | ident }};
{% endblock %}
