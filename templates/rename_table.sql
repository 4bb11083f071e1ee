{% extends form %}
{% block guard %}to_regclass({{ before | regname }}) IS NOT NULL AND to_regclass({{ after | regname }}) IS NULL{% endblock %}
{% block statement %}
{% with what = "TABLE" | keyword, new = after %}{% include "_rename.sql" %}{% endwith %}
{% endblock %}
