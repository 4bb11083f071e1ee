{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE {% with relation = table | regclass, constraint = before.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = 'p'
              AND {% set has_references = false %}{% filter continued(14) %}{% include "catalog/constraint_words.sql" %}{% endfilter %} = {{ before | primary_key_words }}){% endblock %}
{% block check %}
{% with names = after.columns, covered = none %}{% include "_duplicates.sql" %}{% endwith %}
{% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
ALTER TABLE {{ table | ident }}
    DROP CONSTRAINT {{ before.name | ident }},
    ADD CONSTRAINT {{ after.name | ident }} PRIMARY KEY ({{ after.columns | idents }}){{ after | primary_key_attributes }};
{% for statement in after | primary_key_roles(table) %}
{{ statement }};
{% endfor %}
{% endblock %}
