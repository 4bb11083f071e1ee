{% extends form %}
{% block guard %}{{ before | type_is_there }} AND {{ after.name | type_is_missing }}{% endblock %}
{% block statement %}
{% with what = "TYPE" | keyword, new = after.name %}{% include "_rename.sql" %}{% endwith %}
{% endblock %}
