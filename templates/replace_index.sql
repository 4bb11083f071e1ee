{% extends form %}
{% block guard %}
{%- set stage = before | index_stage(after, table) %}
{%- set guard = after | index_guard(table, before) if stage == "is_not_after" else before | index_guard(table, after) -%}
EXISTS (SELECT FROM {% filter continued(12) %}{% include "catalog/index_joins.sql" %}{% if guard.has_vectors and stage != "is_unique" %},
    ({% filter continued(5) %}{% include "catalog/vector.sql" %}{% endfilter %}) AS vector (schema){% endif %}{% endfilter +%}
            WHERE {% with relation = name | to_regclass %}{% include "catalog/index.sql" %}{% endwith %} AND indrelid = {{ table | regclass }}
{%- if stage == "is_unique" %} AND {% if not before.is_unique %}NOT {% endif %}indisunique
{%- elif stage != "unknown" %}

              AND {% if stage == "is_not_after" %}NOT {% endif %}{% filter continued(14) %}{% include "catalog/index_is.sql" %}{% endfilter %}
{%- endif %}){% endblock %}
{% block check %}
{% if after.is_unique and not before.is_unique %}
{% with names = after.columns | map(attribute="name") | list, covered = after | rows_of_unique %}{% include "_duplicates.sql" %}{% endwith %}
{% endif %}
{% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
{% with is_concurrent = false, index_name = new_name.name, index = after %}{% include "_index.sql" %}{% endwith %}
{% include "_take_place_of_index.sql" %}
{% with index = after %}{% include "_index_roles.sql" %}{% endwith %}
{% endblock %}
