{% extends form %}
{% block guard %}{{ before | to_regclass }} IS NOT NULL AND {{ after | to_regclass }} IS NULL{% endblock %}
{% block statement %}
{% with what = "TABLE" | keyword, new = after %}{% include "_rename.sql" %}{% endwith %}
{% endblock %}
