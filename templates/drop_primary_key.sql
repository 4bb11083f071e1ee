{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE conrelid = {{ table | regclass }} AND conname = {{ primary_key.name | literal }} AND contype = 'p'){% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ primary_key.name | ident }};
{% endblock %}
