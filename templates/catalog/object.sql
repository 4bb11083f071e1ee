{#- Whether something that the schema language cannot express is missing. -#}
{% if object.kind in ["check", "exclude"] %}NOT EXISTS (SELECT FROM pg_constraint
                WHERE {% with relation = object.table | regclass, constraint = object.name.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %})
{%- elif object.kind == "rule" %}NOT EXISTS (SELECT FROM pg_rewrite
                WHERE ev_class = {{ object.table | regclass }} AND rulename = {{ object.name.name | literal }})
{%- elif object.kind == "policy" %}NOT EXISTS (SELECT FROM pg_policy
                WHERE polrelid = {{ object.table | regclass }} AND polname = {{ object.name.name | literal }})
{%- elif object.kind == "trigger" %}NOT EXISTS (SELECT FROM pg_trigger
                WHERE tgrelid = {{ object.table | regclass }} AND tgname = {{ object.name.name | literal }})
{%- elif object.kind == "published_table" %}NOT EXISTS (SELECT FROM {% include "catalog/published_table.sql" %})
{%- elif object.kind == "statistics" %}NOT EXISTS (SELECT FROM pg_statistic_ext
                WHERE stxnamespace = {{ object.name.schema | regnamespace }} AND stxname = {{ object.name.name | literal }})
{%- elif object.kind in ["domain", "type"] %}{{ object.name | type_is_missing }}
{%- elif object.kind == "function" %}to_regprocedure({{ object | routine }}) IS NULL
{%- elif object.kind == "comment" and object.table is none %}obj_description({{ object.name | regtype }}, 'pg_type') IS NULL
{%- elif object.kind == "comment" %}EXISTS (SELECT FROM pg_attribute
            WHERE {% with relation = object.table | regclass, attributes = object.dependencies.columns | names_of_columns %}{% include "catalog/column.sql" %}{% endwith +%}
              AND col_description(attrelid, attnum) IS NULL)
{%- elif object.kind == "privileges" and object.table is none %}(SELECT typacl IS NULL FROM pg_type WHERE oid = {{ object.name | regtype }})
{%- elif object.kind == "privileges" %}EXISTS (SELECT FROM pg_attribute
            WHERE {% with relation = object.table | regclass, attributes = object.dependencies.columns | names_of_columns %}{% include "catalog/column.sql" %}{% endwith +%}
              AND attacl IS NULL)
{%- else %}{{ object.name | to_regclass }} IS NULL
{%- endif %}
