{% extends form %}
{% block note %}locks {{ table | dropping_tables(foreign_keys) }} for an instant, and drops {{ table.name | ident }} with all its rows{% endblock %}
{% block guard %}EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = to_regclass({{ table.name | regname }}) AND attnum > 0 AND NOT attisdropped
           HAVING array_agg(attname::text ORDER BY attname COLLATE "C") = ARRAY[{{ table.columns | sorted_names }}]){% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
DROP TABLE IF EXISTS {{ table.name | ident }};
{% endblock %}
