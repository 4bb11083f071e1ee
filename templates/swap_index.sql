{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_index
            WHERE indexrelid = to_regclass({{ new_name | regname }}) AND indrelid = {{ table | regclass }} AND indisvalid){% endblock %}
{% block statement %}
DROP INDEX IF EXISTS {{ name | ident }};
ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
{% endblock %}
