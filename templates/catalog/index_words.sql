{#- What schema.prisma can say of an index, but for its name. What it cannot express is left out: INCLUDE, collations, the order
    of NULLs, NULLS NOT DISTINCT, most storage parameters, the rows of a unique index. An operator class stands there where
    is_class_said, the rows of a unique index where is_predicate_said, those of any other unless leaves_parts. The names are those of index_joins.sql. -#}
concat(CASE WHEN indisunique THEN 'UNIQUE ' END, 'ON ', indrelid::regclass, ' USING ', amname, ' (', (
    SELECT string_agg(concat(item, {% if is_class_said %}(SELECT ' ' || quote_ident(opcname) FROM pg_opclass WHERE oid = indclass[place - 1] AND {{ is_class_said }}), {% endif %}CASE indoption[place - 1] & 1 WHEN 1 THEN ' DESC' END), ', ' ORDER BY place)
    FROM generate_series(1, indnkeyatts) AS place, pg_get_indexdef(indexrelid, place, false) AS item), ')'
{%- if has_parameters %}, (
    SELECT ' WITH (' || string_agg(format('%I=%L', parameter, coalesce(option_value, usual)), ', ' ORDER BY place) || ')'
    FROM (VALUES {{ vector_parameters() }}) AS known (place, method, parameter, usual)
    LEFT JOIN pg_options_to_table(reloptions) ON option_name = parameter WHERE method = amname)
{%- endif %}{% if not leaves_parts %}, CASE WHEN NOT indisunique{% if is_predicate_said %} OR {{ is_predicate_said }}{% endif %} THEN ' WHERE ' || pg_get_expr(indpred, indrelid) END{% endif %})