{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_constraint
                WHERE conrelid = {{ table | regclass }} AND conname = {{ primary_key.name | literal }}){% endblock %}
{% block check %}
{% with names = primary_key.columns, covered = none %}{% include "_duplicates.sql" %}{% endwith %}
{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ primary_key.name | ident }} PRIMARY KEY ({{ primary_key.columns | idents }});
{% endblock %}
