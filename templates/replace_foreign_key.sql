{% extends form %}
{% block guard %}
{%- set has_references = true -%}
EXISTS (SELECT FROM pg_constraint, LATERAL (
            SELECT {% filter continued(12) %}{% include "catalog/constraint_words.sql" %}{% endfilter %}) AS said (words)
            WHERE {% with relation = table | regclass, constraint = before.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = 'f'
              AND {% if before == after %}words <> {{ before | foreign_key_words }}
              AND pg_get_constraintdef(pg_constraint.oid) = words{# what the schema cannot express is not lost: the check names it #}
{%- else %}words = {{ before | foreign_key_words }}{% endif %}){% endblock %}
{% block statement %}
{% with constraint_name = new_name, key = after, is_on_new_table = false %}{% include "_add_foreign_key.sql" %}{% endwith %}
ALTER TABLE {{ table | ident }} DROP CONSTRAINT {{ before.name | ident }};
ALTER TABLE {{ table | ident }} RENAME CONSTRAINT {{ new_name | ident }} TO {{ after.name | ident }};
{% for statement in after | foreign_key_roles(table) %}
{{ statement }};
{% endfor %}
{% endblock %}
