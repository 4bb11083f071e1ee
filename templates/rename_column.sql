{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = {{ table | regclass }} AND attname = {{ before | literal }} AND NOT attisdropped)
    AND NOT EXISTS (SELECT FROM pg_attribute
                     WHERE attrelid = {{ table | regclass }} AND attname = {{ after.name | literal }} AND NOT attisdropped){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} RENAME COLUMN {{ before | ident }} TO {{ after.name | ident }};
{% endblock %}
