{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_index
            WHERE indexrelid = to_regclass({{ name | regname }}) AND indrelid = to_regclass({{ table | regname }}) AND NOT indisprimary){% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
DROP INDEX IF EXISTS {{ name | ident }};
{% endblock %}
