{#- The row of the catalog that they are in. -#}
{% if object.kind == "function" %}pg_proc WHERE oid = to_regprocedure({{ object | routine }})
{%- elif object.kind in ["domain", "type"] %}pg_type WHERE oid = to_regtype({{ object.name | regname }})
{%- else %}pg_class WHERE oid = {{ object.name | to_regclass }}
{%- endif %}