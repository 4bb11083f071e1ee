{% extends form %}
{% block note %}{% if is_on_new_table %}stops writes to {{ foreign_key.referenced_table | ident }} for an instant{% elif is_validated_later %}stops writes to {{ table | ident }} and {{ foreign_key.referenced_table | ident }} for an instant{% else %}stops writes to {{ table | ident }} and {{ foreign_key.referenced_table | ident }} while rows are looked at{% endif %}{% endblock %}
{% block guard %}NOT EXISTS (SELECT FROM pg_constraint
                WHERE conrelid = {{ table | regclass }} AND conname = {{ foreign_key.name | literal }}){% endblock %}
{% block statement %}
{% with constraint_name = foreign_key.name, key = foreign_key %}{% include "_foreign_key.sql" %}{% endwith %}
{% endblock %}
