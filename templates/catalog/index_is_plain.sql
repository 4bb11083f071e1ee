{#- Whether an index has nothing that the schema cannot express, but for what the schema's own index there has too. -#}
NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid){% if not guard.has_expression %} AND indexprs IS NULL{% endif %}
{%- if not guard.class_places and not guard.is_open %} AND NOT EXISTS (SELECT FROM pg_opclass WHERE oid = ANY (indclass) AND NOT opcdefault){% endif +%}
AND pg_get_indexdef(indexrelid) !~ ' (COLLATE|NULLS|INCLUDE{% if not guard.has_parameters %}|WITH{% endif %}{% if not guard.has_predicate %}|WHERE{% endif %}) '