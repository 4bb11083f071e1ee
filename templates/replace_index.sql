{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_index{% if [before] | names_vectors or [after] | names_vectors %}, ({% filter continued(14) %}

{% include "catalog/vector.sql" %}{% endfilter %}) AS vector (schema){% endif +%}
            WHERE {% with relation = name | to_regclass %}{% include "catalog/index.sql" %}{% endwith %} AND indrelid = {{ table | regclass }}
              AND {{ before | is_index_and_not(after, name, table) }}){% endblock %}
{% block check %}
{% if after.is_unique and not before.is_unique %}
{% with names = after.columns | map(attribute="name") | list, covered = after | rows_of_unique %}{% include "_duplicates.sql" %}{% endwith %}
{% endif %}
{% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
{% with is_concurrent = false, index_name = new_name.name, index = after %}{% include "_index.sql" %}{% endwith %}
DROP INDEX {{ name | ident }};
ALTER INDEX {{ new_name | ident }} RENAME TO {{ after.name | ident }};
{% with index = after %}{% include "_index_roles.sql" %}{% endwith %}
{% endblock %}
