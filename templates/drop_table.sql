{% extends form %}
{% block guard %}{% if table.columns %}EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = to_regclass({{ table.name | regname }}) AND attnum > 0 AND NOT attisdropped
           HAVING array_agg(attname::text ORDER BY attname COLLATE "C") = ARRAY[{{ table.columns | sorted_names }}]){% else %}EXISTS (SELECT FROM pg_class WHERE oid = {{ table.name | to_regclass }} AND relkind IN ('r', 'p')
              AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped)){% endif %}{% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
DROP TABLE IF EXISTS {{ table.name | ident }};
{% endblock %}
