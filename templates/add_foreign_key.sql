{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_constraint
                WHERE conrelid = {{ table | regclass }} AND conname = {{ foreign_key.name | literal }}){% endblock %}
{% block statement %}
{% with constraint_name = foreign_key.name, key = foreign_key %}{% include "_foreign_key.sql" %}{% endwith %}
{% endblock %}
