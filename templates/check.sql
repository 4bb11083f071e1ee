-- fails, and rolls back the changes above, unless the catalog holds what this file promised
PERFORM {% for setting in settings %}set_config({{ setting.name | literal }}, {{ setting.value | literal }}, true){% if not loop.last %}, {% endif %}{% endfor %};    -- so that everything is printed in one way
{% set relation %}to_regclass(at){% endset %}
{% set attribute %}name{% endset %}
{% set constraint %}name{% endset %}
{% set type %}to_regtype(at){% endset %}
{% set label %}name{% endset %}
{% set extension_name %}at{% endset %}
{% set is_class_said %}{% if has_classes %}strpos(want, concat(item, ' "')) > 0{% endif %}{% endset %}
{#- Where the schema has no predicates, a repair leaves what covers a part of the rows: the schema could not say it. -#}
{% set leaves_parts = script == "repair" and not has_parts %}
{% set is_predicate_said %}{% if has_unique_parts %}right(want, 10) = ' WHERE ...'{% endif %}{% endset %}
WITH {% if has_vectors %}vector (schema) AS (
    {% filter continued(4) %}{% include "catalog/vector.sql" %}{% endfilter +%}
), {% endif %}promised (kind, at, name, want) AS (VALUES
    {{ rows | continued(4) }}
), seen AS (SELECT *, CASE kind
{% for kind in kinds %}
{% if kind == "schema of extension" %}
    WHEN 'schema of extension' THEN (SELECT nspname::text FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE {% include "catalog/extension.sql" %})
{% elif kind == "version of extension" %}
    WHEN 'version of extension' THEN (SELECT extversion FROM pg_extension WHERE {% include "catalog/extension.sql" %})
{% elif kind == "value" %}
    WHEN 'value' THEN (SELECT 'there' FROM pg_enum WHERE {% include "catalog/value.sql" %})
{% elif kind == "sequence" %}
    WHEN 'sequence' THEN (SELECT 'sequence' FROM pg_class WHERE oid = {{ relation }} AND relkind = 'S')
{% elif kind == "table" %}
    WHEN 'table' THEN (SELECT type FROM pg_identify_object('pg_class'::regclass, {{ relation }}, 0))
{% elif kind == "column" %}
    WHEN 'column' THEN (
        SELECT concat({% filter continued(12) %}{% include "catalog/column_type.sql" %} WHEN attnotnull THEN ' not null' END, ' default ' ||
CASE WHEN attgenerated <> '' THEN substring(want FROM ' default (.*)')    -- a generated column has no default
{% include "catalog/column_default.sql" %}{% endfilter %})
        FROM {% filter continued(8) %}{% include "catalog/column_joins.sql" %}{% endfilter +%}
        WHERE {% include "catalog/column.sql" %})
{% elif kind == "constraint" or kind == "valid constraint" %}
    WHEN {{ kind | literal }} THEN (
        SELECT {% filter continued(8) %}{% include "catalog/constraint_words.sql" %}{% endfilter +%}
        FROM pg_constraint WHERE {% include "catalog/constraint.sql" %}{% if kind == "valid constraint" %} AND convalidated{% endif %})
{% elif kind == "index" %}
    WHEN 'index' THEN (
        SELECT concat({% filter continued(8) %}{% include "catalog/index_words.sql" %}{% endfilter %},
            CASE WHEN NOT indisvalid THEN format(E' INVALID\n    its build was cut off: DROP INDEX CONCURRENTLY %s; and build it again', at) END)
        FROM {% include "catalog/index_joins.sql" +%}
        WHERE {% include "catalog/index.sql" %})
{% else %}
    {{ kind }}{# refused, because it is not quoted: every kind has its look-up above #}

{% endif %}
{% endfor %}
END AS have FROM promised)
SELECT string_agg(format(E'\n  %s %s: expected %s, found %s', kind, concat_ws('.', at, name), coalesce(want, 'nothing'), coalesce(have, 'nothing')), '' ORDER BY kind, at, name)
  INTO _broken FROM seen WHERE {% if has_open %}(have IS NOT DISTINCT FROM want OR right(want, 3) = '...' AND starts_with(have, rtrim(want, '.'))) IS NOT TRUE{% else %}have IS DISTINCT FROM want{% endif %};
PERFORM {% for setting in settings %}set_config({{ setting.name | literal }}, {{ setting.variable | ident }}, true){% if not loop.last %}, {% endif %}{% endfor %};
IF _broken IS NOT NULL THEN
    RAISE EXCEPTION 'the database is not what this {{ script | comment }} promised:%', _broken
        USING HINT = 'Something else has these names{% if script == "migration" %}, or a later migration has changed them, or a statement of this file was edited and the promise of it was not{% else %}: see what it is, and fix it by hand{% endif %}.';
END IF;
