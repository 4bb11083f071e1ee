{% extends form %}
{% block note %}{% if not is_on_new_table %}stops writes to {{ table | ident }} while the index is built{% endif %}{% endblock %}
{% block guard %}to_regclass({{ name | regname }}) IS NULL{% endblock %}
{% block check %}
{% if index.is_unique and not is_on_new_table %}
{% include "_duplicates.sql" %}
{% endif %}
{% endblock %}
{% block statement %}
{% with index_name = index.name %}{% include "_index.sql" %}{% endwith %}
{% endblock %}
