{% extends form %}
{% block guard %}to_regtype({{ before | regname }}) IS NOT NULL AND to_regtype({{ after.name | regname }}) IS NULL{% endblock %}
{% block statement %}
{% with what = "TYPE" | keyword, new = after.name %}{% include "_rename.sql" %}{% endwith %}
{% endblock %}
