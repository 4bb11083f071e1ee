{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_index
            WHERE {% with relation = name | to_regclass %}{% include "catalog/index.sql" %}{% endwith %} AND indrelid = {{ table | to_regclass }} AND NOT indisprimary){% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
{% with may_be_constraint = index.is_unique %}{% include "_drop_index.sql" %}{% endwith %}
{% endblock %}
